"""Thirteen thousand loan applications, imported by the command line, against a recount of the raw file."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from statistics import fmean, median, quantiles
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from desktop_pipeline.domain.periods import Period
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.stages.funnel import count_funnels
from desktop_pipeline.metrics.stages.stage_conversion import Step, measure_conversion
from desktop_pipeline.metrics.stages.stage_days import StageDays, measure_speed
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.storage.workspace import open_workspace
from tests.metrics import told_by_others
from tests.program import run_program

ORDER = ("A_SUBMITTED", "A_PARTLYSUBMITTED", "A_PREACCEPTED", "A_ACCEPTED", "A_FINALIZED")
COUNTS = ("reached", "advanced", "dropped", "undecided")
WON = ("A_APPROVED", "A_REGISTERED", "A_ACTIVATED")
LOST = ("A_DECLINED", "A_CANCELLED")
ALL = Period(date(2011, 9, 1), date(2012, 4, 1))
# Once the log has ended, and in the middle of it, with a period that begins when many are under way.
QUESTIONS = ((date(2012, 3, 31), ALL), (date(2012, 1, 10), Period(date(2011, 11, 15), date(2012, 1, 1))))


@dataclass(frozen=True)
class Case:
    """One application as of a day: the day of each stage it was in, its outcome and its day."""

    entered: Mapping[str, date]
    outcome: str | None
    closed: date | None

    @property
    def furthest(self) -> int:
        return max(map(ORDER.index, self.entered))

    def day_beyond(self, place: int) -> date | None:
        days = [day for stage, day in self.entered.items() if ORDER.index(stage) > place]
        return min(days) if days else self.closed if self.outcome == "won" else None


@dataclass(frozen=True)
class Imported:
    path: Path
    zone: ZoneInfo
    log: Path

    def moment(self, as_of: date) -> Moment:
        with open_workspace(self.path, read_only=True) as workspace:
            return Figures(workspace).moment(as_of)

    def recount(self, as_of: date) -> list[Case]:
        """The cases from the rows of the file up to a day; the first word of an outcome decides."""
        entered: dict[str, dict[str, date]] = {}
        closed: dict[str, tuple[str, date]] = {}
        with self.log.open(encoding="utf-8", newline="") as file:
            for row in sorted(csv.DictReader(file), key=lambda row: row["entered_at"]):
                day = datetime.fromisoformat(row["entered_at"]).astimezone(self.zone).date()
                if day <= as_of and row["stage"] in ORDER:
                    entered.setdefault(row["application"], {}).setdefault(row["stage"], day)
                elif day <= as_of:
                    closed.setdefault(row["application"], ("won" if row["stage"] in WON else "lost", day))
        return [Case(stages, *closed.get(number, (None, None))) for number, stages in entered.items()]


@pytest.fixture(scope="module")
def imported(data_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imported]:
    log = data_folder / "stage_history" / "bpic2012_A_stages.csv"
    path = tmp_path_factory.mktemp("log") / "loans.pipeline"
    words = [f"{word}=won" for word in WON] + [f"{word}=lost" for word in LOST]
    run = run_program(
        *("import", path, "--history", log, "--stage-order", ",".join(ORDER)),
        *("--map", "application=external id", "--map", "amount_requested=value"),
        *(part for word in words for part in ("--stage", word)),
    )
    assert (run.code, run.errors) == (0, "")
    with open_workspace(path, read_only=True) as workspace:
        yield Imported(path, workspace.zone, log)


def steps_of(moment: Moment, period: Period) -> Sequence[Step]:
    conversion = measure_conversion(moment, moment.snapshot.exists, period)
    assert conversion.left_out == ()
    return conversion.steps


def reached_in(cases: Sequence[Case], place: int, period: Period) -> list[Case]:
    """No application of the log skips a stage: those it reached are those it was in."""
    return [case for case in cases if (day := case.entered.get(ORDER[place])) and day in period]


def recount_steps(imported: Imported, as_of: date, period: Period) -> list[tuple[int, int, int, int]]:
    """Reached, advanced, dropped, undecided of each stage."""
    cases = imported.recount(as_of)
    steps = []
    for place in range(len(ORDER)):
        cohort = reached_in(cases, place, period)
        stopped = [case.outcome for case in cohort if case.furthest == place and case.outcome != "won"]
        dropped = stopped.count("lost")
        steps.append((len(cohort), len(cohort) - len(stopped), dropped, len(stopped) - dropped))
    return steps


@pytest.mark.parametrize(("as_of", "period"), QUESTIONS)
def test_reached_advanced_dropped_and_undecided_are_those_of_the_raw_file(
    imported: Imported, as_of: date, period: Period
) -> None:
    steps = steps_of(imported.moment(as_of), period)
    assert [step.name for step in steps] == list(ORDER)
    assert [tuple(getattr(step, count) for count in COUNTS) for step in steps] == recount_steps(imported, as_of, period)
    assert {(step.moved_back, step.skipped) for step in steps} == {(0, 0)}


def test_the_command_line_tells_the_same_counts(imported: Imported) -> None:
    as_of, period = QUESTIONS[1]
    run = run_program("metrics", imported.path, "--as-of", as_of, "--from", period.start, "--to", period.end, "--json")
    told = [tuple(stage[key] for key in ("stage", *COUNTS)) for stage in json.loads(run.output)["stages"]]
    assert told == [(ORDER[place], *counts) for place, counts in enumerate(recount_steps(imported, as_of, period))]


def test_the_counts_of_the_whole_log_are_the_known_ones(imported: Imported) -> None:
    steps = steps_of(imported.moment(QUESTIONS[0][0]), ALL)
    assert [step.reached for step in steps] == [13087, 13087, 7367, 5113, 5015]
    assert (steps[-1].advanced, steps[-1].dropped, steps[-1].undecided) == (2246, 1640 + 802, 327)


@pytest.mark.parametrize(("as_of", "period"), QUESTIONS)
def test_the_shares_within_30_days_are_those_of_statsmodels_on_the_raw_file(
    imported: Imported, as_of: date, period: Period
) -> None:
    cases = imported.recount(as_of)
    for place, step in enumerate(steps_of(imported.moment(as_of), period)):
        to_next, to_won = [], []
        for case in reached_in(cases, place, period):
            begun = case.entered[ORDER[place]]
            beyond = case.day_beyond(place)
            ended = case.closed or as_of
            to_next.append((((beyond or ended) - begun).days, 1 if beyond else 2 if case.closed else 0))
            to_won.append(((ended - begun).days, {"won": 1, "lost": 2, None: 0}[case.outcome]))
        for share, rows in ((step.next_within, to_next), (step.won_within, to_won)):
            days, causes = np.array(rows).T
            with np.errstate(divide="ignore", invalid="ignore"):
                known = told_by_others.incidence(days, causes)
            expected = known.cinc[0][np.flatnonzero(known.times <= 30)[-1]]
            assert share == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(("as_of", "period"), QUESTIONS)
def test_the_days_in_each_stage_are_those_of_the_raw_file(imported: Imported, as_of: date, period: Period) -> None:
    cases = imported.recount(as_of)
    moment = imported.moment(as_of)
    for place, stage in enumerate(measure_speed(moment, moment.snapshot.exists, period).stages):
        left, sitting = [], []
        for case in cases:
            if ORDER[place] not in case.entered:
                continue
            later = [day for name, day in case.entered.items() if ORDER.index(name) > place]
            end = min(later) if later else case.closed
            if end is None:
                sitting.append((as_of - case.entered[ORDER[place]]).days)
            elif end in period:
                left.append((end - case.entered[ORDER[place]]).days)
        _compare_days(stage, left, sitting)


def _compare_days(stage: StageDays, left: list[int], sitting: list[int]) -> None:
    assert (stage.finished.n, stage.sitting) == (len(left), len(sitting))
    cuts = quantiles(left, n=100, method="inclusive")
    found = (stage.finished.p25, stage.finished.p75, stage.finished.p80, stage.finished.p95)
    assert found == pytest.approx((cuts[24], cuts[74], cuts[79], cuts[94]))
    assert (stage.finished.mean, stage.finished.median) == pytest.approx((fmean(left), median(left)))
    known = told_by_others.survival(np.array(left + sitting), np.array([1] * len(left) + [0] * len(sitting)))
    halved = known.surv_times[known.surv_prob <= 0.5 + 1e-9]
    assert stage.kaplan_meier_median == (halved[0] if halved.size else None)


def test_the_funnel_of_those_created_in_a_month_is_that_of_the_raw_file(imported: Imported) -> None:
    as_of, november = date(2012, 3, 31), Period(date(2011, 11, 1), date(2011, 12, 1))
    cases = [case for case in imported.recount(as_of) if case.entered[ORDER[0]] in november]
    moment = imported.moment(as_of)
    funnel = count_funnels(moment, moment.snapshot.exists, november).pipelines[0]
    assert [stage.reached for stage in funnel.stages] == [
        sum(case.furthest >= place or case.outcome == "won" for case in cases) for place in range(len(ORDER))
    ]
    outcomes = [case.outcome for case in cases]
    assert (funnel.created, funnel.won, funnel.lost) == (len(cases), outcomes.count("won"), outcomes.count("lost"))
    assert [stage.came_in for stage in funnel.stages] == [len(cases), 0, 0, 0, 0]

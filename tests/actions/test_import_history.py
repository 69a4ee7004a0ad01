"""The past that an import tells: written at its own instants, marked as told, replayed by the check, undone whole."""

import csv
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

import pytest

from desktop_pipeline.actions.deals import move_deals
from desktop_pipeline.actions.importing.command import import_into
from desktop_pipeline.actions.importing.reports import ImportReport
from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.exchange.options import ImportOptions
from desktop_pipeline.queries.deal import read_deal
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.timeline import read_timeline
from desktop_pipeline.storage.checking import check_file
from desktop_pipeline.storage.database import Reader
from desktop_pipeline.storage.instants import to_microseconds
from desktop_pipeline.storage.workspace import open_workspace
from tests.workspaces import YEAR, Desk, import_files, make_desk, read_content

LOG = """Deal ID,Stage,Entered at
7,New,2025-12-01 09:00
7,Talking,2025-12-01 15:30
7,New,2025-12-02 10:00
7,Proposal,2025-12-20 10:00
8,New,2025-12-03 09:00
8,Lost,2025-12-10 09:00
"""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path, template="simple")
    yield made
    made.workspace.close()


def take(desk: Desk, folder: Path, log: str = LOG, deals: str | None = None, **options: object) -> ImportReport:
    path = folder / "log.csv"
    path.write_text(log, encoding="utf-8")
    paths = [path]
    if deals is not None:
        paths.insert(0, folder / "deals.csv")
        paths[0].write_text(deals, encoding="utf-8")
    settled = ImportOptions(histories=frozenset(("log.csv",)), **options)  # type: ignore[arg-type]
    return import_files(desk.workspace, paths, settled)


def list_moves(reader: Reader, external_id: str) -> list[tuple[str, str, str | None]]:
    """Kind, local minute and stage of a deal's events, in their order."""
    rows = reader.rows(
        "select e.kind, datetime(e.at / 1000000, 'unixepoch'), s.name from history_event e"
        " join deal d on d.id = e.deal_id left join stage s on s.id = e.to_stage_id"
        " where d.external_id = ? and e.kind in (1, 2, 3, 4, 5) order by e.at, e.id",
        (external_id,),
    )
    return [(EventKind(kind).name, at[5:16], stage) for kind, at, stage in rows]


def test_visits_stand_at_their_own_instants_and_are_marked_as_told_by_a_file(desk: Desk, tmp_path: Path) -> None:
    report = take(desk, tmp_path)
    assert (report.new, report.problems) == (2, ())
    assert list_moves(desk.workspace, "7") == [
        ("CREATED", "12-01 09:00", "New"),
        ("MOVED", "12-01 15:30", "Talking"),
        ("MOVED", "12-02 10:00", "New"),
        ("MOVED", "12-20 10:00", "Proposal"),
    ]
    assert list_moves(desk.workspace, "8") == [("CREATED", "12-03 09:00", "New"), ("LOST", "12-10 09:00", None)]
    assert desk.workspace.value("select min(is_inferred) from history_event") == 1
    with desk.workspace.reading() as view:
        assert {entry.is_inferred for entry in read_timeline(view, 1)} == {True}
    assert desk.faults() == []


def test_days_in_the_stage_are_counted_from_the_visit_that_the_file_dates(desk: Desk, tmp_path: Path) -> None:
    take(desk, tmp_path)
    with desk.workspace.reading() as view:
        deal = read_deal(view, 1, today=desk.workspace.today())
    assert deal is not None
    visits = {visit.name: visit.days for visit in deal.visits}
    assert (visits["New"], visits["Talking"], visits["Proposal"]) == (18, 1, 16)
    before = Figures(desk.workspace).overview(date(2025, 12, 5), YEAR)
    assert before.active.deals == 2


def test_the_same_history_again_changes_nothing_and_a_longer_one_only_adds(desk: Desk, tmp_path: Path) -> None:
    take(desk, tmp_path)
    content = read_content(desk.workspace)
    again = take(desk, tmp_path)
    assert (again.new, again.updated, again.unchanged, again.change) == (0, 0, 2, None)
    assert read_content(desk.workspace) == content
    longer = take(desk, tmp_path, LOG + "7,Won,2025-12-24 12:00\n8,New,2025-12-30 12:00\n")
    assert (longer.new, longer.updated) == (0, 2)
    assert list_moves(desk.workspace, "7")[-1] == ("WON", "12-24 12:00", None)
    assert list_moves(desk.workspace, "8")[-1] == ("REOPENED", "12-30 12:00", "New")
    assert desk.workspace.rows("select status from deal order by id") == [("won",), ("open",)]
    assert desk.faults() == []
    desk.journal.undo()
    assert read_content(desk.workspace) == content


@pytest.mark.parametrize(
    "log",
    [
        "Deal ID,Stage,At,Amount\n7,Won,2025-12-02 10:00,900\n",
        "Deal ID,Stage,At\n7,Won,2025-12-02 10:00\n7,Lost,2025-12-09 10:00\n",
        "Deal ID,Stage,At\n7,New,2025-12-02 10:00\n7,Won,2025-12-02 10:00\n",
        "Deal ID,Stage,At\n7,Talking,2026-03-02 10:00\n",
        "Deal ID,Stage,At\n7,New,2025-12-02 10:00\n7,Talking,2026-03-02 10:00\n",
        "Deal ID,Stage,At\n7,Talking,2026-03-02 10:00\n7,Won,2026-03-09 10:00\n",
    ],
    ids=["an outcome alone", "two outcomes", "both at once", "a visit to come", "one to come", "an outcome to come"],
)
@pytest.mark.parametrize("deals", [None, "Deal ID,Deal name\n7,Oak\n"], ids=["alone", "with its deals"])
def test_a_history_however_short_or_early_is_taken_only_once(
    desk: Desk, tmp_path: Path, log: str, deals: str | None
) -> None:
    assert take(desk, tmp_path, log, deals).new == 1
    content = read_content(desk.workspace)
    for hours in (0, 5):
        desk.later(hours=hours)
        again = take(desk, tmp_path, log, deals)
        assert (again.updated, again.unchanged, again.change) == (0, 1, None)
    assert read_content(desk.workspace) == content
    assert desk.faults() == []


def test_a_deal_that_stands_elsewhere_than_a_visit_to_come_stays_there(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text(
        "Deal ID,Deal name,Stage,Date entered New,Date entered Talking\n"
        "7,Oak,Proposal,,2026-03-02\n8,Ash,New,2025-12-01,2026-03-02\n",
        encoding="utf-8",
    )
    import_files(desk.workspace, [path], ImportOptions())
    content = read_content(desk.workspace)
    for days in (0, 1, 90):
        desk.later(days=days)
        assert import_files(desk.workspace, [path], ImportOptions()).change is None
    assert read_content(desk.workspace) == content
    assert desk.faults() == []


def test_an_outcome_told_later_than_its_deal_still_brings_the_visits_before_it(desk: Desk, tmp_path: Path) -> None:
    deals = "Deal ID,Deal name,Created\n7,Oak,2025-12-01\n"
    take(desk, tmp_path, "Deal ID,Stage,At\n7,Lost,2025-12-10 09:00\n", deals)
    report = take(desk, tmp_path, "Deal ID,Stage,At\n7,New,2025-12-03 09:00\n7,Lost,2025-12-10 09:00\n", deals)
    assert report.updated == 1
    assert [row[0] for row in list_moves(desk.workspace, "7")] == ["CREATED", "MOVED", "LOST"]
    assert desk.faults() == []


def test_undoing_the_import_leaves_what_was_there_before(desk: Desk, tmp_path: Path) -> None:
    desk.deal("Elm")
    content = read_content(desk.workspace)
    take(desk, tmp_path)
    desk.journal.undo()
    assert read_content(desk.workspace) == content
    desk.journal.redo()
    assert desk.faults() == []


def test_a_deal_imported_without_history_gets_it_later(desk: Desk, tmp_path: Path) -> None:
    deals = "Deal ID,Deal name,Stage,Created\n7,Oak,Proposal,2025-12-01\n8,Ash,Lost,2025-12-03\n"
    path = tmp_path / "first.csv"
    path.write_text(deals, encoding="utf-8")
    import_files(desk.workspace, [path], ImportOptions())
    content = read_content(desk.workspace)
    report = take(desk, tmp_path, deals=deals)
    assert (report.new, report.updated) == (0, 2)
    # What stood in for the visit that nobody had dated gives way to it.
    assert list_moves(desk.workspace, "7") == [
        ("CREATED", "12-01 00:00", None),
        ("MOVED", "12-01 09:00", "New"),
        ("MOVED", "12-01 15:30", "Talking"),
        ("MOVED", "12-02 10:00", "New"),
        ("MOVED", "12-20 10:00", "Proposal"),
    ]
    assert [row[0] for row in list_moves(desk.workspace, "8")] == ["CREATED", "MOVED", "LOST"]
    assert desk.faults() == []
    assert take(desk, tmp_path, deals=deals).change is None
    desk.journal.undo()
    assert read_content(desk.workspace) == content


def test_what_was_done_here_is_never_mixed_with_a_files_history(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "first.csv"
    path.write_text("Deal ID,Deal name,Stage,Created\n7,Oak,New,2025-12-01\n", encoding="utf-8")
    import_files(desk.workspace, [path], ImportOptions())
    desk.later()
    move_deals(desk.workspace, [1], desk.id_of("stage", "Talking"), after=None, at=desk.now)
    moves = list_moves(desk.workspace, "7")
    take(desk, tmp_path, deals="Deal ID,Deal name,Stage,Created\n7,Oak,Talking,2025-12-01\n")
    assert list_moves(desk.workspace, "7") == moves


def test_an_open_deal_whose_file_places_it_further_than_its_history_comes_there_with_the_import(
    desk: Desk, tmp_path: Path
) -> None:
    take(desk, tmp_path, "Deal ID,Stage,At\n7,New,2025-12-01\n", "Deal ID,Deal name,Stage\n7,Oak,Proposal\n")
    assert list_moves(desk.workspace, "7") == [
        ("CREATED", "12-01 00:00", "New"),
        ("MOVED", "01-05 09:00", "Proposal"),
    ]
    with desk.workspace.reading() as view:
        deal = read_deal(view, 1, today=desk.workspace.today())
    assert deal is not None
    visits = {visit.name: visit.days for visit in deal.visits}
    assert (visits["New"], visits["Proposal"]) == (35, None)
    assert desk.faults() == []


def test_a_value_holds_from_the_row_that_tells_it(desk: Desk, tmp_path: Path) -> None:
    log = "Deal ID,Stage,At,Amount\n7,New,2025-12-01,100\n7,Talking,2025-12-10,250\n"
    take(desk, tmp_path, log)
    figures = Figures(desk.workspace)
    assert [figures.overview(date(2025, 12, day), YEAR).active.value for day in (5, 15)] == [10_000, 25_000]
    assert desk.faults() == []


class Step(NamedTuple):
    """A move of a deal: from one stage or outcome to the next, and the seconds between."""

    left: str
    entered: str
    seconds: float


def read_cases(reader: Reader) -> dict[str, list[tuple[str, float]]]:
    """By case the stages and outcomes in the order of its events, with the seconds since 1970."""
    cases: dict[str, list[tuple[str, float]]] = {}
    for case, kind, at, stage in reader.rows(
        "select d.external_id, e.kind, e.at, s.name from history_event e join deal d on d.id = e.deal_id"
        " left join stage s on s.id = e.to_stage_id where e.kind in (1, 2, 3, 4, 5) order by d.id, e.at, e.id"
    ):
        name = stage if stage is not None else EventKind(kind).name.lower()
        cases.setdefault(case, []).append((name, at / 1e6))
    return cases


def list_steps(cases: Mapping[str, Sequence[tuple[str, float]]]) -> list[Step]:
    return [
        Step(before, after, later - earlier)
        for events in cases.values()
        for (before, earlier), (after, later) in pairwise(events)
    ]


def follows(reference: Mapping[str, object], outcomes: Mapping[str, str]) -> dict[tuple[str, str], tuple[int, float]]:
    """Pairs of stages with their count and mean seconds; words of one outcome count together, its repetition not."""
    pairs: dict[tuple[str, str], tuple[int, float]] = {}
    for pair in reference["directly_follows"]:  # type: ignore[attr-defined]
        key = (outcomes.get(pair["frm"], pair["frm"]), outcomes.get(pair["to"], pair["to"]))
        if key[0] == key[1] and key[0] in outcomes.values():
            continue
        n, mean = pairs.get(key, (0, 0.0))
        pairs[key] = (n + pair["n"], (n * mean + pair["n"] * pair["mean_seconds"]) / (n + pair["n"]))
    return pairs


def measure_steps(steps: Sequence[Step]) -> dict[tuple[str, str], tuple[int, float]]:
    pairs = Counter((step.left, step.entered) for step in steps)
    return {
        pair: (n, fmean(step.seconds for step in steps if (step.left, step.entered) == pair))
        for pair, n in pairs.items()
    }


def test_the_loops_of_the_small_log_come_back_as_they_were(data_folder: Path, tmp_path: Path) -> None:
    outcomes = {"pay compensation": "won", "reject request": "lost"}
    log = data_folder / "stage_history" / "running-example.csv"
    path = tmp_path / "new.pipeline"
    report = import_into(path, [log], ImportOptions(histories=frozenset((log.name,)), stage_words=outcomes))
    reference = json.loads((data_folder / "reference" / "stage_history.json").read_text(encoding="utf-8"))
    known = reference["running_example"]
    with open_workspace(path, read_only=True) as workspace:
        cases = read_cases(workspace)
        assert check_file(workspace) == []
        created = workspace.value("select created_at from deal where external_id = '3'")
    assert (report.new, len(cases), sum(map(len, cases.values()))) == (6, known["cases"], known["events"])
    assert created == to_microseconds(datetime.fromisoformat("2010-12-30T14:32:00+01:00"))
    # Case 3 by hand: it is decided twice, and begins again in between
    assert [name for name, _at in cases["3"]] == [
        *("register request", "examine casually", "check ticket", "decide", "reinitiate request"),
        *("examine thoroughly", "check ticket", "decide", "won"),
    ]
    reached = Counter(name for events in cases.values() for name in {name for name, _at in events})
    assert reached == {outcomes.get(name, name): cases for name, cases in known["cases_reaching"].items()}
    expected = follows(known, outcomes)
    found = measure_steps(list_steps(cases))
    assert {pair: n for pair, (n, _mean) in found.items()} == {pair: n for pair, (n, _mean) in expected.items()}
    for pair, (_n, mean) in expected.items():
        assert found[pair][1] == pytest.approx(mean, abs=1e-3)
    lasted = [events[-1][1] - events[0][1] for events in cases.values()]
    assert fmean(lasted) == pytest.approx(known["case_duration_seconds"]["mean"])


BPIC_ORDER = ("A_SUBMITTED", "A_PARTLYSUBMITTED", "A_PREACCEPTED", "A_ACCEPTED", "A_FINALIZED")
BPIC_OUTCOMES = {
    **dict.fromkeys(("A_APPROVED", "A_REGISTERED", "A_ACTIVATED"), "won"),
    **dict.fromkeys(("A_DECLINED", "A_CANCELLED"), "lost"),
}


def test_the_large_log_gives_every_deal_with_its_visits(data_folder: Path, tmp_path: Path) -> None:
    log = data_folder / "stage_history" / "bpic2012_A_stages.csv"
    path = tmp_path / "new.pipeline"
    options = ImportOptions(
        mapping={"application": "external id", "amount_requested": "value"},
        stage_words=BPIC_OUTCOMES,
        stage_order=BPIC_ORDER,
        histories=frozenset((log.name,)),
    )
    report = import_into(path, [log], options)
    known = json.loads((data_folder / "reference" / "stage_history.json").read_text(encoding="utf-8"))[
        "bpic2012_A_stages"
    ]
    assert (report.new, report.rows, report.problems, report.questions) == (known["cases"], known["cases"], (), ())
    with open_workspace(path, read_only=True) as workspace:
        cases = read_cases(workspace)
        assert check_file(workspace) == []
        assert [row[0] for row in workspace.rows("select name from stage order by position")] == list(BPIC_ORDER)
        stages: dict[str, int] = dict(
            workspace.rows(
                "select s.name, count(*) from deal d join stage s on s.id = d.stage_id"
                " where d.status = 'open' group by 1"
            )
        )
    assert stages == {name: known["end"][name] for name in ("A_FINALIZED", "A_PREACCEPTED", "A_ACCEPTED")}
    reached = Counter(name for events in cases.values() for name in {name for name, _at in events})
    assert {name: reached[name] for name in BPIC_ORDER} == {name: known["cases_reaching"][name] for name in BPIC_ORDER}
    # The first of the three words wins; the others, of the same moment or later, are that outcome again
    assert reached["won"] == known["cases_reaching"]["A_APPROVED"] == 2246
    assert reached["lost"] == known["cases_reaching"]["A_DECLINED"] + known["cases_reaching"]["A_CANCELLED"]
    expected, found = follows(known, BPIC_OUTCOMES), measure_steps(list_steps(cases))
    assert {pair: n for pair, (n, _mean) in found.items()} == {pair: n for pair, (n, _mean) in expected.items()}
    for pair, (_n, mean) in expected.items():
        assert found[pair][1] == pytest.approx(mean, abs=1e-3)
    with log.open(encoding="utf-8", newline="") as file:
        first = next(csv.DictReader(file))
    assert cases[first["application"]][0] == ("A_SUBMITTED", datetime.fromisoformat(first["entered_at"]).timestamp())

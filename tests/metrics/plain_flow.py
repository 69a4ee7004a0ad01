"""METRICS §6, §7 and §9 worked out once more, deal by deal in plain Python."""

from collections import Counter
from collections.abc import Sequence

from tests.metrics.plain_company import State
from tests.metrics.plain_figures import Plain
from tests.metrics.plain_passages import Passage
from tests.metrics.plain_statistics import Figures, incidence, kaplan_meier, quantile, rate


def stages(plain: Plain) -> list[Figures]:
    found = []
    for stage in plain.company.stages.values():
        if not stage.is_open or plain.asked.pipeline not in (None, stage.pipeline):
            continue
        real = [one for one in plain.whosever if one.is_real]
        there = [(one, p) for one in real for p in plain.passages[one.deal.id] if p.stage == stage.id]
        reached = [(one, p) for one, p in there if p.reached and plain.asked.has(p.reached_day)]
        cohort = [(one, p) for one, p in reached if plain.asked.is_of(p.reached_by)]
        if cohort or not stage.archived:
            found.append(step(plain, stage.id, cohort, there))
    return found


def step(
    plain: Plain, stage: int, cohort: Sequence[tuple[State, Passage]], there: Sequence[tuple[State, Passage]]
) -> Figures:
    fates = Counter(p.fate for _one, p in cohort)
    n, advanced, undecided = len(cohort), fates["advanced"], fates["undecided"]
    on, to_win = [], []
    for one, p in cohort:
        assert p.reached_day is not None
        end = {"advanced": p.beyond_day, "dropped": one.closed, "undecided": plain.today}[p.fate]
        on.append((p.reached_day, end, p.fate))
        fate = {"won": "advanced", "lost": "dropped", "open": "undecided"}[one.status]
        to_win.append((p.reached_day, plain.today if one.status == "open" else one.closed, fate))
    timed = [(one, p) for one, p in there if p.days is not None and one.created]
    gone = [p for _one, p in timed if plain.asked.has(p.left_day) and plain.asked.is_of(p.left_by)]
    left = sorted(p.days for p in gone if p.days is not None)
    here = [p for one, p in timed if p.is_running and plain.asked.is_of(one.owner)]
    sitting = [p.days for p in here if p.days is not None]
    return {
        "stage": plain.company.stages[stage].name,
        "reached": n,
        "advanced": advanced,
        "dropped": fates["dropped"],
        "undecided": undecided,
        "resolved": rate(advanced, advanced + fates["dropped"]),
        "so_far": advanced / n if n else None,
        "range": [advanced / n, (advanced + undecided) / n] if n else [None, None],
        "within_30_days": {"next": incidence(on, 30), "won": incidence(to_win, 30)},
        "regression_rate": sum(p.moved_back for _one, p in cohort) / n if n else None,
        "skip_rate": sum(not p.entered for _one, p in cohort) / n if n else None,
        "days": {
            "mean": sum(left) / len(left) if left else None,
            "median": quantile(left, 0.5),
            "p80": quantile(left, 0.8),
            "p95": quantile(left, 0.95),
            "n": len(left),
            "kaplan_meier_median": kaplan_meier(left, sitting),
        },
        "probability": plain.stage_chance(stage),
    }

"""What was done and what is late, by owner, kind and month: counted by hand."""

from datetime import date

from desktop_pipeline.metrics.people.activity_counts import count_activities
from tests.metrics.histories import ANN, BEN, CALL, TASK, YEAR, Doing, created, deal, moment_at


def test_activities_are_counted_by_owner_kind_and_month() -> None:
    doings = (
        Doing(CALL, done="2024-01-31", owner=ANN),
        Doing(CALL, done="2024-02-01", owner=ANN),
        Doing(CALL, done="2024-02-29", owner=ANN),
        Doing(CALL, done="2024-02-29", owner=BEN),
        Doing(CALL, done="2023-12-31", owner=BEN),
        Doing(TASK, done="2024-02-29", owner=ANN),
        Doing(TASK, due="2024-02-01", owner=BEN),
        Doing(CALL, due="2024-02-01"),
    )
    counts = count_activities(moment_at("2024-12-31", deal(1, created("2023-01-01"), doings=doings)), YEAR)
    assert counts.done == {(ANN, CALL): 3, (BEN, CALL): 1, (ANN, TASK): 1}
    assert counts.late == {(BEN, TASK): 1, (-1, CALL): 1}
    january, february = date(2024, 1, 1), date(2024, 2, 1)
    assert counts.done_by_month == {
        (january, ANN, CALL): 1,
        (february, ANN, CALL): 2,
        (february, BEN, CALL): 1,
        (february, ANN, TASK): 1,
    }

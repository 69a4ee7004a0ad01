"""What each owner has, did and won (METRICS §16)."""

from datetime import date

from desktop_pipeline.domain.targets import Target, TargetMeasure, TargetScope, TargetSpan
from desktop_pipeline.metrics.ahead.targets import Standing, measure_target
from desktop_pipeline.metrics.history import UNKNOWN, Flags
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.people.owners import (
    OwnerLine,
    Owners,
    flags_created_by,
    flags_done_by,
    flags_overdue_of,
    measure_owners,
)
from desktop_pipeline.metrics.population import LeftOut, Why
from desktop_pipeline.metrics.selection import EVERYTHING, Selection
from tests.metrics.histories import (
    ANN,
    BEN,
    CALL,
    CAY,
    DUPLICATE,
    TASK,
    YEAR,
    Doing,
    created,
    deal,
    deleted,
    lost,
    moment_at,
    owned,
    won,
)

COMPANY = (
    deal(
        1,
        created("2024-01-01", value=100, owner=ANN),
        owned("2024-02-01", BEN),
        won("2024-03-01"),
        source=1,
        doings=(
            Doing(CALL, done="2024-02-02", owner=BEN),
            Doing(CALL, done="2024-02-03", owner=ANN),
            Doing(TASK, created="2024-02-01", due="2024-12-30", owner=ANN),
        ),
    ),
    deal(
        2,
        created("2024-02-01", owner=ANN),
        doings=(
            Doing(CALL, done="2023-12-31", owner=ANN),
            Doing(TASK, due="2024-12-31", owner=ANN),
            Doing(TASK, due="2024-05-01", done="2024-06-01", owner=ANN),
            Doing(TASK, owner=ANN),
        ),
    ),
    deal(3, created("2024-02-01", owner=ANN), lost("2024-03-01", DUPLICATE)),
    deal(4, created("2023-02-01"), lost("2024-03-01")),
    deal(5, created("2024-02-01")),
)
LOOSE = (Doing(CALL, done="2024-04-01", owner=CAY), Doing(TASK, due="2024-04-01", owner=CAY))


def company(day: str = "2024-12-31") -> Moment:
    return moment_at(day, *COMPANY, loose=LOOSE)


def lines_of(owners: Owners) -> dict[int, OwnerLine]:
    return {line.figures.key: line for line in owners.lines}


def ids(moment: Moment, flags: Flags) -> list[int]:
    return [int(one) for one in moment.history.deals.ids[flags]]


def test_each_owner_has_a_line_with_what_was_theirs_then() -> None:
    lines = lines_of(measure_owners(company(), YEAR))
    assert [line.figures.name for line in lines.values()] == ["Ann", "Ben", "Cay", None]
    told = {
        owner: (line.figures.active, line.created, line.figures.won, line.figures.lost, line.done, line.overdue)
        for owner, line in lines.items()
    }
    assert told == {
        ANN: (1, 2, 0, 0, 2, 1),
        BEN: (0, 0, 1, 0, 1, 0),
        CAY: (0, 0, 0, 0, 1, 1),
        UNKNOWN: (1, 1, 0, 1, 0, 0),
    }
    assert (lines[BEN].figures.won_value, lines[BEN].figures.mean_size, lines[BEN].figures.cycle_mean) == (100, 100, 60)


def test_their_deals_open() -> None:
    moment = company()
    assert ids(moment, flags_created_by(moment, YEAR, ANN)) == [1, 2]
    assert ids(moment, flags_done_by(moment, YEAR, ANN)) == [1, 2]
    assert ids(moment, flags_overdue_of(moment, ANN)) == [1]
    assert ids(moment, flags_done_by(moment, YEAR, CAY)) == []


def test_as_of_an_earlier_day_what_was_done_later_was_still_late() -> None:
    lines = lines_of(measure_owners(company("2024-05-31"), YEAR))
    # The task of 1 May; the one for December is not late yet.
    assert (lines[ANN].done, lines[ANN].overdue) == (1, 1)
    assert lines_of(measure_owners(company("2024-01-31"), YEAR))[ANN].overdue == 0


def test_an_owners_filter_leaves_the_same_line() -> None:
    whole, alone = (measure_owners(company(), YEAR, one) for one in (EVERYTHING, Selection(owner=ANN)))
    assert list(lines_of(alone)) == [ANN]
    assert lines_of(alone)[ANN] == lines_of(whole)[ANN]


def test_under_another_filter_activities_count_by_their_deal() -> None:
    lines = lines_of(measure_owners(company(), YEAR, Selection(source=1)))
    assert {owner: (line.created, line.done, line.overdue) for owner, line in lines.items()} == {
        ANN: (1, 1, 1),
        BEN: (0, 1, 0),
        CAY: (0, 0, 0),
    }


def test_what_was_done_for_a_deal_that_was_deleted_since_counts_and_what_is_late_for_it_does_not() -> None:
    doings = (Doing(CALL, done="2024-02-01", owner=ANN), Doing(CALL, due="2024-02-01", owner=ANN))
    moment = moment_at("2024-12-31", deal(1, created("2024-01-01"), deleted("2024-03-01"), doings=doings))
    line = lines_of(measure_owners(moment, YEAR))[ANN]
    assert (line.done, line.overdue, ids(moment, flags_done_by(moment, YEAR, ANN))) == (1, 0, [])


def test_a_line_has_the_standing_of_the_owners_own_targets() -> None:
    moment = company()
    targets = [
        Target(scope, of, TargetSpan.YEAR, date(2024, 1, 1), TargetMeasure.MONEY, 400, "EUR")
        for scope, of in ((TargetScope.OWNER, BEN), (TargetScope.COMPANY, None), (TargetScope.PRODUCT, BEN))
    ]
    standings: list[Standing] = [measure_target(moment, target, range(1, 6), ()) for target in targets]
    lines = lines_of(measure_owners(moment, YEAR, standings=standings))
    assert [standing.attainment for standing in lines[BEN].standings] == [0.25]
    assert lines[ANN].standings == ()


def test_what_is_left_out_is_told() -> None:
    left_out = measure_owners(company(), YEAR).left_out
    assert LeftOut(Why.NOT_REAL, 1) in left_out
    assert LeftOut(Why.NO_OWNER, 1) in left_out


def test_a_team_without_deals_has_lines_and_no_figures() -> None:
    owners = measure_owners(moment_at("2024-12-31"), YEAR)
    assert [(line.figures.name, line.figures.win_rate.value, line.created) for line in owners.lines] == [
        ("Ann", None, 0),
        ("Ben", None, 0),
        ("Cay", None, 0),
    ]
    assert (owners.loss_profiles, owners.left_out) == ((), ())


def test_what_came_in_as_nobodys_is_counted_though_everything_is_somebodys_by_now() -> None:
    moment = moment_at("2024-12-31", deal(1, created("2024-02-01"), owned("2024-02-01", ANN)))
    line = lines_of(measure_owners(moment, YEAR))[UNKNOWN]
    assert (line.created, line.figures.active, line.figures.win_rate.n, line.figures.won_value) == (1, 0, 0, 0)
    assert UNKNOWN not in lines_of(measure_owners(moment, YEAR, Selection(owner=ANN)))

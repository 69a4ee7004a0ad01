"""What an import writes: history as far as the file tells it, nothing invented, one change."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop_pipeline.actions.deals import move_deals, reopen_deal, win_deals
from desktop_pipeline.actions.importing.reports import ImportReport
from desktop_pipeline.actions.workspaces import make_workspace
from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.domain.errors import CannotOpenError
from desktop_pipeline.domain.periods import Period
from desktop_pipeline.exchange.options import ImportOptions
from desktop_pipeline.queries.board import read_board
from desktop_pipeline.queries.board_filter import BoardFilter
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.storage.checking import check_file
from tests.workspaces import Desk, import_files, make_desk, read_content

YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path, template="simple")
    yield made
    made.workspace.close()


def take(desk: Desk, text: str, folder: Path, **options: object) -> ImportReport:
    path = folder / "deals.csv"
    path.write_text(text, encoding="utf-8")
    return import_files(desk.workspace, [path], ImportOptions(**options))  # type: ignore[arg-type]


def test_an_open_deal_is_placed_at_the_import_and_its_visits_before_stay_unknown(desk: Desk, tmp_path: Path) -> None:
    take(desk, "Deal name,Stage,Amount,Created\nOak,Talking,1200,2025-03-04\n", tmp_path)
    rows = desk.workspace.rows("select kind, to_stage_id is null, is_inferred, is_dated from history_event order by id")
    assert rows == [
        (EventKind.CREATED, 1, 1, 1),
        (EventKind.MOVED, 0, 1, 1),
        (EventKind.VALUE, 1, 1, 1),
    ]
    figures = Figures(desk.workspace)
    before = figures.overview(date(2025, 6, 1), YEAR)
    assert (before.active.deals, before.active.value) == (1, None)
    now = figures.overview(desk.workspace.today(), YEAR)
    assert (now.active.value, now.active.weighted) == (120000, 48000)
    assert desk.faults() == []


def test_a_closed_deal_has_a_creation_its_worth_and_its_outcome_only(desk: Desk, tmp_path: Path) -> None:
    take(desk, "Deal name,Stage,Amount,Created,Close date\nOak,Won,1200,2025-03-04,2025-03-14\n", tmp_path)
    kinds = [row[0] for row in desk.workspace.rows("select kind from history_event order by id")]
    assert kinds == [EventKind.CREATED, EventKind.VALUE, EventKind.WON]
    overview = Figures(desk.workspace).overview(date(2025, 12, 31), YEAR)
    assert (overview.won.value, overview.cycle.won.mean) == (120000, 10)
    assert desk.workspace.value("select stage_id from deal") is None


def test_an_outcome_without_a_date_is_in_no_period_and_said(desk: Desk, tmp_path: Path) -> None:
    report = take(desk, "Deal name,Stage,Amount,Created,Close date\nOak,Won,1200,2025-03-04,soon\n", tmp_path)
    assert [problem.column for problem in report.problems] == ["Close date"]
    everything = Period(date(1990, 1, 1), date(2100, 1, 1))
    overview = Figures(desk.workspace).overview(desk.workspace.today(), everything)
    assert (overview.won.deals, overview.active.deals) == (0, 0)
    assert ("closing date unknown", 1) in [(str(reason.why), reason.deals) for reason in overview.left_out]
    assert desk.faults() == []


def test_a_deal_without_a_creation_date_is_active_since_the_earliest_of_its_import(desk: Desk, tmp_path: Path) -> None:
    take(desk, "Deal name,Stage,Created\nOak,New,2025-03-04\nAsh,New,\n", tmp_path)
    assert desk.workspace.rows("select created_at is null, title from deal order by id") == [(0, "Oak"), (1, "Ash")]
    instants = desk.workspace.rows("select distinct at from history_event where kind = 1")
    assert len(instants) == 1
    overview = Figures(desk.workspace).overview(date(2025, 3, 4), YEAR)
    assert overview.active.deals == 2


def test_a_close_before_the_creation_keeps_its_value_and_stays_sound(desk: Desk, tmp_path: Path) -> None:
    take(desk, "Deal name,Stage,Amount,Created,Close date\nOak,Won,1200,2025-03-04,2025-03-01\n", tmp_path)
    overview = Figures(desk.workspace).overview(date(2025, 12, 31), YEAR)
    assert (overview.won.value, overview.cycle.won.n) == (120000, 0)
    assert desk.faults() == []


def test_an_open_deal_stands_on_the_board_even_where_no_stage_is_named(tmp_path: Path) -> None:
    bare = make_desk(tmp_path, "bare.pipeline", template=None)
    take(bare, "Deal name,Organisation,Amount\nOak,Acme,1200\n", tmp_path)
    board = read_board(bare.workspace, BoardFilter(1), today=bare.workspace.today())
    assert [(column.name, column.deals) for column in board.columns] == [("New", 1)]
    bare.workspace.close()


def test_the_same_file_again_changes_nothing_and_a_changed_one_only_what_changed(desk: Desk, tmp_path: Path) -> None:
    head = "ID,Deal name,Organisation,Owner,Stage,Amount,Expected close date\n"
    take(desk, head + "1,Oak,Acme,Ann,New,1200,2026-05-01\n2,Ash,Acme,Ann,New,300,2026-05-01\n", tmp_path)
    before = read_content(desk.workspace)
    again = take(desk, head + "1,Oak,Acme,Ann,New,1200,2026-05-01\n2,Ash,Acme,Ann,New,300,2026-05-01\n", tmp_path)
    assert (again.unchanged, again.change) == (2, None)
    assert read_content(desk.workspace) == before
    desk.later(days=1)
    changed = take(desk, head + "1,Oak,Acme,Ben,Talking,1500,2026-06-01\n2,Ash,Acme,Ann,New,300,2026-05-01\n", tmp_path)
    assert (changed.updated, changed.unchanged) == (1, 1)
    assert desk.row(1, "value", "expected_close_on", "status") == (150000, "2026-06-01", "open")
    assert sorted(desk.events(1)[-4:]) == [EventKind.MOVED, EventKind.VALUE, EventKind.EXPECTED_CLOSE, EventKind.OWNER]
    assert desk.events(2) == [EventKind.CREATED, EventKind.MOVED, EventKind.VALUE, EventKind.EXPECTED_CLOSE]
    assert desk.faults() == []
    desk.journal.undo()
    assert desk.row(1, "value") == (120000,)


def test_a_column_that_is_not_kept_does_not_make_a_deal_changed(desk: Desk, tmp_path: Path) -> None:
    text = "Deal name,Amount,Next step\nOak,1200,Call them\n"
    assert take(desk, text, tmp_path).new == 1
    again = take(desk, text, tmp_path)
    assert (again.updated, again.unchanged, again.change) == (0, 1, None)


def test_a_deal_that_a_later_file_calls_won_is_closed_on_its_own_date(desk: Desk, tmp_path: Path) -> None:
    head = "ID,Deal name,Stage,Amount,Created,Close date\n"
    take(desk, head + "1,Oak,New,1200,2025-11-03,\n", tmp_path)
    desk.later(days=9)
    closing = desk.now.date().isoformat()
    take(desk, head + f"1,Oak,Won,1200,2025-11-03,{closing}\n", tmp_path)
    assert desk.row(1, "status") == ("won",)
    assert desk.faults() == []
    reopen_deal(desk.workspace, 1, at=desk.later())
    move_deals(desk.workspace, [1], desk.stages()[1], after=None, at=desk.later())
    assert desk.faults() == []


def test_an_import_given_up_in_the_middle_leaves_no_trace(desk: Desk, tmp_path: Path) -> None:
    rows = "".join(f"Deal {number},New,{number}\n" for number in range(5000))
    path = tmp_path / "many.csv"
    path.write_text("Deal name,Stage,Amount\n" + rows, encoding="utf-8")
    before = read_content(desk.workspace)

    class GivenUpError(Exception):
        pass

    def give_up(done: int, _total: int) -> None:
        if done >= 2000:
            raise GivenUpError

    with pytest.raises(GivenUpError):
        import_files(desk.workspace, [path], ImportOptions(), progress=give_up)
    assert read_content(desk.workspace) == before
    assert import_files(desk.workspace, [path], ImportOptions()).new == 5000


def test_an_import_larger_than_the_cache_needs_no_log(tmp_path: Path) -> None:
    """Without one, as in a network's folder, nobody can read beside what is written."""
    sheet = tmp_path / "deals.csv"
    sheet.write_text("Deal name,Stage,Amount\n" + "".join(f"Oak {row},New,{row}\n" for row in range(1, 301)))
    with make_workspace(tmp_path / "far.pipeline", template=None, with_log=False) as workspace:
        workspace.journal._connection.pragma("cache_size", 10)
        report = import_files(workspace, [sheet], ImportOptions(currency="EUR"))
        assert (report.new, report.problems) == (300, ())
        assert workspace.value("select count(*) from deal") == 300
        assert check_file(workspace) == []


def test_what_cannot_be_read_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    before = read_content(desk.workspace)
    with pytest.raises(CannotOpenError):
        import_files(desk.workspace, [tmp_path / "absent.csv"], ImportOptions())
    assert read_content(desk.workspace) == before


def test_a_row_with_a_currency_and_no_value_is_unchanged_the_second_time(desk: Desk, tmp_path: Path) -> None:
    text = "ID,Deal name,Stage,Amount,Currency\n1,Oak,New,,EUR\n"
    take(desk, text, tmp_path)
    assert take(desk, text, tmp_path).unchanged == 1


def test_a_deal_called_won_later_without_a_date_is_won_in_no_period(desk: Desk, tmp_path: Path) -> None:
    take(desk, "ID,Deal name,Stage,Amount\n1,Oak,New,1200\n", tmp_path)
    take(desk, "ID,Deal name,Stage,Amount\n1,Oak,Won,1200\n", tmp_path)
    overview = Figures(desk.workspace).overview(desk.workspace.today(), Period(date(1990, 1, 1), date(2100, 1, 1)))
    assert (overview.won.deals, overview.active.deals) == (0, 0)
    assert desk.faults() == []


def test_a_bare_title_is_too_little_to_change_another_deal_by(desk: Desk, tmp_path: Path) -> None:
    take(desk, "Deal name,Stage,Amount\nWebsite,New,100\n", tmp_path)
    report = take(desk, "Deal name,Stage,Amount\nWebsite,Quoted,500\n", tmp_path)
    assert (report.new, report.updated) == (1, 0)
    assert take(desk, "Deal name,Stage,Amount\nWebsite,Quoted,500\n", tmp_path).unchanged == 1


def test_a_deal_of_a_bare_title_that_was_moved_here_is_not_made_twice(desk: Desk, tmp_path: Path) -> None:
    sheet = "Deal name,Stage,Amount\nWebsite,New,100\nLogo,New,\n"
    take(desk, sheet, tmp_path)
    desk.later()
    move_deals(desk.workspace, [1], desk.stages()[-1], after=None, at=desk.now)
    win_deals(desk.workspace, [2], at=desk.now)
    report = take(desk, sheet, tmp_path)
    assert (report.new, report.updated, report.unchanged) == (0, 1, 1)
    assert desk.workspace.rows("select status from deal order by id") == [("open",), ("won",)]
    again = take(desk, sheet, tmp_path)
    assert (again.change, again.unchanged) == (None, 2)
    assert desk.faults() == []


def test_which_of_two_deals_of_a_bare_title_was_moved_here_is_left_to_a_person(desk: Desk, tmp_path: Path) -> None:
    sheet = "Deal name,Stage,Amount\nPhase,New,100\nPhase,New,100\n"
    take(desk, sheet, tmp_path)
    desk.later()
    move_deals(desk.workspace, [1, 2], desk.stages()[-1], after=None, at=desk.now)
    report = take(desk, sheet, tmp_path)
    assert (report.change, report.skipped) == (None, 2)
    assert [problem.problem for problem in report.problems] == ["several deals have this name"] * 2


def test_an_amount_finer_than_its_currency_is_listed_and_never_rounded(desk: Desk, tmp_path: Path) -> None:
    report = take(desk, "Deal name,Stage,Amount\nOak,New,0.001\nAsh,New,12.5\n", tmp_path)
    assert [(problem.row, problem.value) for problem in report.problems] == [(2, "0.001")]
    assert desk.workspace.rows("select value from deal order by id") == [(None,), (1250,)]

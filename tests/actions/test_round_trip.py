"""Our own export edited and imported: what a person changed in it changes, and nothing else."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from desktop_pipeline.actions.activities import plan_activity
from desktop_pipeline.actions.deals import delete_deals
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.exporting.export import Choice
from desktop_pipeline.actions.line_items import add_line, edit_line
from desktop_pipeline.actions.sample_company import make_sample_company
from desktop_pipeline.domain.money import Money
from desktop_pipeline.exchange.options import ImportOptions
from desktop_pipeline.storage.workspace import Workspace, open_workspace
from tests.actions.trips import change_book, edit_cells, look_at, read_owned, save_again, take_in, write_out
from tests.made_once import new_workspace
from tests.workspaces import MONDAY, Clock, make_desk

TODAY = date(2026, 6, 9)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("company") / "company.pipeline"
    make_sample_company(path, today=TODAY, open_deals=30, closed_deals=40).close()
    return path


@pytest.fixture
def workspace(company: Path, tmp_path: Path) -> Iterator[Workspace]:
    copy = tmp_path / "company.pipeline"
    copy.write_bytes(company.read_bytes())
    with open_workspace(copy, who="ann") as opened:
        yield opened


def open_titles(workspace: Workspace) -> list[tuple[int, str]]:
    """Open deals whose title stands alone: tests find their rows by it."""
    return [
        (deal_id, title)
        for deal_id, title in workspace.rows(
            "select min(id), title from deal where deleted_at is null group by title having count(*) = 1 and"
            " max(status) = 'open' order by min(id)"
        )
    ]


@pytest.mark.parametrize("name", ["out.xlsx", "out.csv"])
def test_what_nobody_touched_changes_nothing(workspace: Workspace, tmp_path: Path, name: str) -> None:
    before = read_owned(workspace)
    out = write_out(workspace, tmp_path / name)
    outlook = look_at(workspace, out)
    assert outlook.preset == "desktop-pipeline"
    assert (outlook.report.new, outlook.report.updated, outlook.report.skipped) == (0, 0, 0)
    assert outlook.report.unchanged == workspace.value("select count(*) from deal where deleted_at is null")
    assert (outlook.report.problems, outlook.questions, outlook.differences) == ((), (), ())
    assert outlook.report.unused_columns == ()
    assert take_in(workspace, out) is None
    assert read_owned(workspace) == before


@pytest.mark.parametrize("shape", [r"\3.\2.\1", r"\2/\3/\1"])
def test_days_in_the_shape_of_another_place_are_the_days_they_were(
    workspace: Workspace, tmp_path: Path, shape: str
) -> None:
    out = write_out(workspace, tmp_path / "out.csv")
    told = re.sub(r"(?<=,)(\d{4})-(\d\d)-(\d\d)(?=,)", shape, out.read_text(encoding="utf-8-sig"))
    out.write_text(told, encoding="utf-8-sig")
    report = look_at(workspace, out).report
    assert (report.problems, report.new, report.updated) == ((), 0, 0)


def test_saved_again_by_libreoffice_it_changes_nothing(workspace: Workspace, tmp_path: Path) -> None:
    before = read_owned(workspace)
    out = write_out(workspace, tmp_path / "out.xlsx")
    again = save_again(out, "xlsx", tmp_path)
    outlook = look_at(workspace, again)
    assert (outlook.report.problems, outlook.questions, outlook.differences) == ((), (), ())
    assert take_in(workspace, again) is None
    assert read_owned(workspace) == before


def test_ten_edited_cells_are_exactly_ten_changes(workspace: Workspace, tmp_path: Path) -> None:
    out = write_out(workspace, tmp_path / "out.xlsx")
    titles = [title for _id, title in open_titles(workspace)]
    other = {"Amara Eze": "Nadia Ferreira"}
    owner_of: dict[str, str] = dict(
        workspace.rows("select d.title, w.name from deal d join owner w on w.id = d.owner_id")
    )
    edits: dict[tuple[str, str], object] = {
        (titles[0], "Title"): "Quite another title",
        (titles[1], "Value"): 12345.67,
        (titles[2], "Expected close"): date(2026, 12, 24),
        (titles[3], "Owner"): other.get(owner_of[titles[3]], "Amara Eze"),
        (titles[4], "Probability"): 0.37,
        (titles[5], "Source"): "Lighthouse",
        (titles[6], "Labels"): "Lamp",
        (titles[7], "External ID"): "00042",
        (titles[8], "Organisation"): "Brand-new & Sons",
        (titles[9], "Value"): None,
    }
    edit_cells(out, "Deals", edits, key="Title")
    before = {row[0]: row for row in deal_rows(workspace)}
    outlook = look_at(workspace, out)
    assert len(outlook.differences) == 10
    assert not any(each.is_conflict for each in outlook.differences)
    assert (outlook.report.new, outlook.report.updated, outlook.report.problems) == (0, 10, ())
    assert take_in(workspace, out) is not None
    after = {row[0]: row for row in deal_rows(workspace)}
    changed = [
        (row_id, place) for row_id in before for place in range(1, 10) if before[row_id][place] != after[row_id][place]
    ]
    assert len(changed) == 10
    assert before.keys() == after.keys()
    assert take_in(workspace, out) is None
    assert look_at(workspace, out).differences == ()
    assert workspace.value("select count(*) from deal where value = 1234567 and title = ?", (titles[1],)) == 1
    assert workspace.value("select value is null from deal where title = ?", (titles[9],)) == 1
    workspace.journal.undo()
    assert {row[0]: row for row in deal_rows(workspace)} == before


def deal_rows(workspace: Workspace) -> list[tuple[object, ...]]:
    """Of each deal what a cell of the export tells."""
    return workspace.rows(
        "select d.id, d.title, d.value, d.expected_close_on, d.owner_id, d.probability, d.source_id, d.external_id,"
        " d.organisation_id, (select group_concat(label_id) from (select label_id from deal_label where deal_id = d.id"
        " order by label_id)) from deal d order by d.id"
    )


@pytest.mark.parametrize("name", ["out.xlsx", "out.csv"])
def test_what_changed_here_since_is_not_overwritten(workspace: Workspace, tmp_path: Path, name: str) -> None:
    (first, _title), (second, other), *_rest = open_titles(workspace)
    out = write_out(workspace, tmp_path / name)
    at = workspace.now()
    edit_deal(workspace, first, at=at, value=Money(111, "EUR"))
    edit_deal(workspace, second, at=at, title=f"{other} II")
    assert look_at(workspace, out).differences == ()
    assert take_in(workspace, out) is None
    assert workspace.value("select value from deal where id = ?", (first,)) == 111
    assert workspace.value("select title from deal where id = ?", (second,)) == f"{other} II"


def test_a_cell_changed_on_both_sides_is_a_conflict_that_keeps_ours_unless_chosen(
    workspace: Workspace, tmp_path: Path
) -> None:
    deal_id, title = open_titles(workspace)[0]
    out = write_out(workspace, tmp_path / "out.xlsx")
    edit_deal(workspace, deal_id, at=workspace.now(), value=Money(111, "EUR"))
    edit_cells(out, "Deals", {(title, "Value"): 222}, key="Title")
    (difference,) = look_at(workspace, out).differences
    assert (difference.field, difference.old, difference.new) == ("value", "1.11", "222")
    assert (difference.is_conflict, difference.is_taken) == (True, False)
    assert take_in(workspace, out) is None
    options = ImportOptions(conflicts=frozenset(((difference.place, "value"),)))
    assert look_at(workspace, out, options).differences[0].is_taken
    take_in(workspace, out, options)
    assert workspace.value("select value from deal where id = ?", (deal_id,)) == 22200


def test_rows_that_were_deleted_change_nothing_and_added_ones_are_new(workspace: Workspace, tmp_path: Path) -> None:
    out = write_out(workspace, tmp_path / "out.xlsx")
    deals = workspace.value("select count(*) from deal")
    stage = workspace.value("select name from stage where is_open order by position")

    def change(book: object) -> None:
        sheet = book["Deals"]  # type: ignore[index] # the library has no types
        sheet.delete_rows(2, 20)
        sheet.append(["A new one", "Its Ltd", None, None, stage, "Open", 5000, "EUR"])

    change_book(out, change)
    report = look_at(workspace, out).report
    assert (report.new, report.updated, report.problems) == (1, 0, ())
    take_in(workspace, out)
    assert workspace.value("select count(*) from deal") == deals + 1
    assert workspace.row("select value, currency, status from deal where title = 'A new one'") == (
        500000,
        "EUR",
        "open",
    )


def test_a_row_that_was_copied_with_its_id_is_listed_and_the_original_stays(
    workspace: Workspace, tmp_path: Path
) -> None:
    out = write_out(workspace, tmp_path / "out.xlsx")

    def copy(book: object) -> None:
        sheet = book["Deals"]  # type: ignore[index] # the library has no types
        sheet.append(["A copy", *(cell.value for cell in sheet[2][1:])])

    change_book(out, copy)
    report = look_at(workspace, out).report
    assert [problem.problem.split(";")[0] for problem in report.problems] == ["the same ID as another row"]
    assert take_in(workspace, out) is None


def test_a_deal_that_is_gone_is_said_and_not_made_again(workspace: Workspace, tmp_path: Path) -> None:
    out = write_out(workspace, tmp_path / "out.xlsx")
    deal_id, title = open_titles(workspace)[0]
    delete_deals(workspace, [deal_id], at=workspace.now())
    edit_cells(out, "Deals", {(title, "Value"): 1}, key="Title")
    report = look_at(workspace, out).report
    assert [problem.problem for problem in report.problems] == ["it is not here any more"]
    assert (report.new, report.updated) == (0, 0)


def test_a_stage_or_an_outcome_typed_in_the_sheet_moves_and_closes(workspace: Workspace, tmp_path: Path) -> None:
    out = write_out(workspace, tmp_path / "out.xlsx")
    (first, one), (second, two), (third, three), *_rest = open_titles(workspace)
    stages = [row[0] for row in workspace.rows("select name from stage where is_open order by position")]
    at = workspace.value("select s.name from deal d join stage s on s.id = d.stage_id where d.id = ?", (first,))
    target = stages[0] if at != stages[0] else stages[1]
    edit_cells(
        out,
        "Deals",
        {(one, "Stage"): target, (two, "Status"): "Lost", (two, "Lost reason"): "Price", (three, "Status"): "Won"},
        key="Title",
    )
    take_in(workspace, out)
    sql = "select d.status, s.name, r.name from deal d left join stage s on s.id = d.stage_id"
    sql += " left join reason r on r.id = d.reason_id where d.id = ?"
    assert workspace.row(sql, (first,)) == ("open", target, None)
    lost = workspace.row(sql, (second,))
    assert lost is not None
    assert (lost[0], lost[2]) == ("lost", "Price")
    assert workspace.value("select status from deal where id = ?", (third,)) == "won"


def test_organisations_people_and_activities_are_edited_by_their_ids(workspace: Workspace, tmp_path: Path) -> None:
    out = write_out(workspace, tmp_path / "out.xlsx")
    organisation = workspace.row("select id, name from organisation where deleted_at is null order by id")
    person = workspace.row(
        "select min(id), name from person where deleted_at is null group by name having count(*) = 1"
    )
    activity = workspace.row("select min(id), subject from activity group by subject having count(*) = 1 order by 1")
    assert organisation
    assert person
    assert activity
    edit_cells(
        out, "Organisations", {(organisation[1], "Name"): "Renamed", (organisation[1], "Employees"): 77}, key="Name"
    )
    edit_cells(out, "People", {(person[1], "Job title"): "Head of lamps", (person[1], "Phone"): None}, key="Name")
    edit_cells(out, "Activities", {(activity[1], "Subject"): "Ask again", (activity[1], "Result"): "x"}, key="Subject")
    outlook = look_at(workspace, out)
    assert [problem.problem for problem in outlook.report.problems] == ["is not changed from a file"]
    counts = count_rows(workspace)
    take_in(workspace, out)
    assert count_rows(workspace) == counts
    assert workspace.row("select name, size from organisation where id = ?", (organisation[0],)) == ("Renamed", 77)
    assert workspace.row("select job_title, phone from person where id = ?", (person[0],)) == ("Head of lamps", None)
    assert workspace.value("select subject from activity where id = ?", (activity[0],)) == "Ask again"


def count_rows(workspace: Workspace) -> tuple[object, ...] | None:
    """How many organisations, people and activities there are."""
    sql = "select (select count(*) from organisation), (select count(*) from person), (select count(*) from activity)"
    return workspace.row(sql)


def test_own_fields_come_back_and_can_be_emptied(workspace: Workspace, tmp_path: Path) -> None:
    found = workspace.row(
        "select d.title, f.name, v.id, d.id from custom_value v join custom_field f on f.id = v.field_id"
        " join deal d on d.id = v.deal_id where f.kind = 'choice' and d.status = 'open'"
        " and d.title in (select title from deal group by title having count(*) = 1)"
    )
    assert found
    out = write_out(workspace, tmp_path / "out.xlsx")
    edit_cells(out, "Deals", {(found[0], found[1]): None}, key="Title")
    take_in(workspace, out)
    assert workspace.value("select count(*) from custom_value where id = ?", (found[2],)) == 0
    number = workspace.value("select name from custom_field where kind = 'number' and subject = 'deal'")
    out = write_out(workspace, tmp_path / "out.xlsx")
    edit_cells(out, "Deals", {(found[0], number): 17.5}, key="Title")
    take_in(workspace, out)
    sql = (
        "select v.value from custom_value v join custom_field f on f.id = v.field_id where v.deal_id = ? and f.name = ?"
    )
    assert workspace.value(sql, (found[3], number)) == '"17.5"'


def test_the_export_of_another_workspace_is_an_ordinary_file(workspace: Workspace, tmp_path: Path) -> None:
    other = make_desk(tmp_path, "other.pipeline")
    for title in ("One", "Two", "Three"):
        other.deal(title)
    with other.workspace:
        out = write_out(other.workspace, tmp_path / "other.csv")
    report = look_at(workspace, out).report
    assert (report.new, report.updated) == (3, 0)
    assert workspace.value("select title from deal where id = 1") not in {"One", "Two", "Three"}


def test_activities_of_deals_with_one_title_and_organisation_find_their_own_in_another_workspace(
    tmp_path: Path,
) -> None:
    desk = make_desk(tmp_path, "from.pipeline")
    # So that no deal has the same ID in both
    delete_deals(desk.workspace, [desk.deal("Gone")], at=desk.now)
    twins = [desk.deal("Belt", organisation="Acme", value=value) for value in (1, 2, 3)]
    with desk.workspace as whole:
        for day, deal_id in enumerate(reversed(twins), start=10):
            due = date(2026, 7, day)
            plan_activity(whole, kind="call", subject=f"Call {deal_id}", at=desk.now, deal_id=deal_id, due_on=due)
        out = write_out(whole, tmp_path / "out.xlsx")
    clock = Clock(MONDAY + timedelta(days=1))
    with new_workspace(tmp_path / "to.pipeline", template="five", owner="Ann", clock=clock) as other:
        report = look_at(other, out).report
        assert ([problem.problem for problem in report.problems], report.unused_columns) == ([], ())
        take_in(other, out)
        told = other.rows("select a.subject, a.deal_id from activity a order by a.deal_id")
        assert [subject for subject, _deal_id in told] == [f"Call {deal_id}" for deal_id in twins]
        assert len({deal_id for _subject, deal_id in told}) == len(twins)
        assert take_in(other, out) is None


def test_products_come_into_another_workspace_with_quantity_price_and_discount(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, "from.pipeline")
    twins = [desk.deal("Belt", organisation="Acme", value=None) for _ in range(2)]
    sql = (
        "select li.deal_id, p.name, li.quantity, li.price, li.discount, li.amount from line_item li"
        " join product p on p.id = li.product_id order by li.deal_id, li.position, li.id"
    )
    with desk.workspace as whole:
        for deal_id, price in zip(twins, (1_050, 300_000), strict=True):
            for product, quantity in (("Roller", Decimal("2.5")), ("Roller", Decimal(7)), ("Frame, wide", Decimal(1))):
                line_id = add_line(whole, deal_id, product, at=desk.now, quantity=quantity)
                edit_line(whole, line_id, at=desk.now, price=price, discount=Decimal("12.5"))
        add_line(whole, twins[0], "Unpriced", at=desk.now)
        told = whole.rows(sql)
        values = whole.rows("select value from deal order by id")
        out = write_out(whole, tmp_path / "out.xlsx")
    clock = Clock(MONDAY + timedelta(days=1))
    with new_workspace(tmp_path / "to.pipeline", template="five", owner="Ann", clock=clock) as other:
        assert look_at(other, out).report.problems == ()
        take_in(other, out)
        assert other.rows(sql) == told
        assert other.rows("select value from deal order by id") == values
        before = read_owned(other)
        assert take_in(other, out) is None
        assert read_owned(other) == before


def test_line_items_are_not_changed_from_a_file_and_that_is_said(workspace: Workspace, tmp_path: Path) -> None:
    out = write_out(workspace, tmp_path / "out.xlsx")
    before = read_owned(workspace)

    def change(book: object) -> None:
        book["Products"]["D2"] = 99  # type: ignore[index] # the library has no types

    change_book(out, change)
    report = look_at(workspace, out).report
    assert [problem.problem for problem in report.problems] == [
        "the products of a deal are changed in the deal, not from a file"
    ]
    assert take_in(workspace, out) is None
    assert read_owned(workspace) == before


def test_chosen_columns_come_back_too(workspace: Workspace, tmp_path: Path) -> None:
    out = write_out(workspace, tmp_path / "out.xlsx", Choice(columns=("value", "owner")))
    title = open_titles(workspace)[0][1]
    edit_cells(out, "Deals", {(title, "Value"): 5}, key="Title")
    take_in(workspace, out)
    assert workspace.value("select value from deal where title = ?", (title,)) == 500

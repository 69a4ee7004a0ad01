"""`import` at a terminal: one content in four shapes, the JSON of CLI.md, the backup before large imports."""

import csv
import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from tests.program import run_program

ORDER = "Prospecting,Engaging"
DATES = ("engage_date", "close_date")
MONEY = ("close_value", "sales_price")
RELATED = ("accounts", "products", "sales_teams")
REPORT = {
    *("files", "preset", "sheet", "header_row", "rows", "new", "updated", "unchanged", "skipped", "problems"),
    *("created", "questions", "change", "seconds"),
}
CREATED = {"organisations", "people", "owners", "products", "stages", "sources", "labels"}

Record = dict[str, str]
Shape = Callable[[Path, Sequence[Record]], Path]


@pytest.fixture(scope="module")
def maven(data_folder: Path) -> dict[str, list[Record]]:
    records = {}
    for name in ("sales_pipeline", *RELATED):
        with (data_folder / "maven" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            records[name] = list(csv.DictReader(file))
    return records


def write_text(path: Path, records: Sequence[Record], *, separator: str = ",", encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, records[0].keys(), delimiter=separator)
        writer.writeheader()
        writer.writerows(records)
    return path


def change(record: Record, day: Callable[[date], str], money: Callable[[int], str]) -> Record:
    """The record with its dates and amounts written in another way."""
    written = dict(record)
    for name in DATES:
        if written.get(name):
            written[name] = day(date.fromisoformat(written[name]))
    for name in MONEY:
        if written.get(name):
            written[name] = money(int(written[name]))
    return written


def write_iso(path: Path, records: Sequence[Record]) -> Path:
    return write_text(path.with_suffix(".csv"), records)


def write_american(path: Path, records: Sequence[Record]) -> Path:
    changed = [
        change(record, lambda day: f"{day.month}/{day.day}/{day.year}", lambda value: f"${value:,}.00")
        for record in records
    ]
    return write_text(path.with_suffix(".csv"), changed)


def write_german(path: Path, records: Sequence[Record]) -> Path:
    changed = [
        change(record, lambda day: f"{day:%d.%m.%Y}", lambda value: f"{value:,}".replace(",", ".") + ",00")
        for record in records
    ]
    return write_text(path.with_suffix(".csv"), changed, separator=";", encoding="cp1252")


def write_workbook(path: Path, records: Sequence[Record]) -> Path:
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Deals")
    sheet.append(list(records[0]))
    for record in records:
        sheet.append([read_cell(name, text) for name, text in record.items()])
    workbook.save(path.with_suffix(".xlsx"))
    return path.with_suffix(".xlsx")


def read_cell(name: str, text: str) -> date | int | str | None:
    if name in DATES and text:
        return date.fromisoformat(text)
    return int(text) if name in MONEY and text else text or None


def take(folder: Path, maven: dict[str, list[Record]], shape: Shape) -> dict[str, object]:
    """The figures of a workspace that was made of the files in that shape."""
    folder.mkdir()
    paths = [shape(folder / name, maven[name]) for name in ("sales_pipeline", *RELATED)]
    made = run_program(
        *("import", folder / "w.pipeline", *paths, "--currency", "USD", "--stage-order", ORDER, "--json")
    )
    told = json.loads(made.output)
    assert (made.code, told["new"], told["problems"], told["questions"]) == (0, 8800, [], [])
    figures = run_program(
        *("metrics", folder / "w.pipeline", "--as-of", "2017-12-31", "--from", "2017-01-01", "--to", "2018-01-01"),
        "--json",
    )
    document = json.loads(figures.output)
    del document["seconds"]
    return dict(document)


@pytest.fixture(scope="module")
def expected(maven: dict[str, list[Record]], tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    return take(tmp_path_factory.mktemp("iso") / "w", maven, write_iso)


@pytest.mark.parametrize("shape", [write_american, write_german, write_workbook])
def test_the_same_deals_give_the_same_figures_however_dates_and_amounts_are_written(
    tmp_path: Path, maven: dict[str, list[Record]], expected: dict[str, object], shape: Shape
) -> None:
    assert take(tmp_path / "w", maven, shape) == expected


def write(folder: Path, text: str, name: str = "deals.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_report_has_the_keys_of_the_contract(tmp_path: Path) -> None:
    deals = write(tmp_path, "Deal name,Stage,Amount,Created\nOak,New,abc,03/04/2024\n")
    told = json.loads(run_program("import", tmp_path / "w.pipeline", deals, "--json").output)
    assert told.keys() == REPORT
    assert told["created"].keys() == CREATED
    assert told["problems"] == [
        {"file": "deals.csv", "row": 2, "column": "Amount", "value": "abc", "problem": "not an amount"}
    ]
    assert [question.keys() for question in told["questions"]] == [{"column", "question", "assumed"}]


def test_a_column_that_is_wanted_as_a_field_of_its_own_becomes_one(tmp_path: Path) -> None:
    deals = write(tmp_path, "Deal name,Stage,Floor\nOak,New,Second\n")
    told = json.loads(run_program("import", tmp_path / "w.pipeline", deals, "--map", "Floor=custom", "--json").output)
    assert (told["created"]["fields"], told["problems"]) == (1, [])


def test_a_preset_is_taken_as_it_is_named_and_an_unknown_one_is_refused(tmp_path: Path) -> None:
    deals = write(tmp_path, "Deal name,Stage,Amount\nOak,New,1\n")
    told = json.loads(run_program("import", tmp_path / "w.pipeline", deals, "--preset", "hubspot", "--json").output)
    assert told["preset"] == "hubspot"
    refused = run_program("import", tmp_path / "v.pipeline", deals, "--preset", "abacus")
    assert refused.code == 2
    assert "There is no preset “abacus”" in refused.errors


def test_more_than_a_hundred_rows_are_not_taken_in_without_a_backup(tmp_path: Path) -> None:
    rows = "".join(f"Deal {number},New,{number}\n" for number in range(101))
    deals, few = write(tmp_path, f"Deal name,Stage,Amount\n{rows}"), write(tmp_path, "Deal name\nA\n", "few.csv")
    home = {"DESKTOP_PIPELINE_HOME": str(tmp_path / "home")}
    assert run_program("import", tmp_path / "w.pipeline", few, "--map", "Deal name=title", environment=home).code == 0
    folder = tmp_path / "w.pipeline.backups"
    assert not folder.exists()
    assert run_program("import", tmp_path / "w.pipeline", deals, "--dry-run", environment=home).code == 0
    assert not folder.exists()
    assert run_program("import", tmp_path / "w.pipeline", deals, environment=home).code == 0
    assert len(list(folder.glob("*.pipeline"))) == 1


def test_without_a_file_nothing_is_done(tmp_path: Path) -> None:
    run = run_program("import", tmp_path / "w.pipeline")
    assert run.code == 2
    assert not (tmp_path / "w.pipeline").exists()


def test_the_proof_by_sums_and_what_was_left_out_are_told(tmp_path: Path) -> None:
    deals = write(tmp_path, "Deal name,Company,Stage,Amount\nOak,Acme,New,100\n,,New,20\nAsh,Acme Ltd,New,5.50\n")
    run = run_program("import", tmp_path / "w.pipeline", deals, "--currency", "EUR")
    assert run.code == 1
    assert "The values of the file add up to 125.50 EUR; 20.00 EUR of it was not taken." in run.output
    assert "1 organisation written two ways was joined." in run.output


def test_amounts_that_could_not_be_taken_are_told_beside_the_sums(tmp_path: Path) -> None:
    deals = write(tmp_path, "Deal name,Stage,Amount\nOak,New,100\nAsh,New,-900\n")
    run = run_program("import", tmp_path / "w.pipeline", deals, "--currency", "EUR")
    assert (
        "The sums agree: 100.00 EUR in the file and in the deals, without 1 amount that could not be taken."
        in run.output
    )


def test_a_number_that_reads_two_ways_is_asked_about_in_words(tmp_path: Path) -> None:
    deals = write(tmp_path, "Deal name,Stage,Amount\nOak,New,1.234\n")
    told = json.loads(run_program("import", tmp_path / "w.pipeline", deals, "--json").output)
    asked = [question for question in told["questions"] if question["column"] == "Amount"]
    assert asked[0] == {"column": "Amount", "question": "is “1.234” more than a thousand?", "assumed": "yes"}


def test_colours_of_rows_are_told_as_questions_and_said_like_words_of_a_stage(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Customer", "Job", "Quote"])
    for row, colour in (
        (["Hill", "Window", 10], "FF92D050"),
        (["Patel", "Porch", 20], "FFFF0000"),
        (["Khan", "Roof", 5], None),
    ):
        book.active.append(row)
        for cell in book.active[book.active.max_row] if colour else ():
            cell.fill = PatternFill("solid", fgColor=colour)
    book.save(tmp_path / "quotes.xlsx")
    arguments = ("import", tmp_path / "w.pipeline", tmp_path / "quotes.xlsx", "--json")
    asked = json.loads(run_program(*arguments, "--dry-run").output)["questions"]
    assert [question["question"] for question in asked if question["column"] == "Row colour"] == [
        "rows painted green: are they open, won or lost?", "rows painted red: are they open, won or lost?"
    ]  # fmt: skip
    assert all(question["assumed"] == "open" for question in asked if question["column"] == "Row colour")
    ended = run_program(*arguments, "--stage", "green=won", "--stage", "red=lost")
    assert json.loads(ended.output)["new"] == 3
    listed = json.loads(run_program("deal", tmp_path / "w.pipeline", "list", "--json").output)
    assert {deal["title"]: deal["status"] for deal in listed["deals"]} == {
        "Window": "won", "Porch": "lost", "Roof": "open"
    }  # fmt: skip


def test_rows_of_several_sheets_are_told_with_their_sheet(tmp_path: Path) -> None:
    book = Workbook()
    for name in ("Jan 24", "Feb 24"):
        sheet = book.create_sheet(name)
        for row in (["Deal name", "Stage", "Amount", "Expected close"], ["Oak", "New", 5, "soonish"]):
            sheet.append(row)
    del book["Sheet"]
    book.save(tmp_path / "leads.xlsx")
    run = run_program("import", "w.pipeline", "leads.xlsx", folder=tmp_path)
    assert "leads.xlsx, Jan 24, row 2, Expected close: not a date (soonish)" in run.output
    assert "leads.xlsx, Feb 24, row 2, Expected close: not a date (soonish)" in run.output
    alone = run_program("import", "w.pipeline", "leads.xlsx", "--sheet", "Feb 24", folder=tmp_path)
    assert "leads.xlsx, row 2, Expected close: not a date (soonish)" in alone.output


def test_a_question_about_no_column_names_the_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "jobs.csv"
    path.write_text("Job,Client,Amount,Won,Lost\nRoof,A,1,TRUE,FALSE\nWall,B,2,FALSE,TRUE\n", encoding="utf-8")
    run = run_program("import", tmp_path / "w.pipeline", path)
    assert f"{path.name}: when were the won and lost deals closed?" in run.output


def test_blank_cells_below_a_name_are_asked_about_and_filled_where_it_is_said(tmp_path: Path) -> None:
    deals = write(
        tmp_path,
        "Rep,Deal name,Amount,Stage\nAnn,Oak,1,New\n,Ash,2,New\nBob,Elm,3,New\n,Fir,4,New\n",
    )
    arguments = ("import", tmp_path / "w.pipeline", deals, "--json")
    asked = json.loads(run_program(*arguments, "--dry-run").output)["questions"]
    question = {"column": "Rep", "question": "do rows without “Rep” belong to the one above them?", "assumed": "no"}
    assert question in asked
    wrong = run_program(*arguments, "--fill-below", "Rap")
    assert (wrong.code, "There is no column “Rap”" in wrong.errors) == (2, True)
    told = json.loads(run_program(*arguments, "--fill-below", "rep").output)
    assert {**question, "assumed": "yes"} in told["questions"]
    listed = json.loads(run_program("deal", tmp_path / "w.pipeline", "list", "--json").output)
    assert {deal["title"]: deal["owner"] for deal in listed["deals"]} == {
        "Oak": "Ann", "Ash": "Ann", "Elm": "Bob", "Fir": "Bob"
    }  # fmt: skip


def test_hidden_sheets_are_left_out_and_told(tmp_path: Path) -> None:
    book = Workbook()
    for sheet, state in ((book.active, "visible"), (book.create_sheet("Old"), "hidden")):
        sheet.append(["Deal", "Company", "Value"])
        sheet.append(["Roof", "Khan", 5])
        sheet.sheet_state = state
    book.save(tmp_path / "quotes.xlsx")
    ended = run_program("import", tmp_path / "w.pipeline", tmp_path / "quotes.xlsx", "--dry-run")
    assert ended.output.startswith("1 deal in the file")
    assert "quotes.xlsx: the sheet “Old” is hidden and was left out; --sheet takes it." in ended.output
    # Ours holds what can be chosen
    run_program("import", tmp_path / "w.pipeline", tmp_path / "quotes.xlsx")
    run_program("export", tmp_path / "w.pipeline", tmp_path / "out.xlsx")
    assert "hidden" not in run_program("import", tmp_path / "w.pipeline", tmp_path / "out.xlsx").output


def test_words_of_stages_that_no_row_says_are_told_and_two_meanings_of_one_refused(tmp_path: Path) -> None:
    (tmp_path / "deals.csv").write_text("Deal,Stage,Value\nOak,Lead,5\nElm,Sold,6\n", encoding="utf-8")
    arguments = ("import", tmp_path / "w.pipeline", tmp_path / "deals.csv", "--dry-run")
    ended = run_program(*arguments, "--stage", "sold=won", "--stage", "Soled=lost")
    assert (ended.code, ended.errors) == (0, "--stage: no row says “Soled”.\n")
    ended = run_program(*arguments, "--stage", "Sold=won", "--stage", "Sold=lost")
    assert (ended.code, ended.errors) == (2, "--stage says two things of “Sold”: won and lost.\n")

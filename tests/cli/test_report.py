"""`report` at a terminal: every kind as PDF and as workbook, what it refuses, and without any display."""

import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from desktop_pipeline.actions.sample_company import make_sample_company
from desktop_pipeline.cli.commands import run_command
from desktop_pipeline.storage.workspace import open_workspace
from tests.program import Run, run_program

TODAY = date(2026, 6, 9)
KINDS: dict[str, tuple[str, ...]] = {
    "pipeline": (),
    "review": ("--review", "1"),
    "forecast": (),
    "winloss": (),
    "rep": (),
    "activity": (),
    "deal": ("--deal", "3"),
    "deals": (),
    "organisations": (),
    "people": (),
    "offer": ("--offer", "1"),
}
TITLES = {
    "pipeline": "Pipeline report",
    "forecast": "Forecast",
    "activity": "Activities",
    "deals": "Deals",
    "organisations": "Organisations",
    "people": "People",
}


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("company") / "sample.pipeline"
    make_sample_company(path, open_deals=12, closed_deals=40, today=TODAY).close()
    return path


def report(company: Path, out: Path, *options: object) -> Run:
    """As a machine without a display runs it."""
    return run_program("report", company, out, *options, environment={"DISPLAY": "", "QT_QPA_PLATFORM": "xcb"})


def run_here(capsys: pytest.CaptureFixture[str], company: Path, out: Path, *options: str) -> Run:
    """In this process: sooner, where no PDF is written."""
    try:
        code = run_command(["report", str(company), str(out), *options])
    except SystemExit as ended:
        code = int(str(ended.code))
    said = capsys.readouterr()
    return Run(code, said.out, said.err)


def read_pdf(path: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def titles(company: Path, where: str = "1") -> list[str]:
    with open_workspace(company, read_only=True) as workspace:
        rows = workspace.rows(f"select title from deal where deleted_at is null and {where}")  # noqa: S608 - our own
    return sorted(str(row[0]) for row in rows)


def listed(path: Path) -> list[str]:
    """The names on the sheet behind the first one."""
    sheets = load_workbook(path).worksheets[1:2]
    return sorted(str(row[0]) for sheet in sheets for row in sheet.iter_rows(min_row=2, values_only=True))


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_printed_without_a_display_and_as_a_workbook(
    company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    out = tmp_path / f"{kind}.pdf"
    assert report(company, out, "--kind", kind, *KINDS[kind]) == Run(0, "", "")
    reader = PdfReader(out)
    text = reader.pages[0].extract_text()
    assert TITLES.get(kind, "") in text
    assert f"Page 1 of {len(reader.pages)}" in text
    book = tmp_path / f"{kind}.xlsx"
    assert run_here(capsys, company, book, "--kind", kind, *KINDS[kind]) == Run(0, "", "")
    assert len(load_workbook(book).sheetnames) > 1
    assert sorted(path.name for path in tmp_path.iterdir()) == [out.name, book.name]


def test_a_workbook_needs_no_qt(company: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from desktop_pipeline.cli.commands import run_command; "
        f"run_command(['report', {str(company)!r}, {str(tmp_path / 'r.xlsx')!r}, '--kind', 'deals']); "
        "print([name for name in sys.modules if name.startswith(('PySide6', 'pyqtgraph'))], file=sys.stderr)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stderr.strip() == "[]"


@pytest.mark.parametrize(
    ("options", "where"),
    [
        ((), "1"),
        (("--filter", "status=open"), "status = 'open'"),
        (
            ("--filter", "status=won", "--owner", "amara eze"),
            "status = 'won' and owner_id in (select id from owner where name = 'Amara Eze')",
        ),
        (
            ("--filter", "owner=Amara Eze", "--filter", "owner=Kenji Morita"),
            "owner_id in (select id from owner where name in ('Amara Eze', 'Kenji Morita'))",
        ),
        (("--filter", "owner=none"), "owner_id is null"),
        (("--filter", "text=counter"), "title like '%counter%'"),
    ],
)
def test_a_list_has_the_deals_of_its_filter_once(
    company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], options: Sequence[str], where: str
) -> None:
    out = tmp_path / "deals.xlsx"
    assert run_here(capsys, company, out, "--kind", "deals", *options).code == 0
    assert listed(out) == titles(company, where)


def test_paper_and_its_sides_are_chosen(company: Path, tmp_path: Path) -> None:
    sizes = {}
    for name, options in (
        ("a4", ()),
        ("wide", ("--landscape",)),
        ("letter", ("--paper", "Letter")),
        ("letter-wide", ("--paper", "Letter", "--landscape")),
    ):
        out = tmp_path / f"{name}.pdf"
        assert report(company, out, "--kind", "deals", "--filter", "status=open", *options).code == 0
        box = PdfReader(out).pages[0].mediabox
        sizes[name] = (round(float(box.width)), round(float(box.height)))
    assert sizes == {"a4": (595, 842), "wide": (842, 595), "letter": (612, 792), "letter-wide": (792, 612)}


def test_a_period_and_a_day_are_taken(company: Path, tmp_path: Path) -> None:
    out = tmp_path / "r.pdf"
    dates = ("--from", "2026-01-01", "--to", "2026-04-01", "--as-of", "2026-03-31")
    assert report(company, out, "--kind", "activity", *dates).code == 0
    text = read_pdf(out)
    assert "1 Jan to 31 Mar 2026" in text
    assert "as of 31 Mar 2026" in text


def test_what_the_team_did_is_narrowed_to_kinds_and_owners(company: Path, tmp_path: Path) -> None:
    out = tmp_path / "r.pdf"
    days = ("--as-of", TODAY.isoformat())
    assert report(company, out, "--kind", "activity", "--owner", "Amara Eze", "--filter", "kind=call", *days).code == 0
    assert "Filter: Amara Eze, Call." in read_pdf(out)


def test_people_are_filtered_by_their_part(company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "r.xlsx"
    options = ("--filter", "role=decides", "--filter", "deals=open")
    assert run_here(capsys, company, out, "--kind", "people", *options).code == 0
    rows = list(load_workbook(out)["People"].iter_rows(values_only=True))
    place = rows[0].index("In the deal")
    assert {row[place] for row in rows[1:]} == {"decides"}


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--kind", "novel"), "“novel” is none of pipeline, review, "),
        (("--kind", "review", "--review", "99"), "There is no review number 99."),
        (("--kind", "review", "--owner", "Ann"), "The report “review” knows no --owner."),
        (("--review", "1"), "The report “pipeline” knows no --review."),
        (("--kind", "deal"), "Name the deal with --deal ID."),
        (("--kind", "offer"), "Name the offer with --offer ID."),
        (("--kind", "deal", "--deal", "99999"), "There is no deal 99999."),
        (("--kind", "offer", "--offer", "99999"), "There is no offer"),
        (("--kind", "deal", "--deal", "x"), "“x” is not a number"),
        (("--deal", "1"), "The report “pipeline” knows no --deal."),
        (("--kind", "rep", "--filter", "status=open"), "The report “rep” knows no --filter."),
        (("--kind", "deals", "--as-of", "2026-01-01"), "The report “deals” knows no --as-of."),
        (("--kind", "people", "--pipeline", "Sales"), "The report “people” knows no --pipeline."),
        (("--kind", "forecast", "--from", "2026-01-01"), "The report “forecast” knows no --from."),
        (("--kind", "deals", "--filter", "stage=Nowhere"), "There is no stage “Nowhere”."),
        (("--kind", "deals", "--filter", "colour=red"), "“colour” is nothing to filter by."),
        (("--kind", "people", "--filter", "role=nobody"), "There is no role “nobody”."),
        (("--kind", "people", "--filter", "deals=won"), "Of deals can be asked: deals=open."),
        (("--kind", "activity", "--filter", "kind=yoga"), "There is no kind “yoga”."),
        (("--owner", "Nobody"), "There is no owner “Nobody”."),
        (("--kind", "deals", "--owner", "Nobody"), "There is no owner “Nobody”."),
        (("--from", "2026-05-01", "--to", "2026-04-01"), "The period ends before it begins."),
        (("--paper", "A5"), "“A5” is none of A4, Letter"),
    ],
)
def test_what_makes_no_sense_is_told_and_nothing_is_written(
    company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], options: Sequence[str], sentence: str
) -> None:
    ran = run_here(capsys, company, tmp_path / "r.pdf", *options)
    assert ran.code == 2, ran
    assert sentence in ran.errors
    assert "Traceback" not in ran.errors
    assert list(tmp_path.iterdir()) == []


def test_another_ending_than_those_two_is_refused(
    company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("r.docx", "r"):
        ran = run_here(capsys, company, tmp_path / name)
        assert (ran.code, ran.errors) == (
            2,
            f"“{name}” is neither a .pdf nor a .xlsx. Choose one of these endings.\n",
        )


def test_a_file_that_cannot_be_opened_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    damaged = tmp_path / "damaged.pipeline"
    damaged.write_bytes(b"no workspace at all")
    for path in (damaged, tmp_path / "absent.pipeline"):
        ran = run_here(capsys, path, tmp_path / "r.pdf", "--kind", "deals")
        assert (ran.code, ran.errors.count("\n")) == (3, 1), ran
    assert not (tmp_path / "r.pdf").exists()


def test_nothing_is_overwritten_and_what_cannot_be_written_leaves_nothing(company: Path, tmp_path: Path) -> None:
    for name in ("r.pdf", "r.xlsx"):
        out = tmp_path / name
        out.write_bytes(b"older")
        ran = report(company, out, "--kind", "deals")
        assert (ran.code, ran.errors.count("\n")) == (4, 1)
        assert out.read_bytes() == b"older"
        out.unlink()
        ran = report(company, tmp_path / "no" / name, "--kind", "deals")
        assert (ran.code, ran.errors.count("\n")) == (4, 1), ran
        assert "Traceback" not in ran.errors
    assert list(tmp_path.iterdir()) == []


def test_it_needs_no_lock_and_changes_nothing(
    company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = company.read_bytes()
    with open_workspace(company):
        assert run_here(capsys, company, tmp_path / "r.xlsx", "--kind", "rep") == Run(0, "", "")
    assert company.read_bytes() == before


def test_two_runs_of_one_report_carry_the_same_text(company: Path, tmp_path: Path) -> None:
    texts = []
    for name in ("one.pdf", "two.pdf"):
        assert report(company, tmp_path / name, "--kind", "deals").code == 0
        lines = read_pdf(tmp_path / name).splitlines()
        texts.append([line for line in lines if not line.startswith("Printed")])
    assert texts[0] == texts[1]


def test_the_help_tells_what_each_kind_can_be_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran = run_here(capsys, tmp_path, tmp_path, "--help")
    assert ran.code == 0
    told = ran.output.split("what can be asked for:")[1]
    for kind in KINDS:
        assert kind in told

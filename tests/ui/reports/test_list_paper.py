"""Lists and deal sheets on paper: every deal once, nothing over another or over an edge, a sheet on one page."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from desktop_pipeline.actions.activities import finish_activity, plan_activity
from desktop_pipeline.actions.deals import delete_deals
from desktop_pipeline.actions.notes import add_note
from desktop_pipeline.actions.sample_company import make_sample_company
from desktop_pipeline.queries.agenda import AgendaFilter, AgendaSpan
from desktop_pipeline.queries.deal_question import DealQuestion, GroupKey
from desktop_pipeline.reports.asked import Paper as Size
from desktop_pipeline.reports.asked import ReportAsked, ReportKind
from desktop_pipeline.storage.workspace import Workspace, open_workspace
from desktop_pipeline.ui.reports.headless import print_report
from tests.reports.asking import CANARY, HEBREW, WORD
from tests.ui.reports.contents import SIZES
from tests.ui.reports.paper import Paper, check_paper, read_paper
from tests.workspaces import Desk, make_desk

PAPERS: tuple[Size, ...] = ("A4", "Letter")
pytestmark = pytest.mark.usefixtures("qapp")
LISTS = (
    ReportAsked(ReportKind.DEALS, deals=DealQuestion(status=None)),
    ReportAsked(ReportKind.DEALS, deals=DealQuestion(status=None, group=GroupKey.OWNER)),
    ReportAsked(ReportKind.ORGANISATIONS),
    ReportAsked(ReportKind.PEOPLE),
    ReportAsked(ReportKind.ACTIVITIES, agenda=AgendaFilter(AgendaSpan.ALL)),
)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    path = tmp_path_factory.mktemp("company") / "sample.pipeline"
    make_sample_company(path, open_deals=20, closed_deals=60, today=date(2026, 6, 9)).close()
    with open_workspace(path, read_only=True) as workspace:
        yield workspace


@pytest.fixture
def hard(tmp_path: Path) -> Iterator[Desk]:
    """Names as hard to print as any."""
    desk = make_desk(tmp_path)
    with desk.workspace:
        for name in (CANARY, HEBREW, WORD, "Oak " * 40):
            deal = desk.deal(name, organisation=name[:200], person=name[:200], owner_id=desk.id_of("owner", "Ann"))
            done = plan_activity(desk.workspace, kind="call", subject=name[:400], deal_id=deal, at=desk.now)
            finish_activity(desk.workspace, done, at=desk.later(), result=name)
            plan_activity(desk.workspace, kind="call", subject=name[:400], deal_id=deal, at=desk.now)
            add_note(desk.workspace, deal, f"{name}\n{name}", at=desk.later())
        yield desk


@pytest.mark.parametrize("asked", LISTS, ids=lambda asked: f"{asked.kind.value}-{asked.deals.group or ''}")
def test_lists_keep_to_the_paper_whatever_its_size(company: Workspace, tmp_path: Path, asked: ReportAsked) -> None:
    for paper, is_landscape in SIZES:
        out = tmp_path / f"{paper}{is_landscape}.pdf"
        print_report(company, out, _on(asked, paper, is_landscape=is_landscape))
        check_paper(out, cut=True)


@pytest.mark.parametrize("asked", LISTS, ids=lambda asked: f"{asked.kind.value}-{asked.deals.group or ''}")
def test_hard_names_stand_beside_each_other_and_never_over(hard: Desk, tmp_path: Path, asked: ReportAsked) -> None:
    out = tmp_path / "r.pdf"
    print_report(hard.workspace, out, asked)
    paper = check_paper(out, cut=True)
    assert "<b>x</b>" in paper.text.replace("\n", "")


def test_each_deal_of_a_long_list_stands_once(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    with desk.workspace:
        ids = [desk.deal(f"Deal{number:04}", owner_id=1 + number % 3) for number in range(330)]
        delete_deals(desk.workspace, ids[100:103], at=desk.later())
        for group in (None, GroupKey.OWNER):
            out = tmp_path / f"{group}.pdf"
            asked = ReportAsked(ReportKind.DEALS, deals=DealQuestion(group=group))
            print_report(desk.workspace, out, asked)
            words = [text.words for page in check_paper(out).pages for text in page.find(r"^Deal\d{4}$")]
            assert sorted(words) == [f"Deal{number:04}" for number in range(330) if number not in {100, 101, 102}]


def test_a_deal_sheet_is_one_page_of_either_paper(company: Workspace, tmp_path: Path) -> None:
    rows = company.rows("select id from deal where deleted_at is null order by status <> 'open', id limit 30")
    ids = tuple(int(row[0]) for row in rows)
    for paper in PAPERS:
        out = tmp_path / f"{paper}.pdf"
        pages = print_report(company, out, _on(ReportAsked(ReportKind.DEAL, ids=ids), paper, is_landscape=False))
        assert pages == len(ids)
        check_paper(out, cut=True)


def test_a_deal_sheet_lying_is_two_pages_at_most(company: Workspace, tmp_path: Path) -> None:
    for (deal_id,) in company.rows("select id from deal where deleted_at is null and status = 'open' limit 8"):
        for paper in PAPERS:
            out = tmp_path / f"{deal_id}{paper}.pdf"
            asked = _on(ReportAsked(ReportKind.DEAL, ids=(int(deal_id),)), paper, is_landscape=True)
            assert print_report(company, out, asked) <= 2, deal_id


def test_a_deal_sheet_of_hard_names_is_one_page_too(hard: Desk, tmp_path: Path) -> None:
    ids = tuple(int(row[0]) for row in hard.workspace.rows("select id from deal"))
    for paper in PAPERS:
        out = tmp_path / f"{paper}.pdf"
        asked = _on(ReportAsked(ReportKind.DEAL, ids=ids), paper, is_landscape=False)
        assert print_report(hard.workspace, out, asked) == len(ids)
        assert "canary.png" in check_paper(out, cut=True).words.replace(" ", "")


def test_the_head_tells_the_list_and_the_foot_its_filter(company: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "r.pdf"
    print_report(company, out, ReportAsked(ReportKind.DEALS))
    paper: Paper = read_paper(out)
    assert paper.title == "Open deals"
    for page in paper.pages:
        assert len(page.find("Filter: open.")) == 1
        assert page.find("^Printed ")


def _on(asked: ReportAsked, paper: Size, *, is_landscape: bool) -> ReportAsked:
    return replace(asked, paper=paper, is_landscape=is_landscape)

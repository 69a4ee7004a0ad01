import pytest

from desktop_pipeline.actions.deals import win_deals
from desktop_pipeline.actions.views import save_view
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.queries.board import read_board
from desktop_pipeline.queries.deal_question import DealQuestion
from desktop_pipeline.queries.deals_table import read_ids
from desktop_pipeline.queries.kept_filter import read_board_filter
from desktop_pipeline.queries.kept_question import write_question
from desktop_pipeline.queries.view_counts import count_view
from desktop_pipeline.queries.views import read_view
from desktop_pipeline.storage.tables import Organisation, Person
from tests.workspaces import Desk


@pytest.fixture(autouse=True)
def seven_deals(desk: Desk) -> None:
    deals = [
        desk.deal(f"Oak {number}" if number % 2 else f"Pine {number}", value=number * 1000, stage=number % 3)
        for number in range(7)
    ]
    win_deals(desk.workspace, deals[1:2], at=desk.now)


def count(desk: Desk, screen: str, question: dict[str, object]) -> int | None:
    """What the view of that question counts."""
    view_id = save_view(desk.workspace, f"View {len(desk.journal.entries())}", screen, question)
    saved = read_view(desk.workspace, view_id)
    assert saved is not None
    return count_view(desk.workspace, saved, today=desk.workspace.today())


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"text": "oak"},
        {"least": 3000},
        {"closes": "no date"},
        {"attention": ["no next step"], "text": "pine"},
        {"owners": [999], "labels": "none", "attention": 7, "least": "much"},
    ],
)
def test_a_view_of_the_board_counts_the_cards_it_shows(desk: Desk, asked: dict[str, object]) -> None:
    question = {"pipeline": 1, **asked}
    board = read_board(desk.workspace, read_board_filter({**question, "owners": []}, 1), today=desk.workspace.today())
    shown = sum(column.deals for column in board.columns)
    assert count(desk, "board", question) == shown > 0


def test_a_view_of_the_table_counts_its_rows(desk: Desk) -> None:
    for question in (DealQuestion(), DealQuestion(status=None, text="oak"), DealQuestion(status=DealStatus.WON)):
        rows = len(read_ids(desk.workspace, question))
        assert count(desk, "deals", write_question(question)) == rows > 0


def test_a_view_of_something_else_or_of_what_is_gone_counts_nothing(desk: Desk) -> None:
    assert count(desk, "activities", {}) is None
    assert count(desk, "board", {"pipeline": 999}) is None
    assert count(desk, "board", {"pipeline": "first"}) is None


@pytest.mark.parametrize(
    "asked", [{}, {"subject": "organisation"}, {"text": "ann"}, {"owners": [999], "roles": ["nobody's"], "text": 3}]
)
def test_a_view_of_contacts_counts_those_it_lists(desk: Desk, asked: dict[str, object]) -> None:
    with desk.journal.change("Ann and Ben") as draft:
        home = draft.insert(Organisation, name="Hollin Bakery", name_key="hollin bakery")
        for name in ("Ann Ek", "Ben Oy"):
            draft.insert(Person, name=name, organisation=home)
    expected = 1 if asked.get("subject") or asked.get("text") == "ann" else 2
    assert count(desk, "people", asked) == expected

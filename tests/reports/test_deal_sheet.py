"""The deal sheet: who, what it is worth, where it stands, what is next, what is open, what stands against it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from desktop_pipeline.actions.activities import finish_activity, plan_activity
from desktop_pipeline.actions.answers import set_answer
from desktop_pipeline.actions.criteria import add_criterion, archive_criterion
from desktop_pipeline.actions.deal_marks import add_competitor
from desktop_pipeline.actions.deal_people import add_person
from desktop_pipeline.actions.deals import delete_deals, lose_deals, move_deals, win_deals
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.line_items import add_line, edit_line
from desktop_pipeline.actions.notes import add_note
from desktop_pipeline.actions.objections import answer_objection, raise_objection
from desktop_pipeline.domain.errors import InvalidError, NotFoundError
from desktop_pipeline.domain.gates import CriterionKind
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.reports.asked import ReportAsked, ReportKind
from desktop_pipeline.reports.content import Facts, PageOpening, ReportContent
from tests.reports.asking import CANARY, WORD, ask, names_of
from tests.reports.makings import figures_of, plain, rows_of, table_of, tell
from tests.workspaces import Desk, make_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    with made.workspace:
        # Those of the template would stand in the way.
        for (criterion_id,) in made.workspace.rows("select id from criterion"):
            archive_criterion(made.workspace, criterion_id)
        yield made


def sheet(desk: Desk, *ids: int) -> ReportContent:
    return ask(desk.workspace, ReportAsked(ReportKind.DEAL, ids=ids))


def facts_of(content: ReportContent, title: str) -> dict[str, str]:
    found = next(each for each in content.sections if isinstance(each, Facts) and each.title == title)
    return {fact.term: plain(fact.text) for fact in found.facts}


def test_it_tells_who_it_is_with_what_it_is_worth_and_where_it_stands(desk: Desk) -> None:
    deal = desk.deal(
        "Oak table",
        value=1_200_000,
        organisation="Alder Ltd",
        owner_id=desk.id_of("owner", "Ann"),
        expected_close_on=date(2026, 3, 1),
    )
    desk.later(days=4)
    move_deals(desk.workspace, [deal], desk.stages()[1], after=None, at=desk.now)
    desk.later(days=9)
    content = sheet(desk, deal)
    chance = Figures(desk.workspace).chance(deal, desk.workspace.today())
    assert chance is not None
    names = [row[0] for row in desk.workspace.rows("select name from stage where is_open order by position")]
    assert (content.title, content.subject) == ("Oak table", "Deal sheet: Oak table, 18 Jan 2026")
    assert content.subtitle == "Alder Ltd, as of 18 Jan 2026, prepared by Ann"
    assert figures_of(content) == {
        "Value": "€12,000",
        "Likely": f"{chance * 100:.0f} %",
        "Weighted value": f"€{round(Decimal(12_000 * chance), -2):,.0f}",
        "Expected close": "1 Mar 2026",
        f"In {names[1]}": "9 days",
    }
    assert tell(content) == f"It has been in {names[1]} for 9 days. No next step is planned."
    visits = rows_of(table_of(content, "Way through the stages"))
    assert (visits[names[0]]["Days there"], visits[names[1]]["Days there"]) == ("4", "9")
    assert facts_of(content, "The deal")["Owner"] == "Ann"


def test_a_chance_set_by_hand_says_so(desk: Desk) -> None:
    deal = desk.deal("Oak table", value=100_000)
    edit_deal(desk.workspace, deal, at=desk.later(), probability=0.9)
    likely = next(figure for figure in sheet(desk, deal).figures if figure.label == "Likely")
    assert (plain(likely.value), likely.note) == ("90 %", "set by hand")


def test_people_stand_with_their_parts_the_main_one_first(desk: Desk) -> None:
    deal = desk.deal("Oak table", person="Ines")
    add_person(desk.workspace, deal, "Jo", role="decides")
    add_person(desk.workspace, deal, "Kim", role="Lawyer")
    table = table_of(sheet(desk, deal), "People")
    assert [line.cells[:2] for line in table.lines] == [("Ines", ""), ("Jo", "decides"), ("Kim", "Lawyer")]


def test_the_four_questions_and_the_open_criteria_are_told(desk: Desk) -> None:
    stages = desk.stages()
    for stage, text in ((stages[0], "The need is known"), (stages[1], "Budget is agreed"), (stages[1], "Drawing sent")):
        add_criterion(desk.workspace, stage, text=text, kind=CriterionKind.TICK)
    deal = desk.deal("Oak table", stage=1)
    set_answer(desk.workspace, deal, "budget", "partly", "€10k at most", on=desk.workspace.today())
    set_answer(desk.workspace, deal, "need", "yes", "Nowhere to sit", on=desk.workspace.today())
    content = sheet(desk, deal)
    assert facts_of(content, "Budget, authority, need, timeline") == {
        "Budget": "€10k at most, not confirmed",
        "Authority": "Not known",
        "Need": "Nowhere to sit",
        "Timeline": "Not known",
    }
    first = desk.workspace.value("select name from stage where id = ?", (stages[0],))
    listed = names_of(table_of(content, "Open exit criteria"))
    assert listed == ["Budget is agreed", "Drawing sent", f"The need is known ({first})"]
    assert "2 of 2 exit criteria of" in tell(content)


def test_a_criterion_that_was_passed_anyway_says_why(desk: Desk) -> None:
    first, second = desk.stages()[:2]
    add_criterion(desk.workspace, first, kind=CriterionKind.TICK, text="Budget is agreed", is_required=True)
    add_criterion(desk.workspace, second, kind=CriterionKind.TICK, text="Drawing sent", is_required=True)
    deal = desk.deal("Oak table")
    move_deals(desk.workspace, [deal], second, after=None, at=desk.later(), why="They never tell before the visit")
    table = table_of(sheet(desk, deal), "Open exit criteria")
    below = {line.cells[0].partition(" (")[0]: plain(line.below) for line in table.lines}
    assert below == {"Drawing sent": "", "Budget is agreed": "Passed anyway: They never tell before the visit"}


def test_products_stand_with_their_sum(desk: Desk) -> None:
    deal = desk.deal("Oak table", value=None)
    table = add_line(desk.workspace, deal, "Table", at=desk.later(), quantity=Decimal(2))
    edit_line(desk.workspace, table, at=desk.later(), price=250_000)
    chair = add_line(desk.workspace, deal, "Chair", at=desk.later(), quantity=Decimal(8))
    edit_line(desk.workspace, chair, at=desk.later(), price=10_050, discount=Decimal("12.5"))
    rows = rows_of(table_of(sheet(desk, deal), "Products"))
    assert (rows["Table"]["Quantity"], rows["Table"]["Amount"]) == ("2", "€5,000")
    assert (rows["Chair"]["Discount"], rows["Chair"]["Amount"]) == ("12.5 %", "€703.50")
    assert rows["Together"]["Amount"] == "€5,703.50"


def test_the_next_step_what_was_done_and_the_notes_are_told(desk: Desk) -> None:
    deal = desk.deal("Oak table")
    done = plan_activity(desk.workspace, kind="call", subject="First talk", deal_id=deal, at=desk.now)
    finish_activity(desk.workspace, done, at=desk.later(), result="Wants brass edges")
    add_note(desk.workspace, deal, "Two doors,\none key.", at=desk.later(days=1))
    plan_activity(desk.workspace, kind="visit", subject="Measure", deal_id=deal, at=desk.now, due_on=date(2026, 1, 12))
    content = sheet(desk, deal)
    assert "Next: Measure, Mon 12 Jan." in tell(content)
    assert table_of(content, "Next steps").lines[0].cells == ("Measure", "Visit", "Mon 12 Jan")
    touches = table_of(content, "Last notes and contacts")
    assert [line.cells for line in touches.lines] == [
        ("Two doors, one key.", "Note", "ann", "6 Jan 2026"),
        ("First talk: Wants brass edges", "Call", "", "5 Jan 2026"),
    ]


def test_competitors_and_objections_are_told(desk: Desk) -> None:
    deal = desk.deal("Oak table")
    add_competitor(desk.workspace, deal, "Elm & Sons")
    answered = raise_objection(desk.workspace, deal, "Too heavy", on=desk.workspace.today())
    raise_objection(desk.workspace, deal, "Too dear", on=desk.workspace.today())
    answer_objection(desk.workspace, answered, "It has wheels", on=desk.workspace.today())
    content = sheet(desk, deal)
    assert facts_of(content, "The deal")["Competitors"] == "Elm & Sons"
    assert [line.cells for line in table_of(content, "Objections").lines] == [
        ("Too dear", "no answer yet"),
        ("Too heavy", "It has wheels"),
    ]


def test_a_closed_deal_tells_its_outcome(desk: Desk) -> None:
    won, lost = desk.deal("Oak table"), desk.deal("Elm table")
    at = desk.later(days=2)
    win_deals(desk.workspace, [won], at=at)
    lose_deals(desk.workspace, [lost], reason_id=desk.reason(), at=at)
    assert tell(sheet(desk, won)) == "This deal is won. Next: Thank the customer, Thu 8 Jan."
    assert figures_of(sheet(desk, won)) == {"Value": "€1,200", "Won": "7 Jan 2026"}
    assert tell(sheet(desk, lost)) == "This deal is lost: Price."


def test_several_deals_have_a_page_each(desk: Desk) -> None:
    first, second = desk.deal("Oak table"), desk.deal("Elm table")
    content = sheet(desk, first, second, first)
    assert content.title == "Oak table"
    openings = [section for section in content.sections if isinstance(section, PageOpening)]
    assert [opening.title for opening in openings] == ["Elm table"]
    assert content.subject == "Deal sheets, 5 Jan 2026"


def test_a_deal_that_is_not_there_or_in_the_bin_is_told(desk: Desk) -> None:
    gone = desk.deal("Oak table")
    delete_deals(desk.workspace, [gone], at=desk.later())
    for deal_id in (gone, 999):
        with pytest.raises(NotFoundError, match=rf"There is no deal {deal_id}\."):
            sheet(desk, deal_id)
    with pytest.raises(InvalidError, match="Say which deal"):
        sheet(desk)


def test_a_deal_of_which_nothing_is_known_has_a_sheet(desk: Desk) -> None:
    deal = desk.deal("Oak table", value=None)
    content = sheet(desk, deal)
    figures = figures_of(content)
    assert (figures["Value"], figures["Weighted value"], figures["Expected close"]) == ("–", "–", "–")
    assert content.subtitle.startswith("No organisation, as of")


def test_words_of_others_stay_as_they_were_typed_and_long_ones_are_cut(desk: Desk) -> None:
    deal = desk.deal(CANARY, organisation=CANARY, person=CANARY)
    add_note(desk.workspace, deal, f"{CANARY} {WORD}", at=desk.later())
    content = sheet(desk, deal)
    assert content.title == CANARY
    (note,) = table_of(content, "Last notes and contacts").lines
    assert note.cells[0].startswith(f"{CANARY} Donau")
    assert len(note.cells[0]) == 120
    assert note.cells[0].endswith("…")

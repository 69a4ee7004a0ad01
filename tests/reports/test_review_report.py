"""The minutes of a review say what was decided and what it did; before one was finished there is the sheet for it."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from desktop_pipeline.actions.deals import win_deals
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.review_decisions import (
    Step,
    decide_keep,
    decide_lost,
    decide_snooze,
    note_deal,
    skip_deal,
)
from desktop_pipeline.actions.reviews import finish_review, start_review
from desktop_pipeline.domain.errors import NotFoundError
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.reviews import Rules
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.review_plan import plan_review
from desktop_pipeline.queries.reviews import read_review
from desktop_pipeline.reports.asked import ReportAsked, ReportKind
from desktop_pipeline.reports.changing.review_closing import gather_closing
from desktop_pipeline.reports.content import Passage, ReportContent, Table
from desktop_pipeline.reports.making import Making
from desktop_pipeline.reports.making_kinds import make_report
from tests.reports.makings import WORDS, figures_of, plain, rows_of, table_of, tell, titles_of
from tests.workspaces import Desk, make_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Five stages, empty of deals."""
    made = make_desk(tmp_path)
    yield made
    made.workspace.close()


def make(desk: Desk, *ids: int) -> ReportContent:
    asked = ReportAsked(ReportKind.REVIEW, ids=ids)
    return make_report(Making(desk.workspace, Figures(desk.workspace), asked, WORDS, by="Ann"))


def begin(desk: Desk, owner_id: int | None = None) -> int:
    figures, today = Figures(desk.workspace), desk.workspace.today()
    plan = plan_review(figures, desk.workspace, Rules(), as_of=today, owner_id=owner_id)
    return start_review(desk.workspace, plan, at=desk.now)


def finish(desk: Desk, review_id: int, note: str = "", owner_id: int | None = None) -> None:
    today = desk.workspace.today()
    closing = gather_closing(Figures(desk.workspace), desk.workspace, as_of=today, owner_id=owner_id, pipeline_id=None)
    finish_review(
        desk.workspace,
        review_id,
        closing.standing,
        forecast=closing.forecast,
        next_on=today + timedelta(days=7),
        note=note,
        at=desk.now,
    )


def passages(content: ReportContent) -> str:
    found = (section for section in content.sections if isinstance(section, Passage))
    return plain(" ".join(" ".join(section.paragraphs) for section in found))


def test_the_minutes_tell_decisions_figures_and_the_next_day(desk: Desk) -> None:
    kept, lost, asleep, skipped, left, won = (
        desk.deal(title, value=value)
        for title, value in (
            ("Kept", 600_00),
            ("Lost", 300_00),
            ("Asleep", 50_00),
            ("Skipped", 2_00),
            ("Left", 1_00),
            ("Won", 90_00),
        )
    )
    win_deals(desk.workspace, [won], at=desk.now)
    review_id, today = begin(desk), desk.workspace.today()
    decide_keep(
        desk.workspace, review_id, kept, at=desk.now, step=Step("call", "Ring them", due_on=today), note="Likes oak"
    )
    decide_lost(desk.workspace, review_id, lost, desk.reason(), loss_note="Too dear", at=desk.now)
    decide_snooze(desk.workspace, review_id, asleep, until=today + timedelta(days=8), why="On leave", at=desk.now)
    skip_deal(desk.workspace, review_id, skipped, at=desk.now)
    finish(desk, review_id, "Oak gets dearer.\nQuote soon.")
    content = make(desk)
    assert content.title == "Review of 5 Jan 2026"
    assert "5 deals in the review: 1 kept with a next step, 1 closed as lost, 1 snoozed, 1 skipped" in tell(content)
    assert "1 left open" in tell(content)
    assert "from €953 to €653" in tell(content)
    assert "The next review is on 12 Jan 2026." in tell(content)
    figures = figures_of(content)
    assert (figures["Pipeline value"], figures["Decided"], figures["With a next step"]) == ("€653", "3", "25 %")
    rows = rows_of(table_of(content, "Decisions"))
    assert set(rows) == {"Kept", "Lost", "Asleep"}
    assert rows["Kept"]["Decision and note"].startswith("Keep: Ring them")
    assert rows["Kept"]["Decision and note"].endswith("Likes oak")
    assert rows["Lost"]["Decision and note"] == "Lost: Price, Too dear"
    assert "On leave" in rows["Asleep"]["Decision and note"]
    said = passages(content)
    assert "Skipped: Skipped." in said
    assert "Left open: Left." in said
    assert "Oak gets dearer. Quote soon." in said
    assert "Won: Won €90." in said
    assert {"What moved", "Forecast", "How the numbers are made"} <= set(titles_of(content))
    assert left not in {kept, lost}


def test_a_note_without_a_decision_stands_in_the_minutes(desk: Desk) -> None:
    deal_id = desk.deal("Oak table")
    review_id = begin(desk)
    note_deal(desk.workspace, review_id, deal_id, "Ask Ben first")
    finish(desk, review_id)
    assert rows_of(table_of(make(desk), "Decisions"))["Oak table"]["Decision and note"] == "Ask Ben first"


def test_the_minutes_stay_what_they_were_when_the_deals_go_on(desk: Desk) -> None:
    deal_id = desk.deal("Oak table", value=700_00)
    review_id = begin(desk)
    decide_keep(desk.workspace, review_id, deal_id, at=desk.now, step=Step("call", "Ring", due_on=date(2026, 1, 9)))
    finish(desk, review_id)
    before = make(desk, review_id)
    desk.later(days=9)
    win_deals(desk.workspace, [deal_id], at=desk.now)
    after = make(desk, review_id)
    assert (after.title, after.story, after.figures, after.sections) == (
        *(before.title, before.story),
        *(before.figures, before.sections),
    )


def test_a_review_that_runs_is_a_sheet_with_every_deal_and_why_it_is_there(desk: Desk) -> None:
    desk.deal("Oak table", value=700_00)
    decided = desk.deal("Ash bench", value=1_00)
    review_id = begin(desk)
    skip_deal(desk.workspace, review_id, decided, at=desk.now)
    content = make(desk, review_id)
    rows = rows_of(table_of(content, "Deals to decide"))
    assert content.title == "Sheet for the review of 5 Jan 2026"
    assert rows["Oak table"]["Why"].startswith("No next step")
    assert (rows["Oak table"]["Decision and note"], rows["Ash bench"]["Decision and note"]) == ("", "Skipped")


def test_a_sheet_holds_what_a_meeting_comes_to_and_the_workbook_every_deal(desk: Desk) -> None:
    deals = {f"Deal {number}": desk.deal(f"Deal {number}", value=number * 100) for number in range(120)}
    review_id = begin(desk)
    table = table_of(make(desk, review_id), "Deals to decide")
    view = read_review(desk.workspace, review_id)
    assert view is not None
    every = [line.title for line in view.lines]
    assert [line.cells[0] for line in table.lines] == every[:40]
    assert table.caption == "the gravest first"
    told = f"And {len(every) - 40} more deals need a decision"
    assert told in passages(make(desk, review_id))
    for title in every[:2]:
        skip_deal(desk.workspace, review_id, deals[title], at=desk.now)
    assert [line.cells[0] for line in table_of(make(desk, review_id), "Deals to decide").lines] == every[2:42]
    asked = ReportAsked(ReportKind.REVIEW, ids=(review_id,))
    making = Making(desk.workspace, Figures(desk.workspace), asked, WORDS, is_workbook=True)
    assert len(table_of(make_report(making), "Deals to decide").lines) == len(every)
    assert "more deals need" not in passages(make_report(making))
    finish(desk, review_id)
    assert f"and {len(every) - 2 - 20} more" in passages(make(desk, review_id))


def test_before_the_first_review_there_is_the_sheet_for_one_that_would_start_now(desk: Desk) -> None:
    desk.deal("Oak table")
    content = make(desk)
    assert content.title == "Sheet for the review of 5 Jan 2026"
    assert "1 deal needs a decision." in tell(content)
    assert desk.workspace.value("select count(*) from review") == 0


def test_nothing_to_decide_says_so(desk: Desk) -> None:
    content = make(desk)
    assert "No deal needed a decision." in tell(content)
    assert table_of(content, "Deals to decide").lines == ()


def test_a_coaching_session_names_whom_it_was_with_and_no_owners_column(desk: Desk) -> None:
    ann = desk.id_of("owner", "Ann")
    desk.deal("Oak table", owner_id=ann)
    desk.deal("Ash bench", owner_id=desk.id_of("owner", "Ben"))
    review_id = begin(desk, ann)
    finish(desk, review_id, owner_id=ann)
    content = make(desk, review_id)
    assert "With Ann" in content.subtitle
    assert "Filter: Ann." in content.filters
    assert "Left open: Oak table." in passages(content)
    assert "Owner" not in [column.head for column in table_of(content, "Decisions").columns]


def test_a_review_of_no_number_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFoundError, match="no review number 12"):
        make(desk, 12)


def test_many_decisions_put_the_rest_into_sentences_so_that_one_page_holds_them(desk: Desk) -> None:
    deals = [desk.deal(f"Deal {number}", value=number * 100) for number in range(1, 21)]
    review_id = begin(desk)
    for deal_id in deals:
        decide_lost(desk.workspace, review_id, deal_id, desk.reason(), at=desk.now)
    finish(desk, review_id)
    content = make(desk)
    assert [section.title for section in content.sections if isinstance(section, Table)] == ["Decisions"]
    assert len(table_of(content, "Decisions").lines) == len(deals)
    assert {"What moved", "Forecast"} <= set(titles_of(content))
    assert "Open at the start" in passages(content)


def test_deals_without_a_known_value_are_not_told_to_be_worth_nothing(desk: Desk) -> None:
    desk.deal("Bar", value=None)
    priced = desk.deal("Clinic", value=None)
    review_id = begin(desk)
    finish(desk, review_id)
    content = make(desk, review_id)
    assert "None of the open deals has a value yet." in tell(content)
    assert [figures_of(content)[name] for name in ("Pipeline value", "Weighted value")] == ["–", "–"]
    second = begin(desk)
    edit_deal(desk.workspace, priced, value=Money(60_000, "EUR"), at=desk.now)
    finish(desk, second)
    content = make(desk, second)
    assert "The open deals are worth €600." in tell(content)
    assert figures_of(content)["Pipeline value"] == "€600"

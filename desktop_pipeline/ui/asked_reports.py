"""Which report prints what a screen shows: the same deals, in the same order, under the same filters."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop_pipeline.queries.contact_standing import Subject
from desktop_pipeline.queries.deal_question import DealQuestion
from desktop_pipeline.queries.narrowing import narrow
from desktop_pipeline.reports.asked import ReportAsked, ReportKind
from desktop_pipeline.reports.making_kinds import list_kinds
from desktop_pipeline.reports.spans import SpanName, find_span
from desktop_pipeline.ui.reports.preview.dialog import Shown, ShownPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop_pipeline.queries.board_filter import BoardFilter
    from desktop_pipeline.ui.activities.activities_page import ActivitiesPage
    from desktop_pipeline.ui.board.past_page import PastPage
    from desktop_pipeline.ui.contacts.contacts_page import ContactsPage
    from desktop_pipeline.ui.deals.deals_page import DealsPage
    from desktop_pipeline.ui.insights.insights_page import InsightsPage
    from desktop_pipeline.ui.review.past_page import PastReviewsPage
    from desktop_pipeline.ui.review.review_page import ReviewPage
    from desktop_pipeline.ui.workspace_page import WorkspacePage


def ask_for(page: "WorkspacePage", focus: QWidget | None, today: date) -> Shown | str:
    """What is shown, a deal beside it where the keys are there; or the sentence why nothing is printed."""
    deal_id = page.deal_with_keys(focus)
    if deal_id is not None:
        return Shown(ReportAsked(ReportKind.DEAL, ids=(deal_id,)))
    return _SCREENS.get(page.current, _ask_nothing)(page, today)


def _tr(text: str) -> str:
    return QCoreApplication.translate("AskedReports", text)


def _ask_nothing(_page: "WorkspacePage", _today: date) -> str:
    return _tr("There is nothing to print here. File, Reports… makes a report.")


def _ask_board(page: "WorkspacePage", _today: date) -> Shown:
    return _ask_filter(page.board.filter())


def _ask_past_board(page: "WorkspacePage", _today: date) -> Shown:
    past: PastPage = page.stack.currentWidget()  # type: ignore[assignment] # the screen of that key
    shown = _ask_filter(past.filter())
    return replace(shown, asked=replace(shown.asked, span=find_span(SpanName.TWELVE_MONTHS, past.day)))


def _ask_filter(board_filter: "BoardFilter") -> Shown:
    narrowed = narrow(board_filter)
    note = _tr(
        "The report keeps to one owner, source, product and label at most; the board’s other filters are left out."
    )
    # Who changes to the list of deals sees those of the board.
    deals = DealQuestion(
        pipeline_id=board_filter.pipeline_id,
        owner_ids=board_filter.owner_ids,
        source_ids=board_filter.source_ids,
        product_ids=board_filter.product_ids,
        label_ids=board_filter.label_ids,
        text=board_filter.text,
    )
    asked = ReportAsked(ReportKind.PIPELINE, selection=narrowed.selection, deals=deals)
    return Shown(asked, note if narrowed.is_wider else "")


def _ask_deals(page: "WorkspacePage", _today: date) -> Shown:
    deals: DealsPage = page.stack.currentWidget()  # type: ignore[assignment] # the screen of that key
    question = deals.question()
    columns = tuple(deals.columns.shown_keys)
    return Shown(
        ReportAsked(
            ReportKind.DEALS,
            selection=narrow(question).selection,
            deals=question,
            columns=columns,
            is_landscape=len(columns) > _MOST_UPRIGHT,
        )
    )


def _ask_contacts(page: "WorkspacePage", _today: date) -> Shown:
    contacts: ContactsPage = page.stack.currentWidget()  # type: ignore[assignment] # the screen of that key
    kind = ReportKind.PEOPLE if contacts.subject is Subject.PEOPLE else ReportKind.ORGANISATIONS
    order, descending = contacts.order
    asked = ReportAsked(kind, contacts=contacts.toolbar.read_filter(), contact_order=order, is_descending=descending)
    return Shown(asked)


def _ask_activities(page: "WorkspacePage", _today: date) -> Shown:
    activities: ActivitiesPage = page.stack.currentWidget()  # type: ignore[assignment] # the screen of that key
    agenda = activities.toolbar.read_filter()
    return Shown(ReportAsked(ReportKind.ACTIVITIES, SpanName.THIS_MONTH, agenda=agenda))


def _ask_insights(page: "WorkspacePage", today: date) -> Shown | str:
    insights: InsightsPage = page.stack.currentWidget()  # type: ignore[assignment] # the screen of that key
    question, plan = insights.toolbar.read_question(), insights.plan
    kind = _OF_PAGES.get(insights.key)
    name = question.span.name
    is_now = name is not None and question.span == find_span(name, today)
    asked = ReportAsked(
        kind or ReportKind.PIPELINE,
        name if is_now and name is not None else SpanName.TWELVE_MONTHS,
        span=None if is_now else question.span,
        selection=question.selection,
    )
    shown = None if plan is None or kind is ReportKind.PIPELINE else ShownPage(insights.page.title, plan)
    if kind in list_kinds():
        return Shown(asked, page=shown)
    if shown is None:
        return _tr("The figures are still being worked out. Print them in a moment.")
    return Shown(asked, page=shown, is_page=True)


def _ask_review(page: "WorkspacePage", _today: date) -> Shown | str:
    shown: ReviewPage = page.stack.currentWidget()  # type: ignore[assignment] # the screen of that key
    if shown.review is None:
        return _tr("The review has not begun yet. Press Enter to start it; its sheet builds up as you decide.")
    return Shown(ReportAsked(ReportKind.REVIEW, ids=(shown.review.review_id,)))


def _ask_past_reviews(page: "WorkspacePage", _today: date) -> Shown | str:
    shown: PastReviewsPage = page.stack.currentWidget()  # type: ignore[assignment] # the screen of that key
    review_id = shown.list.review_id
    if review_id is None:
        return _tr("No review has been finished yet.")
    return Shown(ReportAsked(ReportKind.REVIEW, ids=(review_id,)))


# So many columns a page takes upright.
_MOST_UPRIGHT = 7
_OF_PAGES = {
    "overview": ReportKind.PIPELINE,
    "forecast": ReportKind.FORECAST,
    "people": ReportKind.OWNERS,
}
_SCREENS: "dict[str, Callable[[WorkspacePage, date], Shown | str]]" = {
    "board": _ask_board,
    "past board": _ask_past_board,
    "deals": _ask_deals,
    "contacts": _ask_contacts,
    "activities": _ask_activities,
    "insights": _ask_insights,
    "review": _ask_review,
    "past reviews": _ask_past_reviews,
}

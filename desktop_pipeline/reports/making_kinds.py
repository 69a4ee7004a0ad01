"""Every kind of report from one question."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from desktop_pipeline.reports.asked import ReportKind
from desktop_pipeline.reports.content import ReportContent
from desktop_pipeline.reports.gathering import gather_findings, gather_report
from desktop_pipeline.reports.kinds.activities import make_activities
from desktop_pipeline.reports.kinds.contacts import make_organisations, make_people
from desktop_pipeline.reports.kinds.deal_sheet import make_deal_sheets
from desktop_pipeline.reports.kinds.deals import make_deals
from desktop_pipeline.reports.kinds.forecast import make_forecast
from desktop_pipeline.reports.kinds.offer import make_offer_report
from desktop_pipeline.reports.kinds.review import make_review
from desktop_pipeline.reports.kinds.scorecards import make_scorecards
from desktop_pipeline.reports.kinds.win_loss import make_win_loss
from desktop_pipeline.reports.making import Making


def make_report(making: Making) -> ReportContent:
    """The report that was asked for, without the sections that were not wanted; raises PipelineError."""
    content = _KINDS[making.asked.kind](making)
    if making.asked.kind is ReportKind.OFFER:
        # It bears the company as it was when the offer was sent, whole, and whoever prints it is not its author.
        return content
    return replace(content.without(making.asked.left_out), author=making.by or "", company=making.company())


def list_kinds() -> tuple[ReportKind, ...]:
    """The kinds that can be made, in the order in which they are offered."""
    return tuple(kind for kind in ReportKind if kind in _KINDS)


def _make_pipeline(making: Making) -> ReportContent:
    found = gather_report(
        making.figures, making.workspace, gather_findings(making.figures, making.span, making.asked.selection)
    )
    return found.report(making.printed(), making.words)


_KINDS: Mapping[ReportKind, Callable[[Making], ReportContent]] = {
    ReportKind.PIPELINE: _make_pipeline,
    ReportKind.REVIEW: make_review,
    ReportKind.FORECAST: make_forecast,
    ReportKind.WIN_LOSS: make_win_loss,
    ReportKind.OWNERS: make_scorecards,
    ReportKind.ACTIVITIES: make_activities,
    ReportKind.DEAL: make_deal_sheets,
    ReportKind.DEALS: make_deals,
    ReportKind.ORGANISATIONS: make_organisations,
    ReportKind.PEOPLE: make_people,
    ReportKind.OFFER: make_offer_report,
}

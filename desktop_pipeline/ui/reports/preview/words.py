"""What reports, their filters and their sections are called beside a preview."""

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.reports.asked import ReportKind
from desktop_pipeline.reports.asked_filters import Filter
from desktop_pipeline.reports.content import Letterhead, PageOpening, ReportContent, SectionName


def _tr(text: str) -> str:
    return QCoreApplication.translate("ReportPreview", text)


def name_kind(kind: ReportKind) -> str:
    """What a kind of report is called in the list of them."""
    return {
        ReportKind.PIPELINE: _tr("Pipeline report"),
        ReportKind.REVIEW: _tr("Review minutes"),
        ReportKind.FORECAST: _tr("Forecast"),
        ReportKind.WIN_LOSS: _tr("Wins and losses"),
        ReportKind.OWNERS: _tr("Scorecards, a page each"),
        ReportKind.ACTIVITIES: _tr("Activities"),
        ReportKind.DEAL: _tr("Deal sheet"),
        ReportKind.DEALS: _tr("List of deals"),
        ReportKind.ORGANISATIONS: _tr("Organisations"),
        ReportKind.PEOPLE: _tr("People"),
        ReportKind.OFFER: _tr("Offer"),
    }[kind]


def name_filter(which: Filter) -> tuple[str, str, str]:
    """What a filter is called, its line that lets all through, and the one for those that have none."""
    return {
        Filter.PIPELINE: (_tr("Pipeline"), _tr("All pipelines"), ""),
        Filter.OWNER: (_tr("Owner"), _tr("Everyone"), _tr("No owner")),
        Filter.SOURCE: (_tr("Source"), _tr("All sources"), _tr("No source")),
        Filter.PRODUCT: (_tr("Product"), _tr("All products"), _tr("No product")),
        Filter.LABEL: (_tr("Label"), _tr("All labels"), _tr("No label")),
        Filter.INDUSTRY: (_tr("Industry"), _tr("All industries"), _tr("No industry")),
    }[which]


def list_statuses() -> list[tuple[str, object]]:
    """Which deals a list of them can be of."""
    return [
        (_tr("Open deals"), DealStatus.OPEN),
        (_tr("Won deals"), DealStatus.WON),
        (_tr("Lost deals"), DealStatus.LOST),
        (_tr("All deals"), None),
    ]


def list_sections(content: ReportContent) -> dict[str, str]:
    """The parts of a report that can be left out, by name; several of one name are ticked together.

    What opens a page or a letter is no part: without it nobody would know what the rest is about.
    """
    titles: dict[str, list[str]] = {}
    for section in content.sections:
        if not isinstance(section, PageOpening | Letterhead):
            titles.setdefault(section.name, []).append(section.title)
    named = {name: _name_section(name, some) for name, some in titles.items()}
    return {name: title for name, title in named.items() if title}


def _name_section(name: str, titles: list[str]) -> str:
    own = list(dict.fromkeys(title for title in titles if title))
    if len(own) == 1:
        return own[0]
    common = {
        SectionName.STOPS: _tr("Where deals stop"),
        SectionName.STAGES: _tr("Stages"),
        SectionName.STEPS: _tr("How they move on"),
        SectionName.MONTHS: _tr("Months ahead"),
        SectionName.FORECAST: _tr("Forecast"),
        SectionName.REASONS: _tr("Why deals are lost"),
        SectionName.WON: _tr("Won per month"),
        SectionName.OWNERS: _tr("Owners"),
        SectionName.PRODUCTS: _tr("Products"),
        SectionName.SOURCES: _tr("Sources"),
        SectionName.TARGETS: _tr("Targets"),
        SectionName.KEPT: _tr("Kept forecasts"),
        SectionName.DEALS: _tr("Deals"),
        SectionName.LOST: _tr("Lost deals"),
        SectionName.PROFILES: _tr("Profiles"),
        SectionName.ACTIVITIES: _tr("Activities"),
        SectionName.FACTS: _tr("Facts"),
        SectionName.PEOPLE: _tr("People"),
        SectionName.LINES: _tr("Products"),
        SectionName.NOTES: _tr("Notes"),
        SectionName.STORY: _tr("In short"),
        SectionName.HOW: _tr("How the numbers are made"),
    }
    known = {str(key): words for key, words in common.items()}
    return known.get(name) or (own[0] if own else "")

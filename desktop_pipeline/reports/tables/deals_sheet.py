"""The deals behind a figure as a table for other programs, in one currency, so that it adds up to the figure."""

from collections.abc import Iterable, Mapping

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.queries.deals_table import DealLine
from desktop_pipeline.reports.tables.sheets import CellKind, Sheet, SheetColumn, SheetRow
from desktop_pipeline.reports.words import Words


def sheet_of_deals(
    title: str, lines: Iterable[DealLine], values: Mapping[int, int], currency: str, words: Words
) -> Sheet:
    """A row for each deal; `values` are those the figure adds up, in minor units, by the deal's id."""
    translate = words.translate
    outcomes = {DealStatus.WON: translate("Report", "Won"), DealStatus.LOST: translate("Report", "Lost")}
    columns = (
        SheetColumn(translate("Report", "Deal")),
        SheetColumn(translate("Report", "Organisation")),
        SheetColumn(translate("Report", "Stands at")),
        SheetColumn(translate("Report", "Closed"), CellKind.DAY),
        SheetColumn(translate("Report", "Value"), CellKind.MONEY),
        SheetColumn(translate("Report", "Owner")),
        SheetColumn(translate("Report", "Source")),
        SheetColumn(translate("Report", "Created"), CellKind.DAY),
    )
    rows = tuple(
        SheetRow(
            (
                line.title,
                line.organisation or line.person,
                outcomes.get(line.status, line.stage),
                line.closed_on,
                values.get(line.deal_id),
                line.owner,
                line.source,
                line.created_on,
            )
        )
        for line in lines
    )
    return Sheet(title, columns, rows, currency)

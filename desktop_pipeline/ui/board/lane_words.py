"""The words for lanes, orders, fields and densities."""

from datetime import date

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.queries.board import StageColumn
from desktop_pipeline.queries.board_cards import CardField, Order
from desktop_pipeline.queries.board_lanes import LATER, NO_DATE, OVERDUE, LaneKind, first_day
from desktop_pipeline.ui.board.looks import Density
from desktop_pipeline.ui.formats import Formats


def name_lane(column: StageColumn, formats: Formats, today: date) -> StageColumn:
    """The column with the name of its month, or of what was won in this one; a stage has its own."""
    if column.lane.kind is LaneKind.WON:
        return column._replace(name=_tr("Won in {month}").format(month=formats.month(today)))
    if column.lane.kind is not LaneKind.MONTH:
        return column
    special = {OVERDUE: _tr("Overdue"), LATER: _tr("Later"), NO_DATE: _tr("No date")}
    first = first_day(column.lane, today)
    if column.lane.number in special or first is None:
        return column._replace(name=special[column.lane.number])
    return column._replace(name=formats.month(first, with_year=first.year != today.year))


def name_order(order: Order) -> str:
    """How a column can be sorted, as its menu has it."""
    return {
        Order.HAND: _tr("By hand"),
        Order.VALUE: _tr("Value, highest first"),
        Order.CLOSE: _tr("Expected close"),
        Order.STEP: _tr("Next activity"),
        Order.SCORE: _tr("Score, best first"),
        Order.AGE: _tr("Age in the stage, longest first"),
        Order.TITLE: _tr("Title"),
        Order.WON: _tr("Won, latest first"),
    }[order]


def sorted_by(order: Order) -> str:
    """`value`, as in “sorted by value”."""
    return {
        Order.HAND: _tr("hand"),
        Order.VALUE: _tr("value"),
        Order.CLOSE: _tr("expected close"),
        Order.STEP: _tr("next activity"),
        Order.SCORE: _tr("score"),
        Order.AGE: _tr("age"),
        Order.TITLE: _tr("title"),
        Order.WON: _tr("day"),
    }[order]


def name_field(shown: CardField) -> str:
    """What can stand on a card."""
    return {
        CardField.ORGANISATION: _tr("Organisation"),
        CardField.OWNER: _tr("Owner"),
        CardField.VALUE: _tr("Value"),
        CardField.LABELS: _tr("Labels"),
        CardField.DAYS: _tr("Days in the stage"),
        CardField.STEP: _tr("Next step"),
        CardField.CRITERIA: _tr("Exit criteria"),
        CardField.SCORE: _tr("Score"),
        CardField.PRODUCTS: _tr("Products"),
        CardField.CLOSE: _tr("Expected close"),
        CardField.SOURCE: _tr("Source"),
    }[shown]


def name_density(density: Density) -> str:
    """How high the cards are."""
    return {
        Density.AUTOMATIC: _tr("Automatic"),
        Density.COMFORTABLE: _tr("Comfortable"),
        Density.COMPACT: _tr("Compact"),
    }[density]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Board", text)

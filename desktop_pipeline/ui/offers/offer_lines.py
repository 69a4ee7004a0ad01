"""The lines of an offer as a list: what is offered, a note to it, its tax and what it comes to."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.actions.offers import edit_offer, edit_offer_line, remove_offer_line
from desktop_pipeline.domain.line_items import plain_number
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.offers import OfferLine
from desktop_pipeline.queries.company import read_tax_rates
from desktop_pipeline.queries.offers import Offer
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.offers.offer_words import word_rate
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.typed import plain_amount
from desktop_pipeline.ui.widgets.lines import Column, Line, ListSpec, RowAct

_NONE = 0  # ids of taxes begin at 1


def make_lines(session: Session, formats: Formats, offer_id: int, read: Callable[[], Offer]) -> ListSpec:
    """Name, note and tax are the offer's own; quantity and price are the deal's."""
    workspace = session.workspace

    def place(row_id: int) -> int:
        return row_id - 1

    def list_rates() -> list[tuple[int, str]]:
        rows = (row for row in read_tax_rates(workspace) if row.is_active)
        return [(_NONE, word_rate(None, formats)), *((row.rate_id, word_rate(row.rate, formats)) for row in rows)]

    def keep_tax(row_id: int, key: str) -> object:
        return edit_offer_line(workspace, offer_id, place(row_id), tax_rate_id=int(key) or None)

    def list_acts(_line: Line) -> list[RowAct]:
        return [
            RowAct(_say("Leave it out"), lambda row_id: remove_offer_line(workspace, offer_id, place(row_id))),
            RowAct(
                _say("Tax on all lines…"),
                choices=list_rates,
                act_on=lambda _row_id, rate_id: edit_offer(workspace, offer_id, tax_rate_id=rate_id or None),
            ),
        ]

    def read_lines() -> list[Line]:
        document = read().document
        keys = {words: str(rate_id) for rate_id, words in list_rates()}
        return [
            _to_line(number, line, document.currency, formats, keys) for number, line in enumerate(document.lines, 1)
        ]

    return ListSpec(
        title=_say("Products"),
        advice="",
        columns=(
            Column(
                _say("Product"),
                lambda row_id, text: edit_offer_line(workspace, offer_id, place(row_id), name=text),
            ),
            Column(
                _say("Note"),
                lambda row_id, text: edit_offer_line(workspace, offer_id, place(row_id), note=text),
                width=130,
            ),
            Column(_say("Quantity"), width=70, right=True),
            Column(_say("Price"), width=84, right=True),
            Column(_say("Discount"), width=54, right=True),
            Column(_say("Tax"), keep_tax, lambda _row_id: [(str(key), words) for key, words in list_rates()], width=92),
            Column(_say("Amount"), width=90, right=True),
        ),
        read=read_lines,
        tables=frozenset(("offer", "tax_rate")),
        acts=list_acts,
    )


def _to_line(number: int, line: OfferLine, currency: str, formats: Formats, keys: Mapping[str, str]) -> Line:
    """`keys` are those of the taxes by their words."""
    tax = word_rate(line.tax, formats)
    cells = (
        line.name,
        " ".join(line.note.split()),
        _decimals(line.quantity, formats),
        "" if line.price is None else plain_amount(Money(line.price, currency), formats),
        "" if line.discount is None else f"{_decimals(line.discount, formats)}\N{NO-BREAK SPACE}%",
        tax,
        plain_amount(Money(line.amount, currency), formats),
    )
    return Line(number, cells, (line.name, line.note, *cells[2:5], keys.get(tax, ""), cells[6]))


def _decimals(number: Decimal, formats: Formats) -> str:
    return formats.number(number, len(plain_number(number).partition(".")[2]))


def _say(text: str) -> str:
    return QCoreApplication.translate("Offers", text)

"""The states of offers, and of what the settings say of the company that makes them."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from desktop_pipeline.actions import Workspace
from desktop_pipeline.actions.company import edit_offer_settings, set_logo
from desktop_pipeline.actions.line_items import edit_line
from desktop_pipeline.actions.offers import accept_offer, decline_offer, edit_offer, make_offer, send_offer
from desktop_pipeline.domain.offers import OfferState
from desktop_pipeline.ui.deal.row_pieces import show_menu
from desktop_pipeline.ui.deal.sheet_columns import SheetPage

if TYPE_CHECKING:
    from tests.gallery import Stage

_SOLD = (
    "select li.deal_id from line_item li join deal d on d.id = li.deal_id where d.status = 'open'"
    " and d.deleted_at is null group by 1 having count(*) > 1 and count(li.amount) = count(*) order by 1 limit 1"
)
_LONG = "Treppengeländeroberflächenbehandlung und anderes mehr, wie am Telefon besprochen"
Shots = Iterator[tuple[str, QWidget]]


def shoot_offers(stage: "Stage") -> Shots:
    """The block of a deal's panel with offers in every state, and what opens from it."""
    stage.enter()
    workspace = stage.workspace
    tell_company(workspace)
    deal = stage.number(_SOLD)
    *_earlier, sent, draft = _make_offers(workspace, deal)
    stage.page.open_deal(deal)
    stage.settle()
    stage.page.toast.hide()
    panel = stage.page.panel
    panel.columns.tabs.choose(SheetPage.PRODUCTS)
    panel.columns.right.ensureWidgetVisible(panel.offers)
    stage.settle()
    yield "offers", stage.window
    block = panel.offers
    place = block.named(f"offer:{draft}")
    assert place is not None
    block.acts.edit(draft, place)
    yield from stage.dialog("offer-dialog")
    # Long words, no tax, and products that changed since.
    edit_offer(workspace, draft, subject=_LONG * 3, recipient="\n".join([_LONG] * 6), tax_rate_id=None)
    line = int(workspace.value("select id from line_item where deal_id = ? order by position", (deal,)))
    edit_line(workspace, line, at=workspace.now(), quantity=Decimal("123456.789"), discount=Decimal("12.5"))
    block.acts.edit(draft, place)
    yield from stage.dialog("offer-dialog-behind")
    place = block.named(f"offer:{sent}")
    row = next(row for row in block.offers if row.offer_id == sent)
    assert place is not None
    show_menu(stage.theme, place, block.choices(row, place))
    yield from stage.dialog("offer-menu")
    for answer in (OfferState.ACCEPTED, OfferState.DECLINED):
        block.acts.ask_answer(row, answer, place, can_win=True)
        yield from stage.dialog(f"offer-{answer.value}")


def tell_company(workspace: Workspace) -> None:
    """What the sample company leaves open: its logo, and why it charges no tax."""
    set_logo(workspace, _paint_logo())
    edit_offer_settings(workspace, tax_note="No VAT is charged on work abroad.")


def _make_offers(workspace: Workspace, deal: int) -> list[int]:
    """Declined, run out, accepted, sent, and a draft."""
    today = workspace.today()

    def ago(days: int) -> date:
        return today - timedelta(days=days)

    declined, over, accepted, sent, draft = (make_offer(workspace, deal, on=ago(days)) for days in (60, 45, 20, 2, 0))
    for offer, days in ((declined, 58), (over, 45), (accepted, 19), (sent, 0)):
        send_offer(workspace, offer, on=ago(days))
    decline_offer(workspace, declined, on=ago(50), note="Too dear; asks for oak veneer instead of solid oak")
    accept_offer(workspace, accepted, on=ago(1))
    return [declined, over, accepted, sent, draft]


def _paint_logo() -> bytes:
    from desktop_pipeline.ui.settings.logo_reading import encode_logo  # noqa: PLC0415 - Qt's pictures come with it

    image = QImage(600, 160, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    for place, colour in enumerate(("#2f4b3c", "#8a5a2b", "#c7a26b")):
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(20 + 190 * place, 20, 170, 120, 24, 24)
    painter.end()
    return encode_logo(image)

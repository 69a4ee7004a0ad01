from datetime import timedelta
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QApplication

from desktop_pipeline.actions.company import add_tax_rate
from desktop_pipeline.actions.offers import make_offer, send_offer
from desktop_pipeline.ui.deal.offers_block import OfferLine, OffersBlock
from tests.ui.deal.conftest import World, clock, workspace, world

__all__ = ["Counter", "clock", "counter", "workspace", "world"]


class Counter:
    """The offers of the deal in the panel, and how one comes to them."""

    def __init__(self, world: World) -> None:
        self.world = world

    @property
    def block(self) -> OffersBlock:
        return self.world.panel.offers

    def make(self, days_ago: int = 0) -> int:
        today = self.world.session.today()
        return make_offer(self.world.workspace, self.world.deal_id, on=today - timedelta(days=days_ago))

    def send(self, days_ago: int = 0) -> int:
        offer = self.make(days_ago)
        send_offer(self.world.workspace, offer, on=self.world.session.today() - timedelta(days=days_ago))
        return offer

    def line(self, offer_id: int) -> OfferLine:
        # Rows that were made anew are shown in the next turn.
        QApplication.processEvents()
        line = self.block.named(f"offer:{offer_id}")
        assert isinstance(line, OfferLine)
        return line

    def has_keys(self, offer_id: int) -> bool:
        """Whether the keys are at an offer, or will be once the window is active again."""
        return self.world.window.focusWidget() is self.line(offer_id)

    def state(self, offer_id: int) -> str:
        return str(self.world.workspace.value("select state from offer where id = ?", (offer_id,)))


@pytest.fixture
def counter(world: World) -> Counter:
    add_tax_rate(world.workspace, "VAT", Decimal(21))
    add_tax_rate(world.workspace, "Reduced", Decimal("9.5"))
    return Counter(world)

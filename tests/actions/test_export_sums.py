"""The summary of an export counts money as every figure does: an outcome at the rate of its day (METRICS §0)."""

from datetime import date
from decimal import Decimal

from desktop_pipeline.actions.currencies import add_currency, add_rate
from desktop_pipeline.actions.deals import win_deals
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.exporting.deals_out import read_all_ids, read_deals
from desktop_pipeline.actions.exporting.gathering import Gathering
from desktop_pipeline.domain.money import Money
from tests.workspaces import Desk


def test_what_was_won_keeps_the_rate_of_its_day(desk: Desk) -> None:
    francs = add_currency(desk.workspace, "CHF")
    add_rate(desk.workspace, francs, from_on=date(2026, 1, 5), rate=Decimal("1.10"))
    add_rate(desk.workspace, francs, from_on=date(2026, 1, 7), rate=Decimal(2))
    first, second, running = desk.deal("Won"), desk.deal("Won too"), desk.deal("Open")
    for deal_id in (first, second, running):
        edit_deal(desk.workspace, deal_id, at=desk.now, value=Money(100_00, "CHF"))
    win_deals(desk.workspace, [first, second], at=desk.later())
    desk.later(days=3)
    with desk.workspace.reading() as view:
        gathering = Gathering(view, view.today())
        assert len(list(gathering.pass_by(read_deals(view, read_all_ids(view))))) == 3
        told = {name: figure for name, figure, *_ in gathering.summarise("Deals", "all", with_deals=True).figures}
    # Two at 1.10, the open one at 2.
    assert (told["Won value (EUR)"], told["Open value (EUR)"]) == (220.0, 200.0)
    assert "Left out of the sums, no exchange rate" not in told

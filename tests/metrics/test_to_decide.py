"""The open deals that need a decision, worked by hand (METRICS §15)."""

from desktop_pipeline.metrics.changing.hygiene import Flag
from desktop_pipeline.metrics.changing.to_decide import DealToDecide, ToDecide, find_to_decide
from desktop_pipeline.metrics.telling.asked import Asked
from tests.metrics.histories import CALL, YEAR, Doing, Story, created, deal, lost, moment_at

AHEAD = (Doing(CALL, due="2024-07-02"),)


def _find(*stories: Story, most: int = 10) -> ToDecide:
    return find_to_decide(Asked(moment_at("2024-06-30", *stories), YEAR), most)


def test_flagged_and_slow_deals_stand_in_order_of_value_and_all_of_them_are_counted() -> None:
    company = (
        deal(1, created("2024-06-20")),
        deal(2, created("2024-06-20", value=100), doings=AHEAD),
        deal(3, created("2024-06-01", value=900), doings=AHEAD),  # for 29 days where 14 are usual
        deal(4, created("2024-06-20", value=50)),
        deal(5, created("2024-06-01", value=500), lost("2024-06-21")),
    )
    slow = DealToDecide(3, 900, (), is_slow=True)
    idle = DealToDecide(4, 50, (Flag.NO_NEXT_STEP,), is_slow=False)
    bare = DealToDecide(1, None, (Flag.NO_NEXT_STEP, Flag.VALUE_MISSING), is_slow=False)
    assert _find(*company) == ToDecide((slow, idle, bare), deals=3, value=950, active=4)
    assert _find(*company, most=1) == ToDecide((slow,), deals=3, value=950, active=4)
    assert _find(company[0]) == ToDecide((bare,), deals=1, value=None, active=1)
    assert _find() == ToDecide((), deals=0, value=0, active=0)

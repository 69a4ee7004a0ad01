"""Figures of each owner, product, industry, source and label, and the filters that give the same."""

from desktop_pipeline.metrics.closing.breakdown import Breakdown, Row
from desktop_pipeline.metrics.history import UNKNOWN, History
from desktop_pipeline.metrics.selection import Selection
from tests.metrics.histories import (
    ANN,
    BEN,
    CAY,
    LATHE,
    SAW,
    YEAR,
    YEAR_END,
    created,
    deal,
    history_of,
    lost,
    owned,
    won,
    work_out,
)

COMPANY = history_of(
    deal(1, created("2024-01-01", value=900, owner=ANN), won("2024-01-31"), industry=1, products=((SAW, None),)),
    deal(2, created("2024-01-01", value=101, owner=ANN), lost("2024-02-10"), industry=2, labels=(1, 2)),
    deal(
        3,
        created("2024-01-01", value=1000, owner=BEN),
        won("2024-03-01"),
        industry=1,
        products=((SAW, 100), (LATHE, 200), (SAW, 0)),
    ),
    deal(4, created("2024-01-01", value=400, owner=ANN), owned("2024-06-01", BEN), source=1, labels=(2,)),
    deal(5, created("2024-01-01", value=50), won("2024-03-01")),
)


def _row(history: History, by: Breakdown, key: int, selection: Selection | None = None) -> Row:
    rows = work_out(history, YEAR_END, YEAR, selection or Selection()).by[by]
    return next(row for row in rows if row.key == key)


def test_an_owners_row_holds_the_deals_that_were_theirs_at_the_event() -> None:
    ann = _row(COMPANY, Breakdown.OWNER, ANN)
    assert (ann.name, ann.active, ann.won, ann.lost, ann.won_value) == ("Ann", 0, 1, 1, 900)
    assert (ann.win_rate.value, ann.mean_size, ann.cycle_mean) == (0.5, 900, 30)
    assert _row(COMPANY, Breakdown.OWNER, BEN).active == 1


def test_an_owner_without_closed_deals_has_no_win_rate() -> None:
    cay = _row(COMPANY, Breakdown.OWNER, CAY)
    assert (cay.win_rate.value, cay.win_rate.n, cay.mean_size, cay.cycle_mean) == (None, 0, None, None)
    assert (cay.active, cay.won_value) == (0, 0)


def test_deals_of_nobody_stand_last_in_a_row_without_a_name() -> None:
    rows = work_out(COMPANY, YEAR_END, YEAR).by[Breakdown.OWNER]
    assert [row.name for row in rows] == ["Ann", "Ben", "Cay", None]
    assert (rows[-1].key, rows[-1].won_value) == (UNKNOWN, 50)


def test_a_deal_with_two_products_counts_once_in_each_row_with_its_value_split() -> None:
    saw, lathe = (_row(COMPANY, Breakdown.PRODUCT, product) for product in (SAW, LATHE))
    assert (saw.won, saw.won_value) == (2, 900 + 333)
    assert (lathe.won, lathe.won_value) == (1, 667)
    assert work_out(COMPANY, YEAR_END, YEAR).won.value == 900 + 1000 + 50


def test_products_of_unknown_amounts_share_evenly_and_to_the_last_cent() -> None:
    history = history_of(
        deal(1, created("2024-01-01", value=1001), won("2024-02-01"), products=((SAW, None), (LATHE, 7))),
        deal(2, created("2024-01-01", value=101), won("2024-02-01"), products=((LATHE, 0), (SAW, 0))),
        deal(3, created("2024-01-01"), won("2024-02-01"), products=((LATHE, 5), (SAW, 5))),
    )
    saw, lathe = (_row(history, Breakdown.PRODUCT, product) for product in (SAW, LATHE))
    assert (saw.won_value, lathe.won_value) == (500 + 51, 501 + 50)
    assert (saw.won, saw.mean_size) == (3, 276)


def test_a_discount_line_makes_the_split_even() -> None:
    history = history_of(
        deal(1, created("2024-01-01", value=1000), won("2024-02-01"), products=((SAW, 1200), (LATHE, -200))),
    )
    assert [_row(history, Breakdown.PRODUCT, product).won_value for product in (SAW, LATHE)] == [500, 500]


def test_a_deal_of_unknown_creation_is_out_of_its_owners_cycle() -> None:
    history = history_of(
        deal(1, created("2024-01-01", owner=ANN), won("2024-01-31")),
        deal(2, created("2024-01-01", owner=ANN), won("2024-05-01"), created_known=False),
    )
    assert _row(history, Breakdown.OWNER, ANN).cycle_mean == 30


def test_values_too_large_for_64_bits_are_split_exactly() -> None:
    whole = 9_999_999_999_999_999
    history = history_of(
        deal(1, created("2024-01-01", value=whole), won("2024-02-01"), products=((SAW, 10**15), (LATHE, 2 * 10**15))),
    )
    assert _row(history, Breakdown.PRODUCT, SAW).won_value == whole // 3
    assert _row(history, Breakdown.PRODUCT, LATHE).won_value == whole - whole // 3


def test_sums_beyond_64_bits_are_exact() -> None:
    history = history_of(
        *(deal(n, created("2024-01-01", value=10**16 - 1, owner=ANN), won("2024-02-01")) for n in range(1, 1001))
    )
    assert work_out(history, YEAR_END, YEAR).won.value == 10**19 - 1000
    assert _row(history, Breakdown.OWNER, ANN).won_value == 10**19 - 1000


def test_labels_count_a_deal_in_each_row_with_its_whole_value() -> None:
    hot, key = (_row(COMPANY, Breakdown.LABEL, label) for label in (1, 2))
    assert (hot.lost, hot.active, key.lost, key.active) == (1, 0, 1, 1)


def test_the_totals_under_a_filter_are_the_row_of_it() -> None:
    for by, key, selection in (
        (Breakdown.OWNER, ANN, Selection(owner=ANN)),
        (Breakdown.OWNER, UNKNOWN, Selection(owner=UNKNOWN)),
        (Breakdown.PRODUCT, SAW, Selection(product=SAW)),
        (Breakdown.PRODUCT, UNKNOWN, Selection(product=UNKNOWN)),
        (Breakdown.INDUSTRY, 1, Selection(industry=1)),
        (Breakdown.SOURCE, 1, Selection(source=1)),
        (Breakdown.LABEL, 2, Selection(label=2)),
    ):
        overview, row = work_out(COMPANY, YEAR_END, YEAR, selection), _row(COMPANY, by, key)
        assert (overview.active.deals, overview.won.deals, overview.won.value) == (row.active, row.won, row.won_value)
        assert (overview.win_rate, overview.deal_size.mean) == (row.win_rate, row.mean_size)
        assert overview.cycle.won.mean == row.cycle_mean
        assert overview.by[by] == (row,)


def test_filters_narrow_each_other() -> None:
    overview = work_out(COMPANY, YEAR_END, YEAR, Selection(owner=BEN, product=SAW, industry=1))
    assert (overview.won.deals, overview.won.value) == (1, 333)

"""Fisher's test and Holm's correction against scipy and statsmodels (METRICS §16)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_pipeline.metrics.people.exact_tests import correct_by_holm, fisher_exact
from tests.metrics import told_by_others

# Small cells make many tables that are exactly as likely as one another.
cells = st.one_of(st.integers(0, 6), st.integers(0, 400))
chances = st.lists(st.one_of(st.floats(0, 1), st.sampled_from((0.0, 0.01, 0.02, 0.5, 1.0))), min_size=1, max_size=30)


def test_the_tea_taster_by_hand() -> None:
    # 3 of 4 right: of C(8, 4) = 70 tables 2·(16 + 1) are as unlikely or more.
    assert fisher_exact(3, 1, 1, 3) == pytest.approx(34 / 70)
    assert fisher_exact(4, 0, 0, 4) == pytest.approx(2 / 70)


def test_a_table_with_an_empty_row_or_column_says_nothing() -> None:
    assert [fisher_exact(*table) for table in ((0, 0, 3, 4), (3, 4, 0, 0), (0, 5, 0, 9), (5, 0, 9, 0), (0,) * 4)] == [
        1.0
    ] * 5


@given(table=st.tuples(cells, cells, cells, cells))
@settings(max_examples=500, deadline=None)
def test_it_is_the_p_of_scipy(table: tuple[int, int, int, int]) -> None:
    expected = told_by_others.fisher_p([table[:2], table[2:]])
    assert fisher_exact(*table) == pytest.approx(expected, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("table", [(14, 8, 60, 180), (900, 100, 800, 200), (20_000, 30_000, 19_000, 31_000)])
def test_it_is_the_p_of_scipy_in_large_tables_too(table: tuple[int, int, int, int]) -> None:
    assert fisher_exact(*table) == pytest.approx(told_by_others.fisher_p([table[:2], table[2:]]), rel=1e-7, abs=1e-12)


def test_holm_by_hand() -> None:
    # In order: 4 × 0.01, 3 × 0.02, 2 × 0.03 (never below the one before), 1 × 0.04 (likewise).
    assert correct_by_holm([0.04, 0.01, 0.03, 0.02]) == pytest.approx([0.06, 0.04, 0.06, 0.06])
    assert (correct_by_holm([]), correct_by_holm([0.7, 0.9])) == ([], [1.0, 1.0])


@given(asked=chances)
@settings(max_examples=25, deadline=None)  # statsmodels collects all garbage first, each time
def test_it_is_the_correction_of_statsmodels(asked: list[float]) -> None:
    assert correct_by_holm(asked) == pytest.approx(told_by_others.holm(asked), rel=1e-9, abs=1e-9)

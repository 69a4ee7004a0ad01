from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from desktop_pipeline.domain.periods import Period, add_months
from desktop_pipeline.domain.target_book import TargetBook, open_book
from desktop_pipeline.domain.targets import Target, TargetMeasure, TargetScope, TargetSpan

JUNE = Target(TargetScope.COMPANY, None, TargetSpan.MONTH, date(2026, 6, 1), TargetMeasure.MONEY, 4_000)
QUARTER = replace(JUNE, span=TargetSpan.QUARTER, starts_on=date(2026, 4, 1), amount=10_000)
YEAR = replace(JUNE, span=TargetSpan.YEAR, starts_on=date(2026, 1, 1), amount=60_000)


def test_a_month_goes_by_its_own_target_before_its_quarters_and_its_years() -> None:
    book = TargetBook((YEAR, QUARTER, JUNE))
    assert [book.of_month(date(2026, month, 1)) for month in (3, 4, 5, 6)] == [5_000, 3_333, 3_333, 4_000]
    assert book.of_month(date(2027, 1, 1)) is None


def test_a_quarter_goes_by_its_own_target_before_what_its_months_add_up_to() -> None:
    quarter = QUARTER.period
    months = tuple(replace(JUNE, starts_on=add_months(date(2026, 4, 1), step)) for step in range(3))
    assert TargetBook(months).of(quarter) == 12_000
    assert TargetBook((*months, QUARTER)).of(quarter) == 10_000
    assert TargetBook(months[:2]).of(quarter) is None
    assert TargetBook((*months, QUARTER)).differing() == [(QUARTER, 12_000)]


def test_a_book_holds_the_targets_of_one_holder_and_measure() -> None:
    others = [replace(JUNE, scope=TargetScope.OWNER, of=1), replace(JUNE, measure=TargetMeasure.COUNT)]
    assert open_book([JUNE, *others], TargetScope.COMPANY, None).targets == (JUNE,)
    assert open_book([JUNE, *others], TargetScope.OWNER, 1).targets == (others[0],)


@given(st.integers(1, 10**15), st.sampled_from((TargetSpan.QUARTER, TargetSpan.YEAR)), st.integers(0, 30))
def test_the_months_of_a_target_add_up_to_it(amount: int, span: TargetSpan, off: int) -> None:
    target = replace(JUNE, span=span, amount=amount, starts_on=add_months(date(2026, 1, 1), off))
    months = [add_months(target.starts_on, step) for step in range(span.months)]
    book = TargetBook((target,))
    shares = [book.of_month(month) or 0 for month in months]
    assert sum(shares) == amount
    assert max(shares) - min(shares) <= 1
    assert book.of(Period(months[0], add_months(months[-1], 1))) == amount

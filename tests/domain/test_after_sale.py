from datetime import date

import pytest

from desktop_pipeline.domain.after_sale import (
    LONGEST_WORDS,
    USUAL_CHECKLIST,
    Mood,
    Purpose,
    check_churn_months,
    check_retry,
    check_score,
    clean_words,
    judge_score,
    retry_day,
)
from desktop_pipeline.domain.errors import InvalidError


def test_scores_are_banded_as_surveys_do() -> None:
    moods = [judge_score(score) for score in range(11)]
    assert moods == [Mood.UNHAPPY] * 7 + [Mood.CONTENT] * 2 + [Mood.HAPPY] * 2


@pytest.mark.parametrize("score", [-1, 11, 1_000])
def test_other_scores_are_refused(score: int) -> None:
    with pytest.raises(InvalidError, match="0 to 10"):
        check_score(score)


def test_the_shipped_checklist_asks_all_there_is_to_ask_in_its_order() -> None:
    days = [step.after_days for step in USUAL_CHECKLIST]
    assert days == sorted(days)
    assert {step.purpose for step in USUAL_CHECKLIST} == set(Purpose) - {Purpose.OWN}
    assert {30, 90} <= {step.after_days for step in USUAL_CHECKLIST if step.purpose is Purpose.CHECK_IN}


def test_a_retry_keeps_the_day_of_the_month_where_there_is_one() -> None:
    assert retry_day(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert check_retry(date(2026, 1, 6), date(2026, 1, 5)) == date(2026, 1, 6)
    for day in (date(2026, 1, 5), date(2025, 1, 1)):
        with pytest.raises(InvalidError, match="still to come"):
            check_retry(day, date(2026, 1, 5))


def test_words_are_trimmed_and_have_an_end() -> None:
    assert clean_words("  glued \n") == "glued"
    with pytest.raises(InvalidError, match="4,000"):
        clean_words("x" * (LONGEST_WORDS + 1))


@pytest.mark.parametrize("months", [0, -3, 121])
def test_months_of_churn_have_bounds(months: int) -> None:
    with pytest.raises(InvalidError):
        check_churn_months(months)
    assert check_churn_months(1) == 1

"""What the screens of a review say."""

import pytest
from PySide6.QtCore import QLocale

from desktop_pipeline.domain.reviews import Standing
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.review.review_words import say_effort, say_standing


@pytest.mark.parametrize(("minutes", "said"), [(11, "11 min"), (125, "2 h 5 min"), (31_970, "532 h")])
def test_how_long_a_review_takes_is_told_in_hours_where_it_takes_some(minutes: int, said: str) -> None:
    assert say_effort(minutes, Formats(QLocale("en_GB"))) == said


def test_deals_without_a_known_value_are_not_told_to_be_worth_nothing() -> None:
    said = say_standing(Standing(deals=3, value=0, weighted=0, with_step=1), "EUR", Formats(QLocale("en_GB")))
    assert said == ["3 open deals", "no values yet"]

"""What the screens of a review say."""

import pytest
from PySide6.QtCore import QLocale

from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.review.review_words import say_effort


@pytest.mark.parametrize(("minutes", "said"), [(11, "11 min"), (125, "2 h 5 min"), (31_970, "532 h")])
def test_how_long_a_review_takes_is_told_in_hours_where_it_takes_some(minutes: int, said: str) -> None:
    assert say_effort(minutes, Formats(QLocale("en_GB"))) == said

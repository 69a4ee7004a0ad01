"""What the screens of a review say."""

import pytest
from PySide6.QtCore import QLocale

from desktop_pipeline.domain.reviews import Standing
from desktop_pipeline.queries.review_plan import ReviewSummary
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.review.review_words import say_effort, say_standing
from tests.ui.review.conftest import Room


@pytest.mark.parametrize(("minutes", "said"), [(11, "11 min"), (125, "2 h 5 min"), (31_970, "532 h")])
def test_how_long_a_review_takes_is_told_in_hours_where_it_takes_some(minutes: int, said: str) -> None:
    assert say_effort(minutes, Formats(QLocale("en_GB"))) == said


def test_deals_without_a_known_value_are_not_told_to_be_worth_nothing() -> None:
    said = say_standing(Standing(deals=3, value=0, weighted=0, with_step=1), "EUR", Formats(QLocale("en_GB")))
    assert said == ["3 open deals", "no values yet"]


def test_what_is_worth_something_only_now_is_not_told_to_have_been_worth_nothing(room: Room) -> None:
    unknown, known = Standing(3, 0, 0, 1), Standing(3, 60_000, 20_000, 1)
    room.begin()
    side, closing = room.page.walk.summary, room.page.closing

    def tell(before: Standing, now: Standing) -> list[str]:
        rows = []
        for shown in (side, closing):
            shown.show_summary(ReviewSummary("EUR", before, now))
            rows += [row.accessibleName().partition(": ")[2] for row in (shown.value, shown.weighted)]
        return rows

    assert tell(unknown, unknown) == ["–. as before", "–. as before", "–. was –", "–. was –"]
    assert tell(unknown, known) == ["€600. was –", "€200. was –"] * 2
    assert tell(known, unknown) == ["–. was €600", "–. was €200"] * 2
    assert tell(known, known)[:2] == ["€600. as before", "€200. as before"]

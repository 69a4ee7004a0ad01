"""Parts of one bar on the pages of Insights are told apart by every eye and on a greyscale print."""

import pytest

from desktop_pipeline.ui.theme import Tokens, read_tokens
from tests.colour_vision import distance, lightness_apart

LEAST_DISTANCE = 9.0  # as the ramp's neighbours
LEAST_STEP = 7.0


def neighbours(tokens: Tokens) -> list[tuple[str, str]]:
    """Areas that touch: moved on and what came in further down, moved on and lost there, won and lost and undecided.

    What is undecided is striped, and each bar of the movement has its name and its sign.
    """
    return [
        (tokens.bar, tokens.ramp[1]),
        (tokens.bar, tokens.hover),
        (tokens.amberMark, tokens.hover),
        (tokens.greenMark, tokens.line2),
        (tokens.greenMark, tokens.surface),
        (tokens.line2, tokens.surface),
    ]


def test_areas_that_touch_differ_by_day_and_on_paper() -> None:
    for one, other in neighbours(read_tokens("light")):
        assert distance(one.lower(), other.lower()) >= LEAST_DISTANCE, (one, other)
        assert lightness_apart(one.lower(), other.lower()) >= LEAST_STEP, (one, other)


@pytest.mark.parametrize("place", range(6))
def test_areas_that_touch_differ_by_night(place: int) -> None:
    one, other = neighbours(read_tokens("dark"))[place]
    assert distance(one.lower(), other.lower()) >= LEAST_DISTANCE

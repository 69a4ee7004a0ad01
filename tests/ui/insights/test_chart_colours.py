"""What the charts paint is told apart by every eye and on a greyscale print, in light and in dark."""

from itertools import combinations

import pytest
from PySide6.QtWidgets import QApplication

from desktop_pipeline.domain.hygiene import Pace
from desktop_pipeline.ui.charts.mark_chart import MarkChart
from desktop_pipeline.ui.charts.stay_rows import StayRows
from desktop_pipeline.ui.theme import ThemeName, read_tokens
from tests.colour_vision import distance, lightness_apart, main_colours
from tests.ui.insights.rooms import Room

LEAST_DISTANCE = 9.0  # as the ramp's neighbours
LEAST_STEP = 7.0


@pytest.fixture(params=["light", "dark"])
def dressed(company: Room, request: pytest.FixtureRequest, qapp: QApplication) -> tuple[Room, ThemeName]:
    name: ThemeName = request.param
    theme = company.page._theme
    theme._name, theme._tokens = name, read_tokens(name)
    theme._colours.clear()
    theme.changed.emit()
    return company, name


def fills_of(chart: MarkChart, name: ThemeName) -> set[str]:
    """The colours of areas: none of those that only text, grid and ground have."""
    tokens = read_tokens(name)
    quiet = {
        # What a chart is grabbed on where a test before this one dressed the application.
        tokens.chrome,
        tokens.canvas,
        tokens.surface,
        tokens.ink,
        tokens.ink2,
        tokens.ink3,
        tokens.line,
        tokens.line2,
        tokens.amber,
    }
    known = {colour.lower() for colour in (*tokens.roles().values(), *tokens.ramp)}
    return (main_colours(chart.grab().toImage()) & known) - {colour.lower() for colour in quiet}


def test_areas_of_a_chart_are_told_apart_by_every_eye_and_in_greyscale(dressed: tuple[Room, ThemeName]) -> None:
    room, name = dressed
    page = room.overview_page
    marks = {read_tokens(name).greenMark.lower(), read_tokens(name).amberMark.lower()}
    seen = 0
    for chart in (page.stops.chart, page.reasons.chart, page.health.chart, page.flow.chart, page.won.chart):
        fills = fills_of(chart, name)
        assert len(fills) > 1, type(chart)
        for one, other in combinations(sorted(fills), 2):
            assert distance(one, other) >= LEAST_DISTANCE, (type(chart), one, other)
            # The row that is won and the marked one say in words too what they are; the dark is never printed.
            if name == "light" and not marks >= {one, other}:
                assert lightness_apart(one, other) >= LEAST_STEP, (type(chart), one, other)
            seen += 1
    assert seen > 6


def test_slow_and_stuck_differ_in_shape(company: Room) -> None:
    chart = company.overview_page.days.chart
    assert isinstance(chart, StayRows)
    image = chart.grab().toImage()
    areas: dict[Pace, set[int]] = {}
    for index, dot in chart._dots.items():
        place = chart.marks[index].place.toRect()
        ground = image.copy(place).convertToFormat(image.format())
        colour = chart._theme.color("amberMark" if dot.pace is Pace.SLOW else "redMark").rgb()
        cells = {(x, y) for x in range(ground.width()) for y in range(ground.height()) if ground.pixel(x, y) == colour}
        if dot.pace is not Pace.USUAL and cells:
            rows = [sum(1 for x, y in cells if y == line) for line in {y for _x, y in cells}]
            areas.setdefault(dot.pace, set()).add(max(rows) - min(rows))
    assert set(areas) == {Pace.SLOW, Pace.STUCK}
    # A square on its corner narrows to a point, a disc does not.
    assert min(areas[Pace.STUCK]) > max(areas[Pace.SLOW])

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from desktop_pipeline.metrics.rates import rate_of
from desktop_pipeline.ui.charts.forecast_calibration import CalledDeals, ForecastCalibration
from desktop_pipeline.ui.charts.forecast_look import forecast_look, make_scale
from desktop_pipeline.ui.charts.forecast_months import (
    ForecastMonths,
    Layer,
    MonthBar,
    MonthWords,
    layer_colour,
    paint_months,
)
from desktop_pipeline.ui.charts.forecast_past import ForecastPast, PastMonth
from desktop_pipeline.ui.charts.ticks import find_ticks
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme
from tests.colour_vision import distance, lightness_apart, main_colours

WORDS = MonthWords(("Won", "Committed", "Best case", "Weighted rest", "Not started yet"), "middle", "8 in 10", "target")
JUNE = date(2026, 6, 1)


def bar(month: int, *amounts: int, band: tuple[int, int, int] | None = None, target: int | None = None) -> MonthBar:
    layers = tuple(Layer(amount * 100_000) for amount in (*amounts, 0, 0, 0, 0, 0)[:5])
    low, middle, high = (None, None, None) if band is None else tuple(value * 100_000 for value in band)
    wanted = None if target is None else target * 100_000
    return MonthBar(date(2026, month, 1), layers, low, middle, high, wanted, "", f"month {month}")


def paint(theme: Theme, formats: Formats, *bars: MonthBar) -> QImage:
    image = QImage(600, 300, QImage.Format.Format_RGB32)
    image.fill(theme.color("surface"))
    painter = QPainter(image)
    paint_months(painter, QRectF(image.rect()), forecast_look(theme), formats, bars, "EUR", WORDS)
    painter.end()
    return image


def colours(image: QImage) -> set[str]:
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(40, image.height())}


@pytest.fixture(params=["light", "dark"])
def look(request: pytest.FixtureRequest, theme: Theme, qapp: QApplication) -> Iterator[Theme]:
    theme.apply(qapp, request.param)
    yield theme
    theme.apply(qapp, "light")


def test_neighbouring_layers_are_apart_for_every_eye_and_in_greyscale(look: Theme, formats: Formats) -> None:
    shown = main_colours(paint(look, formats, bar(5, 10, 10, 10, 10), bar(6, 10, 10, 10, 10, band=(5, 20, 60))))
    layers = [layer_colour(forecast_look(look), layer).name() for layer in range(4)]
    assert set(layers) <= shown
    for one, other in pairwise(layers):
        assert distance(one, other) >= 10
        assert lightness_apart(one, other) >= 8
    band, ground = look.color("accentSoft").name(), look.color("surface").name()
    assert band in shown
    assert all(distance(layer, paler) >= 10 for layer in layers for paler in (band, ground))


def test_a_mark_outside_its_range_is_apart_from_range_and_ground_for_every_eye(look: Theme) -> None:
    marks = forecast_look(look)
    for other in (marks.ramp[0], marks.ground):
        assert distance(marks.mark.name(), other.name()) >= 10
        assert distance(marks.ink.name(), other.name()) >= 10


def test_every_layer_is_painted_in_a_colour_of_its_own(look: Theme, formats: Formats) -> None:
    ramp = forecast_look(look)
    shown = colours(paint(look, formats, bar(6, 10, 10, 10, 10)))
    assert {layer_colour(ramp, layer).name() for layer in range(4)} <= shown


def test_a_layer_of_nothing_and_a_month_of_nothing_are_not_painted(look: Theme, formats: Formats) -> None:
    ramp = forecast_look(look)
    shown = colours(paint(look, formats, bar(5), bar(6, 10)))
    assert layer_colour(ramp, 0).name() in shown
    assert layer_colour(ramp, 1).name() not in shown


def test_bands_of_one_month_and_huge_amounts_find_their_room(look: Theme, formats: Formats) -> None:
    far = bar(6, 10**9, band=(0, 10**9, 2 * 10**9), target=3 * 10**9)
    image = paint(look, formats, far)
    assert forecast_look(look).band.name() in colours(image)


def test_marks_stand_where_their_layers_are_painted(theme: Theme, formats: Formats) -> None:
    chart = ForecastMonths(theme, formats, WORDS)
    chart.resize(600, 300)
    chart.show_bars([bar(5, 40), bar(6, 20, 10, band=(20, 35, 60), target=45)], "EUR")
    assert [mark.said for mark in chart.marks] == ["month 5", "month 6"]
    assert chart.marks[0].place.right() < chart.marks[1].place.left() + 1
    assert all(chart.rect().contains(mark.place.toAlignedRect()) for mark in chart.marks)
    chart.show_bars([], "EUR")
    assert chart.marks == ()


def test_a_month_that_ended_outside_its_range_is_marked_by_shape_and_colour(theme: Theme, formats: Formats) -> None:
    inside = PastMonth(JUNE, 10, 20, 30, 20, 15, "inside")
    outside = PastMonth(JUNE, 10, 20, 30, 31, 15, "outside")
    assert inside.is_inside
    assert not outside.is_inside
    chart = ForecastPast(theme, formats)
    chart.resize(400, 160)
    chart.show_months([inside], "EUR")
    amber = theme.color("amberMark").name()
    assert amber not in colours(chart.grab().toImage())
    chart.show_months([outside], "EUR")
    assert amber in colours(chart.grab().toImage())


def test_calls_without_a_deal_have_no_dot(theme: Theme, formats: Formats) -> None:
    chart = ForecastCalibration(theme, formats, ("called", "came"))
    chart.resize(400, 200)
    chart.show_groups([CalledDeals(0.2, rate_of(2, 9), "two"), CalledDeals(0.9, rate_of(0, 0), "none")])
    assert [mark.said for mark in chart.marks] == ["two"]
    assert not chart.grab().isNull()


@pytest.mark.parametrize(("highest", "currency"), [(0, "EUR"), (1, "JPY"), (99_999, "EUR"), (10**16, "KWD")])
def test_a_scale_holds_the_highest_amount_with_five_ticks_at_most(
    theme: Theme, formats: Formats, highest: int, currency: str
) -> None:
    scale = make_scale(QRectF(0, 0, 400, 200), forecast_look(theme), formats, highest, currency, foot=20)
    assert len(scale.ticks) <= 5
    assert scale.ticks[-1] >= highest
    assert scale.plot.top() <= scale.y(highest) <= scale.plot.bottom()


def test_ticks_are_round_and_whole_where_asked() -> None:
    assert find_ticks(87) == [0, 25, 50, 75, 100]
    assert find_ticks(2, whole=True) == [0, 1, 2]
    assert find_ticks(0) == [0]

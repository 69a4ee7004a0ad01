"""How charts look on paper."""

from functools import cache

from PySide6.QtGui import QColor

from desktop_pipeline.ui.charts.forecast_look import ForecastLook
from desktop_pipeline.ui.reports.lettering import paper_font
from desktop_pipeline.ui.reports.sheet import INK, INK2, ROW_LINE, TWIP
from desktop_pipeline.ui.theme import read_tokens


@cache
def paper_look() -> ForecastLook:
    """Ink, and the light ramp of the screen."""
    ramp = tuple(QColor(colour) for colour in read_tokens("light").ramp)
    return ForecastLook(
        font=paper_font(7.5),
        strong_font=paper_font(7.5, 600),
        ramp=ramp,
        bar=ramp[4],
        ink=INK,
        ink2=INK2,
        quiet=INK2,
        grid=ROW_LINE,
        ground=QColor("white"),
        band=ramp[0],
        mark=INK,
        unit=TWIP,
        is_paper=True,
    )

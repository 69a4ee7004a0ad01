"""What stands on a painted page, as a screen reader says it: line after line, from the left to the right."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QSizeF
from PySide6.QtGui import QPaintDevice, QPaintEngine, QPaintEngineState, QPainter, QTextItem

# Texts whose baselines are closer than this stand in one line: three points.
_SAME_LINE = 60.0
_Measure = QPaintDevice.PaintDeviceMetric


@dataclass(frozen=True, slots=True)
class _Text:
    """A run of letters and where its baseline begins."""

    left: float
    base: float
    words: str


def read_page(paint: Callable[[QPainter], object], paper: QSizeF) -> str:
    """The words that `paint` writes on a page of that size; shapes are not told."""
    device = _Listener(paper)
    painter = QPainter(device)
    paint(painter)
    painter.end()
    lines: list[list[_Text]] = []
    for text in sorted(device.engine.texts, key=lambda each: each.base):
        if not lines or text.base - lines[-1][0].base > _SAME_LINE:
            lines.append([])
        lines[-1].append(text)
    return "\n".join("  ".join(each.words for each in sorted(line, key=lambda each: each.left)) for line in lines)


class _Engine(QPaintEngine):
    """Hears texts and lets everything else pass."""

    def __init__(self) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self.texts: list[_Text] = []

    def begin(self, device: QPaintDevice) -> bool:
        return True

    def end(self) -> bool:
        return True

    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User

    def updateState(self, state: QPaintEngineState) -> None:  # noqa: N802 - Qt's name
        """Only where texts stand is asked for, and the painter knows that."""

    def drawTextItem(self, place: QPointF, item: QTextItem) -> None:  # type: ignore[override] # as Qt calls it  # noqa: N802
        words = item.text().strip()
        if words:
            spot = self.painter().deviceTransform().map(QPointF(place.x(), place.y()))
            self.texts.append(_Text(spot.x(), spot.y(), words))

    def drawPath(self, path: object) -> None:  # noqa: N802 - Qt's name
        """A shape."""

    def drawRects(self, rects: object, *_: object) -> None:  # noqa: N802 - Qt's name
        """Likewise."""

    def drawPixmap(self, *_: object) -> None:  # noqa: N802 - Qt's name
        """Likewise."""

    def drawImage(self, *_: object) -> None:  # noqa: N802 - Qt's name
        """Likewise."""

    def drawTiledPixmap(self, *_: object) -> None:  # noqa: N802 - Qt's name
        """Likewise."""

    def drawPolygon(self, *_: object) -> None:  # noqa: N802 - Qt's name
        """Likewise."""

    def drawLines(self, *_: object) -> None:  # noqa: N802 - Qt's name
        """Likewise."""


class _Listener(QPaintDevice):
    """As large as the page, a unit to a twip."""

    def __init__(self, paper: QSizeF) -> None:
        super().__init__()
        self.engine = _Engine()
        wide, high = round(paper.width()), round(paper.height())
        self._measures = {
            _Measure.PdmWidth: wide,
            _Measure.PdmHeight: high,
            _Measure.PdmWidthMM: wide * 254 // 14400,
            _Measure.PdmHeightMM: high * 254 // 14400,
            _Measure.PdmDepth: 32,
            _Measure.PdmNumColors: 1 << 24,
            _Measure.PdmDevicePixelRatio: 1,
            _Measure.PdmDevicePixelRatioScaled: int(QPaintDevice.devicePixelRatioFScale()),
            **dict.fromkeys(
                (_Measure.PdmDpiX, _Measure.PdmDpiY, _Measure.PdmPhysicalDpiX, _Measure.PdmPhysicalDpiY), 1440
            ),
        }

    def paintEngine(self) -> QPaintEngine:  # noqa: N802 - Qt's name
        return self.engine

    def metric(self, measure: QPaintDevice.PaintDeviceMetric) -> int:
        return self._measures.get(measure, 0)

"""What a reader sees: every text a window paints, where it stands, and which are cut off or lie over each other."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QPaintDevice,
    QPaintEngine,
    QPaintEngineState,
    QPainterPath,
    QPixmap,
    QRegion,
    QTextItem,
)
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QLineEdit, QScrollBar, QWidget

from tests.pseudo_words import CLOSING, OPENING

_SLACK = 1.5
_WIDE, _HIGH = 2.0, 2.0
_OPAQUE = 255
# They make their tooltips when they are asked for them.
_TELLING = frozenset(("DayHours", "FigureTile", "Timeline"))


@dataclass(frozen=True, slots=True)
class PaintedText:
    """A run of text; `body` is where its letters are, `room` what of the window its painter may touch."""

    text: str
    body: QRectF
    room: QRectF

    @property
    def seen(self) -> QRectF:
        """What of it can be seen."""
        return self.body.intersected(self.room)


class _Engine(QPaintEngine):
    """Keeps texts; what is filled over them takes them away again."""

    def __init__(self) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self.texts: list[PaintedText] = []

    def begin(self, device: QPaintDevice) -> bool:
        return True

    def end(self) -> bool:
        return True

    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User

    def updateState(self, state: QPaintEngineState) -> None:  # noqa: N802 - Qt's name
        pass

    def drawTextItem(self, place: QPointF, item: QTextItem) -> None:  # type: ignore[override]  # noqa: N802 - as Qt calls it
        text = item.text()
        if not text.strip():
            return
        # Accents above and tails below may touch what stands there; letters may not.
        high = item.ascent() * 0.72
        body = self.painter().deviceTransform().mapRect(QRectF(place.x(), place.y() - high, item.width(), high))
        self.texts.append(PaintedText(text, body, self._room()))

    def drawPath(self, path: QPainterPath) -> None:  # noqa: N802 - Qt's name
        self._cover(path.boundingRect())

    def drawRects(self, rects: object, *_: object) -> None:  # noqa: N802 - Qt's name
        for rect in rects if isinstance(rects, Iterable) else (rects,):
            if isinstance(rect, QRect | QRectF):
                self._cover(QRectF(rect))

    def drawPixmap(self, place: QRectF, pixmap: QPixmap, _source: QRectF) -> None:  # type: ignore[override]  # noqa: N802 - as Qt calls it
        if not pixmap.hasAlphaChannel():
            self._hide_below(place)

    def drawImage(self, *_: object) -> None:  # noqa: N802 - Qt's name
        pass

    def drawTiledPixmap(self, *_: object) -> None:  # noqa: N802 - Qt's name
        pass

    def drawPolygon(self, *_: object) -> None:  # noqa: N802 - Qt's name
        pass

    def drawLines(self, *_: object) -> None:  # noqa: N802 - Qt's name
        pass

    def _cover(self, rect: QRectF) -> None:
        brush = self.painter().brush()
        if brush.style() == Qt.BrushStyle.SolidPattern and brush.color().alpha() == _OPAQUE:
            self._hide_below(rect)

    def _hide_below(self, rect: QRectF) -> None:
        ground = self.painter().deviceTransform().mapRect(rect).intersected(self._room())
        around, kept = ground.adjusted(-1, -1, 1, 1), []
        for text in self.texts:
            seen = text.seen
            if seen.isEmpty():
                continue
            if not ground.intersects(seen):
                kept.append(text)
            elif not around.contains(seen):
                # What lies over an end of it does so on purpose: a toast, the panel.
                room = _left_over(text.room, seen, ground)
                kept.append(replace(text, room=room, body=text.body if room == text.room else seen.intersected(room)))
        self.texts = kept

    def _room(self) -> QRectF:
        room = QRectF(self.systemClip().boundingRect())
        painter = self.painter()
        if painter.hasClipping():
            room = room.intersected(painter.deviceTransform().mapRect(painter.clipBoundingRect()))
        return room


def _left_over(room: QRectF, seen: QRectF, ground: QRectF) -> QRectF:
    """The room of a text when something was laid over one of its ends."""
    left = QRectF(room)
    if ground.top() <= seen.top() and ground.bottom() >= seen.bottom():
        if seen.left() < ground.left() < seen.right() <= ground.right():
            left.setRight(ground.left())
        elif ground.left() <= seen.left() < ground.right() < seen.right():
            left.setLeft(ground.right())
    return left


class TextRecorder(QPaintDevice):
    """A device of a window's size that keeps what is written on it."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__()
        self._measures = {
            QPaintDevice.PaintDeviceMetric.PdmWidth: width,
            QPaintDevice.PaintDeviceMetric.PdmHeight: height,
            QPaintDevice.PaintDeviceMetric.PdmDpiX: 96,
            QPaintDevice.PaintDeviceMetric.PdmDpiY: 96,
            QPaintDevice.PaintDeviceMetric.PdmPhysicalDpiX: 96,
            QPaintDevice.PaintDeviceMetric.PdmPhysicalDpiY: 96,
            QPaintDevice.PaintDeviceMetric.PdmDepth: 32,
            QPaintDevice.PaintDeviceMetric.PdmNumColors: 1 << 24,
            QPaintDevice.PaintDeviceMetric.PdmWidthMM: width // 4,
            QPaintDevice.PaintDeviceMetric.PdmHeightMM: height // 4,
            QPaintDevice.PaintDeviceMetric.PdmDevicePixelRatio: 1,
            QPaintDevice.PaintDeviceMetric.PdmDevicePixelRatioScaled: int(QPaintDevice.devicePixelRatioFScale()),
        }
        self._engine = _Engine()

    def paintEngine(self) -> QPaintEngine:  # noqa: N802 - Qt's name
        return self._engine

    def metric(self, measure: QPaintDevice.PaintDeviceMetric) -> int:
        return self._measures.get(measure, 0)

    @property
    def texts(self) -> list[PaintedText]:
        """What was written and is still to be seen."""
        return [text for text in self._engine.texts if not text.room.isEmpty()]


def read_texts(widget: QWidget) -> list[PaintedText]:
    """Everything that the widget and those in it paint now."""
    recorder = TextRecorder(widget.width(), widget.height())
    widget.render(
        recorder, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren | QWidget.RenderFlag.DrawWindowBackground
    )
    return recorder.texts


def cut_off(
    widget: QWidget, shown: Sequence[QWidget], texts: Iterable[PaintedText], overlays: frozenset[str]
) -> Iterator[str]:
    """Texts that end where their widget ends; what can be scrolled into sight, or lies below an overlay, may.

    `shown` is all that can be seen in the widget.
    """
    edges = list(_edges(widget, shown, overlays))
    typed = [_place(field, widget) for field in shown if isinstance(field, QLineEdit)]
    for text in texts:
        # What is typed runs on inside its field.
        if text.seen.isEmpty() or any(field.contains(text.room) for field in typed):
            continue
        for beyond, at, kind in (
            (text.body.right() - text.room.right(), text.room.right(), "right"),
            (text.room.left() - text.body.left(), text.room.left(), "left"),
            (text.body.bottom() - text.room.bottom(), text.room.bottom(), "bottom"),
            (text.room.top() - text.body.top(), text.room.top(), "top"),
        ):
            if beyond > _SLACK and not any(kind == edge and abs(at - place) <= 2 for edge, place in edges):
                yield f"{text.text!r} is cut off by {beyond:.1f} at its {kind}, at {_spot(text)}"


def shortened(widget: QWidget | None, shown: Sequence[QWidget], texts: Iterable[PaintedText]) -> Iterator[str]:
    """Words of ours that end in “…” and have no tooltip; a pseudo-translation shows it by a bracket never closed."""
    for text in texts:
        # Of initials nothing is left but the dots.
        is_cut = text.text == "…" or (text.text.endswith("…") and text.text.count(OPENING) > text.text.count(CLOSING))
        if is_cut and not (widget is not None and _tells_rest(widget, shown, text)):
            yield f"{text.text!r} is shortened, at {_spot(text)}"


def overlapping(texts: list[PaintedText]) -> Iterator[str]:
    """Texts that are written over each other with nothing between them."""
    seen = [replace(text, body=text.seen) for text in texts if not text.seen.isEmpty()]
    seen.sort(key=lambda text: text.body.top())
    for index, one in enumerate(seen):
        for other in seen[index + 1 :]:
            if other.body.top() > one.body.bottom() - _HIGH:
                break
            common = one.body.intersected(other.body)
            if common.width() > _WIDE and common.height() > _HIGH and one.body != other.body:
                yield f"{one.text!r} and {other.text!r} lie over each other, at {_spot(other)}"


def _edges(widget: QWidget, shown: Iterable[QWidget], overlays: frozenset[str]) -> Iterator[tuple[str, float]]:
    for child in (widget, *shown):
        if isinstance(child, QAbstractScrollArea):
            place = _place(child.viewport(), widget)
            is_moved = child.horizontalScrollBarPolicy() != Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            if is_moved and _scrolls(child.horizontalScrollBar()):
                yield from (("left", place.left()), ("right", place.right()))
            if _scrolls(child.verticalScrollBar()):
                yield from (("top", place.top()), ("bottom", place.bottom()))
            continue
        place = _place(child, widget)
        if type(child).__name__ in overlays:
            yield from (
                ("right", place.left()),
                ("left", place.right()),
                ("bottom", place.top()),
                ("top", place.bottom()),
            )


def _place(child: QWidget, widget: QWidget) -> QRectF:
    return QRectF(QRect(child.mapTo(widget, QPoint()), child.size()))


def _tells_rest(widget: QWidget, shown: Iterable[QWidget], text: PaintedText) -> bool:
    """Whether a tooltip says the whole: of the widget itself, or of the cell of a view."""
    place = text.seen.center().toPoint()
    below = [child for child in shown if _place(child, widget).contains(text.seen.center())]
    for child in (widget, *below):
        view = child.parentWidget()
        if isinstance(view, QAbstractItemView) and view.viewport() is child:
            told: object = view.indexAt(child.mapFrom(widget, place)).data(Qt.ItemDataRole.ToolTipRole)
        else:
            # What to type into a field is said in full to who cannot see it.
            told = child.accessibleName() if isinstance(child, QLineEdit) else child.toolTip()
        if told or type(child).__name__ in _TELLING:
            return True
    return False


def _scrolls(bar: QScrollBar) -> bool:
    return bar.maximum() > bar.minimum()


def _spot(text: PaintedText) -> str:
    return f"{text.body.x():.0f}, {text.body.y():.0f}"

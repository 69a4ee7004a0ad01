"""Lines of text in the type and colours of the theme; always plain text, whoever wrote it."""

from collections.abc import Iterable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QPalette, QResizeEvent, QTextLayout
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy, QWidget

from desktop_pipeline.ui.theme import FontStyle, Theme
from desktop_pipeline.ui.widgets.painting import draw_text, text_width

# What describes a widget for want of anything else, so that another tooltip takes its place.
_TOLD = "described by its tooltip"
# Letters of a line that is not broken
_SHORT = 70


def escape(text: str) -> str:
    """Text inside markup of our own, as it is (`html` would bring the names of two thousand characters along)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def as_tooltip(text: str) -> str:
    """What others wrote, as they wrote it. Qt guesses whether a tooltip is markup: so it is told, and “&” stays."""
    return _mark(escape(text))


def as_tooltip_lines(lines: Iterable[str]) -> str:
    """Lines of plain text below each other: Qt would break short ones too."""
    return _mark("".join(_as_line(line) for line in lines))


def as_tooltip_parts(title: str, parts: Iterable[str]) -> str:
    """A title and what is said about it, part by part with some room between them."""
    texts = (escape(part).replace("\n", "<br>") for part in parts if part)
    told = "".join(f'<p style="margin: 6px 0 0 0">{text}</p>' for text in texts)
    return _mark(f"<b>{escape(title)}</b>{told}")


def _mark(text: str) -> str:
    return f"<qt>{text}</qt>" if text else ""


def _as_line(line: str) -> str:
    space = "nowrap" if len(line) <= _SHORT else "normal"
    return f'<div style="white-space: {space}">{escape(line)}</div>'


def set_tooltip(widget: QWidget, text: str) -> None:
    """A tooltip of plain text. It describes the widget where nothing else does: Qt itself would read the markup."""
    widget.setToolTip(as_tooltip(text).replace("\n", "<br>"))
    if widget.accessibleDescription() in {"", widget.property(_TOLD)}:
        widget.setAccessibleDescription(text)
        widget.setProperty(_TOLD, text)


def set_plain(button: QAbstractButton, text: str) -> None:
    """The text of a button that paints itself, as it is: of “Hale & Sons” Qt would make the key Alt+Space."""
    button.setText(text)
    button.setShortcut(QKeySequence())


class Words(QLabel):
    """A label in one of the theme's styles, over several lines where `wrap` is set."""

    def __init__(
        self, theme: Theme, text: str = "", style: FontStyle = "body", role: str = "ink", *, wrap: bool = False
    ) -> None:
        super().__init__()
        self._theme = theme
        self._style: FontStyle = style
        self._role = role
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setText(text)
        # On a button Qt would take the button's ink.
        self.setForegroundRole(QPalette.ColorRole.WindowText)
        self._dress()
        theme.changed.connect(self._dress)

    def show_words(self, text: str, role: str | None = None) -> None:
        """Say something else, in another colour role where one is given."""
        self.setText(text)
        if role is not None and role != self._role:
            self._role = role
            self._dress()

    def _dress(self) -> None:
        self.setFont(self._theme.font(self._style))
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.WindowText, self._theme.color(self._role))
        self.setPalette(palette)
        if not self.wordWrap():
            self.setMinimumHeight(self._theme.line(self._style))


class _CutWords(Words):
    """Words of which the end may have no room: the whole text is then their tooltip."""

    def minimumSizeHint(self) -> QSize:
        whole = self.sizeHint()
        return QSize(min(whole.width(), self._theme.size(24)), whole.height())

    def show_words(self, text: str, role: str | None = None) -> None:
        super().show_words(text, role)
        self._tell_rest()
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_rest()

    def _last_line(self) -> str:
        return self.text()

    def _tell_rest(self) -> None:
        is_cut = text_width(self._theme, self._style, self._last_line()) > self.contentsRect().width()
        set_tooltip(self, self.text() if is_cut else "")


class ElidedWords(_CutWords):
    """One line that ends in “…” where the room is short; the whole text is then its tooltip."""

    def __init__(self, theme: Theme, text: str = "", style: FontStyle = "body", role: str = "ink") -> None:
        super().__init__(theme, text, style, role)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        around = self.contentsMargins()
        width = text_width(self._theme, self._style, self.text()) + around.left() + around.right()
        return QSize(round(width) + 1, self._theme.line(self._style))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = self._theme.color(self._role)
        align = self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask
        draw_text(painter, self._theme, self._style, colour, QRectF(self.contentsRect()), self.text(), align)


class FewLines(_CutWords):
    """Two lines at most, the second of which ends in “…” where more is said; the whole text is then its tooltip."""

    def __init__(self, theme: Theme, text: str = "", style: FontStyle = "body", role: str = "ink") -> None:
        super().__init__(theme, text, style, role, wrap=True)

    def heightForWidth(self, width: int) -> int:
        around = self.contentsMargins()
        count = len(self._lines(width - around.left() - around.right()))
        return self._theme.line(self._style) * count + around.top() + around.bottom()

    def sizeHint(self) -> QSize:
        around = self.contentsMargins()
        width = text_width(self._theme, self._style, self.text()) + around.left() + around.right()
        return QSize(round(width) + 1, self._theme.line(self._style) + around.top() + around.bottom())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, high, room = QPainter(self), self._theme.line(self._style), self.contentsRect()
        colour = self._theme.color(self._role)
        for place, line in enumerate(self._lines(room.width())):
            rect = QRectF(room.left(), room.top() + place * high, room.width(), high)
            draw_text(painter, self._theme, self._style, colour, rect, line)

    def _lines(self, width: int) -> list[str]:
        """What stands in the first line, and all the rest for the second."""
        text = self.text()
        layout = QTextLayout(text, self._theme.font(self._style))
        layout.beginLayout()
        first = layout.createLine()
        if first.isValid():
            first.setLineWidth(max(1, width))
        layout.endLayout()
        # Qt counts an emoji as two.
        whole, length = text.encode("utf-16-le", "surrogatepass"), 2 * (first.textLength() if first.isValid() else 0)
        begun, rest = (part.decode("utf-16-le", "surrogatepass").strip() for part in (whole[:length], whole[length:]))
        return [begun, rest] if rest else [text]

    def _last_line(self) -> str:
        return self._lines(self.contentsRect().width())[-1]

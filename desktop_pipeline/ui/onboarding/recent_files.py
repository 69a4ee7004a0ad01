"""The files that were open before, newest first."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.preferences import RecentFile
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.painted_button import PaintedButton
from desktop_pipeline.ui.widgets.painting import RIGHT, draw_focus_ring, draw_hairline, draw_text, text_width
from desktop_pipeline.ui.widgets.words import Words, set_plain, set_tooltip

_ROW = 34
_ICON = 14
_GAP = 10


class RecentFiles(QWidget):
    """Not there while the list is empty. Signals: `open_asked(path)`, `other_asked`."""

    open_asked = Signal(object)
    other_asked = Signal()

    def __init__(self, theme: Theme, formats: Formats, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._theme = theme
        self._formats = formats
        self._clock = clock
        self.rows: list[RecentRow] = []
        self.other = ActionButton(
            theme,
            self.tr("Other file…"),
            icon="folder-open",
            role="ink2",
            keys=(self.tr("Ctrl"), "O"),
            flat=True,
        )
        self.other.clicked.connect(self.other_asked)
        head = QHBoxLayout()
        head.addWidget(Words(theme, self.tr("Open again"), "section"))
        head.addStretch(1)
        head.addWidget(self.other)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3, 0, 3, 0)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addLayout(self._list)
        self.hide()

    def show_files(self, files: Sequence[RecentFile]) -> None:
        for row in self.rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [RecentRow(self._theme, file, self._words(file)) for file in files]
        for row in self.rows:
            row.clicked.connect(lambda _checked=False, row=row: self.open_asked.emit(row.path))
            self._list.addWidget(row)
        self.setVisible(bool(self.rows))

    def _words(self, file: RecentFile) -> str:
        if not Path(file.path).exists():
            return self.tr("not there any more")
        today = self._clock().astimezone().date()
        opened = file.opened.astimezone()
        when = self._formats.day(opened.date(), today)
        if opened.date() == today:
            when = self.tr("today {time}").format(time=self._formats.time(file.opened))
        deals = self.tr("1 open deal")
        if file.open_deals != 1:
            deals = self.tr("{count} open deals").format(count=self._formats.number(file.open_deals))
        return self.tr("{deals}, {when}").format(deals=deals, when=when)


class RecentRow(PaintedButton):
    """A file with its folder, what was in it, and when."""

    def __init__(self, theme: Theme, file: RecentFile, words: str) -> None:
        super().__init__()
        self._theme = theme
        self.path = Path(file.path)
        self.words = words
        self.folder = shorten_folder(self.path.parent, Path.home())
        self._role = "ink" if self.path.exists() else "ink3"
        set_plain(self, self.path.name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{self.path.name}, {self.folder}, {words}")
        set_tooltip(self, file.path)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(400, self._theme.size(_ROW))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            painter.fillRect(self.rect().adjusted(0, 1, 0, 0), theme.color("hover"))
        draw_hairline(painter, theme.color("line2"), QPointF(0, 0.5), QPointF(self.width(), 0.5))
        side = theme.size(_ICON)
        drawing = icon_pixmap(theme, "file-text", side, "ink2", self.devicePixelRatioF())
        painter.drawPixmap(QPointF(0, round((self.height() - side) / 2)), drawing)
        when = text_width(theme, "body", self.words)
        right = QRectF(self.width() - when, 0, when, self.height())
        draw_text(painter, theme, "body", theme.color("ink3"), right, self.words, RIGHT)
        left = float(side + _GAP)
        room = self.width() - when - 20
        box = QRectF(left, 0, room - left, self.height())
        left += draw_text(painter, theme, "value", theme.color(self._role), box, self.text()) + _GAP
        if left < room:
            box = QRectF(left, 0, room - left, self.height())
            draw_text(painter, theme, "body", theme.color("ink3"), box, self.folder)
        if self.hasFocus():
            draw_focus_ring(painter, theme, QRectF(self.rect()).adjusted(2, 3, -2, -2), 5)


def shorten_folder(folder: Path, home: Path) -> str:
    """A folder as people know it: from their home on."""
    if folder.is_relative_to(home):
        return folder.relative_to(home).as_posix() if folder != home else folder.name
    return str(folder)

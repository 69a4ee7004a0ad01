"""The first page of the dialog: which files, and how far the work is."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.transfer.callout import Callout
from desktop_pipeline.ui.widgets.painting import RIGHT, draw_hairline, draw_text, text_width
from desktop_pipeline.ui.widgets.words import Words

_SIDE = 28
_ROW = 34
_ICON = 14
_MOST_ROWS = 8
_KILO = 1000


class FilePage(QWidget):
    """Shows the files, the progress, and why it did not work where it did not."""

    def __init__(self, theme: Theme, formats: Formats, files: Sequence[Path]) -> None:
        super().__init__()
        self._formats = formats
        title = self.tr("One file") if len(files) == 1 else self.tr("{count} files that belong together")
        self.words = Words(theme, self.tr("Reading…"), "body", "ink2")
        self.bar = QProgressBar(textVisible=False)
        self.bar.setAccessibleName(self.tr("Progress of the import"))
        self.bar.setRange(0, 0)
        self.failure = Callout(theme, "circle-x", "red")
        self.failure.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_SIDE, 24, _SIDE, 20)
        layout.setSpacing(0)
        layout.addWidget(Words(theme, title.format(count=formats.number(len(files))), "heading"))
        layout.addSpacing(12)
        for file in files[:_MOST_ROWS]:
            layout.addWidget(_FileRow(theme, file, self._size_words(file)))
        if len(files) > _MOST_ROWS:
            rest = self.tr("and {count} more").format(count=formats.number(len(files) - _MOST_ROWS))
            layout.addWidget(Words(theme, rest, "secondary", "ink3"))
        layout.addSpacing(20)
        layout.addWidget(self.words)
        layout.addSpacing(8)
        layout.addWidget(self.bar)
        layout.addWidget(self.failure)
        layout.addStretch(1)

    def show_progress(self, done: int, total: int) -> None:
        """Deals that are in, of all there are."""
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(done)
        said = self.tr("{done} of {total} deals")
        self.words.show_words(said.format(done=self._formats.number(done), total=self._formats.number(total)))

    def show_stopping(self) -> None:
        """Cancel was asked: nothing stays of what was begun."""
        self.words.show_words(self.tr("Stopping; nothing of it stays."))

    def show_failure(self, sentence: str) -> None:
        """Say why it did not work, and that nothing was changed."""
        self.bar.hide()
        self.words.hide()
        self.failure.say(self.tr("{why}\nNothing was changed.").format(why=sentence))

    def _size_words(self, file: Path) -> str:
        try:
            size = file.stat().st_size
        except OSError:  # the import itself says in words what is wrong with it
            return ""
        if size < _KILO:
            return self.tr("{size} bytes").format(size=self._formats.number(size))
        if size < _KILO**2:
            return self.tr("{size} kB").format(size=self._formats.number(round(size / _KILO)))
        return self.tr("{size} MB").format(size=self._formats.number(round(size / _KILO**2)))


class _FileRow(QWidget):
    def __init__(self, theme: Theme, file: Path, size: str) -> None:
        super().__init__()
        self._theme = theme
        self._file = file
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{file.name}, {size}")

    def sizeHint(self) -> QSize:
        return QSize(300, self._theme.size(_ROW))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_hairline(painter, theme.color("line"), QPointF(0, 0.5), QPointF(self.width(), 0.5))
        drawing = icon_pixmap(theme, "file-spreadsheet", _ICON, "ink2", self.devicePixelRatioF())
        painter.drawPixmap(QPointF(0, round((self.height() - _ICON) / 2)), drawing)
        width = text_width(theme, "body", self._size)
        spot = QRectF(self.width() - width, 0, width, self.height())
        draw_text(painter, theme, "body", theme.color("ink3"), spot, self._size, RIGHT)
        box = QRectF(_ICON + 10, 0, self.width() - width - _ICON - 30, self.height())
        taken = draw_text(painter, theme, "value", theme.color("ink"), box, self._file.name)
        box = box.adjusted(taken + 10, 0, 0, 0)
        if box.width() > 0:
            draw_text(
                painter, theme, "body", theme.color("ink3"), box, str(self._file.parent), Qt.AlignmentFlag.AlignLeft
            )

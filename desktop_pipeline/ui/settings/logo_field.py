"""The logo as paper bears it: chosen, dropped or pasted, and removed."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.ui.settings.logo_reading import encode_logo, read_logo
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.error_note import ErrorNote
from desktop_pipeline.ui.widgets.painted_button import PaintedButton
from desktop_pipeline.ui.widgets.painting import CENTRE, dashed_pen, draw_focus_ring, draw_text
from desktop_pipeline.ui.widgets.saved_fields import attempt
from desktop_pipeline.ui.widgets.words import Words, set_tooltip

_WIDE, _HIGH = 240, 96
_PAD = 8


class LogoField(QWidget):
    """`keep` takes the PNG that was made of a picture, None for no logo; a refusal is said below the tile."""

    def __init__(self, theme: Theme, tasks: Tasks, note: ErrorNote, keep: Callable[[bytes | None], object]) -> None:
        super().__init__()
        self._tasks = tasks
        self._note = note
        self._keep = keep
        self.dialog: QFileDialog | None = None
        self.tile = LogoTile(theme)
        self.choose = ActionButton(theme, self.tr("Choose a picture…"), icon="folder-open")
        self.remove = ActionButton(theme, self.tr("Remove"), icon="trash-2", role="red", flat=True)
        self._about = Words(theme, "", "caption", "ink3", wrap=True)
        self._arrange()
        self.tile.clicked.connect(self.ask_picture)
        self.tile.brought.connect(self._take_brought)
        self.tile.removed.connect(self._remove)
        self.choose.clicked.connect(self.ask_picture)
        self.remove.clicked.connect(self._remove)
        self.show_logo(None)

    def show_logo(self, png: bytes | None) -> None:
        """Show the logo that is kept, or that there is none."""
        self.tile.show_logo(png)
        had_keys = self.remove.hasFocus()
        self.remove.setVisible(png is not None)
        if had_keys and png is None:
            self.choose.setFocus()
        self._say_usual()

    def ask_picture(self) -> None:
        """Let a picture be chosen."""
        if not self.isEnabled():
            return
        self.dialog = dialog = QFileDialog(self, self.tr("Choose a logo"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Pictures (*.png *.jpg *.jpeg *.svg)"), self.tr("All files (*)")])
        dialog.fileSelected.connect(lambda name: self.take(Path(name)))
        dialog.open()

    def take(self, path: Path) -> None:
        """Read a picture on a worker and keep it as the logo."""
        self._note.hide()
        self._about.show_words(self.tr("Reading “{name}”…").format(name=path.name), "ink2")
        self._tasks.run(lambda _progress: read_logo(path), self._keep_logo, self._refuse, key="logo")

    def _take_brought(self, what: QMimeData) -> None:
        """A file that was dropped or pasted, or the picture itself."""
        paths = [Path(url.toLocalFile()) for url in what.urls() if url.isLocalFile()]
        if paths:
            self.take(paths[0])
            return
        image = what.imageData()
        if isinstance(image, QImage):
            attempt(lambda: self._keep(encode_logo(image)), self._note, self.tile)
        else:
            self._note.speak(self.tr("There is no picture on the clipboard."), self.tile)

    def _keep_logo(self, png: bytes) -> None:
        self._say_usual()
        attempt(partial(self._keep, png), self._note, self.tile)

    def _refuse(self, error: PipelineError) -> None:
        self._say_usual()
        self._note.speak(str(error), self.tile)

    def _remove(self) -> None:
        if self.isEnabled() and self.tile.has_logo:
            attempt(partial(self._keep, None), self._note, self.tile)

    def _say_usual(self) -> None:
        self._about.show_words(self.tr("PNG, JPEG or SVG. It appears at the top of offers and reports."), "ink3")

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.choose, self.remove):
            row.addWidget(button)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.tile)
        layout.addWidget(self._about)
        layout.addLayout(row)


class LogoTile(PaintedButton):
    """The logo on white, as on paper. Signals: `brought(QMimeData)` by a drop or Ctrl+V, `removed` by Delete."""

    brought = Signal(QMimeData)
    removed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._logo = QPixmap()
        self._is_aimed_at = False
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    @property
    def has_logo(self) -> bool:
        """Whether there is one."""
        return not self._logo.isNull()

    def show_logo(self, png: bytes | None) -> None:
        """Show the logo, or the words for none."""
        self._logo = QPixmap.fromImage(QImage.fromData(png)) if png else QPixmap()
        self.setAccessibleName(self.tr("Logo") if self.has_logo else self.tr("No logo"))
        keys = self.tr("Enter chooses a picture, Ctrl+V takes the one that was copied, Delete removes it")
        self.setAccessibleDescription(keys)
        set_tooltip(self, keys)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.size(_WIDE), self._theme.size(_HIGH))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.removed.emit()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.brought.emit(QGuiApplication.clipboard().mimeData())
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            self._aim(is_aimed_at=True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._aim(is_aimed_at=False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._aim(is_aimed_at=False)
        event.acceptProposedAction()
        self.brought.emit(event.mimeData())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        body = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        outline = QPen(theme.color("line2"), 1) if self.has_logo else dashed_pen(theme.color("line2"))
        painter.setPen(QPen(theme.color("accent"), 1.5) if self._is_aimed_at else outline)
        # Paper is white in the dark as well.
        painter.setBrush(Qt.GlobalColor.white if self.has_logo else theme.color("surface"))
        painter.drawRoundedRect(body, 6, 6)
        if self.has_logo:
            painter.drawPixmap(self._place(), self._logo, QRectF(self._logo.rect()))
        else:
            high = theme.line("body")
            box = QRectF(0, self.height() / 2 - high, self.width(), high)
            draw_text(painter, theme, "strong", theme.color("ink2"), box, self.tr("No logo yet"), CENTRE)
            box.translate(0, high)
            draw_text(painter, theme, "secondary", theme.color("ink3"), box, self.tr("Drop a picture here"), CENTRE)
        if self.hasFocus():
            draw_focus_ring(painter, theme, body.adjusted(2, 2, -2, -2), 5)

    def _place(self) -> QRectF:
        """In the middle, no larger than the room and than it is itself."""
        room = QSizeF(self.width() - 2 * _PAD, self.height() - 2 * _PAD)
        size = QSizeF(self._logo.size())
        if size.width() > room.width() or size.height() > room.height():
            size = size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(self.rect().center(), size)
        place.moveCenter(QRectF(self.rect()).center())
        return place

    def _aim(self, *, is_aimed_at: bool) -> None:
        self._is_aimed_at = is_aimed_at
        self.update()

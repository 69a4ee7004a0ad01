"""What a panel shows, for other programs: the clipboard, pictures and workbooks."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QMimeData,
    QObject,
    QPoint,
    QSaveFile,
    QSize,
    QStandardPaths,
    Qt,
)
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_pipeline.actions.outputs import check_may_replace
from desktop_pipeline.domain.errors import CannotOpenError, PipelineError
from desktop_pipeline.reports.tables.sheets import Sheet, say_rows
from desktop_pipeline.reports.words import Words
from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.widgets.copying import write_html, write_tabbed

# A picture for a document is twice as fine as the screen's own pixels.
_FINE = 2.0
_MORE = "more"
# What a drawing, which is XML, cannot hold; Qt writes it there all the same.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class WrittenTable(NamedTuple):
    """A table as spreadsheets and as documents take it from the clipboard."""

    title: str
    text: str
    html: str


class PanelSharing(QObject):
    """Copies and saves one panel; `chooser` is the file dialog that is open."""

    def __init__(self, panel: QWidget, tools: InsightTools) -> None:
        super().__init__(panel)
        self._panel = panel
        self._tools = tools
        self.chooser: QFileDialog | None = None

    def copy_picture(self) -> None:
        """The panel as a picture on the clipboard."""
        QGuiApplication.clipboard().setImage(self.picture())
        self._tools.say(self.tr("Copied the picture of “{title}”").format(title=self._title))

    def copy_sheet(self, sheet: Sheet) -> None:
        """The table on the clipboard, for spreadsheets and documents."""
        self.put(write_table(sheet, self._tools.words))

    def put(self, table: WrittenTable) -> None:
        """A table that was written already on the clipboard."""
        mime = QMimeData()
        mime.setText(table.text)
        mime.setHtml(table.html)
        QGuiApplication.clipboard().setMimeData(mime)
        self._tools.say(self.tr("Copied the table of “{title}”").format(title=table.title))

    def ask_picture(self, kind: str) -> None:
        """Ask where the picture shall lie; `kind` is png or svg."""
        names = {"png": self.tr("Picture (*.png)"), "svg": self.tr("Drawing (*.svg)")}
        self._ask(self._title, kind, names[kind], lambda path: self.save_picture(path, kind))

    def ask_workbook(self, title: str, sheets: Sequence[Sheet]) -> None:
        """Ask where the workbook of that title shall lie."""
        kind = self.tr("Excel workbook (*.xlsx)")
        self._ask(title, "xlsx", kind, lambda path: self.save_workbook(path, title, sheets))

    def save_picture(self, path: Path, kind: str) -> None:
        """Write the picture, whole or not at all."""
        content = self.drawing() if kind == "svg" else _to_png(self.picture())
        try:
            check_may_replace(path)
            _write(path, content)
        except PipelineError as error:
            self._tools.say(str(error))
            return
        self._tools.say(self.tr("Saved “{name}”").format(name=path.name))

    def save_workbook(self, path: Path, title: str, sheets: Sequence[Sheet]) -> None:
        """Write the tables on a worker."""
        from desktop_pipeline.reports.tables.sheet_workbook import write_sheets  # noqa: PLC0415 - with whoever exports

        words, facts = self._tools.words, self._tools.facts()
        self._tools.tasks.run(
            lambda progress: write_sheets(path, title, facts, sheets, words, progress.report),
            lambda written: self._tools.say(self.tr("Saved “{name}”").format(name=written.name)),
            lambda error: self._tools.say(str(error)),
        )

    def picture(self) -> QImage:
        """The panel as it stands, without its menu."""
        size = self._panel.size()
        image = QImage(size * _FINE, QImage.Format.Format_ARGB32)
        image.setDevicePixelRatio(_FINE)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        self._render(painter)
        painter.end()
        return image

    def drawing(self) -> QByteArray:
        """The panel as lines and letters."""
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        generator = QSvgGenerator()
        generator.setOutputDevice(buffer)
        size = self._panel.size()
        generator.setSize(QSize(size))
        generator.setViewBox(self._panel.rect())
        generator.setTitle(self._title)
        generator.setDescription(self._panel.accessibleDescription())
        painter = QPainter(generator)
        self._render(painter)
        painter.end()
        text = bytes(buffer.data().data()).decode("utf-8", "replace")
        return QByteArray(_NOT_IN_XML.sub("\ufffd", text).encode())

    @property
    def _title(self) -> str:
        return self._panel.accessibleName()

    def _render(self, painter: QPainter) -> None:
        more = getattr(self._panel, _MORE)
        more.setVisible(False)
        self._panel.render(painter, QPoint(), renderFlags=QWidget.RenderFlag.DrawChildren)
        more.setVisible(True)

    def _ask(self, title: str, suffix: str, kind: str, keep: Callable[[Path], None]) -> None:
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or str(
            Path.home()
        )
        chooser = QFileDialog(self._panel.window(), title, documents, kind)
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix(suffix)
        chooser.selectFile(f"{self._tools.session.path.stem} {_file_name(title)}.{suffix}")
        chooser.fileSelected.connect(lambda chosen: keep(Path(chosen)))
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.chooser = chooser
        chooser.open()


def write_table(sheet: Sheet, words: Words) -> WrittenTable:
    """The table for the clipboard; of very many rows on a worker."""
    rows = [[column.head for column in sheet.columns], *say_rows(sheet, words)]
    return WrittenTable(sheet.title, write_tabbed(rows), write_html(rows))


def _file_name(title: str) -> str:
    return "".join(letter if letter.isalnum() or letter in " -_" else " " for letter in title).strip()


def _to_png(image: QImage) -> QByteArray:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return buffer.data()


def _write(path: Path, content: QByteArray) -> None:
    file = QSaveFile(str(path))
    if not (file.open(QIODevice.OpenModeFlag.WriteOnly) and file.write(content) == content.size() and file.commit()):
        message = f"“{path.name}” cannot be written: {file.errorString()}."
        raise CannotOpenError(message)

"""Selected deals on the clipboard, as the columns that are shown tell them; very many are written by a worker."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.queries.deals_table import DealLine, read_lines
from desktop_pipeline.ui.deals.columns import TableColumn
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.long_work import LongWork
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.copying import write_html, write_tabbed

_MOST_COPIED = 20_000
# So many are copied within a blink.
_MOST_AT_ONCE = 200


class _Copied(NamedTuple):
    text: str
    html: str


class DealsCopying(QObject):
    """Signals: `said(sentence)` where the deals cannot be read."""

    said = Signal(str)

    def __init__(self, session: Session, tasks: Tasks, theme: Theme, formats: Formats, home: QWidget) -> None:
        super().__init__(home)
        self._session = session
        self._formats = formats
        self.long_work = LongWork(session, tasks, theme, home)
        self.most_at_once = _MOST_AT_ONCE

    def copy(self, deal_ids: Sequence[int], columns: Sequence[TableColumn]) -> None:
        """Puts these deals on the clipboard as a table, at most as many as a clipboard should hold."""
        session, ids = self._session, deal_ids[:_MOST_COPIED]
        today, now, chances = session.today(), session.now(), session.chances
        is_large = len(ids) > self.most_at_once

        def write() -> _Copied:
            if not is_large:
                return _write(read_lines(session.workspace, ids, today=today, now=now, chances=chances), columns)
            with session.workspace.reading() as view:
                return _write(read_lines(view, ids, today=today, now=now, chances=chances), columns)

        words = self.tr("{count} deals are being copied…").format(count=self._formats.number(len(ids)))
        self.long_work.attempt(words, write, _put, self._refuse, is_large=is_large)

    def _refuse(self, error: PipelineError) -> None:
        self.said.emit(str(error))


def _write(lines: Iterable[DealLine], columns: Sequence[TableColumn]) -> _Copied:
    table = [
        [column.copied_head or column.head for column in columns],
        *([column.copy(line) for column in columns] for line in lines),
    ]
    return _Copied(write_tabbed(table), write_html(table))


def _put(copied: _Copied) -> None:
    mime = QMimeData()
    mime.setText(copied.text)
    mime.setHtml(copied.html)
    QGuiApplication.clipboard().setMimeData(mime)

"""Starting a cadence: which one, by a number from 1 to 9, and on which days its touches would be due."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop_pipeline.domain.cadences import settle_close
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.domain.names import name_key
from desktop_pipeline.queries.cadences import CadenceRow, preview_days, read_cadences
from desktop_pipeline.ui.cadences.cadence_words import say_length
from desktop_pipeline.ui.cadences.touch_list import TouchList, say_days
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.key_hint import PrimaryButton
from desktop_pipeline.ui.widgets.numbered_rows import MOST_KEYS, paint_number
from desktop_pipeline.ui.widgets.painting import RIGHT, draw_text, text_width
from desktop_pipeline.ui.widgets.popover import Popover
from desktop_pipeline.ui.widgets.words import Words, as_tooltip

_WIDTH = 420
_ROW = 30
_MOST_ROWS = 8
_FEWEST_ROWS = 3
_MOST_TOUCHES = 6
_CadenceRole = Qt.ItemDataRole.UserRole


class StartPopover(Popover):
    """Enter starts the chosen cadence by `start`, Esc starts nothing."""

    def __init__(
        self,
        session: Session,
        theme: Theme,
        formats: Formats,
        what: str,
        start: Callable[[CadenceRow], object],
        add_ready: Callable[[], object],
        parent: QWidget,
        *,
        has_deal: bool,
    ) -> None:
        """`what` names the deal or person, or says how many; `add_ready` adds the cadences that are shipped."""
        super().__init__(theme, _WIDTH, parent)
        self._session = session
        self._formats = formats
        self._start = start
        self._add_ready = add_ready
        self._has_deal = has_deal
        self.cadences = _CadenceList(theme)
        self.cadences.setProperty("bare", True)
        self.cadences.setAccessibleName(self.tr("Cadences"))
        self.cadences.setItemDelegate(_CadenceDelegate(theme, formats, self.cadences))
        self.cadences.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.cadences.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.cadences.installEventFilter(self)
        self.purpose = Words(theme, "", "secondary", "ink2", wrap=True)
        self.touches = TouchList(theme, formats, most=_MOST_TOUCHES)
        self.closing = Words(theme, "", "secondary", "ink2", wrap=True)
        self.none = Words(theme, self.tr("There is no cadence yet."), "body", "ink2", wrap=True)
        self.ready = ActionButton(theme, self.tr("Add six ready-made ones"), icon="plus")
        self.leave = ActionButton(theme, self.tr("Cancel"), role="ink2", flat=True, keys=(self.tr("Esc"),))
        self.keep = PrimaryButton(theme, self.tr("Start"), key=self.tr("Enter"))
        self.head(self.tr("Start a cadence"), what)
        self._arrange()
        self.cadences.currentItemChanged.connect(self._show_current)
        self.cadences.itemDoubleClicked.connect(self.submit)
        self.ready.clicked.connect(self._on_ready)
        self.leave.clicked.connect(self.close)
        self.keep.clicked.connect(self.submit)
        self.refresh()

    @property
    def current(self) -> CadenceRow | None:
        """The cadence that is chosen."""
        row = self.cadences.currentItem()
        found = row.data(_CadenceRole) if self.cadences.currentRow() >= 0 else None
        return found if isinstance(found, CadenceRow) else None

    def refresh(self) -> None:
        """Read which can be started."""
        rows = read_cadences(self._session.workspace, active_only=True)
        self.cadences.clear()
        for row in rows:
            line = QListWidgetItem(row.name, self.cadences)
            line.setData(_CadenceRole, row)
            line.setData(Qt.ItemDataRole.AccessibleTextRole, f"{row.name}, {say_length(row, self._formats)}")
            line.setToolTip(as_tooltip(row.purpose or row.name))
        self.cadences.fit()
        choosing: Sequence[QWidget] = (self.cadences, self.keep)
        adding: Sequence[QWidget] = (self.none, self.ready)
        for part in (*choosing, *adding):
            part.setVisible((part in choosing) == bool(rows))
        self.ready.setVisible(not read_cadences(self._session.workspace))
        self.cadences.setCurrentRow(0)
        self._show_current()

    def choose(self, name: str) -> None:
        """Choose the cadence of that name, where there is one."""
        for place in range(self.cadences.count()):
            if name_key(self.cadences.item(place).text()) == name_key(name):
                self.cadences.setCurrentRow(place)

    def submit(self) -> None:
        chosen = self.current
        if chosen is None:
            return
        try:
            self._start(chosen)
        except PipelineError as error:
            self.refuse(str(error))
            return
        self.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            number = event.key() - Qt.Key.Key_1
            if 0 <= number < min(MOST_KEYS, self.cadences.count()) and not event.modifiers():
                self.cadences.setCurrentRow(number)
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self.submit()
                return True
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._give_keys()

    def _arrange(self) -> None:
        foot = QHBoxLayout()
        foot.addWidget(self.leave)
        foot.addStretch(1)
        foot.addWidget(self.keep)
        parts: Sequence[QWidget] = (self.none, self.cadences, self.purpose, self.touches, self.closing)
        for part in parts:
            self.body.addWidget(part)
        self.body.addWidget(self.ready, 0, Qt.AlignmentFlag.AlignLeft)
        self.add_error_line()
        self.body.addLayout(foot)

    def _show_current(self) -> None:
        row = self.current
        self.refuse("")
        for part in (self.purpose, self.touches, self.closing):
            part.setVisible(row is not None)
        if row is None:
            self.fit()
            return
        days = preview_days(self._session.workspace, row.steps, self._session.today())
        self.purpose.setVisible(bool(row.purpose))
        self.purpose.show_words(row.purpose)
        self.touches.show_touches(row.steps, days)
        words = " ".join(part for part in (say_days(days, self._formats), self._say_close(row)) if part)
        self.closing.setVisible(bool(words))
        self.closing.show_words(words)
        self.fit()

    def _say_close(self, row: CadenceRow) -> str:
        days = preview_days(self._session.workspace, row.steps, self._session.today())
        found = [day.due_on for day in days if day.due_on is not None]
        close_on = settle_close(self._session.today(), row.closes_after, found)
        if close_on is None or not self._has_deal:
            return ""
        day = self._formats.day(close_on)
        if row.reason is None:
            return self.tr("Closing is proposed on {day} unless someone replies.").format(day=day)
        words = self.tr("Closing as “{reason}” is proposed on {day} unless someone replies.")
        return words.format(reason=row.reason, day=day)

    def _on_ready(self) -> None:
        try:
            self._add_ready()
        except PipelineError as error:
            self.refuse(str(error))
            return
        self.refresh()
        self._give_keys()

    def _give_keys(self) -> None:
        (self.ready if self.cadences.isHidden() else self.cadences).setFocus(Qt.FocusReason.PopupFocusReason)


class _CadenceList(QListWidget):
    """As high as its rows, and lower where the screen is."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def fit(self) -> None:
        """Takes the height of other rows."""
        high = self.sizeHint().height()
        self.setMaximumHeight(high)
        self.setMinimumHeight(min(high, self._theme.size(_ROW) * _FEWEST_ROWS))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.size(_WIDTH), self._theme.size(_ROW) * min(_MOST_ROWS, max(1, self.count())) + 2)


class _CadenceDelegate(QStyledItemDelegate):
    """A cadence with the key that takes it and how long it goes on."""

    def __init__(self, theme: Theme, formats: Formats, parent: QListWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._formats = formats

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, self._theme.size(_ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme = self._theme
        painter.save()
        box = paint_number(painter, theme, option, index.row())
        cadence = index.data(_CadenceRole)
        length = say_length(cadence, self._formats) if isinstance(cadence, CadenceRow) else ""
        draw_text(painter, theme, "secondary", theme.color("ink2"), box, length, RIGHT)
        box.adjust(0, 0, -text_width(theme, "secondary", length) - 10, 0)
        draw_text(painter, theme, "body", theme.color("ink"), box, str(index.data(Qt.ItemDataRole.DisplayRole)))
        painter.restore()

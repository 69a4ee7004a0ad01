"""The History: every change with when, who and what it did; any single one can be taken back, or all since."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QSplitter, QVBoxLayout, QWidget

from desktop_pipeline.actions import Entry, State
from desktop_pipeline.actions.taking_back import take_back, take_back_rest, undo_to
from desktop_pipeline.domain.errors import ConflictError, PipelineError
from desktop_pipeline.queries.history import RecordChange, read_change_details, read_changes
from desktop_pipeline.queries.step_size import read_step_size, read_steps_size
from desktop_pipeline.ui.care.rows_table import RowsModel, RowsTable
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.icons import icon
from desktop_pipeline.ui.long_work import LongWork
from desktop_pipeline.ui.session import LARGE_STEP, Session
from desktop_pipeline.ui.tasks import Progress, Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.change_lines import describe_record, list_lines
from desktop_pipeline.ui.widgets.ground import lay_ground
from desktop_pipeline.ui.widgets.leading_icon import lead_with
from desktop_pipeline.ui.widgets.words import Words

Result = TypeVar("Result")
_SIZE = (860, 600)
_PORTION = 200
_TYPING_MS = 150
_MOST_LINES = 400
_MOST_NAMES = 5


class HistoryWindow(QWidget):
    """A window of its own beside the main one; follows every change. Signals: `closed`."""

    closed = Signal()

    def __init__(
        self,
        session: Session,
        theme: Theme,
        formats: Formats,
        parent: QWidget | None = None,
        *,
        tasks: Tasks | None = None,
    ) -> None:
        """Large changes are read and taken back by `tasks`, where there are any."""
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(self.tr("History"))
        self._session = session
        self._theme = theme
        self._formats = formats
        self._is_stale = True
        self._refused: int | None = None
        # Of which change the details are shown, or read.
        self._described: int | None = None
        self._tasks = tasks
        self.long_work = None if tasks is None else LongWork(session, tasks, theme, self)
        self.field = QLineEdit(clearButtonEnabled=True)
        lead_with(self.field, icon(theme, "search"))
        self.field.setPlaceholderText(self.tr("Find a change"))
        self.field.setAccessibleName(self.tr("Find a change"))
        self.model: RowsModel[Entry] = RowsModel(
            theme, (self.tr("When"), self.tr("Who"), self.tr("Change"), self.tr("State")), self
        )
        self.table = RowsTable(theme, self.tr("Changes, newest first"), wide=2)
        self.table.show_model(self.model, (130, 110, 100, 130))
        self.details = QPlainTextEdit(readOnly=True)
        self.details.setAccessibleName(self.tr("What the change did"))
        self.details.setTabChangesFocus(True)
        self.said = Words(theme, style="secondary", role="ink2", wrap=True)
        self.take_button = ActionButton(theme, self.tr("Take this change back"), icon="undo-2")
        self.rest_button = ActionButton(theme, self.tr("Take back all but those"))
        self.rest_button.hide()
        self.back_button = ActionButton(theme, self.tr("Undo back to here"), icon="corner-up-left")
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._arrange()
        self._connect()
        self._dress()
        self._fit()

    @property
    def current(self) -> Entry | None:
        """The change that is chosen."""
        rows = self.table.chosen_rows()
        return self.model.things[rows[0]] if rows else None

    def find(self) -> None:  # type: ignore[override] # every page's word; QWidget.find is a static look-up
        """Gives the keys to the field that finds."""
        self.field.setFocus()
        self.field.selectAll()

    def take_back(self) -> None:
        """Takes back the chosen change alone; says which records stand in its way."""
        entry = self.current
        if entry is not None and self.take_button.isEnabled():
            workspace = self._session.workspace
            size = read_step_size(workspace, entry.entry_id)
            self._go(size, lambda: take_back(workspace, entry.entry_id).label, self._say_taken)

    def take_back_rest(self) -> None:
        """Takes back what no later change stands on; offered after a refusal that named what stands in the way."""
        entry = self.current
        if entry is not None:
            workspace = self._session.workspace
            size = read_step_size(workspace, entry.entry_id)
            self._go(size, lambda: take_back_rest(workspace, entry.entry_id)[1], self._say_part)

    def undo_to_here(self) -> None:
        """Undoes every change since the chosen one, and that one; each can be done again."""
        entry = self.current
        if entry is not None and self.back_button.isEnabled():
            workspace = self._session.workspace
            size = read_steps_size(workspace, entry.entry_id)
            self._go(size, lambda: undo_to(workspace, entry.entry_id), self._say_undone)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._read()

    def _say_taken(self, label: str) -> None:
        # An older change is taken back by a change of its own, whose label says so.
        self.said.show_words(self.tr("Taken back: {label}").format(label=label.removeprefix("Take back: ")), "ink2")

    def _say_part(self, kept: tuple[str, ...]) -> None:
        named = ", ".join(kept[:_MOST_NAMES]) + (self.tr(" and more") if len(kept) > _MOST_NAMES else "")
        self.said.show_words(self.tr("Taken back, but for {named}.").format(named=named), "ink2")

    def _say_undone(self, count: int) -> None:
        undone = self.tr("1 change undone. Ctrl+Shift+Z does it again.")
        if count != 1:
            undone = self.tr("{count} changes undone. Ctrl+Shift+Z does them again, one by one.")
        self.said.show_words(undone.format(count=self._formats.number(count)), "ink2")

    def _go(self, size: int, act: Callable[[], Result], say: Callable[[Result], object]) -> None:
        """Does it, and what is large on a worker; says what came of it."""
        self.rest_button.hide()
        if size > LARGE_STEP and self.long_work is not None:
            self.long_work.run(self.tr("Working on a large change…"), act, say, self._refuse)
            return
        try:
            result = act()
        except PipelineError as error:
            self._refuse(error)
        else:
            say(result)

    def _refuse(self, error: PipelineError) -> None:
        self.said.show_words(str(error), "red")
        if isinstance(error, ConflictError) and self.current is not None:
            self._refused = self.current.entry_id
            self.rest_button.show()

    def _read(self) -> None:
        """Reads the newest changes again and chooses the one that was chosen, where it is still there."""
        self._is_stale = False
        chosen = self.current
        entries = read_changes(self._session.workspace, text=self.field.text(), limit=_PORTION)
        self.model.show_rows([self._row(entry) for entry in entries], has_more=len(entries) == _PORTION)
        ids = [entry.entry_id for entry in entries]
        if chosen is not None and chosen.entry_id in ids:
            self.table.selectRow(ids.index(chosen.entry_id))
        else:
            self.table.choose_first()
        self._fit()

    def _read_on(self) -> None:
        last = self.model.things[-1].entry_id
        entries = read_changes(self._session.workspace, text=self.field.text(), before=last, limit=_PORTION)
        self.model.add_rows([self._row(entry) for entry in entries], has_more=len(entries) == _PORTION)

    def _row(self, entry: Entry) -> tuple[Entry, tuple[str, ...], bool]:
        when = self._formats.instant(entry.at, self._session.today())
        if entry.at.astimezone(self._session.workspace.zone).year != self._session.today().year:
            when = f"{when} {self._formats.time(entry.at)}"
        states = {
            State.DONE: "",
            State.UNDONE: self.tr("undone"),
            State.DROPPED: self.tr("undone for good"),
            State.SEALED: self.tr("for the record"),
        }
        return entry, (when, entry.who, entry.label, states[entry.state]), entry.state is not State.DONE

    def _dress(self) -> None:
        # A window of its own, on the ground that dialogs have.
        lay_ground(self._theme, self, role="surface")

    def _fit(self) -> None:
        entry = self.current
        can = entry is not None and entry.state is State.DONE and not self._session.workspace.is_read_only
        self.take_button.setEnabled(can)
        self.back_button.setEnabled(can)
        if entry is None or entry.entry_id != self._refused:
            self.rest_button.hide()
        entry_id = None if entry is None else entry.entry_id
        if entry_id is None:
            self.details.setPlainText("")
        elif entry_id != self._described:
            self._read_details(entry_id)
        self._described = entry_id

    def _read_details(self, entry_id: int) -> None:
        workspace = self._session.workspace
        if self._tasks is None or not self._session.is_large_step(entry_id):
            self.details.setPlainText(self._describe(read_change_details(workspace, entry_id)))
            return
        self.details.setPlainText(self.tr("Reading…"))

        def read(_progress: Progress) -> tuple[RecordChange, ...] | None:
            with workspace.reading() as view:
                return read_change_details(view, entry_id)

        def show(records: tuple[RecordChange, ...] | None) -> None:
            if self._described == entry_id:
                self.details.setPlainText(self._describe(records))

        self._tasks.run(read, show, self._refuse, key="history details")

    def _describe(self, records: Sequence[RecordChange] | None) -> str:
        if records is None:
            return self.tr("Only the line of this change is kept.")
        lines: list[str] = []
        today = self._session.today()
        for record in records:
            lines.append(describe_record(record))
            lines += [f"    {line}" for line in list_lines(record, self._formats, today)]
            if len(lines) > _MOST_LINES:
                lines.append(self.tr("… and more"))
                break
        return "\n".join(lines) or self.tr("The order of deals changed.")

    def _on_changed(self) -> None:
        self._is_stale = True
        # A change that is undone for good keeps its line alone.
        self._described = None
        if self.isVisible():
            self._read()

    def _connect(self) -> None:
        self._session.changed.connect(self._on_changed)
        self.model.more_asked.connect(self._read_on)
        self.table.selectionModel().selectionChanged.connect(self._fit)
        self.table.find_asked.connect(self.find)
        self.field.textChanged.connect(self._typing.start)
        self._theme.changed.connect(self._dress)
        self.field.returnPressed.connect(self.table.setFocus)
        self._typing.timeout.connect(self._read)
        self.take_button.clicked.connect(self.take_back)
        self.rest_button.clicked.connect(self.take_back_rest)
        self.back_button.clicked.connect(self.undo_to_here)
        for keys, act in (
            (QKeySequence(QKeySequence.StandardKey.Find), self.find),
            (QKeySequence(Qt.Key.Key_Escape), self.close),
            (QKeySequence("Ctrl+Backspace"), self.take_back),
        ):
            QShortcut(keys, self).activated.connect(act)

    def _arrange(self) -> None:
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.table)
        split.addWidget(self.details)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.said, 1)
        foot.addWidget(self.rest_button)
        foot.addWidget(self.back_button)
        foot.addWidget(self.take_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        layout.addWidget(self.field)
        layout.addWidget(split, 1)
        layout.addLayout(foot)
        self.resize(self._theme.size(_SIZE[0]), self._theme.size(_SIZE[1]))

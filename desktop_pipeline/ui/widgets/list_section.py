"""One list that is edited in place: its words, its table, what adds to it, and the archived rows on request."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QMenu, QSizePolicy, QVBoxLayout, QWidget

from desktop_pipeline.actions import Change
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.ui.icons import icon
from desktop_pipeline.ui.long_work import LongWork
from desktop_pipeline.ui.menus import escape_ampersands
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.chip_menu import ChipMenu
from desktop_pipeline.ui.widgets.error_note import ErrorNote
from desktop_pipeline.ui.widgets.leading_icon import lead_with
from desktop_pipeline.ui.widgets.lines import ListSpec, RowAct
from desktop_pipeline.ui.widgets.lines_table import LinesTable
from desktop_pipeline.ui.widgets.undo_keys import pass_undo_on
from desktop_pipeline.ui.widgets.words import Words

_WIDEST = 900
# So many records are changed within a blink.
_MOST_AT_ONCE = 500


class ListSection(QWidget):
    """Follows the workspace while it is shown. Signals: `chosen(id or 0)` when another row becomes the current one."""

    chosen = Signal(int)

    def __init__(
        self, session: Session, theme: Theme, spec: ListSpec, *, heading: bool = True, tasks: Tasks | None = None
    ) -> None:
        """What concerns very many records is done by `tasks`, where there are any."""
        super().__init__()
        self._session = session
        self._theme = theme
        self._spec = spec
        self._is_stale = True
        self.long_work = None if tasks is None else LongWork(session, tasks, theme, self)
        self.most_at_once = _MOST_AT_ONCE
        self.table = LinesTable(theme, spec.columns, spec.title, self)
        self.table.lines.is_editable = not session.workspace.is_read_only
        if spec.reorder is not None:
            self.table.allow_moving()
        self.field = QLineEdit(placeholderText=spec.adding)
        self.field.setAccessibleName(spec.adding)
        self.field.setEnabled(not session.workspace.is_read_only)
        pass_undo_on(self.field)
        self._plus = lead_with(self.field, icon(theme, "plus"))
        self._plus.setText(spec.adding)
        self.archived = QCheckBox()
        self.note = ErrorNote(theme, self)
        self._anchor = QWidget(self.table.viewport())
        self._anchor.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._arrange(heading=heading)
        self._connect()

    @property
    def chosen_id(self) -> int | None:
        """Id of the current row."""
        return self.table.current_id()

    def refresh(self) -> None:
        """Reads the rows again; the current one stays the current one."""
        self._is_stale = False
        current = self.table.current_id()
        place = self.table.currentIndex()
        lines = self._spec.read()
        away = sum(line.is_archived for line in lines)
        self.archived.setVisible(away > 0)
        # As high as the field beside it: of 21 pixels in 28 one half would be lost, and the words with it.
        self.archived.setMinimumHeight(self.field.sizeHint().height())
        self.archived.setText(QCoreApplication.translate("Settings", "Show %Ln archived", None, away))
        if not self.archived.isChecked():
            lines = [line for line in lines if not line.is_archived]
        self.table.lines.show_lines(lines)
        if not lines and self.table.hasFocus():
            # Else Qt would give the keys to whatever comes next in the window.
            self.field.setFocus()
        self.table.setVisible(bool(lines))
        self.table.fit()
        if current is not None:
            self.table.go_to(current)
        if self.table.currentIndex().row() < 0 and lines:
            row = min(max(0, place.row()), len(lines) - 1)
            self.table.setCurrentIndex(self.table.lines.index(row, max(0, place.column())))
        if self.table.current_id() != current:
            self.chosen.emit(self.table.current_id() or 0)

    def focus_list(self) -> None:
        """Gives the keys to the table, or to the field where it has no rows."""
        (self.table if self.table.lines.lines else self.field).setFocus()

    def add_new(self) -> None:
        """Gives the keys to the field that adds."""
        self.field.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self.refresh()

    def attempt(self, act: Callable[[], object], anchor: QWidget) -> bool:
        """Does it; where it is refused says why at the anchor and returns False."""
        try:
            act()
        except PipelineError as error:
            self.note.speak(str(error), anchor)
            return False
        self.note.hide()
        return True

    def _arrange(self, *, heading: bool) -> None:
        theme, spec = self._theme, self._spec
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(Words(theme, spec.title, "section" if spec.advice else "strong"))
        if spec.advice:
            layout.addWidget(Words(theme, spec.advice, "secondary", "ink2", wrap=True))
        layout.addWidget(self.table)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.field, 1)
        foot.addWidget(self.archived)
        if spec.add is None:
            # Never shown here: before it has a place on the page it would come up as a window of its own.
            self.field.hide()
        layout.addLayout(foot)
        if heading:
            layout.addStretch(1)
        else:
            # One of several on a page: as high as its rows.
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setMaximumWidth(theme.size(_WIDEST))

    def _connect(self) -> None:
        self.table.typed.connect(self._on_typed)
        self.table.left.connect(self._keep)
        self.table.moved.connect(self._on_moved)
        self.table.menu_asked.connect(self.open_menu)
        self.table.edited.connect(self.note.hide)
        self.table.selectionModel().currentRowChanged.connect(self._on_current_changed)
        self.field.returnPressed.connect(self._on_added)
        self.field.textEdited.connect(self.note.hide)
        self._plus.triggered.connect(self._on_added)
        self.archived.toggled.connect(self.refresh)
        self._session.changed.connect(self._on_changed)

    def _on_current_changed(self) -> None:
        self.chosen.emit(self.table.current_id() or 0)

    def _on_changed(self, change: Change) -> None:
        if not any(change.touches(table) for table in self._spec.tables):
            return
        self._is_stale = True
        if self.isVisible():
            self.refresh()

    def _keep(self, row: int, column: int, text: str) -> bool:
        keep = self._spec.columns[column].keep
        if keep is None or not 0 <= row < len(self.table.lines.lines):
            return True
        line = self.table.lines.lines[row]
        self._anchor.setGeometry(self.table.visualRect(self.table.lines.index(row, column)))
        return self.attempt(lambda: keep(line.row_id, text), self._anchor)

    def _on_typed(self, row: int, column: int, text: str) -> None:
        row_id = self.table.lines.lines[row].row_id
        if self._keep(row, column, text):
            self.table.go_to(row_id)
        elif not self.table.lines.offers(self.table.lines.index(row, column)):
            sentence = self.note.text
            self.table.begin(row, column, text)
            self.note.speak(sentence, self._anchor)

    def _on_moved(self, row: int, to_row: int) -> None:
        lines = self.table.lines.lines
        ids = [line.row_id for line in lines if not line.is_archived]
        can_move = self._spec.reorder is not None and not self._session.workspace.is_read_only
        if not can_move or self._spec.reorder is None or not 0 <= to_row < len(ids) or row >= len(ids):
            return
        moved = ids.pop(row)
        ids.insert(to_row, moved)
        reorder = self._spec.reorder
        if self.attempt(lambda: reorder(ids), self.table):
            self.table.go_to(moved)

    def _on_added(self) -> None:
        add, text = self._spec.add, self.field.text()
        if add is None or not text.strip():
            return
        made: list[object] = []
        if self.attempt(lambda: made.append(add(text)), self.field):
            # Not cleared: that could be taken back, and the next undo is for what was added.
            self.field.setText("")
            if isinstance(made[0], int):
                self.table.go_to(made[0])
                self.table.scrollTo(self.table.currentIndex())

    def open_menu(self, row: int, place: QPoint) -> QMenu | None:
        """The menu of a row, where it has one."""
        line = self.table.lines.lines[row]
        self.table.setCurrentIndex(self.table.lines.index(row, max(0, self.table.currentIndex().column())))
        acts = [] if self._session.workspace.is_read_only else self._spec.acts(line)
        if not acts:
            return None
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._anchor.setGeometry(self.table.visualRect(self.table.lines.index(row, 0)))
        for act in acts:
            action = QAction(escape_ampersands(act.text), menu)
            action.triggered.connect(lambda _on=False, act=act: self._do(act, line.row_id, place))
            menu.addAction(action)
        menu.popup(place)
        return menu

    def _do(self, act: RowAct, row_id: int, place: QPoint) -> None:
        if act.choices is not None and act.act_on is not None:
            menu = ChipMenu(self._theme, list(act.choices()), frozenset(), self, picks_one=True)
            menu.toggled.connect(menu.close)
            menu.toggled.connect(partial(self._do_on, act, row_id))
            menu.open_at(place)
        elif act.act is not None:
            do = act.act
            self.attempt(lambda: do(row_id), self._anchor)

    def _do_on(self, act: RowAct, row_id: int, chosen_id: int) -> None:
        act_on = act.act_on
        if act_on is None:
            return
        if self.long_work is None or act.concerns <= self.most_at_once:
            self.attempt(lambda: act_on(row_id, chosen_id), self._anchor)
            return
        self.long_work.run(
            self.tr("Working on a large change…"),
            lambda: act_on(row_id, chosen_id),
            lambda _done: self.note.hide(),
            lambda error: self.note.speak(str(error), self._anchor),
        )

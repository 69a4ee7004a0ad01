"""The page with the table of deals: asks on a worker, shows sums at its foot, and edits through the actions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMenu, QVBoxLayout, QWidget

from desktop_pipeline.actions import Change
from desktop_pipeline.queries.deal_question import DealQuestion, GroupKey, Sort
from desktop_pipeline.queries.deal_sums import DealSums
from desktop_pipeline.queries.deals_table import (
    DealGroup,
    DealLine,
    read_groups,
    read_ids,
    read_lines,
    read_pipelines_of,
    sum_deals,
    sum_ids,
)
from desktop_pipeline.queries.kept_question import read_question, write_question
from desktop_pipeline.queries.lists import Named, read_labels, read_owners, read_sources, read_stages
from desktop_pipeline.ui.deals.bulk_popover import BulkChoices, BulkPopover
from desktop_pipeline.ui.deals.cell_edits import CellEdits
from desktop_pipeline.ui.deals.columns import TableColumn, make_columns
from desktop_pipeline.ui.deals.deals_copying import DealsCopying
from desktop_pipeline.ui.deals.deals_delegate import DealsDelegate
from desktop_pipeline.ui.deals.deals_empty import DealsEmpty, clear_filters
from desktop_pipeline.ui.deals.deals_menu import COPY, OPEN, make_menu
from desktop_pipeline.ui.deals.deals_model import DealsModel
from desktop_pipeline.ui.deals.deals_view import DealsView
from desktop_pipeline.ui.deals.foot import TableFoot
from desktop_pipeline.ui.deals.group_words import name_group
from desktop_pipeline.ui.deals.table_columns import TableColumns
from desktop_pipeline.ui.deals.table_lists import offer_filters, read_own_fields, touches_lists
from desktop_pipeline.ui.deals.toolbar import DealsToolbar
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.empty_ground import EmptyGround
from desktop_pipeline.ui.widgets.ground import lay_ground
from desktop_pipeline.ui.widgets.row_selection import select_also
from desktop_pipeline.ui.widgets.saved_views import SavedViews, ViewedScreen

if TYPE_CHECKING:
    from array import array

_JOINED_MS = 30
# The column that follows what the history tells of stages.
_LIKELY = "probability"
_LOW = 720
# As Qt has it for a widget that nothing limits.
_UNLIMITED = 16777215


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the worker read for a question."""

    question: DealQuestion
    ids: "array[int]"
    groups: list[DealGroup]
    summed: DealSums


class DealsPage(QWidget):
    """The table with its toolbar and its foot.

    Signals: `deal_opened(id)`; `asked(what, ids)` for won, lost, not a fit, reopen, delete, activity, cadence, write;
    `move_asked(ids, stage)`; `edit_asked(ids, BulkEdit)`; `new_asked()`; `said(sentence)`; `counts_changed(texts)`.
    """

    deal_opened = Signal(int)
    asked = Signal(str, list)
    move_asked = Signal(list, int)
    edit_asked = Signal(list, object)
    new_asked = Signal()
    said = Signal(str)
    counts_changed = Signal(list)

    def __init__(
        self, session: Session, tasks: Tasks, theme: Theme, formats: Formats, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._tasks = tasks
        self._theme = theme
        self._formats = formats
        self._question = DealQuestion()
        # By what the groups that are shown were made, while others are asked for.
        self._grouped_by: GroupKey | None = None
        self._is_dirty = True
        self._is_showing = False
        self.edits = CellEdits(session, self)
        self.model = DealsModel(self._read_lines, self.edits.keep, self._describe)
        self.model.can_write = not session.workspace.is_read_only
        self.toolbar = DealsToolbar(theme)
        self.toolbar.new_button.setEnabled(self.model.can_write)
        self.view = DealsView(theme, formats, self.model, session.today)
        self.view.setItemDelegate(DealsDelegate(theme, formats, self.edits.read_choices, session.today, self.view))
        self.columns = TableColumns(self.view, theme)
        self.copying = DealsCopying(session, tasks, theme, formats, self)
        self.empty = DealsEmpty(theme)
        self._below_heads = EmptyGround(theme, self.empty)
        self._below_heads.hide()
        self.foot = TableFoot(theme, formats)
        self._asking = QTimer(self, singleShot=True, interval=_JOINED_MS)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self.toolbar, self.view, self._below_heads, self.foot):
            layout.addWidget(widget)
        layout.setStretch(1, 1)
        layout.setStretch(2, 1)
        viewed = ViewedScreen("deals", self, lambda: write_question(self._question), self._show_view, self.focus_page)
        self.views = SavedViews(viewed, session, theme, self.said.emit)
        self._connect()
        self._dress()

    def question(self) -> DealQuestion:
        """What is asked for now."""
        return self._question

    def show_question(self, question: DealQuestion, view_id: int | None = None) -> None:
        """Asks for something else, as a saved view does."""
        self.views.current = view_id
        self._question = question
        self.columns.mark_orders(question.sorts)
        self.toolbar.show_question(question)

    def _on_unfiltered(self) -> None:
        self.show_question(clear_filters(self._question))
        self.focus_page()

    def _show_view(self, question: Mapping[str, object], view_id: int) -> None:
        self.show_question(read_question(question), view_id)

    def focus_page(self) -> None:
        """Gives the keys to the table."""
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.view.currentIndex().isValid():
            self.view.point_at(0, 0)

    def find(self) -> None:  # type: ignore[override] # what every page calls it; Qt finds windows by number
        """Gives the keys to the filter."""
        self.toolbar.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.toolbar.field.selectAll()

    def new(self) -> None:
        """Asks for a new deal."""
        self.new_asked.emit()

    def refresh(self) -> None:
        """Asks again, soon; several wishes are joined."""
        self._asking.start()

    def sort_by(self, column: TableColumn, *, further: bool = False) -> None:
        """Order by a column, the other way round where it was already; `further` keeps the orders before it."""
        if column.sort is None:
            return
        before = {sort.key: sort for sort in self._question.sorts}
        known = before.get(column.sort)
        sort = Sort(column.sort, descending=not known.descending if known is not None else column.is_right)
        others = [each for each in self._question.sorts if each.key != column.sort] if further else []
        self._question = replace(self._question, sorts=(*others, sort))
        self.columns.mark_orders(self._question.sorts)
        self.refresh()

    def act(self, what: str) -> None:
        """Does what a menu entry asks, as if its key had been pressed in the table."""
        if what == OPEN:
            deal_id = self.model.deal_id(self.view.currentIndex().row())
            if deal_id is not None:
                self.deal_opened.emit(deal_id)
        elif what == COPY:
            self.view.copy_selection()
        else:
            self._on_asked(what)

    def open_menu(self, place: QPoint) -> QMenu | None:
        """What can be done with the deal that has the keys, or with those that are selected."""
        line, ids = self.model.line(self.view.currentIndex().row()), self.view.acting_ids()
        if line is None or not ids:
            return None
        stages = self._read_common_stages(ids)
        menu = make_menu(
            line,
            stages,
            several=len(ids) > 1,
            writes=self.model.can_write,
            act=self.act,
            move=lambda stage_id: self.move_asked.emit(ids, stage_id),
            parent=self,
        )
        menu.popup(place)
        return menu

    def neighbour(self, deal_id: int | None, step: int) -> int | None:
        """The deal above (−1) or below (1) another in the table, which gets the keys; None at the end."""
        row = None if deal_id is None else self.model.row_of(deal_id)
        if row is None:
            return None
        row += step
        while 0 <= row < self.model.rowCount():
            beside = self.model.deal_id(row)
            if beside is not None:
                self.view.point_at(row)
                return beside
            row += step
        return None

    def edit_many(self) -> BulkPopover | None:
        """Opens the popover for all selected deals."""
        ids = self.view.acting_ids()
        if not ids or not self.model.can_write:
            return None
        workspace = self._session.workspace
        lists = read_owners(workspace), read_sources(workspace), self._read_common_stages(ids), read_labels(workspace)
        popover = BulkPopover(
            self._theme, self._formats, len(ids), BulkChoices(*lists), self._session.today(), self.view
        )
        popover.wanted.connect(lambda wish: self._on_edit_wanted(popover, ids, wish))
        popover.open_beside(self.view.mapToGlobal(QPoint(16, self.view.height())))
        return popover

    def _on_edit_wanted(self, popover: BulkPopover, ids: list[int], wish: object) -> None:
        popover.close()
        self.edit_asked.emit(ids, wish)

    def _read_common_stages(self, ids: Sequence[int]) -> list[Named]:
        pipelines = read_pipelines_of(self._session.workspace, ids)
        return read_stages(self._session.workspace, pipelines[0]) if len(pipelines) == 1 else []

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self.columns.known:
            self._read_lists()
        if self._is_dirty:
            self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        self._is_dirty |= self._asking.isActive()
        self._asking.stop()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.toolbar.arrange(event.size().width(), small=self.window().height() < _LOW)
        self._limit_height()

    def _connect(self) -> None:
        self._session.changed.connect(self._on_changed)
        self._session.chances_found.connect(self._on_chances_found)
        self._asking.timeout.connect(self._ask)
        self._theme.changed.connect(self._dress)
        self.toolbar.question_changed.connect(self._on_question_changed)
        self.toolbar.columns_wanted.connect(self.columns.open_menu)
        self.toolbar.new_wanted.connect(self.new)
        self.toolbar.views_wanted.connect(self.views.open_menu)
        self.toolbar.left.connect(self.focus_page)
        self.view.deal_opened.connect(self.deal_opened)
        self.view.delegate().closeEditor.connect(lambda _editor: self._on_editor_closed())
        self.view.asked.connect(self._on_asked)
        self.view.menu_asked.connect(self.open_menu)
        self.view.copy_asked.connect(lambda ids: self.copying.copy(ids, self.view.shown_columns()))
        self.copying.said.connect(self.said)
        self.edits.said.connect(self.said)
        self.edits.move_asked.connect(self.move_asked)
        self.view.selectionModel().selectionChanged.connect(self._on_selected)
        self.empty.acted.connect(self._on_unfiltered)
        self.foot.edit_wanted.connect(lambda: self._on_asked("edit"))
        header = self.view.horizontalHeader()
        header.sectionPressed.connect(self._on_head_pressed)

    def _dress(self) -> None:
        lay_ground(self._theme, self)

    def _read_lists(self) -> None:
        workspace = self._session.workspace
        offer_filters(workspace, self.toolbar)
        self.columns.take(make_columns(self._formats, self._session.today, read_own_fields(workspace)))

    def _on_changed(self, change: Change) -> None:
        if touches_lists(change):
            self._read_lists()
        self._is_dirty = True
        if self.isVisible():
            self.refresh()

    def _on_chances_found(self) -> None:
        self._is_dirty = True
        if self.isVisible() and any(column.key == _LIKELY for column in self.model.columns):
            self.refresh()

    def _on_editor_closed(self) -> None:
        if self._is_dirty and self.isVisible():
            self.refresh()

    def _on_question_changed(self) -> None:
        self._question = self.toolbar.read_question(self._question)
        self.refresh()

    def _ask(self) -> None:
        self._is_dirty = False
        question, session, chances = self._question, self._session, self._session.chances

        def read(_progress: object) -> _Answer:
            with session.workspace.reading() as view:
                today = view.today()
                groups = read_groups(view, question, today=today) if question.group is not None else []
                ids = read_ids(view, question, chances=chances)
                return _Answer(question, ids, groups, sum_deals(view, question, today=today))

        self._tasks.run(read, self._show, lambda error: self.said.emit(str(error)), key="deals table")

    def _show(self, answer: _Answer) -> None:
        if self.view.is_editing:
            # Other rows would take away what is being typed: they come when the editor closes.
            self._is_dirty = True
            return
        kept = self.view.acting_ids()
        row, column = self.view.currentIndex().row(), max(0, self.view.currentIndex().column())
        pointed = self.model.deal_id(row)
        self._grouped_by = answer.question.group
        # Told once, when all is selected again; a selection that went with its rows is told by nobody.
        self._is_showing = True
        self.columns.suit(answer.question.status)
        column = min(column, len(self.model.columns) - 1)
        self.model.show_deals(answer.ids, answer.groups)
        self._select(kept, pointed, row, column)
        self._is_showing = False
        self._on_selected()
        # Without deals there are only the heads of the columns, and below them why.
        self._below_heads.setVisible(not answer.ids)
        self._limit_height()
        if not answer.ids:
            self.empty.tell(answer.question)
        self.counts_changed.emit([self.foot.say(answer.summed, self._session.workspace.base_currency)])

    def _limit_height(self) -> None:
        head, height = self.view.horizontalHeader(), _UNLIMITED
        if not self._below_heads.isHidden():
            # What scrolls the heads stands below them.
            bar = self.view.horizontalScrollBar().sizeHint().height() if head.length() > self.width() else 0
            height = head.height() + bar
        self.view.setMaximumHeight(height)

    def _select(self, deal_ids: Sequence[int], pointed: int | None, row: int, column: int) -> None:
        """Keeps the focus where it was: on the same deal, on another of those selected, or else at the same height."""
        rows = self.model.rows_of(set(deal_ids)) if deal_ids else []
        place = None if pointed is None else self.model.row_of(pointed)
        if place is None or (rows and place not in rows):
            place = rows[0] if rows else row
        if place >= 0:
            self.view.point_at(place, column)
        if len(rows) > 1:
            select_also(self.view, rows)

    def _on_selected(self) -> None:
        if self._is_showing:
            return
        ids = self.view.selected_ids()
        summed = sum_ids(self._session.workspace, ids, today=self._session.today()) if len(ids) > 1 else None
        was_hidden = self.foot.isHidden()
        self.foot.show_selection(summed, self._session.workspace.base_currency)
        layout = self.layout()
        if was_hidden and summed is not None and layout is not None:
            # It takes its room from the table, never the row that is worked on.
            layout.activate()
            self.view.scrollTo(self.view.currentIndex())

    def _on_asked(self, what: str) -> None:
        if what == "find":
            self.find()
        elif what == "new":
            self.new()
        elif what == "edit":
            self.edit_many()
        elif self.model.can_write:
            ids = self.view.acting_ids()
            if ids:
                self.asked.emit(what, ids)

    def _on_head_pressed(self, section: int) -> None:
        further = bool(QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.sort_by(self.model.columns[section], further=further)

    def _read_lines(self, deal_ids: Sequence[int]) -> list[DealLine]:
        session = self._session
        return read_lines(
            session.workspace, deal_ids, today=session.today(), now=session.now(), chances=session.chances
        )

    def _describe(self, group: DealGroup) -> str:
        currency = self._session.workspace.base_currency
        name = name_group(group, self._grouped_by, self._formats)
        return f"{name}   {self.foot.say(group.summed, currency)}"

"""What can be done with a column from its header: its menu, another name, another place, adding and removing."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.domain.stage_settings import STAGE_COLOURS
from desktop_pipeline.queries.board_cards import Order
from desktop_pipeline.queries.board_lanes import LaneKind
from desktop_pipeline.ui.board.board_keys import Ask
from desktop_pipeline.ui.board.card_words import count_deals
from desktop_pipeline.ui.board.lane_words import name_order
from desktop_pipeline.ui.board.stage_column import BoardColumn
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.toast import Toast

if TYPE_CHECKING:
    from desktop_pipeline.ui.board.board_page import BoardPage
    from desktop_pipeline.ui.board.limits_popover import LimitsPopover
    from desktop_pipeline.ui.widgets.name_popover import NamePopover


class StageCommands(QObject):
    """Each ends in one action of actions.stages, or in how the board is looked at."""

    def __init__(self, page: "BoardPage", session: Session, theme: Theme, toast: Toast) -> None:
        super().__init__(page)
        self._page = page
        self._session = session
        self._theme = theme
        self._toast = toast

    def answer(self, column: BoardColumn, ask: Ask) -> bool:
        """Do what concerns a stage; whether it did."""
        answers: dict[Ask, Callable[[], object]] = {
            Ask.COLUMN_LEFT: lambda: self.shift(column, -1),
            Ask.COLUMN_RIGHT: lambda: self.shift(column, 1),
            Ask.RENAME_STAGE: lambda: self._ask_new_name(column),
            Ask.ADD_STAGE: lambda: self._ask_stage(column, self._below(column)),
            Ask.EDIT_STAGE: lambda: self._edit(column),
            Ask.REMOVE_STAGE: lambda: self.remove(column, self._below(column)),
        }
        if ask not in answers:
            return False
        answers[ask]()
        return True

    def open_menu(self, column: BoardColumn, place: QPoint) -> QMenu:
        """What can be done with a column."""
        menu = QMenu(self._page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if column.lane.is_open:
            self._add_orders(menu.addMenu(self.tr("Sort")), column)
        if column.lane.kind in {LaneKind.STAGE, LaneKind.AFTER_SALE}:
            self._add_stage_entries(menu, column, place)
        if column.lane.kind is LaneKind.STAGE:
            self._add(menu, column, self.tr("Collapse"), lambda: column.set_collapsed(collapsed=True), "[")
        elif not column.lane.is_open:
            self._add(menu, column, self.tr("Fold won deals"), lambda: self._page.unfold_won(unfolded=False), "[")
        menu.popup(place)
        return menu

    def rename(self, column: BoardColumn, name: str) -> None:
        """Give the stage the name that was typed."""
        from desktop_pipeline.actions.stages import rename_stage  # noqa: PLC0415 - when a stage is edited

        self._try(lambda: rename_stage(self._session.workspace, column.stage_id, name))
        self._focus_header(column)

    def shift(self, column: BoardColumn, step: int) -> None:
        """Move the column one place."""
        columns = self._page.canvas.columns
        if column.lane.kind is LaneKind.STAGE and column in columns:
            place = columns.index(column)
            if 0 <= place + step < len(columns):
                self._place(column, place + (step if step < 0 else step + 1))

    def drag(self, column: BoardColumn, place: QPoint) -> None:
        """The header is pulled: show where it would go."""
        canvas = self._page.canvas
        if column not in canvas.columns:  # undone in mid-drag
            canvas.show_insertion(None)
            return
        before = canvas.place_at(canvas.mapFromGlobal(place).x())
        own = canvas.columns.index(column)
        canvas.show_insertion(None if before in {own, own + 1} else before)

    def end_drag(self, column: BoardColumn, place: QPoint | None) -> None:
        """The header was let go, or given up."""
        canvas = self._page.canvas
        canvas.show_insertion(None)
        if place is not None and column in canvas.columns:
            self._place(column, canvas.place_at(canvas.mapFromGlobal(place).x()))

    def remove(self, column: BoardColumn, place: QPoint) -> QMenu | None:
        """Remove the stage; where deals stand in it, ask where they go."""
        count = column.shown.whole if column.shown is not None else 0
        others = [each for each in self._page.canvas.all_columns if each is not column]
        others = [each for each in others if each.lane.kind is column.lane.kind]
        if column.lane.kind is LaneKind.AFTER_SALE:
            count = column.shown.deals if column.shown is not None else 0
        if not count or not others:
            self._remove(column, None)
            return None
        menu = QMenu(self._page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = menu.addAction(
            self.tr("Remove “{stage}” and move {deals} to").format(stage=_plain(column.name), deals=count_deals(count))
        )
        title.setEnabled(False)
        for other in others:
            action = menu.addAction(_plain(other.name))
            action.triggered.connect(lambda _=False, other=other: self._remove(column, other.stage_id))
        menu.popup(place)
        return menu

    def _add_stage_entries(self, menu: QMenu, column: BoardColumn, place: QPoint) -> None:
        menu.addSeparator()
        may_write = not self._session.workspace.is_read_only
        entries = [self._add(menu, column, self.tr("Rename"), lambda: self._ask_new_name(column), "F2")]
        if column.lane.kind is LaneKind.STAGE:
            entries += [
                self._add(menu, column, self.tr("Limits…"), lambda: self.ask_limits(column, place)),
                self._add_colours(menu, column),
                self._add(menu, column, self.tr("Move left"), lambda: self.shift(column, -1), self.tr("Ctrl+Shift+←")),
                self._add(menu, column, self.tr("Move right"), lambda: self.shift(column, 1), self.tr("Ctrl+Shift+→")),
            ]
        entries += [
            self._add(menu, column, self.tr("Add a stage after it…"), lambda: self._ask_stage(column, place)),
            self._add(menu, column, self.tr("Edit stage…"), lambda: self._edit(column)),
            self._add(menu, column, self.tr("Remove stage…"), lambda: self.remove(column, place)),
        ]
        for entry in entries:
            entry.setEnabled(may_write)
        menu.addSeparator()

    def _add_orders(self, menu: QMenu, column: BoardColumn) -> None:
        group = QActionGroup(menu)
        page = self._page
        current = page.looks.order_of(column.lane)
        for order in Order:
            # In a month stand deals of many stages: no hand has put them in order.
            if order is Order.WON or (order is Order.HAND and column.lane.kind is not LaneKind.STAGE):
                continue
            action = group.addAction(name_order(order))
            action.setCheckable(True)
            action.setChecked(order is current)
            action.triggered.connect(lambda _=False, order=order: page.look(page.looks.sort(column.lane, order)))
        menu.addActions(group.actions())

    def _add_colours(self, menu: QMenu, column: BoardColumn) -> QAction:
        inner = menu.addMenu(self.tr("Colour"))
        names = {
            None: self.tr("None"),
            "blue": self.tr("Blue"),
            "red": self.tr("Red"),
            "green": self.tr("Green"),
            "amber": self.tr("Amber"),
            "grey": self.tr("Grey"),
        }
        for colour in (None, *STAGE_COLOURS):
            action = inner.addAction(names[colour])
            action.setCheckable(True)
            action.setChecked(column.shown is not None and column.shown.colour == colour)
            action.triggered.connect(lambda _=False, colour=colour: self._colour(column, colour))
        return inner.menuAction()

    def _colour(self, column: BoardColumn, colour: str | None) -> None:
        from desktop_pipeline.actions.stages import edit_stage  # noqa: PLC0415

        self._try(lambda: edit_stage(self._session.workspace, column.stage_id, colour=colour))

    def ask_limits(self, column: BoardColumn, place: QPoint) -> "LimitsPopover":
        """Ask with how few and how many deals the stage is healthy."""
        from desktop_pipeline.actions.stages import edit_stage  # noqa: PLC0415
        from desktop_pipeline.ui.board.limits_popover import LimitsPopover  # noqa: PLC0415

        def keep(too_few: int | None, too_many: int | None) -> None:
            edit_stage(self._session.workspace, column.stage_id, too_few=too_few, too_many=too_many)

        shown = column.shown
        limits = (None, None) if shown is None else (shown.too_few, shown.too_many)
        popover = LimitsPopover(self._theme, column.name, limits, keep, self._page)
        popover.closed.connect(lambda: self._focus_header(column))
        popover.open_at(place)
        return popover

    def _ask_new_name(self, column: BoardColumn) -> None:
        if column.lane.kind in {LaneKind.STAGE, LaneKind.AFTER_SALE} and not self._session.workspace.is_read_only:
            column.rename()

    def _ask_stage(self, column: BoardColumn, place: QPoint) -> "NamePopover | None":
        from desktop_pipeline.actions.stages import add_stage  # noqa: PLC0415
        from desktop_pipeline.ui.widgets.name_popover import NamePopover  # noqa: PLC0415

        if column.lane.kind not in {LaneKind.STAGE, LaneKind.AFTER_SALE} or self._session.workspace.is_read_only:
            return None
        pipeline_id, is_open = self._page.pipeline_id, column.lane.is_open

        def keep(name: str) -> None:
            add_stage(self._session.workspace, pipeline_id, name, after=column.stage_id, is_open=is_open)

        popover = NamePopover(
            self._theme, self.tr("New stage"), "", keep, self._page, self.tr("after {stage}").format(stage=column.name)
        )
        popover.closed.connect(self._page.focus_board)
        popover.open_at(place)
        return popover

    def _edit(self, column: BoardColumn) -> None:
        if column.stage_id:
            self._page.stage_settings_asked.emit(column.stage_id)

    def _remove(self, column: BoardColumn, target: int | None) -> None:
        from desktop_pipeline.actions.stages import remove_stage  # noqa: PLC0415

        workspace, now = self._session.workspace, self._session.now()
        self._try(lambda: remove_stage(workspace, column.stage_id, move_deals_to=target, at=now))
        self._page.focus_board()

    def _place(self, column: BoardColumn, before: int) -> None:
        from desktop_pipeline.actions.stages import reorder_stages  # noqa: PLC0415

        columns = self._page.canvas.columns
        ids = [each.stage_id for each in columns]
        own = columns.index(column)
        order = [each for each in ids[:before] if each != column.stage_id]
        order += [column.stage_id, *(each for each in ids[before:] if each != column.stage_id)]
        if order == ids or before in {own, own + 1}:
            return
        on_header = column.header.hasFocus()
        pipeline_id = self._page.pipeline_id
        if self._try(lambda: reorder_stages(self._session.workspace, pipeline_id, order)):
            (column.header if on_header else column.list).setFocus(Qt.FocusReason.OtherFocusReason)
            self._page.area.ensureWidgetVisible(column, 12, 0)
            said = self.tr("{stage} is now column {place} of {count}")
            place = order.index(column.stage_id) + 1
            self._page.commands.announce(said.format(stage=column.name, place=place, count=len(order)))

    def _below(self, column: BoardColumn) -> QPoint:
        return column.header.mapToGlobal(QPoint(10, column.header.height() - 8))

    def _focus_header(self, column: BoardColumn) -> None:
        if column in self._page.canvas.all_columns:
            column.header.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, menu: QMenu, column: BoardColumn, text: str, act: Callable[[], object], keys: str = "") -> QAction:
        """An entry for a column; it does nothing where that has gone while the menu was open."""
        action = menu.addAction(f"{text}\t{keys}" if keys else text)
        action.triggered.connect(lambda _=False: act() if column in self._page.canvas.all_columns else None)
        return action

    def _try(self, act: Callable[[], object]) -> bool:
        try:
            act()
        except PipelineError as error:
            self._toast.show_text(str(error))
            return False
        return True


def _plain(name: str) -> str:
    return name.replace("&", "&&")

"""The table of people or organisations: rows of 36, hairlines only, painted like the rest of the program."""

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QCursor, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from desktop_pipeline.domain.hygiene import NextStep
from desktop_pipeline.queries.contact_standing import Subject
from desktop_pipeline.queries.contacts import Order, PersonLine
from desktop_pipeline.ui.contacts.asks import Ask
from desktop_pipeline.ui.contacts.contact_model import ContactModel, Line, LineRole, sum_of
from desktop_pipeline.ui.contacts.contact_words import ContactWords, mark_role
from desktop_pipeline.ui.contacts.table_layout import ListLayout
from desktop_pipeline.ui.theme import FontStyle, Theme
from desktop_pipeline.ui.widgets.avatar import paint_avatar
from desktop_pipeline.ui.widgets.next_step_mark import paint_next_step_mark
from desktop_pipeline.ui.widgets.painting import RIGHT, draw_focus_ring, draw_hairline, draw_text, text_width
from desktop_pipeline.ui.widgets.row_selection import leave_heads_out, list_selected
from desktop_pipeline.ui.widgets.rows_look import show_rows_only

_ROW = 36
_STEP = 10
_HEAD = 32
_SIDE = 14
_AVATAR = 24
_COUNT = 16
_NAME = 150
_HEAD_SIDES = 26
_NARROW = 860
_NARROWEST = 740
# Where the room is short these go, in turn; what they say stands in the panel.
_FIRST_TO_GO = {Subject.PEOPLE: Order.WORK, Subject.ORGANISATIONS: Order.INDUSTRY}
_NEXT_TO_GO = {Subject.PEOPLE: Order.ROLE, Subject.ORGANISATIONS: Order.PEOPLE}


class ContactTable(QTableView):
    """Signals: `picked(id or None)` when another row is current; `opened(id)` on Enter; `asked(Ask)` for a key.

    `order_chosen(order, descending)` on a click on a head; `layout_changed(ListLayout)` when columns were sized or
    moved by hand.
    """

    picked = Signal(object)
    opened = Signal(int)
    asked = Signal(object)
    order_chosen = Signal(object, bool)
    layout_changed = Signal(object)

    def __init__(self, theme: Theme, words: ContactWords, model: ContactModel) -> None:
        super().__init__()
        self._theme = theme
        self.contacts = model
        self._is_fitted = False
        self._is_placing = False
        # A drag of a column's edge tells of every pixel.
        self._kept = QTimer(self, singleShot=True, interval=400)
        self._kept.timeout.connect(lambda: self.layout_changed.emit(self._read_layout()))
        self.setModel(model)
        self.setItemDelegate(_ContactDelegate(theme, words, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet(
            "QTableView { border: 0; border-radius: 0; padding: 0; } QHeaderView::section { padding: 0 8px 0 14px; }"
        )
        show_rows_only(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSectionsMovable(True)
        header.setSortIndicatorShown(False)
        header.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        model.mark_order(0, descending=False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setMinimumSectionSize(48)
        header.sortIndicatorChanged.connect(self._on_order)
        header.sectionResized.connect(self._on_resized)
        header.sectionMoved.connect(self._on_moved)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(lambda spot: self.open_head_menu(header.mapToGlobal(spot)))
        leave_heads_out(self)
        self.selectionModel().currentRowChanged.connect(lambda *_: self.picked.emit(self.current_id()))
        self.doubleClicked.connect(lambda _index: self._open())
        theme.changed.connect(self._fit)
        self._fit()

    def current_id(self) -> int | None:
        """Who the row of the focus shows."""
        row = self.currentIndex().row()
        return self.contacts.ids[row] if 0 <= row < len(self.contacts.ids) else None

    def selected_ids(self) -> list[int]:
        """Who is selected, from the top down."""
        return [self.contacts.ids[row] for row in list_selected(self)]

    def pick(self, row_id: int | None) -> bool:
        """Make somebody current; False where they are not in the list."""
        row = self.contacts.row_of(row_id)
        if row is None:
            return False
        index = self.contacts.index(row, 0)
        self.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        )
        self.scrollTo(index)
        return True

    def pick_again(self, row_id: int | None) -> bool:
        """Make somebody current again after the list was read anew, without losing what else is selected."""
        row = self.contacts.row_of(row_id)
        return row is not None and (row == self.currentIndex().row() or self.pick(row_id))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ask = _KEYS.get(Qt.Key(event.key())) if not event.modifiers() else None
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._open()
        elif ask is not None:
            self.asked.emit(ask)
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 - Qt's name
        # Letters are keys of their own here.
        return

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._share_room()

    def _open(self) -> None:
        row_id = self.current_id()
        if row_id is not None:
            self.opened.emit(row_id)

    def _on_order(self, section: int, order: Qt.SortOrder) -> None:
        if 0 <= section < len(self.contacts.columns):
            self.contacts.mark_order(section, descending=order == Qt.SortOrder.DescendingOrder)
            self.order_chosen.emit(self.contacts.columns[section].order, order == Qt.SortOrder.DescendingOrder)

    def show_layout(self, layout: ListLayout) -> None:
        """Size and order the columns as they were kept."""
        header, columns = self.horizontalHeader(), self.contacts.columns
        self._is_placing = True
        places = {column.order.value: place for place, column in enumerate(columns)}
        wanted = [places[key] for key in layout.order if key in places]
        rest = [place for place in range(len(columns)) if place not in wanted]
        for visual, logical in enumerate([*wanted, *rest]):
            header.moveSection(header.visualIndex(logical), visual)
        self._is_fitted = any(key in places for key in layout.widths)
        for key, width in layout.widths.items():
            if key in places:
                self.setColumnHidden(places[key], False)
                header.resizeSection(places[key], self._theme.size(width))
        self._is_placing = False
        self._share_room()

    def open_head_menu(self, place: QPoint) -> QMenu:
        """The way back to columns that share the room."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        action = menu.addAction(self.tr("Columns as they were"))
        action.setEnabled(self._read_layout() != ListLayout())
        action.triggered.connect(self._forget_layout)
        menu.popup(place)
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.current_id() is not None:
            self.asked.emit(Ask.MENU)

    def menu_place(self) -> QPoint:
        """Where a menu of the row with the keys opens."""
        row = self.visualRect(self.currentIndex())
        cursor = self.viewport().mapFromGlobal(QCursor.pos())
        spot = cursor if row.contains(cursor) else row.bottomLeft() + QPoint(_SIDE, 0)
        return self.viewport().mapToGlobal(spot)

    def _forget_layout(self) -> None:
        self.show_layout(ListLayout())
        self.layout_changed.emit(ListLayout())

    def _read_layout(self) -> ListLayout:
        header, columns = self.horizontalHeader(), self.contacts.columns
        keys = [columns[header.logicalIndex(visual)].order.value for visual in range(len(columns))]
        widths = {
            column.order.value: round(header.sectionSize(place) * 100 / self._theme.text_percent)
            for place, column in enumerate(columns)
            if self._is_fitted and not header.isSectionHidden(place)
        }
        is_usual = keys == [column.order.value for column in columns]
        return ListLayout(widths, () if is_usual else tuple(keys))

    def _on_resized(self, _section: int, old: int, new: int) -> None:
        # Who has sized a column by hand keeps all of them so.
        if not self._is_placing and old and new:
            self._is_fitted = True
            self._kept.start()

    def _on_moved(self) -> None:
        if not self._is_placing:
            self._kept.start()

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._theme.size(_ROW))
        self.horizontalHeader().setFixedHeight(self._theme.size(_HEAD))
        self._share_room()

    def _share_room(self) -> None:
        if self._is_fitted:
            return
        self._is_placing = True
        self._place_columns()
        self._is_placing = False

    def _place_columns(self) -> None:
        room, subject = self.viewport().width(), self.contacts.subject
        hidden = set()
        if room < self._theme.size(_NARROW):
            hidden.add(_FIRST_TO_GO[subject])
        if room < self._theme.size(_NARROWEST):
            hidden.add(_NEXT_TO_GO[subject])
        shown = [(place, column) for place, column in enumerate(self.contacts.columns) if column.order not in hidden]
        for place, column in enumerate(self.contacts.columns):
            self.setColumnHidden(place, column.order in hidden)
        whole = sum(column.share for _place, column in shown)
        scale = max(room / whole, self._theme.text_percent / 100 * 0.84)
        # No head is cut; where that takes too much room, the table runs sideways.
        heads = [self._head_width(place) for place, _column in shown]
        widths = [max(head, round(column.share * scale)) for head, (_place, column) in zip(heads, shown, strict=True)]
        if scale * whole <= room + 1:
            widths[0] = max(heads[0], self._theme.size(_NAME), widths[0] + room - sum(widths))
        for (place, _column), width in zip(shown, widths, strict=True):
            self.horizontalHeader().resizeSection(place, width)

    def _head_width(self, column: int) -> int:
        text = str(self.contacts.headerData(column, Qt.Orientation.Horizontal) or "")
        return self.horizontalHeader().fontMetrics().horizontalAdvance(text) + _HEAD_SIDES


_KEYS = {
    Qt.Key.Key_F2: Ask.EDIT_NAME,
    Qt.Key.Key_Delete: Ask.DELETE,
    Qt.Key.Key_Backspace: Ask.DELETE,
    Qt.Key.Key_M: Ask.MERGE,
    Qt.Key.Key_A: Ask.ACTIVITY,
    Qt.Key.Key_C: Ask.CADENCE,
    Qt.Key.Key_N: Ask.NEW,
    Qt.Key.Key_O: Ask.ORGANISATION,
    Qt.Key.Key_Slash: Ask.FIND,
}


class _ContactDelegate(QStyledItemDelegate):
    """One cell; the row's selection and hairline are painted cell by cell."""

    def __init__(self, theme: Theme, words: ContactWords, table: ContactTable) -> None:
        super().__init__(table)
        self._theme = theme
        self._words = words
        self._table = table

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(80, self._theme.size(_ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, box = self._theme, QRectF(option.rect)
        line = index.data(LineRole)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(box, theme.color("accentSoft" if is_selected else "surface"))
        under = box.bottom() - 0.5
        hairline = "accentLine" if is_selected else "line"
        draw_hairline(painter, theme.color(hairline), QPointF(box.left(), under), QPointF(box.right(), under))
        if line is not None:
            order = self._table.contacts.columns[index.column()].order
            self._paint_cell(painter, box.adjusted(_SIDE, 0, -8, -1), line, order)
        if option.state & QStyle.StateFlag.State_HasFocus and self._table.hasFocus():
            draw_focus_ring(painter, theme, box.adjusted(2, 2, -2, -3), 4)
        painter.restore()

    def _paint_cell(self, painter: QPainter, box: QRectF, line: Line, order: Order) -> None:
        if order is Order.NAME:
            self._paint_name(painter, box, line)
        elif order in {Order.OPEN, Order.WON}:
            self._paint_money(painter, box, line, order)
        elif order is Order.NEXT_STEP:
            self._paint_next_step(painter, box, line)
        else:
            text, theme = self._words.say_cell(line, order), self._theme
            quiet = order in {Order.ORGANISATION, Order.INDUSTRY, Order.PEOPLE}
            role = "ink" if quiet else "ink2"
            if order is Order.LAST_CONTACT and self._words.is_long_ago(line.standing):
                role = "amber"
            align = RIGHT if order is Order.PEOPLE else Qt.AlignmentFlag.AlignLeft
            draw_text(painter, theme, "body", theme.color(role), box, text, align)

    def _paint_name(self, painter: QPainter, box: QRectF, line: Line) -> None:
        theme = self._theme
        side = theme.size(_AVATAR)
        paint_avatar(painter, theme, QRectF(box.left(), box.center().y() - side / 2, side, side), line.name)
        words = box.adjusted(side + 9, 0, 0, 0)
        if isinstance(line, PersonLine) and line.has_left:
            text = self.tr("left")
            room = theme.width("caption", text) + 1
            name = words.adjusted(0, 0, -room - 6, 0)
            taken = draw_text(painter, theme, "value", theme.color("ink3"), name, line.name)
            draw_text(painter, theme, "caption", theme.color("amber"), words.adjusted(taken + 6, 0, 0, 0), text)
        else:
            draw_text(painter, theme, "value", theme.color("ink"), words, line.name)

    def _paint_money(self, painter: QPainter, box: QRectF, line: Line, order: Order) -> None:
        theme, deals = self._theme, sum_of(line, order)
        if not deals.deals:
            return
        count = theme.size(_COUNT)
        money = box.adjusted(0, 0, -count - 6, 0)
        said = self._words.say_sum(deals)
        if deals.value is not None and text_width(theme, "body", said) > money.width():
            # Half an amount would be another amount.
            said = self._words.formats.short_money(deals.value.minor, deals.value.currency)
        draw_text(painter, theme, "body", theme.color("ink"), money, said, RIGHT)
        number = QRectF(box.right() - count, box.top(), count, box.height())
        draw_text(painter, theme, "body", theme.color("ink3"), number, self._words.formats.number(deals.deals), RIGHT)

    def _paint_next_step(self, painter: QPainter, box: QRectF, line: Line) -> None:
        theme, state = self._theme, line.standing.state
        if state is None:
            return
        mark = theme.size(_STEP)
        paint_next_step_mark(painter, theme, QPointF(box.left() + mark / 2, box.center().y()), state)
        style: FontStyle = "value" if state in {NextStep.LATE, NextStep.TODAY} else "body"
        text = self._words.say_next_step(line.standing)
        draw_text(painter, theme, style, theme.color(mark_role(state)), box.adjusted(mark + 7, 0, 0, 0), text)

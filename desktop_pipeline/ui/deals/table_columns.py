"""Which columns of the table are shown, in which order and how wide, and by which of them the deals are ordered."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.queries.deal_question import Sort
from desktop_pipeline.ui.deals.columns import TableColumn
from desktop_pipeline.ui.deals.deals_view import DealsView
from desktop_pipeline.ui.deals.table_layout import TableLayout
from desktop_pipeline.ui.menus import escape_ampersands
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.row_selection import leave_heads_out

_HEAD_SIDES = 20


class TableColumns(QObject):
    """Dresses a view's header. Signals: `changed(TableLayout)` when the user chose something to be remembered."""

    changed = Signal(object)

    def __init__(self, view: DealsView, theme: Theme) -> None:
        super().__init__(view)
        self._view = view
        self._theme = theme
        self._layout = TableLayout()
        self._status: DealStatus | None = DealStatus.OPEN
        self._sorts: Sequence[Sort] = ()
        self._applying = False
        self.known: list[TableColumn] = []
        leave_heads_out(view)
        header = view.horizontalHeader()
        header.sectionMoved.connect(self._on_moved)
        header.sectionResized.connect(self._on_resized)
        view.room_changed.connect(self._share_room)
        theme.changed.connect(self._lay)

    @property
    def layout(self) -> TableLayout:
        """What is shown now."""
        return self._layout

    @property
    def shown_keys(self) -> list[str]:
        """The keys of the columns that are shown, from the left."""
        return [column.key for column in self._shown_in_order()]

    def take(self, columns: Sequence[TableColumn]) -> None:
        """There are these columns to choose from."""
        self.known = list(columns)
        self._lay()

    def show_layout(self, layout: TableLayout) -> None:
        """Takes what was kept."""
        self._layout = layout
        self._lay()

    def suit(self, status: DealStatus | None) -> None:
        """The table shows deals of that status: open ones and closed ones have columns of their own."""
        if status != self._status:
            self._status = status
            self._lay()

    def mark_orders(self, sorts: Sequence[Sort]) -> None:
        """Tells in the heads by which columns the deals are ordered."""
        self._sorts = sorts
        self._lay()

    def open_menu(self, place: QPoint) -> QMenu:
        """All columns, ticked where they are shown."""
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown = {column.key for column in self._view.deals.columns}
        for column in self.known:
            action = menu.addAction(escape_ampersands(column.head))
            action.setCheckable(True)
            action.setChecked(column.key in shown)
            action.setEnabled(column.key != "title")
            action.triggered.connect(lambda _checked=False, key=column.key: self.toggle(key))
        menu.addSeparator()
        menu.addAction(self.tr("Usual columns")).triggered.connect(self._show_usual)
        menu.popup(place)
        return menu

    def toggle(self, key: str) -> None:
        """Shows a column at the end, or hides it."""
        keys = self.shown_keys
        keys = [each for each in keys if each != key] if key in keys else [*keys, key]
        self._keep(self._layout.choose(keys, self._status))

    def _show_usual(self) -> None:
        self._keep(replace(self._layout.choose((), self._status), widths={}))

    def _shown_in_order(self) -> list[TableColumn]:
        header, columns = self._view.horizontalHeader(), self._view.deals.columns
        return [columns[section] for section in sorted(range(len(columns)), key=header.visualIndex)]

    def _lay(self) -> None:
        if not self.known:
            return
        self._applying = True
        shown = [self._mark_order(column) for column in self._layout.order(self.known, self._status)]
        self._view.deals.show_columns(shown)
        header = self._view.horizontalHeader()
        for section in range(len(shown)):
            if header.visualIndex(section) != section:
                header.moveSection(header.visualIndex(section), section)
        self._applying = False
        self._share_room()

    def _share_room(self) -> None:
        """What room is left goes to the columns whose width nobody chose, to the wider ones more of it."""
        header, columns = self._view.horizontalHeader(), self._view.deals.columns
        widths = [self._usual_width(column) for column in columns]
        free = [place for place, column in enumerate(columns) if column.key not in self._layout.widths]
        room, shared = self._view.viewport().width() - sum(widths), sum(widths[place] for place in free)
        if room > 0 and free:
            for place in free:
                widths[place] += room * widths[place] // shared
            widths[free[0]] += self._view.viewport().width() - sum(widths)
        self._applying = True
        for section, width in enumerate(widths):
            header.resizeSection(section, width)
        self._applying = False

    def _usual_width(self, column: TableColumn) -> int:
        # No head is cut, whatever language it is in.
        head = self._view.horizontalHeader().fontMetrics().horizontalAdvance(column.head + column.mark) + _HEAD_SIDES
        return max(head, self._theme.size(self._layout.width(column)))

    def _mark_order(self, column: TableColumn) -> TableColumn:
        keys = [sort.key for sort in self._sorts]
        if column.sort not in keys:
            return column
        place = keys.index(column.sort)
        arrow = "↓" if self._sorts[place].descending else "↑"
        return replace(column, mark=f" {arrow}{place + 1 if len(keys) > 1 else ''}")

    def _on_moved(self) -> None:
        if not self._applying:
            self._keep(self._layout.choose(self.shown_keys, self._status))

    def _on_resized(self, section: int, _before: int, width: int) -> None:
        columns = self._view.deals.columns
        # The last one takes what room is left; nobody chose that width.
        is_last = self._view.horizontalHeader().visualIndex(section) == len(columns) - 1
        if not self._applying and not is_last and section < len(columns):
            usual = round(width * 100 / self._theme.size(100))
            self._layout = replace(self._layout, widths={**self._layout.widths, columns[section].key: usual})
            self.changed.emit(self._layout)

    def _keep(self, layout: TableLayout) -> None:
        self._layout = layout
        self._lay()
        self.changed.emit(layout)

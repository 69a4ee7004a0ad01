"""The selected rows of a long list by their runs: asked row by row, Qt looks at each of them many times over."""

from collections.abc import Iterable
from itertools import groupby

from PySide6.QtCore import QItemSelection, QItemSelectionModel
from PySide6.QtWidgets import QAbstractItemView, QTableView


def list_selected(view: QAbstractItemView) -> list[int]:
    """The selected rows from the top down."""
    selection = view.selectionModel().selection()
    ranges = [selection.at(place) for place in range(selection.count())]
    return sorted({row for each in ranges for row in range(each.top(), each.bottom() + 1)})


def select_also(view: QAbstractItemView, rows: Iterable[int]) -> None:
    """Selects these rows as well, all at once: each selection is heard, and may be summed."""
    selection, model = QItemSelection(), view.model()
    for _offset, run in groupby(enumerate(sorted(set(rows))), key=lambda pair: pair[1] - pair[0]):
        places = [place for _number, place in run]
        selection.select(model.index(places[0], 0), model.index(places[-1], 0))
    flags = QItemSelectionModel.SelectionFlag
    view.selectionModel().select(selection, flags.Select | flags.Rows)


def leave_heads_out(table: QTableView) -> None:
    """Has the heads of a long table not look for selected rows: to be painted, each would ask all of its column."""
    head = table.horizontalHeader()
    head.setSelectionModel(QItemSelectionModel(table.model(), head))

"""A table's model whose heads are given: each stands over its column as the cells do."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()


class HeadedModel(QAbstractTableModel):
    """Subclasses have the rows; `right` are the columns of numbers and days."""

    def __init__(self, right: Collection[int]) -> None:
        super().__init__()
        self._right = right
        self._heads: tuple[str, ...] = ()

    def show_heads(self, heads: Sequence[str]) -> None:
        """What stands over the columns; said once, before a view looks."""
        self._heads = tuple(heads)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._heads):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        return self.align(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def align(self, column: int) -> int:
        """To which side a column stands, as Qt wants it from a model."""
        side = Qt.AlignmentFlag.AlignRight if column in self._right else Qt.AlignmentFlag.AlignLeft
        return int(side | Qt.AlignmentFlag.AlignVCenter)

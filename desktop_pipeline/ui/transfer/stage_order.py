"""The order in which deals pass the stages of a file: dragged, or moved by Alt and the arrows."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.transfer.choice_list import Offer
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.key_hint import PrimaryButton
from desktop_pipeline.ui.widgets.popover import Popover

_WIDTH = 420
_ROW = 30
_MOST_ROWS = 9


class _OrderList(QListWidget):
    """Signals: `shifted(step)` on Alt+↑ and Alt+↓."""

    shifted = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & (
            Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier
        ):
            self.shifted.emit(step)
        else:
            super().keyPressEvent(event)


class StageOrder(Popover):
    """Enter takes the order. Signals: `ordered(tuple of names)`."""

    ordered = Signal(object)

    def __init__(self, theme: Theme, stages: Sequence[Offer], parent: QWidget) -> None:
        super().__init__(theme, _WIDTH, parent)
        self.list = _OrderList()
        self.list.setAccessibleName(self.tr("Stages, the first at the top"))
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        for stage in stages:
            row = QListWidgetItem(stage.words, self.list)
            row.setData(Qt.ItemDataRole.UserRole, stage.value)
            row.setSizeHint(QSize(0, theme.size(_ROW)))
        self.list.setFixedHeight(min(_MOST_ROWS, max(2, len(stages))) * theme.size(_ROW) + 6)
        self.list.setCurrentRow(0)
        self.up = ActionButton(theme, self.tr("Up"), icon="chevron-up")
        self.down = ActionButton(theme, self.tr("Down"), icon="chevron-down")
        self.take = PrimaryButton(theme, self.tr("Use this order"))
        row_of_buttons = QHBoxLayout()
        row_of_buttons.setSpacing(8)
        row_of_buttons.addWidget(self.up)
        row_of_buttons.addWidget(self.down)
        row_of_buttons.addStretch(1)
        row_of_buttons.addWidget(self.take)
        self.body.addWidget(self.list)
        self.body.addLayout(row_of_buttons)
        self.head(self.tr("In which order do deals pass?"), self.tr("Drag a stage, or move it by Alt+↑ and Alt+↓."))
        self.list.shifted.connect(self.shift)
        self.up.clicked.connect(lambda: self.shift(-1))
        self.down.clicked.connect(lambda: self.shift(1))
        self.take.clicked.connect(self.submit)

    def stages(self) -> tuple[str, ...]:
        """The stages in the order that is shown."""
        return tuple(str(self.list.item(row).data(Qt.ItemDataRole.UserRole)) for row in range(self.list.count()))

    def shift(self, step: int) -> None:
        """Moves the stage that has the keys up (−1) or down (1)."""
        row = self.list.currentRow()
        if 0 <= row + step < self.list.count():
            self.list.insertItem(row + step, self.list.takeItem(row))
            self.list.setCurrentRow(row + step)

    def open_at(self, place: QPoint) -> None:
        super().open_at(place)
        self.list.setFocus(Qt.FocusReason.PopupFocusReason)

    def submit(self) -> None:
        self.ordered.emit(self.stages())
        self.close()

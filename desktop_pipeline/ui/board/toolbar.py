"""The board's toolbar: the pipeline, the filters, and the primary button."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QLineEdit, QMenu, QSizePolicy, QVBoxLayout, QWidget

from desktop_pipeline.queries.board import BoardFilter
from desktop_pipeline.queries.lists import Named
from desktop_pipeline.ui.icons import icon, icon_pixmap
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.chip import Chip, FilterChip
from desktop_pipeline.ui.widgets.key_hint import PrimaryButton, hint_width, paint_key_hint
from desktop_pipeline.ui.widgets.painting import draw_focus_ring, draw_hairline, draw_text, text_width
from desktop_pipeline.ui.widgets.stage_mark import paint_stage_mark
from desktop_pipeline.ui.widgets.undo_keys import pass_undo_on

HEIGHT = 48
SMALL_HEIGHT = 44
_FIELD = 216
_SMALL_FIELD = 176
_MARK = 16


class BoardToolbar(QWidget):
    """Signals: `filter_changed()`; `new_wanted()`; `pipeline_chosen(id)`; `left()` on Esc or ↓ in the field."""

    filter_changed = Signal()
    new_wanted = Signal()
    pipeline_chosen = Signal(int)
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._folded = False
        self.title = PipelineTitle(theme)
        self.owners = FilterChip(theme, self.tr("Owner"), self.tr("{count} owners"), "user")
        self.products = FilterChip(theme, self.tr("Product"), self.tr("{count} products"), "tag")
        self.fold = Chip(theme, self.tr("Filters"), "list-filter")
        self.field = FilterField(theme)
        self.new_button = PrimaryButton(theme, self.tr("New deal"), icon="plus", key="N")
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(16, 0, 14, 0)
        self._layout.setSpacing(8)
        for widget in (self.title, _Divider(theme), self.owners, self.products, self.fold):
            self._layout.addWidget(widget)
        self._layout.addStretch(1)
        self._layout.addWidget(self.field)
        self._layout.addWidget(self.new_button)
        self.fold.hide()
        self.fold.clicked.connect(self.open_folded)
        for chip in (self.owners, self.products):
            chip.chosen.connect(self._on_chosen)
        # Bursts of keys are joined; a single one still answers within the same frame.
        self._typed = QTimer(self, singleShot=True, interval=0)
        self._typed.timeout.connect(self.filter_changed)
        self.field.textChanged.connect(self._on_typed)
        self.field.left.connect(self.left)
        self.new_button.clicked.connect(self.new_wanted)
        self.title.chosen.connect(self.pipeline_chosen)
        self.arrange(small=False, folded=False)

    @property
    def is_folded(self) -> bool:
        """Whether the chips hide behind one."""
        return self._folded

    def read_filter(self, pipeline_id: int) -> BoardFilter:
        """What is set now, for that pipeline."""
        return BoardFilter(pipeline_id, self.owners.taken, self.products.taken, self.field.text().strip())

    def clear_filters(self) -> None:
        """Let all deals through again."""
        self.owners.clear()
        self.products.clear()
        self.field.setText("")

    def arrange(self, *, small: bool, folded: bool) -> None:
        """Fit a small window (44 high, shorter field) and fold the chips into one."""
        self._folded = folded
        self.setFixedHeight(self._theme.size(SMALL_HEIGHT if small else HEIGHT))
        self.field.setFixedWidth(self._theme.size(_SMALL_FIELD if small else _FIELD))
        for chip in (self.owners, self.products):
            chip.setVisible(not folded)
        self.fold.setVisible(folded)

    def open_folded(self) -> QFrame:
        """The chips in a panel below the folded one."""
        panel = QFrame(self, Qt.WindowType.Popup)
        panel.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        panel.setProperty("popup", True)
        layout = QVBoxLayout(panel)
        layout.setContentsMargins(10, 10, 10, 10)
        layout.setSpacing(8)
        for chip in (self.owners, self.products):
            layout.addWidget(self._mirror(chip))
        panel.adjustSize()
        panel.move(self.fold.mapToGlobal(QPoint(0, self.fold.height() + 4)))
        panel.show()
        return panel

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        bottom = self.height() - 0.5
        draw_hairline(painter, self._theme.color("line"), QPointF(0, bottom), QPointF(self.width(), bottom))

    def _mirror(self, chip: FilterChip) -> FilterChip:
        """A chip for the panel that shows and sets what the folded one holds."""
        twin = chip.make_twin()
        twin.chosen.connect(chip.take)
        return twin

    def _on_typed(self) -> None:
        self._typed.start()

    def _on_chosen(self) -> None:
        count = bool(self.owners.taken) + bool(self.products.taken)
        words = {0: self.tr("Filters"), 1: self.tr("1 filter")}.get(
            count, self.tr("{count} filters").format(count=count)
        )
        self.fold.show_value(words, is_set=bool(count), clearable=False)
        self.filter_changed.emit()


class PipelineTitle(QAbstractButton):
    """The pipeline's name; with several of them, a menu to change to another."""

    chosen = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._pipelines: tuple[Named, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.clicked.connect(self.open_menu)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    def show_pipelines(self, name: str, pipelines: Sequence[Named]) -> None:
        """Show a pipeline's name and offer the others."""
        self._pipelines = tuple(pipelines)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if len(pipelines) > 1 else Qt.FocusPolicy.NoFocus)
        self.setText(name)
        self.setAccessibleName(self.tr("Pipeline {name}").format(name=name))
        self.updateGeometry()
        self.update()

    def open_menu(self) -> QMenu | None:
        """The other pipelines, where there are any."""
        if len(self._pipelines) <= 1:
            return None
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for pipeline in self._pipelines:
            # A name is the owner's text: its & stays one.
            action = menu.addAction(pipeline.name.replace("&", "&&"))
            action.triggered.connect(lambda _=False, row_id=pipeline.row_id: self.chosen.emit(row_id))
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))
        return menu

    def sizeHint(self) -> QSize:
        wide = _MARK + 6 + text_width(self._theme, "section", self.text()) + (22 if len(self._pipelines) > 1 else 2)
        return QSize(min(320, round(wide)), self._theme.size(28))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self._theme.size(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        paint_stage_mark(painter, theme, QRectF(1, middle - _MARK / 2, _MARK, _MARK), 2, 5, "ink2")
        several = len(self._pipelines) > 1
        line = QRectF(_MARK + 6, 0, self.width() - _MARK - 6 - (20 if several else 0), self.height())
        taken = draw_text(painter, theme, "section", theme.color("ink"), line, self.text())
        if several:
            arrow = icon_pixmap(theme, "chevron-down", 14, "ink2", self.devicePixelRatioF())
            painter.drawPixmap(QPointF(line.left() + taken + 5, round(middle - 7)), arrow)
        if self.hasFocus():
            draw_focus_ring(painter, theme, QRectF(self.rect()).adjusted(2, 2, -2, -2), 5)


class FilterField(QLineEdit):
    """Finds by title and organisation; shows its key while it is empty.

    Signals: `entered()` when it gets the keys; `left()` on Esc, Enter or ↓.
    """

    entered = Signal()
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(placeholderText=self.tr("Filter deals"), clearButtonEnabled=True)
        self._theme = theme
        self.setAccessibleName(self.tr("Filter deals by title or organisation"))
        self.setMaxLength(200)
        pass_undo_on(self)
        self.addAction(icon(theme, "search"), QLineEdit.ActionPosition.LeadingPosition)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.setText("")
            self.left.emit()
        elif event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.text() or self.hasFocus():
            return
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = self.width() - 8 - hint_width(theme, ("/",))
        paint_key_hint(painter, theme, left, self.height() / 2, ("/",), (theme.color("line2"), theme.color("ink3")))


class _Divider(QWidget):
    """A short upright hairline between the title and the chips."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedSize(17, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_hairline(painter, self._theme.color("line2"), QPointF(8.5, 1), QPointF(8.5, 18))

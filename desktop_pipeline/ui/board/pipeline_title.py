"""The name of the pipeline at the head of the board, which is the way to the other ones."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QSizePolicy

from desktop_pipeline.queries.lists import Named
from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painted_button import PaintedButton
from desktop_pipeline.ui.widgets.painting import draw_focus_ring, draw_text, text_width
from desktop_pipeline.ui.widgets.stage_mark import paint_stage_mark
from desktop_pipeline.ui.widgets.words import set_plain

_MARK = 16
_ARROW = 14


class PipelineTitle(PaintedButton):
    """The pipeline's name, with a menu to change to another or to make one.

    Signals: `chosen(pipeline id)`; `new_wanted()`.
    """

    chosen = Signal(int)
    new_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._pipelines: tuple[Named, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self.open_menu)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    def show_pipelines(self, pipelines: Sequence[Named], wanted: int) -> int:
        """Show the name of the pipeline that is wanted, or of the first, and offer the others; returns its id, or 0."""
        self._pipelines = tuple(pipelines)
        shown = next((each for each in self._pipelines if each.row_id == wanted), next(iter(self._pipelines), None))
        name = "" if shown is None else shown.name
        set_plain(self, name)
        self.setAccessibleName(self.tr("Pipeline {name}").format(name=name))
        self.updateGeometry()
        self.update()
        return 0 if shown is None else shown.row_id

    def open_menu(self) -> QMenu:
        """All pipelines, and a new one."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for pipeline in self._pipelines:
            # A name is the owner's text: its & stays one.
            action = menu.addAction(pipeline.name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(pipeline.name == self.text())
            action.triggered.connect(lambda _=False, row_id=pipeline.row_id: self.chosen.emit(row_id))
        menu.addSeparator()
        menu.addAction(self.tr("New pipeline…")).triggered.connect(self.new_wanted)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        size = self._theme.size
        wide = size(_MARK) + 6 + text_width(self._theme, "section", self.text()) + 8 + size(_ARROW)
        return QSize(min(320, round(wide)), self._theme.size(28))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self._theme.size(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        mark, side = theme.size(_MARK), theme.size(_ARROW)
        paint_stage_mark(painter, theme, QRectF(1, middle - mark / 2, mark, mark), 2, 5, "ink2")
        line = QRectF(mark + 6, 0, self.width() - mark - 12 - side, self.height())
        taken = draw_text(painter, theme, "section", theme.color("ink"), line, self.text())
        arrow = icon_pixmap(theme, "chevron-down", side, "ink2", self.devicePixelRatioF())
        painter.drawPixmap(QPointF(line.left() + taken + 5, round(middle - side / 2)), arrow)
        if self.hasFocus():
            draw_focus_ring(painter, theme, QRectF(self.rect()).adjusted(2, 2, -2, -2), 5)

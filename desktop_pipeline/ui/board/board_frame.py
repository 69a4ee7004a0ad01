"""How the board lies in its page: toolbar, scroll area and canvas, fitted to the window and to the text size."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop_pipeline.ui.board.canvas import BoardCanvas
from desktop_pipeline.ui.board.card_delegate import CardDelegate
from desktop_pipeline.ui.board.looks import BoardLooks, Density
from desktop_pipeline.ui.board.toolbar import BoardToolbar
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.empty_state import EmptyState

FOLDED_BELOW = 1100
COMPACT_BELOW = 720


def make_area(inside: QWidget) -> QScrollArea:
    """What a board lies in: it is moved sideways only, and takes no keys."""
    area = QScrollArea()
    # As in StageList: a viewport of our own spares the making of types that no board has.
    area.setViewport(QWidget(autoFillBackground=True))
    area.setWidget(inside)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area


def dress_ground(theme: Theme, widgets: Iterable[QWidget]) -> None:
    """Give widgets the ground that columns stand on."""
    for widget in widgets:
        palette = widget.palette()
        palette.setColor(QPalette.ColorRole.Window, theme.color("canvas"))
        widget.setPalette(palette)


class BoardFrame(QObject):
    """Lays out a page; `bare` is what is shown in place of a board without stages."""

    def __init__(
        self,
        page: QWidget,
        theme: Theme,
        toolbar: BoardToolbar,
        canvas: BoardCanvas,
        delegate: CardDelegate,
        read_looks: Callable[[], BoardLooks],
    ) -> None:
        super().__init__(page)
        self._page = page
        self._theme = theme
        self._toolbar = toolbar
        self._canvas = canvas
        self._delegate = delegate
        self._read_looks = read_looks
        self.bare: EmptyState | None = None
        self.area = make_area(canvas)
        self._rows = QVBoxLayout(page)
        self._beside = QHBoxLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._rows.addWidget(toolbar)
        self._beside.addWidget(self.area)
        self._rows.addLayout(self._beside, 1)
        page.setAutoFillBackground(True)
        self._dress()
        theme.changed.connect(self._on_theme_changed)

    def arrange(self) -> None:
        """Fit everything to the window."""
        window = self._page.window().size()
        narrow, low = window.width() < FOLDED_BELOW, window.height() < COMPACT_BELOW
        self._toolbar.arrange(small=low or narrow, folded=narrow, room=self._page.width())
        density = self._read_looks().density
        compact = low if density is Density.AUTOMATIC else density is Density.COMPACT
        if self._delegate.face.compact != compact:
            self._delegate.face.compact = compact
            self.lay_out_cards()
        self._canvas.arrange(self._view_size(), fixed=narrow)

    def lay_out_cards(self) -> None:
        """The cards have another height, or show something else."""
        for column in self._canvas.all_columns:
            column.list.doItemsLayout()
            column.arrange()

    def mark_best(self, deal_ids: frozenset[int]) -> None:
        """Let the cards of these deals bear the mark of the best fifth."""
        self._delegate.best = deal_ids
        for column in self._canvas.columns:
            column.list.viewport().update()

    def move_clocks(self) -> None:
        """Time has passed: paint the columns anew in which a new lead waits."""
        for column in self._canvas.columns:
            if self._page.isVisible() and any(card.clock is not None for card in column.list.cards.loaded):
                column.list.viewport().update()

    def keep_clear(self, covered: int) -> None:
        """Show the board left of what covers that much of its right."""
        self._beside.setContentsMargins(0, 0, covered, 0)
        self._rows.activate()
        self.arrange()

    def show_bareness(self, *, is_bare: bool, may_redo: bool) -> None:
        """Says what to do where there is no stage yet, or none any more."""
        self.area.setHidden(is_bare)
        if is_bare and self.bare is None:
            self.bare = EmptyState(self._theme, "file-spreadsheet", "", "")
            row = QHBoxLayout()
            row.setContentsMargins(16, 16, 16, 0)
            row.addWidget(self.bare, 1, Qt.AlignmentFlag.AlignTop)
            self._rows.addLayout(row, 1)
        if self.bare is not None:
            self.bare.setVisible(is_bare)
            if may_redo:
                advice, key = self.tr("Import a spreadsheet, or bring back what was undone:"), self.tr("Ctrl+Shift+Z")
            else:
                advice, key = self.tr("Import a spreadsheet:"), self.tr("Ctrl+I")
            self.bare.show_words(self.tr("No stages yet"), advice, key=key)

    def order_tabs(self) -> None:
        """Tab goes from the toolbar through the columns, from left to right."""
        before: QWidget = self._toolbar.new_button
        if self._canvas.no_match is not None and self._canvas.no_match.action is not None:
            QWidget.setTabOrder(before, self._canvas.no_match.action)
            before = self._canvas.no_match.action
        for column in self._canvas.all_columns:
            for widget in (column.header, column.list, column.add_row):
                QWidget.setTabOrder(before, widget)
                before = widget
        QWidget.setTabOrder(before, self._canvas.won)

    def _view_size(self) -> QSize:
        """The scroll area without its sideways scroll bar, where one will be needed."""
        # A panel over the right of the board leaves the columns as wide as they are; they can be scrolled beside it.
        width, height = self._page.width(), self.area.height()
        is_wider = self._canvas.width_in(width, fixed=self._toolbar.is_folded) > self.area.width()
        bar = self.area.horizontalScrollBar().sizeHint().height() if is_wider else 0
        return QSize(width, height - bar)

    def _dress(self) -> None:
        dress_ground(self._theme, (self._page, self.area.viewport(), self._canvas))

    def _on_theme_changed(self) -> None:
        self._dress()
        self.lay_out_cards()
        self.arrange()

"""The body of a deal's sheet: two columns side by side or, where there is no room for them, one of four pages."""

from collections.abc import Collection, Sequence
from enum import IntEnum

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_pipeline.ui.deal.grounds import Column
from desktop_pipeline.ui.deal.sections import Rule
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.field import PAD
from desktop_pipeline.ui.widgets.segmented import Segmented

RIGHT_COLUMN = 282
_SIDE = 20
_RIGHT_SIDE = 16 - PAD  # a field's text stands so far within it


class SheetPage(IntEnum):
    """The pages in the order of their tabs; all but the first make up the right column."""

    STORY = 0
    DETAILS = 1
    PRODUCTS = 2
    FILES = 3


class SheetColumns(QWidget):
    """The story at the left, at the right the other parts from top to bottom, each with the page it belongs to."""

    def __init__(self, theme: Theme, story: QWidget, parts: Sequence[tuple[QWidget, SheetPage]]) -> None:
        super().__init__()
        self._theme = theme
        self._parts = parts
        self.tabs = Segmented(
            theme, (self.tr("Timeline"), self.tr("Details"), self.tr("Products"), self.tr("Files")), small=True
        )
        left = QVBoxLayout()
        left.setContentsMargins(_SIDE - PAD, 14, _SIDE, 14)
        left.addWidget(story)
        left.addStretch(1)
        self._right_rows = right = QVBoxLayout()
        right.setSpacing(0)
        for part, _page in parts:
            right.addWidget(part)
        right.addStretch(1)
        self.left = Column(theme, "surface", left)
        self.right = Column(theme, "inset", right)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(_SIDE, 12, _SIDE, 4)
        tabs.addWidget(self.tabs)
        tabs.addStretch(1)
        self._tab_row = QWidget()
        self._tab_row.setLayout(tabs)
        self._between = Rule(theme, is_upright=True)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.left, 1)
        body.addWidget(self._between)
        body.addWidget(self.right, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._tab_row)
        layout.addLayout(body, 1)

    def lay_out(self, *, is_wide: bool, empty: Collection[QWidget]) -> None:
        """Show both columns, or the page that is chosen; parts that are empty are left out of either."""
        page = self.tabs.current
        self._tab_row.setVisible(not is_wide)
        self.left.setVisible(is_wide or page == SheetPage.STORY)
        self.right.setVisible(is_wide or page != SheetPage.STORY)
        self._between.setVisible(is_wide)
        if is_wide:
            self.right.setFixedWidth(self._theme.size(RIGHT_COLUMN) - 1)
            self._right_rows.setContentsMargins(_RIGHT_SIDE, 16, _RIGHT_SIDE, 16)
        else:
            # A page of its own begins where the tabs over it do.
            self._right_rows.setContentsMargins(_SIDE - PAD, 16, _SIDE - PAD, 16)
            self.right.setMinimumWidth(0)
            self.right.setMaximumWidth(self.maximumWidth())
        for part, own_page in self._parts:
            part.setVisible((is_wide or page == own_page) and part not in empty)

    def reveal(self, widget: QWidget) -> None:
        """Scroll to something in the right column, on its page where only one is shown."""
        for part, page in self._parts:
            if part is widget or part.isAncestorOf(widget):
                if not self._tab_row.isHidden():
                    self.tabs.choose(page)
                self.right.ensureWidgetVisible(widget)

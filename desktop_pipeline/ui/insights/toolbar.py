"""The toolbar of Insights: which period, whose deals, and printing."""

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from desktop_pipeline.queries.lists import Named
from desktop_pipeline.reports.spans import Span, SpanName, describe_comparison, describe_span, span_title
from desktop_pipeline.reports.words import Words
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.chip import WIDEST_VALUE, Chip, FilterChip
from desktop_pipeline.ui.widgets.chip_menu import ChipMenu
from desktop_pipeline.ui.widgets.painting import draw_hairline, text_width
from desktop_pipeline.ui.widgets.words import ElidedWords
from desktop_pipeline.ui.widgets.words import Words as Label

HEIGHT = 48
SMALL_HEIGHT = 44


class SingleChip(FilterChip):
    """A filter of which one row is taken at most; choosing closes the menu."""

    def open_menu(self) -> ChipMenu:
        """Show the list below the chip."""
        menu = super().open_menu()
        menu.toggled.connect(menu.close)
        return menu

    def _on_toggled(self, row_id: int) -> None:
        self.take(frozenset() if row_id in self.taken else frozenset({row_id}))


class PeriodChip(Chip):
    """Shows the period; its menu offers the others. `chosen(SpanName)`."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, "", "calendar")
        self._words = words
        self._name = SpanName.TWELVE_MONTHS
        self.clicked.connect(self.open_menu)

    @property
    def name(self) -> SpanName:
        """The period that is chosen."""
        return self._name

    def show_span(self, span: Span) -> None:
        """Show its words with its dates."""
        text = describe_span(span, self._words)
        self.show_value(text, is_set=True, clearable=False)
        self.setAccessibleName(self.tr("Period: {period}").format(period=text))

    def choose(self, name: SpanName) -> None:
        """Take another period."""
        if name is not self._name:
            self._name = name
            self.chosen.emit(name)

    def sizeHint(self) -> QSize:
        """Its dates are never cut."""
        usual = super().sizeHint()
        cut = text_width(self._theme, "secondary_medium", self.text()) - WIDEST_VALUE
        return usual if cut <= 0 else QSize(usual.width() + ceil(cut), usual.height())

    def open_menu(self) -> QMenu:
        """The periods, with a tick at the chosen one."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        for name in SpanName:
            action = menu.addAction(span_title(name, self._words))
            action.setCheckable(True)
            action.setChecked(name is self._name)
            action.triggered.connect(lambda _=False, name=name: self.choose(name))
            group.addAction(action)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))
        return menu


class InsightsToolbar(QWidget):
    """Signals: `changed()` when period or filter is another, `print_wanted()`."""

    changed = Signal()
    print_wanted = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self.period = PeriodChip(theme, words)
        self.owner = SingleChip(theme, self.tr("Everyone"), "{count}", "user")
        self.product = SingleChip(theme, self.tr("All products"), "{count}", "tag")
        self.print_button = ActionButton(theme, self.tr("Print…"), icon="printer")
        self.print_button.setToolTip(self.tr("Print these figures (Ctrl+P)"))
        self._comparison = ElidedWords(theme, "", "secondary", "ink3")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 14, 1)
        row.setSpacing(8)
        row.addWidget(Label(theme, self.tr("Insights"), "section", "ink"))
        row.addSpacing(8)
        row.addWidget(self.period)
        row.addWidget(self._comparison, 1)
        for widget in (self.owner, self.product, self.print_button):
            row.addWidget(widget)
        self.period.chosen.connect(self.changed)
        self.owner.chosen.connect(self.changed)
        self.product.chosen.connect(self.changed)
        self.print_button.clicked.connect(self.print_wanted)
        self.arrange(small=False)

    def set_choices(self, owners: Sequence[Named], products: Sequence[Named]) -> None:
        """Whose and which deals can be chosen."""
        self.owner.set_choices([(owner.row_id, owner.name) for owner in owners])
        self.product.set_choices([(product.row_id, product.name) for product in products])

    def show_span(self, span: Span) -> None:
        """Say the period and what it is compared with."""
        self.period.show_span(span)
        self._comparison.show_words(describe_comparison(span, self._words))

    def arrange(self, *, small: bool) -> None:
        """44 high in a small window, 48 otherwise."""
        self.setFixedHeight(self._theme.size(SMALL_HEIGHT if small else HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        bottom = self.height() - 0.5
        draw_hairline(painter, self._theme.color("line"), QPointF(0, bottom), QPointF(self.width(), bottom))

"""The toolbar of Insights: which page, which period, as of when, whose deals, and printing."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from desktop_pipeline.metrics.history import UNKNOWN
from desktop_pipeline.metrics.selection import Selection
from desktop_pipeline.queries.lists import (
    read_labels,
    read_owners,
    read_pipelines,
    read_products,
    read_sources,
)
from desktop_pipeline.reports.spans import Span, SpanName, describe_comparison, find_span
from desktop_pipeline.reports.words import Words
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.insights.chips import AsOfChip, PeriodChip, SingleChip
from desktop_pipeline.ui.insights.page_switch import PageSwitch
from desktop_pipeline.ui.insights.question import FilterWords, Question
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.chip import Chip
from desktop_pipeline.ui.widgets.painting import draw_hairline
from desktop_pipeline.ui.widgets.words import ElidedWords
from desktop_pipeline.ui.widgets.words import Words as Label

HEIGHT = 48
SMALL_HEIGHT = 44
_GAP = 8
_SIDE = 14
_BEHIND_TITLE = 6
# The words of the comparison have at least so much room before a chip gives way to them.
_COMPARISON = 140
_LEAST_COMPARISON = 60


class InsightsToolbar(QWidget):
    """Signals: `changed()` when period, day or filter is another, `page_chosen(key)`, `print_wanted()`."""

    changed = Signal()
    page_chosen = Signal(str)
    print_wanted = Signal()

    def __init__(
        self, theme: Theme, words: Words, formats: Formats, session: Session, pages: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._session = session
        self.switch = PageSwitch(theme, pages)
        self.period = PeriodChip(theme, words, formats, session.today)
        self.as_of = AsOfChip(theme, formats, session.today)
        self.pipeline = SingleChip(theme, self.tr("All pipelines"), "{count}", "square-kanban")
        self.owner = SingleChip(theme, self.tr("Everyone"), "{count}", "user")
        self.source = SingleChip(theme, self.tr("All sources"), "{count}", "compass")
        self.product = SingleChip(theme, self.tr("All products"), "{count}", "layers")
        self.label = SingleChip(theme, self.tr("All labels"), "{count}", "tag")
        self.industry = SingleChip(theme, self.tr("All industries"), "{count}", "building-2")
        self.fold = Chip(theme, self.tr("Filters"), "list-filter")
        self.print_button = ActionButton(theme, self.tr("Print…"), icon="printer")
        self.print_button.setToolTip(self.tr("Print these figures (Ctrl+P)"))
        self.print_button.setAccessibleName(self.tr("Print…"))
        self._filters = (self.pipeline, self.owner, self.source, self.product, self.label, self.industry)
        self._usual: tuple[SingleChip | AsOfChip, ...] = (self.owner, self.pipeline, self.as_of)
        self._chips: tuple[SingleChip | AsOfChip, ...] = (self.as_of, *self._filters)
        self._has_pipelines = False
        self._has_period = True
        self._buttons: tuple[QWidget, ...] = ()
        self._title = Label(theme, self.tr("Insights"), "section", "ink")
        self._comparison = ElidedWords(theme, "", "secondary", "ink3")
        self._row = QHBoxLayout(self)
        self._lay_out()
        self._connect()
        self.arrange(small=False, room=0)

    def read_lists(self) -> None:
        """Offer what there is to choose from now; what is gone is taken no more."""
        workspace, offers = self._session.workspace, []
        pipelines = {row.row_id: row.name for row in read_pipelines(workspace)}
        self._has_pipelines = len(pipelines) > 1
        offers.append((self.pipeline, pipelines, ""))
        offers += [
            (chip, {row.row_id: row.name for row in rows}, none)
            for chip, rows, none in (
                (self.owner, read_owners(workspace), self.tr("No owner")),
                (self.source, read_sources(workspace), self.tr("No source")),
                (self.product, read_products(workspace), self.tr("No product")),
                (self.label, read_labels(workspace), self.tr("No label")),
            )
        ]
        for chip, names, none in offers:
            chip.offer({**names, UNKNOWN: none} if none and names else names)
        self.arrange(small=self.height() < self._theme.size(HEIGHT), room=self.width())

    def offer_industries(self, names: Mapping[int, str]) -> None:
        """The industries as the history names them; they have no list of their own."""
        ordered = dict(sorted(names.items(), key=lambda pair: pair[1].casefold()))
        self.industry.offer({**ordered, UNKNOWN: self.tr("No industry")} if ordered else ordered)

    def read_question(self) -> Question:
        """What is asked for now."""
        day = self.as_of.day
        span = self.period.span(day) if self._has_period else find_span(SpanName.TWELVE_MONTHS, day)
        ids = {name: chip.taken_id for name, chip in self._named()}
        names = {name: chip.taken_name for name, chip in self._named()}
        return Question(span, Selection(**ids), span.as_of, FilterWords(**names))

    def show_span(self, span: Span) -> None:
        """Say the period and what it is compared with."""
        self.period.show_span(span)
        self._comparison.show_words(describe_comparison(span, self._words) if self._has_period else "")
        self.arrange(small=self.height() < self._theme.size(HEIGHT), room=self.width())

    def take_page(self, buttons: Sequence[QWidget], *, has_period: bool) -> None:
        """Show what the page has here; one that looks ahead has no period to choose."""
        if tuple(buttons) == self._buttons and has_period is self._has_period:
            return
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()
        self._buttons, self._has_period = tuple(buttons), has_period
        for button in self._buttons:
            self._row.insertWidget(self._row.indexOf(self.print_button), button)
            button.show()
        self.period.setVisible(has_period)
        if not has_period:
            self._comparison.show_words("")
        self.arrange(small=self.height() < self._theme.size(HEIGHT), room=self.width())

    def clear_filters(self) -> None:
        """Let all deals through again."""
        for chip in self._filters:
            chip.clear()

    def arrange(self, *, small: bool, room: int) -> None:
        """44 high in a small window, 48 otherwise; chips that find no room go behind the last one."""
        self.setFixedHeight(self._theme.size(SMALL_HEIGHT if small else HEIGHT))
        shown = set(self._choose_chips(room))
        for chip in self._chips:
            chip.setVisible(chip in shown)
        self._give_way(room)
        hidden = sum(chip.is_set for chip in self._chips if chip not in shown)
        words = {0: self.tr("Filters"), 1: self.tr("1 filter")}.get(hidden)
        text = self.tr("{count} filters").format(count=hidden) if words is None else words
        self.fold.show_value(text, is_set=bool(hidden), clearable=False)

    def open_folded(self) -> QFrame:
        """The chips that are not shown, in a panel below the last one."""
        panel = QFrame(self, Qt.WindowType.Popup)
        panel.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        panel.setProperty("popup", True)
        layout = QVBoxLayout(panel)
        layout.setContentsMargins(10, 10, 10, 10)
        layout.setSpacing(_GAP)
        twins = [chip.make_twin() for chip in self._chips if chip.isHidden() and self._is_offered(chip)]
        for twin in twins:
            layout.addWidget(twin)
        panel.adjustSize()
        panel.move(self.fold.mapToGlobal(QPoint(0, self.fold.height() + 4)))
        panel.show()
        if twins:
            twins[0].setFocus(Qt.FocusReason.PopupFocusReason)
        return panel

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        bottom = self.height() - 0.5
        draw_hairline(painter, self._theme.color("line"), QPointF(0, bottom), QPointF(self.width(), bottom))

    def _named(self) -> list[tuple[str, SingleChip]]:
        names = ("pipeline", "owner", "source", "product", "label", "industry")
        return list(zip(names, self._filters, strict=True))

    def _is_offered(self, chip: QWidget) -> bool:
        return chip is not self.pipeline or self._has_pipelines

    def _choose_chips(self, room: int) -> list[SingleChip | AsOfChip]:
        """Those that are set, then the usual ones, as far as there is room."""
        wanted = [chip for chip in self._chips if chip.is_set]
        wanted += [chip for chip in self._usual if chip not in wanted and self._is_offered(chip)]
        if room <= 0:
            return wanted
        period = (self.period,) if self._has_period else ()
        fixed = (self._title, self.switch, *period, self.fold, *self._buttons, self.print_button)
        left = room - 2 * _SIDE - _GAP - sum(widget.sizeHint().width() + _GAP for widget in fixed)
        left -= min(self._theme.size(_COMPARISON), self._comparison.sizeHint().width()) + _GAP
        chosen = []
        for chip in wanted:
            left -= chip.sizeHint().width() + _GAP
            if left >= 0:
                chosen.append(chip)
        return chosen

    def _give_way(self, room: int) -> None:
        """Where even the chips' last one is too much, first the comparison goes and then the title."""
        self.print_button.setText(self.tr("Print…"))
        period = (self.period,) if self._has_period else ()
        fixed = (self.switch, *period, self.fold, *self._buttons, self.print_button)
        left = room - 2 * _SIDE - sum(widget.sizeHint().width() + _GAP for widget in fixed)
        title = self._title.sizeHint().width() + _GAP + _BEHIND_TITLE
        self._title.setVisible(room <= 0 or left >= title)
        # At last the printer's picture stands for its word.
        if room > 0 > left:
            self.print_button.setText("")
        self._comparison.setVisible(room <= 0 or left - title >= self._theme.size(_LEAST_COMPARISON))

    def _on_changed(self) -> None:
        self.arrange(small=self.height() < self._theme.size(HEIGHT), room=self.width())
        self.changed.emit()

    def _lay_out(self) -> None:
        self._row.setContentsMargins(_SIDE, 0, _SIDE, 1)
        self._row.setSpacing(_GAP)
        # Chips go behind the last one where there is no room: they must not hold the window open.
        self._row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._row.addWidget(self._title)
        self._row.addSpacing(_BEHIND_TITLE)
        self._row.addWidget(self.switch)
        self._row.addWidget(self.period)
        self._row.addWidget(self._comparison, 1)
        for widget in (*self._chips, self.fold, self.print_button):
            self._row.addWidget(widget)

    def _connect(self) -> None:
        self.switch.page_chosen.connect(self.page_chosen)
        self.period.chosen.connect(self._on_changed)
        self.as_of.chosen.connect(self._on_changed)
        for chip in self._filters:
            chip.chosen.connect(self._on_changed)
        self.fold.clicked.connect(self.open_folded)
        self.print_button.clicked.connect(self.print_wanted)

"""What a report is asked for, beside its preview: which, of when, of whom, on which paper, and which of its parts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import get_args

from PySide6.QtCore import QLocale, QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.queries.id_sets import NONE
from desktop_pipeline.queries.lists import (
    Named,
    read_labels,
    read_owners,
    read_pipelines,
    read_products,
    read_sources,
)
from desktop_pipeline.reports.asked import Paper, ReportAsked, ReportKind
from desktop_pipeline.reports.asked_filters import (
    Filter,
    goes_by_paper,
    has_period,
    is_narrowed_further,
    knows_none,
    list_filters,
    read_filter,
    with_filter,
    without_filters,
)
from desktop_pipeline.reports.content import ReportContent
from desktop_pipeline.reports.making_kinds import list_kinds
from desktop_pipeline.reports.spans import Span, SpanName
from desktop_pipeline.reports.words import Words
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.menus import escape_ampersands
from desktop_pipeline.ui.reports.preview.choices import Choice, PeriodChoice
from desktop_pipeline.ui.reports.preview.deals import DealPicker, name_deals
from desktop_pipeline.ui.reports.preview.words import list_sections, list_statuses, name_filter, name_kind
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.link_button import LinkButton
from desktop_pipeline.ui.widgets.segmented import Segmented
from desktop_pipeline.ui.widgets.words import Words as Label
from desktop_pipeline.ui.widgets.words import set_tooltip

PAPERS: tuple[Paper, ...] = get_args(Paper)
_SEVERAL = "several"
_TITLE_ROOM = 226
_AS_SHOWN = "as shown"
_OF_ROWS = frozenset((ReportKind.DEAL, ReportKind.OFFER, ReportKind.REVIEW))
_RARE = frozenset((Filter.LABEL, Filter.INDUSTRY))


class ReportForm(QWidget):
    """Signals: `asked_changed()` when another report is wanted; `parts_changed()` when only paper or parts are."""

    asked_changed = Signal()
    parts_changed = Signal()

    def __init__(
        self,
        session: Session,
        theme: Theme,
        formats: Formats,
        words: Words,
        asked: ReportAsked,
        *,
        page_title: str = "",
        is_page: bool = False,
    ) -> None:
        """`page_title` offers a page of figures as it is shown; with `is_page` that is what is shown first."""
        super().__init__()
        self._session = session
        self._theme = theme
        self._formats = formats
        self._asked = asked
        self._page_title = page_title
        self._is_page = is_page
        self._industries: Mapping[int, str] = {}
        self._ticks: dict[str, QCheckBox] = {}
        self._ids = {ReportKind.DEAL: asked.ids} if asked.kind in {*ReportKind} - _OF_ROWS | {ReportKind.DEAL} else {}
        self._keep_ids()
        self.kind = Choice(self.tr("Report"))
        self.period = PeriodChoice(theme, words, formats, session.today)
        self.status = Choice(self.tr("Which deals"))
        self.deals = ActionButton(theme, "", icon="rows-3")
        self.filters = {which: Choice(name_filter(which)[0]) for which in Filter}
        self.further = Label(theme, "", "caption", "ink2", wrap=True)
        self.all_button = LinkButton(theme, self.tr("Let everything through"))
        self.paper = Segmented(theme, PAPERS)
        self.orientation = Segmented(theme, (self.tr("Upright"), self.tr("Sideways")))
        self._rows: dict[QWidget, QWidget] = {}
        self._column = QVBoxLayout(self)
        self._sections_title = Label(theme, self.tr("Parts"), "caption_medium", "ink3")
        self._sections = QVBoxLayout()
        self._lay_out()
        self.paper.choose(PAPERS.index(asked.paper or _usual_paper()))
        self.orientation.choose(int(asked.is_landscape))
        self._fill()
        self._connect()

    @property
    def asked(self) -> ReportAsked:
        """What is asked for now, with paper and parts."""
        left_out = {name for name, tick in self._ticks.items() if not tick.isChecked()}
        left_out |= self._asked.left_out - self._ticks.keys()
        return replace(
            self._asked,
            paper=PAPERS[self.paper.current],
            is_landscape=self.orientation.current == 1,
            left_out=frozenset(left_out),
        )

    @property
    def lacks(self) -> str:
        """What is still to be chosen before a report can be made, as a sentence; empty where nothing is."""
        if self._asked.kind is ReportKind.DEAL and not self._asked.ids and not self._is_page:
            return self.tr("Choose the deals to print, a sheet for each.")
        return ""

    @property
    def is_page(self) -> bool:
        """Whether a page of figures is wanted as it is shown."""
        return self._is_page

    def show_asked(self, asked: ReportAsked) -> None:
        """Ask for something else, as a saved report does."""
        self._asked, self._is_page = asked, False
        self._keep_ids()
        blockers = [QSignalBlocker(widget) for widget in (self.paper, self.orientation, *self._ticks.values())]
        self.paper.choose(PAPERS.index(asked.paper or _usual_paper()))
        self.orientation.choose(int(asked.is_landscape))
        for name, tick in self._ticks.items():
            tick.setChecked(name not in asked.left_out)
        del blockers
        self._fill()
        self.asked_changed.emit()

    def show_parts(self, content: ReportContent) -> None:
        """Offer the parts of a report, ticked but for those that were left out."""
        self._show_parts(list_sections(content))

    def hide_parts(self) -> None:
        """Offer none: there is no report yet, or only as a whole."""
        self._show_parts({})

    def offer_industries(self, names: Mapping[int, str]) -> None:
        """The industries as the history names them; they have no list of their own."""
        self._industries = names
        self._fill()

    def open_deals(self) -> DealPicker:
        """Asks which deals the sheets are of."""
        picker = DealPicker(self._session, self._theme, self._asked.ids, self)
        picker.chosen.connect(self._on_deals)
        picker.open_at(self.deals.mapToGlobal(QPoint(0, self.deals.height() + 4)))
        return picker

    def _connect(self) -> None:
        self.kind.taken.connect(self._on_kind)
        self.period.span_taken.connect(self._on_span)
        self.status.taken.connect(self._on_status)
        self.deals.clicked.connect(self.open_deals)
        self.all_button.clicked.connect(lambda: self._ask(without_filters(self._asked)))
        for which, choice in self.filters.items():
            choice.taken.connect(lambda what, which=which: self._on_filter(which, what))
        self.paper.chosen.connect(self._on_paper)
        self.orientation.chosen.connect(self._on_paper)

    def _on_kind(self, what: object) -> None:
        self._is_page = what == _AS_SHOWN
        if isinstance(what, ReportKind):
            columns = self._asked.columns if what is self._asked.kind else ()
            self._keep_ids()
            self._asked = replace(self._asked, kind=what, ids=self._ids.get(what, ()), columns=columns)
        self._ask(self._asked)

    def _keep_ids(self) -> None:
        """The rows that were picked for one kind are none of another, and are there again when it is."""
        if self._asked.kind in _OF_ROWS:
            self._ids[self._asked.kind] = self._asked.ids

    def _on_span(self, what: object) -> None:
        if isinstance(what, SpanName):
            self._ask(replace(self._asked, span_name=what, span=None))
        elif isinstance(what, Span):
            self._ask(replace(self._asked, span=what))

    def _on_status(self, what: object) -> None:
        status = what if isinstance(what, DealStatus) else None
        self._ask(replace(self._asked, deals=replace(self._asked.deals, status=status)))

    def _on_filter(self, which: Filter, what: object) -> None:
        if what != _SEVERAL:
            self._ask(with_filter(self._asked, which, what if isinstance(what, int) else None))

    def _on_paper(self) -> None:
        is_other = goes_by_paper(self._asked.kind) and not self._is_page
        (self.asked_changed if is_other else self.parts_changed).emit()

    def _on_deals(self, ids: Sequence[int]) -> None:
        self._ask(replace(self._asked, ids=tuple(ids)))

    def _ask(self, asked: ReportAsked) -> None:
        self._asked = asked
        self._fill()
        self.asked_changed.emit()

    def _fill(self) -> None:
        """Show what is asked for, and only what this kind of report can be asked."""
        asked, kind = self._asked, self._asked.kind
        lines: list[tuple[str, object]] = [(self._page_title, _AS_SHOWN)] if self._page_title else []
        lines += [(name_kind(each), each) for each in list_kinds() if each is not ReportKind.OFFER or each in self._ids]
        self.kind.offer(lines, _AS_SHOWN if self._is_page else kind)
        self.period.show_asked(asked)
        self.status.offer(list_statuses(), asked.deals.status)
        self._show_row(self.period, shown=not self._is_page and has_period(kind))
        self._show_row(self.status, shown=not self._is_page and kind is ReportKind.DEALS)
        self._show_row(self.deals, shown=not self._is_page and kind is ReportKind.DEAL)
        if kind is ReportKind.DEAL:
            words = name_deals(self._session, asked.ids)
            self.deals.setText(words)
            self.deals.setAccessibleName(words)
        there = () if self._is_page else list_filters(kind)
        for which, choice in self.filters.items():
            self._fill_filter(which, choice, is_there=which in there)
        narrowed = not self._is_page and is_narrowed_further(asked)
        self.further.setVisible(narrowed)
        self.all_button.setVisible(narrowed)

    def _fill_filter(self, which: Filter, choice: Choice, *, is_there: bool) -> None:
        chosen = read_filter(self._asked, which) if is_there else frozenset()
        rows = self._read_rows(which) if is_there else []
        _name, everything, none = name_filter(which)
        is_offered = len(rows) > (which is Filter.PIPELINE) and (bool(chosen) or which not in _RARE)
        is_offered |= not chosen <= {row.row_id for row in rows}
        self._show_row(choice, shown=is_there and is_offered)
        if not is_there:
            return
        lines: list[tuple[str, object]] = [(everything, None), *((row.name, row.row_id) for row in rows)]
        if rows and knows_none(self._asked.kind, which):
            lines.append((none, NONE))
        current: object = next(iter(chosen), None)
        if len(chosen) > 1:
            current = _SEVERAL
            lines.append((self.tr("{count} chosen").format(count=self._formats.number(len(chosen))), _SEVERAL))
        elif current not in [meaning for _text, meaning in lines]:
            lines.append((self.tr("One that is no longer in the list"), current))
        choice.offer(lines, current)

    def _read_rows(self, which: Filter) -> list[Named]:
        workspace = self._session.workspace
        read: Callable[[], list[Named]] = {
            Filter.PIPELINE: lambda: read_pipelines(workspace),
            Filter.OWNER: lambda: read_owners(workspace),
            Filter.SOURCE: lambda: read_sources(workspace),
            Filter.PRODUCT: lambda: read_products(workspace),
            Filter.LABEL: lambda: read_labels(workspace),
            Filter.INDUSTRY: lambda: [
                Named(*pair) for pair in sorted(self._industries.items(), key=lambda pair: pair[1].casefold())
            ],
        }[which]
        return read()

    def _show_parts(self, wanted: Mapping[str, str]) -> None:
        if list(wanted.items()) != [(name, tick.property("title")) for name, tick in self._ticks.items()]:
            self._asked = replace(self._asked, left_out=self.asked.left_out)
            for tick in self._ticks.values():
                self._sections.removeWidget(tick)
                tick.hide()
                tick.deleteLater()
            self._ticks = {name: self._make_tick(name, title) for name, title in wanted.items()}
        self._sections_title.setVisible(bool(wanted))

    def _make_tick(self, name: str, title: str) -> QCheckBox:
        room = self._theme.size(_TITLE_ROOM)
        shown = self._theme.metrics("body").elidedText(title, Qt.TextElideMode.ElideRight, room)
        tick = QCheckBox(escape_ampersands(shown))
        tick.setAccessibleName(title)
        set_tooltip(tick, title if shown != title else "")
        tick.setProperty("title", title)
        tick.setChecked(name not in self._asked.left_out)
        tick.toggled.connect(lambda _on: self.parts_changed.emit())
        self._sections.addWidget(tick)
        return tick

    def _show_row(self, widget: QWidget, *, shown: bool) -> None:
        self._rows[widget].setVisible(shown)

    def _add_row(self, title: str, widget: QWidget) -> None:
        label = Label(self._theme, title, "caption_medium", "ink3")
        label.setBuddy(widget)
        # Hidden as a whole, it leaves no gap.
        self._rows[widget] = row = QWidget()
        layout = QVBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(label)
        layout.addWidget(widget)
        self._column.addWidget(row)

    def _lay_out(self) -> None:
        self._column.setContentsMargins(16, 10, 6, 12)
        self._column.setSpacing(10)
        self._add_row(self.tr("Report"), self.kind)
        self._add_row(self.tr("Period"), self.period)
        self._add_row(self.tr("Which deals"), self.status)
        self._add_row(self.tr("Of which deals"), self.deals)
        for which, choice in self.filters.items():
            self._add_row(name_filter(which)[0], choice)
        self.further.show_words(self.tr("Filtered further as it was on the screen."))
        self._column.addWidget(self.further)
        self._column.addWidget(self.all_button)
        self._add_row(self.tr("Paper"), self.paper)
        self._add_row(self.tr("Page"), self.orientation)
        self._column.addWidget(self._sections_title)
        self._sections.setSpacing(6)
        self._column.addLayout(self._sections)
        self._column.addStretch(1)
        self._sections_title.hide()


def _usual_paper() -> Paper:
    """Letter where people measure in inches."""
    is_inches = QLocale().measurementSystem() == QLocale.MeasurementSystem.ImperialUSSystem
    return "Letter" if is_inches else "A4"

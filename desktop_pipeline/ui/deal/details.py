"""The fields of a deal in the right column of its panel."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.periods import local_day
from desktop_pipeline.domain.stages import ForecastCategory
from desktop_pipeline.queries.deal import DealView
from desktop_pipeline.queries.deal_parts import read_competitor_names, read_currencies, read_label_names
from desktop_pipeline.queries.lists import Named, read_sources
from desktop_pipeline.reports.category_words import say_category
from desktop_pipeline.ui.deal.edits import DealEdits
from desktop_pipeline.ui.deal.milestone_fields import MilestoneFields
from desktop_pipeline.ui.deal.surroundings import Surroundings
from desktop_pipeline.ui.typed import plain_amount
from desktop_pipeline.ui.widgets.choice_field import ChoiceField
from desktop_pipeline.ui.widgets.field import MOST_LINES, PAD, Field
from desktop_pipeline.ui.widgets.marks_field import MarksField
from desktop_pipeline.ui.widgets.text_field import TextField
from desktop_pipeline.ui.widgets.words import ElidedWords, Words

_LABEL = 92


class Details(QWidget):
    """What can be edited of a deal beside its head; when and how it began and ended to read."""

    def __init__(self, around: Surroundings, edits: DealEdits) -> None:
        super().__init__()
        self._around = around
        self._session = around.session
        self._theme = theme = around.theme
        self._formats = around.formats
        note, workspace = around.note, around.session.workspace
        self._currencies: list[str] = []
        self._edits = edits
        self.value = TextField(theme, self.tr("Value"), note, edits.keep_value)
        self.currency = ChoiceField(
            theme, self.tr("Currency"), note, self._keep_currency, self._read_currencies, none=""
        )
        self.probability = TextField(theme, self.tr("Probability"), note, edits.keep_probability)
        self.category = ChoiceField(
            theme,
            self.tr("Forecast"),
            note,
            self._keep_category,
            self._read_categories,
            none=self.tr("As the stage has it"),
        )
        self.source = ChoiceField(
            theme,
            self.tr("Source"),
            note,
            edits.keep_source,
            lambda: read_sources(workspace),
            none=self.tr("No source"),
        )
        self.labels = MarksField(
            theme,
            self.tr("Labels"),
            note,
            edits.turn_label,
            lambda: read_label_names(workspace),
            none=self.tr("No labels"),
            add_words=self.tr("New label “{text}”"),
        )
        self.competitors = MarksField(
            theme,
            self.tr("Competitors"),
            note,
            edits.turn_competitor,
            lambda: read_competitor_names(workspace),
            none=self.tr("Nobody known"),
            add_words=self.tr("Add “{text}”"),
        )
        self.milestones = MilestoneFields(around)
        self.created = ElidedWords(theme)
        self.closed = ElidedWords(theme)
        self.reason = Words(theme, wrap=True)
        self._labels: dict[QWidget, Words] = {}
        self._arrange()

    def fields(self) -> Sequence[Field]:
        """What can be edited, from top to bottom."""
        return (
            self.value,
            self.currency,
            self.probability,
            self.category,
            self.source,
            self.labels,
            self.competitors,
        )

    def _arrange(self) -> None:
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 4, 0, 0)
        self._grid.setHorizontalSpacing(0)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnMinimumWidth(0, self._theme.size(_LABEL))
        self._grid.setColumnStretch(1, 1)
        names = (
            self.tr("Value"),
            self.tr("Currency"),
            self.tr("Probability"),
            self.tr("Forecast"),
            self.tr("Source"),
            self.tr("Labels"),
            self.tr("Competitors"),
        )
        for name, field in zip(names, self.fields(), strict=True):
            field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            field.setEnabled(not self._around.is_read_only)
            field.take_lines(MOST_LINES)
            self._add(name, field)
        for name, day in self.milestones.rows():
            day.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self._add(name, day)
        self._add(self.tr("Created"), self.created)
        self._add(self.tr("Closed"), self.closed)
        self._add(self.tr("Reason"), self.reason)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        heading = Words(self._theme, self.tr("Details"), "strong")
        heading.setContentsMargins(PAD, 0, 0, 0)
        layout.addWidget(heading)
        layout.addLayout(self._grid)

    def _read_currencies(self) -> list[Named]:
        return [Named(place, code) for place, code in enumerate(self._currencies, start=1)]

    def _keep_currency(self, chosen: int | None) -> None:
        if chosen is not None:
            self._edits.keep_currency(self._currencies[chosen - 1])

    def _read_categories(self) -> list[Named]:
        return [Named(place, _word_category(category)) for place, category in enumerate(ForecastCategory, start=1)]

    def _keep_category(self, chosen: int | None) -> None:
        self._edits.keep_category(None if chosen is None else list(ForecastCategory)[chosen - 1].value)

    def text_fields(self) -> tuple[TextField, ...]:
        """Those that may have an editor open."""
        return (self.value, self.probability)

    def show_deal(self, view: DealView) -> None:
        """Show a deal's fields."""
        shown = self.tr("No value") if view.value is None else self._formats.money(view.value)
        self.value.show_value(shown, is_empty=view.value is None)
        self.value.show_typed(plain_amount(view.value, self._formats))
        self._show_probability(view)
        self._currencies = sorted({*read_currencies(self._session.workspace), view.currency})
        self.currency.show_chosen(self._currencies.index(view.currency) + 1, view.currency)
        self._show_category(view)
        self.source.show_chosen(view.source_id, view.source)
        self.labels.show_names(view.labels)
        self.competitors.show_names(view.competitors)
        self.milestones.show_deal(view.deal_id)
        self.created.show_words(self._day(view.created_at))
        is_closed = view.status is not DealStatus.OPEN
        # What was decided is neither likely nor part of a forecast.
        for field in (self.probability, self.category):
            self._show_row(field, shown=not is_closed)
        self.closed.show_words(self._day(view.closed_at))
        self._show_row(self.closed, shown=is_closed)
        reason = ", ".join(part for part in (view.reason, view.reason_note) if part)
        self.reason.show_words(reason)
        self._show_row(self.reason, shown=is_closed and bool(reason))

    def show_likelihood(self, view: DealView, chance: float | None) -> None:
        """Where nobody set a share for the open deal, the one that it counts with in every sum (METRICS §1)."""
        if view.probability is not None or chance is None or view.status is not DealStatus.OPEN:
            return
        share = self._formats.percent(chance)
        is_set = view.stage_probability is not None and share == self._formats.percent(view.stage_probability)
        words = self.tr("{share}, set for the stage") if is_set else self.tr("{share}, by your history")
        self.probability.show_value(words.format(share=share), is_empty=True)

    def _show_category(self, view: DealView) -> None:
        if view.forecast_category is not None:
            category = ForecastCategory(view.forecast_category)
            self.category.show_chosen(list(ForecastCategory).index(category) + 1, _word_category(category))
            return
        self.category.show_chosen(None, None)
        if view.stage_category in {known.value for known in ForecastCategory}:
            words = _word_category(ForecastCategory(view.stage_category))
            self.category.show_value(self.tr("{category}, by stage").format(category=words), is_empty=True)

    def _show_probability(self, view: DealView) -> None:
        if view.probability is not None:
            shown = self._formats.percent(view.probability, _places(view.probability))
            self.probability.show_value(shown)
            self.probability.show_typed(shown.removesuffix("%").strip())
            return
        self.probability.show_typed("")
        if view.stage_probability is None:
            self.probability.show_value(self.tr("Not set"), is_empty=True)
        else:
            share = self._formats.percent(view.stage_probability)
            self.probability.show_value(self.tr("{share}, set for the stage").format(share=share), is_empty=True)

    def _add(self, label: str, field: QWidget) -> None:
        row = self._grid.rowCount()
        words = Words(self._theme, label, "secondary", "ink3")
        words.setMinimumHeight(self._theme.size(24))
        words.setContentsMargins(PAD, 0, 0, 0)
        self._labels[field] = words
        self._grid.addWidget(words, row, 0, Qt.AlignmentFlag.AlignTop)
        if isinstance(field, Words):
            field.setContentsMargins(PAD, 0, 0, 0)
            field.setMinimumHeight(self._theme.size(24))
        self._grid.addWidget(field, row, 1)

    def _show_row(self, field: QWidget, *, shown: bool) -> None:
        field.setVisible(shown)
        self._labels[field].setVisible(shown)

    def _day(self, instant: datetime | None) -> str:
        if instant is None:
            return self.tr("not known")
        return self._formats.day(local_day(instant, self._session.workspace.zone), self._session.today())


def _word_category(category: ForecastCategory) -> str:
    return say_category(category, QCoreApplication.translate)


def _places(share: float) -> int:
    return next((places for places in range(6) if round(share * 100, places) == round(share * 100, 6)), 6)

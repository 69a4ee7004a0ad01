"""The fields of a deal in the right column of its panel."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.periods import local_day
from desktop_pipeline.queries.deal import DealView
from desktop_pipeline.queries.lists import read_sources
from desktop_pipeline.ui.deal.choice_field import ChoiceField
from desktop_pipeline.ui.deal.edits import DealEdits
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.typed import plain_amount
from desktop_pipeline.ui.widgets.error_note import ErrorNote
from desktop_pipeline.ui.widgets.field import PAD
from desktop_pipeline.ui.widgets.text_field import TextField
from desktop_pipeline.ui.widgets.words import ElidedWords, Words

_LABEL = 92


class Details(QWidget):
    """Value, probability, source and person to edit; when and how the deal began and ended to read."""

    def __init__(self, session: Session, theme: Theme, formats: Formats, edits: DealEdits, note: ErrorNote) -> None:
        super().__init__()
        self._session = session
        self._theme = theme
        self._formats = formats
        self.value = TextField(theme, self.tr("Value"), note, edits.keep_value)
        self.probability = TextField(theme, self.tr("Probability"), note, edits.keep_probability)
        self.person = TextField(theme, self.tr("Person"), note, edits.keep_person)
        self.source = ChoiceField(
            theme,
            self.tr("Source"),
            note,
            edits.keep_source,
            lambda: read_sources(session.workspace),
            none=self.tr("No source"),
        )
        self.labels = ElidedWords(theme)
        self.created = ElidedWords(theme)
        self.closed = ElidedWords(theme)
        self.reason = Words(theme, wrap=True)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 4, 0, 0)
        self._grid.setHorizontalSpacing(0)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnMinimumWidth(0, theme.size(_LABEL))
        self._grid.setColumnStretch(1, 1)
        self._labels: dict[QWidget, Words] = {}
        for field in (self.value, self.probability, self.person, self.source):
            field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._add(self.tr("Value"), self.value)
        self._add(self.tr("Probability"), self.probability)
        self._add(self.tr("Person"), self.person)
        self._add(self.tr("Source"), self.source)
        self._add(self.tr("Labels"), self.labels)
        self._add(self.tr("Created"), self.created)
        self._add(self.tr("Closed"), self.closed)
        self._add(self.tr("Reason"), self.reason)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(Words(theme, self.tr("Details"), "strong"))
        layout.addLayout(self._grid)

    def text_fields(self) -> tuple[TextField, ...]:
        """Those that may have an editor open."""
        return (self.value, self.probability, self.person)

    def show_deal(self, view: DealView) -> None:
        """Show a deal's fields."""
        shown = self.tr("No value") if view.value is None else self._formats.money(view.value)
        self.value.show_value(shown, is_empty=view.value is None)
        self.value.show_typed(plain_amount(view.value, self._formats))
        self._show_probability(view)
        person = view.people[0].name if view.people else None
        self.person.show_value(person or self.tr("Nobody yet"), is_empty=person is None)
        self.person.show_typed(person or "")
        self.source.show_chosen(view.source_id, view.source)
        self.labels.show_words(", ".join(view.labels))
        self.created.show_words(self._day(view.created_at))
        is_closed = view.status is not DealStatus.OPEN
        self.closed.show_words(self._day(view.closed_at))
        self._show_row(self.closed, shown=is_closed)
        reason = ", ".join(part for part in (view.reason, view.reason_note) if part)
        self.reason.show_words(reason)
        self._show_row(self.reason, shown=is_closed and bool(reason))

    def set_narrow(self, *, is_narrow: bool) -> None:
        """In the narrow panel the labels stand here, not in the head."""
        self._show_row(self.labels, shown=is_narrow and bool(self.labels.text()))

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


def _places(share: float) -> int:
    return next((places for places in range(6) if round(share * 100, places) == round(share * 100, 6)), 6)

"""What the board is filtered by: the chips and the field, together one BoardFilter, and a question to be kept."""

from collections.abc import Mapping
from typing import TypeAlias

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop_pipeline.queries.board_filter import Attention, BoardFilter
from desktop_pipeline.queries.kept_filter import read_board_filter
from desktop_pipeline.queries.lists import read_labels, read_owners, read_products, read_sources
from desktop_pipeline.ui.board.close_chip import CloseChip, ClosesWhen
from desktop_pipeline.ui.board.twin_chip import ChoiceChip
from desktop_pipeline.ui.board.value_chip import ValueChip
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.chip import name_rows
from desktop_pipeline.ui.widgets.filter_field import FilterField

# Each can show itself a second time, in the panel of those that find no room in the toolbar.
TwinChip: TypeAlias = ChoiceChip | CloseChip | ValueChip
_ATTENTION = tuple(Attention)


class BoardFilters(QObject):
    """Signals: `changed()` once for a burst of keys, a chip or a whole saved view."""

    changed = Signal()

    def __init__(self, theme: Theme, formats: Formats, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.owners = ChoiceChip(theme, self.tr("Owner"), self.tr("{count} owners"), "user")
        self.sources = ChoiceChip(theme, self.tr("Source"), self.tr("{count} sources"), "compass")
        self.labels = ChoiceChip(theme, self.tr("Label"), self.tr("{count} labels"), "tag")
        self.closes = CloseChip(theme, formats, session.today)
        self.products = ChoiceChip(theme, self.tr("Product"), self.tr("{count} products"), "layers")
        self.values = ValueChip(theme, formats, lambda: session.workspace.base_currency)
        self.attention = ChoiceChip(theme, self.tr("Attention"), self.tr("{count} reasons"), "clock")
        self.field = FilterField(theme, self.tr("Filter deals"), self.tr("Filter deals by title or organisation"))
        self.usual: tuple[TwinChip, ...] = (self.owners, self.sources, self.labels, self.closes)
        self.chips: tuple[TwinChip, ...] = (*self.usual, self.products, self.values, self.attention)
        words = {
            Attention.SLOW: self.tr("Slow or stuck in the stage"),
            Attention.STALE: self.tr("No contact for long"),
            Attention.NO_STEP: self.tr("No next step"),
            Attention.LATE_STEP: self.tr("Next step late"),
            Attention.BEST: self.tr("Best fifth by score"),
        }
        self.attention.set_choices([(place, words[each]) for place, each in enumerate(_ATTENTION, 1)])
        self._told = True
        # Bursts of keys are joined; a single one still answers within the same frame.
        self._typed = QTimer(self, singleShot=True, interval=0)
        self._typed.timeout.connect(self._tell)
        self.field.textChanged.connect(lambda _text: self._typed.start())
        for chip in self.chips:
            chip.chosen.connect(self._tell)

    def read_lists(self) -> None:
        """Offer what there is to choose from now; what is gone is taken no more."""
        workspace = self._session.workspace
        for chip, rows, none in (
            (self.owners, read_owners(workspace), self.tr("No owner")),
            (self.sources, read_sources(workspace), self.tr("No source")),
            (self.labels, read_labels(workspace), self.tr("No label")),
            (self.products, read_products(workspace), self.tr("No product")),
        ):
            chip.set_choices(name_rows(rows, none))

    def read(self, pipeline_id: int) -> BoardFilter:
        """What is set now, for that pipeline."""
        when, limits = self.closes.when, self.values.limits
        return BoardFilter(
            pipeline_id,
            owner_ids=self.owners.taken,
            product_ids=self.products.taken,
            text=self.field.text().strip(),
            source_ids=self.sources.taken,
            label_ids=self.labels.taken,
            least=limits[0],
            most=limits[1],
            closes=when.span,
            closes_from=when.first,
            closes_until=when.last,
            attention=frozenset(_ATTENTION[place - 1] for place in self.attention.taken),
        )

    def clear(self) -> None:
        """Let all deals through again."""
        self.show_question({})

    def to_question(self) -> dict[str, object]:
        """What is set, as it is kept in a saved view."""
        when = self.closes.when
        kept: dict[str, object] = {
            "owners": sorted(self.owners.taken),
            "sources": sorted(self.sources.taken),
            "labels": sorted(self.labels.taken),
            "products": sorted(self.products.taken),
            "attention": sorted(_ATTENTION[place - 1].value for place in self.attention.taken),
            "least": self.values.limits[0],
            "most": self.values.limits[1],
            "closes": when.span.value if when.span else None,
            "closes_from": when.first.isoformat() if when.first else None,
            "closes_until": when.last.isoformat() if when.last else None,
            "text": self.field.text().strip(),
        }
        return {key: each for key, each in kept.items() if each not in (None, "", [])}

    def show_question(self, question: Mapping[str, object]) -> None:
        """Set what was kept, and nothing else; what cannot be understood any more is left out."""
        self._told = False
        asked = read_board_filter(question, 0)
        for chip, ids in (
            (self.owners, asked.owner_ids),
            (self.sources, asked.source_ids),
            (self.labels, asked.label_ids),
            (self.products, asked.product_ids),
        ):
            chip.take(ids & chip.known)
        self.attention.take(frozenset(place for place, each in enumerate(_ATTENTION, 1) if each in asked.attention))
        self.values.take((asked.least, asked.most))
        self.closes.take(ClosesWhen(asked.closes, asked.closes_from, asked.closes_until))
        self.field.setText(asked.text)
        self._typed.stop()
        self._told = True
        self.changed.emit()

    def _tell(self, _taken: object = None) -> None:
        if self._told:
            self._typed.stop()
            self.changed.emit()

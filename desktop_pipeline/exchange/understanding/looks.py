"""What a column cannot be by its cells, whatever its header is called: a column of ticks names nobody."""

from collections.abc import Sequence
from typing import Literal

from desktop_pipeline.exchange.tables import Cell, Table, is_blank
from desktop_pipeline.exchange.understanding.amounts import is_amount
from desktop_pipeline.exchange.understanding.dates import looks_like_date
from desktop_pipeline.exchange.understanding.kinds import AMOUNTS, is_date
from desktop_pipeline.exchange.understanding.ratings import is_rating
from desktop_pipeline.exchange.understanding.texts import holds_numbers
from desktop_pipeline.exchange.understanding.vocabulary import vocabulary

_LOOKED_AT = 100
_LONGEST = 80
_SHORT = 60
_NEARLY_ALL = 0.9
_ENOUGH = 0.4
_MOSTLY = 0.6
TICKS = frozenset(("x", "xx", "✓", "✔", "☑", "☒", "✗", "✘", "•", "●", "☐", "o"))
_NAMING = frozenset(("title", "organisation", "person", "name", "first_name", "last_name"))
# What has a name, which is no day and no percentage
_NAMED = _NAMING | {"source", "owner", "label", "lost_reason", "product", "pipeline", "job_title", "industry"}
_WITH_TICKS = frozenset(
    (
        "is_won",
        "is_lost",
        "is_closed",
        "is_active",
        "is_done",
        "stage",
        "status",
        "label",
        "note",
        "external_id",
        "deal",
    )
)
_NUMBERS = AMOUNTS | {"probability"}

Look = Literal["empty", "ticks", "dates", "shares", "numbers", "words", "mixed"]


class Looks:
    """The columns of one table, each looked at once, as far as its first rows tell."""

    def __init__(self, table: Table) -> None:
        self._rows = table.rows[:_LOOKED_AT]
        self._seen: dict[int, Look] = {}
        self.parted = () if table.parted is None else (table.parted.column,)
        # One row proves nothing, and where everything is a tick, ticks stand for anything
        width = max((len(row.cells) for row in self._rows), default=0)
        self._has_ticks = len(self._rows) > 1 and any(
            self._look(index) not in {"ticks", "empty"} for index in range(width)
        )

    def forbid(self, name: str, index: int) -> bool:
        """Whether a column cannot be a field although its header is one of the field's names."""
        look = self._look(index)
        if name == "owner" and self.hold_numbers_of_people(index):
            return True
        if look == "ticks":
            return self._has_ticks and name not in _WITH_TICKS
        return name in _NAMED and look in {"dates", "shares"}

    def doubt(self, name: str, index: int) -> bool:
        """The same of a header that is only nearly one of the names: words are no dates then either."""
        return self.forbid(name, index) or (is_date(name) and self._look(index) == "words")

    def are_numbers(self, index: int) -> bool:
        return self._look(index) in {"numbers", "shares"}

    def are_dates(self, index: int) -> bool:
        """Whether most cells are dates; an “x” or a “soon” among them is a problem of its row."""
        cells = self._filled(index)
        return bool(cells) and sum(map(looks_like_date, cells)) >= _MOSTLY * len(cells)

    def are_ratings(self, index: int) -> bool:
        """Whether nearly all cells rate a deal in a word: “hot”, “B”, “mittel”, “★★★”."""
        cells = self._filled(index)
        return bool(cells) and sum(map(is_rating, cells)) >= _NEARLY_ALL * len(cells)

    def are_letters(self, index: int) -> bool:
        """Whether some cells are single letters."""
        return any(isinstance(cell, str) and len(cell.strip()) == 1 for cell in self._filled(index))

    def are_short(self, index: int) -> bool:
        """Whether all cells are as short as names, and in one line."""
        cells = [cell for cell in self._filled(index) if isinstance(cell, str)]
        return all(len(cell) <= _SHORT and "\n" not in cell for cell in cells)

    def are_truths(self, index: int) -> bool:
        """Whether all cells say yes or no in a word."""
        words = {str(cell).strip().casefold() for cell in self._filled(index)}
        return bool(words) and words <= {word for word in vocabulary().truths if len(word) > 1 and word.isalpha()}

    def _say_yes_or_no(self, index: int) -> bool:
        truths = vocabulary().truths
        return all(str(cell).strip().casefold() in truths for cell in self._filled(index))

    def are_first_names(self, index: int) -> bool:
        """Whether most cells are a single word, as few deals are called."""
        cells = self._filled(index)
        return sum(isinstance(cell, str) and cell.strip().isalpha() for cell in cells) >= _MOSTLY * max(1, len(cells))

    def hold_numbers_of_people(self, index: int) -> bool:
        """Whether some cells have a telephone number: what is known so is no colleague."""
        texts = [cell for cell in self._filled(index) if isinstance(cell, str)]
        return sum(map(holds_numbers, texts)) >= _ENOUGH * max(1, len(texts))

    def may_name(self, index: int) -> bool:
        """Whether the cells may be what rows are called: words, mostly different ones, in most rows."""
        cells = self._filled(index)
        words = [cell for cell in cells if isinstance(cell, str) and any(map(str.isalpha, cell))]
        is_wordy = self._look(index) in {"words", "mixed"} and not self._hold_amounts(index)
        is_full = len(words) >= _MOSTLY * len(self._rows) and len(set(words)) >= _MOSTLY * len(words)
        return bool(words) and is_wordy and is_full and not self.are_ratings(index)

    def bear_out(self, name: str, index: int) -> bool:
        """Whether the cells are what a field needs whose name alone says little: amounts, dates, or words."""
        look = self._look(index)
        if name == "next_step" and self._say_yes_or_no(index):
            return False
        if name in _NUMBERS:
            return look in {"numbers", "shares"} or (name in AMOUNTS and look == "mixed" and self._hold_amounts(index))
        if is_date(name):
            return look == "dates" or (look == "mixed" and not self._hold_amounts(index) and self._hold_dates(index))
        return look in {"words", "mixed"} and not (look == "mixed" and self._hold_amounts(index))

    def _look(self, index: int) -> Look:
        if index not in self._seen:
            self._seen[index] = _describe(self._filled(index))
        return self._seen[index]

    def _filled(self, index: int) -> list[Cell]:
        cells = (row.cells[index] for row in self._rows if index < len(row.cells))
        return [cell[:_LONGEST] if isinstance(cell, str) else cell for cell in cells if not is_blank(cell)]

    def _hold_amounts(self, index: int) -> bool:
        filled = self._filled(index)
        return sum(map(is_amount, filled)) >= _ENOUGH * len(filled)

    def _hold_dates(self, index: int) -> bool:
        filled = self._filled(index)
        return sum(any(map(str.isdigit, str(cell))) for cell in filled) >= _ENOUGH * len(filled)


def _describe(cells: Sequence[Cell]) -> Look:
    if not cells:
        return "empty"
    texts = [cell.strip() for cell in cells if isinstance(cell, str)]
    needed = _NEARLY_ALL * len(cells)
    if len(texts) == len(cells) and all(text.casefold() in TICKS for text in texts):
        return "ticks"
    if sum(map(looks_like_date, cells)) >= needed:
        return "dates"
    if any(text.endswith("%") and text[:1].isdigit() for text in texts):
        return "shares"
    if sum(isinstance(cell, (int, float)) or is_amount(cell) for cell in cells) >= needed:
        return "numbers"
    has_figures = len(texts) < len(cells) or any(any(map(str.isdigit, text)) for text in texts)
    return "mixed" if has_figures else "words"

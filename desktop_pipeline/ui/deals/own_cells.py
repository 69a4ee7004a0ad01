"""The owner's own fields as cells of the table of deals: what they hold, and how it is typed and read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.domain.custom_fields import FieldKind, Kept, check_value, read_money
from desktop_pipeline.queries.deals_table import DealLine
from desktop_pipeline.queries.lists import Named
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.typed import plain_amount, read_amount, read_number

_YES, _NO = 1, 0


@dataclass(frozen=True, slots=True)
class OwnField:
    """A field as a column has it; `choices` are names by id."""

    field_id: int
    kind: FieldKind
    choices: Mapping[int, str]

    def read(self, line: DealLine) -> Kept | None:
        """What it holds for a deal."""
        kept = line.custom.get(self.field_id)
        return None if kept is None else json.loads(kept)

    def read_day(self, line: DealLine) -> date | None:
        """The day that it holds."""
        kept = self.read(line)
        return date.fromisoformat(kept) if isinstance(kept, str) else None

    def read_marks(self, line: DealLine) -> frozenset[int]:
        """The choices that it holds, where several may be taken."""
        kept = self.read(line)
        return frozenset(kept) if isinstance(kept, list) else frozenset()

    def offer(self) -> list[Named]:
        """What one is chosen of."""
        if self.kind is FieldKind.YES_NO:
            return [Named(_YES, _tr("Yes")), Named(_NO, _tr("No"))]
        return [Named(choice, name) for choice, name in self.choices.items()]

    def chosen(self, line: DealLine) -> int | None:
        """Which of them it holds."""
        kept = self.read(line)
        return int(kept) if isinstance(kept, int) else None

    def of_choice(self, row_id: int | None) -> object:
        """What is kept of one that was chosen."""
        return row_id == _YES if self.kind is FieldKind.YES_NO and row_id is not None else row_id

    def say_typed(self, line: DealLine, formats: Formats) -> str:
        """What stands in its editor at first."""
        kept = self.read(line)
        if kept is None:
            return ""
        if self.kind is FieldKind.MONEY:
            return plain_amount(read_money(kept), formats)
        if self.kind is FieldKind.NUMBER:
            return formats.number(Decimal(str(kept)), len(str(kept).partition(".")[2]))
        return str(kept)

    def read_typed(self, text: str, line: DealLine, formats: Formats) -> object:
        """What was typed, None for nothing; raises InvalidError for what it cannot hold."""
        typed: object = text.strip() or None
        if self.kind is FieldKind.NUMBER and typed:
            typed = read_number(text, formats)
        elif self.kind is FieldKind.MONEY:
            money = read_money(self.read(line))
            typed = read_amount(text, money.currency if money else line.currency, formats)
        check_value(self.kind, typed)
        return typed


def _tr(text: str) -> str:
    return QCoreApplication.translate("Kept", text)

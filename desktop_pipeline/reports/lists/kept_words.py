"""What a field of the owner's own holds, in words and as a value."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from desktop_pipeline.domain.custom_fields import FieldKind, Kept, read_money
from desktop_pipeline.domain.money import Money
from desktop_pipeline.reports.tables.sheets import CellKind, CellValue
from desktop_pipeline.reports.words import Words

CELL_KINDS = {FieldKind.NUMBER: CellKind.NUMBER, FieldKind.MONEY: CellKind.MONEY, FieldKind.DATE: CellKind.DAY}


def say_kept(kind: FieldKind, kept: str | None, choices: Mapping[int, str], words: Words) -> str:
    """The value as it is printed, from the JSON it is kept as; empty where there is none."""
    return say_held(kind, None if kept is None else json.loads(kept), choices, words)


def say_held(kind: FieldKind, held: Kept | None, choices: Mapping[int, str], words: Words) -> str:
    """The value as it is printed; empty where there is none."""
    value = _tell_held(kind, held, choices, words)
    if isinstance(value, Money):
        return words.formats.minor(value.minor, value.currency)
    if isinstance(value, date):
        return words.full_day(value)
    if kind is FieldKind.NUMBER and held is not None:
        number = Decimal(str(held))
        return words.formats.number(number, max(0, -int(number.as_tuple().exponent)))
    return "" if value is None else str(value)


def tell_kept(kind: FieldKind, kept: str | None, choices: Mapping[int, str], words: Words) -> CellValue | Money:
    """The value as a workbook takes it, from the JSON it is kept as; None where there is none."""
    return None if kept is None else _tell_held(kind, json.loads(kept), choices, words)


def _tell_held(kind: FieldKind, held: Kept | None, choices: Mapping[int, str], words: Words) -> CellValue | Money:
    if held is None:
        return None
    match kind:
        case FieldKind.CHOICE | FieldKind.CHOICES:
            ids = held if isinstance(held, list) else [int(str(held))]
            found: CellValue | Money = ", ".join(choices.get(choice, "") for choice in ids)
        case FieldKind.MONEY:
            found = read_money(held)
        case FieldKind.DATE:
            found = date.fromisoformat(str(held))
        case FieldKind.NUMBER:
            found = float(str(held))
        case FieldKind.YES_NO:
            found = words.translate("Kept", "Yes") if held else words.translate("Kept", "No")
        case _:
            found = str(held)
    return found

"""What a field of the owner's own holds, in words."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.domain.custom_fields import FieldKind, Kept, read_money
from desktop_pipeline.ui.formats import Formats


def say_kept(kind: FieldKind, kept: Kept | None, choices: Mapping[int, str], formats: Formats, today: date) -> str:
    """The value as it is shown; empty where there is none. `choices` are the names of a choice field by id."""
    if kept is None:
        return ""
    if kind in {FieldKind.CHOICE, FieldKind.CHOICES}:
        ids = kept if isinstance(kept, list) else [int(str(kept))]
        return ", ".join(choices.get(choice, "") for choice in ids)
    words: dict[FieldKind, Callable[[], str]] = {
        FieldKind.MONEY: lambda: formats.money(read_money(kept)),
        FieldKind.DATE: lambda: formats.day(date.fromisoformat(str(kept)), today),
        FieldKind.NUMBER: lambda: _say_number(Decimal(str(kept)), formats),
        FieldKind.YES_NO: lambda: (
            QCoreApplication.translate("Kept", "Yes") if kept else QCoreApplication.translate("Kept", "No")
        ),
    }
    return words[kind]() if kind in words else str(kept)


def _say_number(number: Decimal, formats: Formats) -> str:
    return formats.number(number, max(0, -int(number.as_tuple().exponent)))

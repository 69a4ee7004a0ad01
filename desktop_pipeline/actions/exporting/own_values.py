"""The owner's own fields as columns of an export."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from desktop_pipeline.actions.exporting.related_out import OwnFieldOut, read_own_fields
from desktop_pipeline.domain.custom_fields import FieldKind
from desktop_pipeline.domain.money import to_major
from desktop_pipeline.exchange.own_export import OwnShape, own_header
from desktop_pipeline.exchange.writing.out_tables import ColumnKind, OutColumn, OutValue
from desktop_pipeline.storage.workspace import View

_KINDS: Mapping[FieldKind, ColumnKind] = {FieldKind.NUMBER: "number", FieldKind.DATE: "day", FieldKind.TEXT: "long"}
_EXACT = 15  # digits that a spreadsheet program keeps


@dataclass(frozen=True, slots=True)
class OwnColumns:
    """The columns of a subject's own fields, in their order."""

    fields: tuple[OwnFieldOut, ...]
    columns: tuple[OutColumn, ...]

    def values(self, kept: Mapping[int, str]) -> list[OutValue]:
        """What one row holds in them."""
        return [_tell(field, kept[field.field_id]) if field.field_id in kept else None for field in self.fields]


def read_own_columns(view: View, shape: OwnShape) -> OwnColumns:
    """The own fields that a table has; of two that are written alike the first."""
    fields: dict[str, OwnFieldOut] = {}
    for field in read_own_fields(view, shape.subject) if shape.subject else ():
        fields.setdefault(own_header(field.name, shape).casefold(), field)
    return OwnColumns(
        tuple(fields.values()),
        tuple(
            OutColumn(f"custom:{field.name}", own_header(field.name, shape), _find_kind(field), _find_list(field))
            for field in fields.values()
        ),
    )


def list_choices(fields: Sequence[OwnFieldOut]) -> dict[str, tuple[str, ...]]:
    """The lists of the drop-downs of fields with one choice."""
    return {_find_list(field): tuple(field.choices.values()) for field in fields if _find_list(field)}


def _find_kind(field: OwnFieldOut) -> ColumnKind:
    return _KINDS.get(FieldKind(field.kind), "text")


def _find_list(field: OwnFieldOut) -> str:
    return f"{field.name} {field.field_id}" if field.kind == FieldKind.CHOICE else ""


def _tell(field: OwnFieldOut, kept: str) -> OutValue:
    value = json.loads(kept)
    match FieldKind(field.kind):
        case FieldKind.NUMBER:
            told: OutValue = _to_number(str(value))
        case FieldKind.MONEY:
            told = f"{to_major(int(value['minor']), value['currency'])} {value['currency']}"
        case FieldKind.DATE:
            told = date.fromisoformat(value)
        case FieldKind.CHOICE:
            told = field.choices.get(value)
        case FieldKind.CHOICES:
            told = "; ".join(field.choices[each] for each in value if each in field.choices)
        case FieldKind.YES_NO:
            told = "Yes" if value else "No"
        case _:
            told = str(value)
    return told


def _to_number(text: str) -> OutValue:
    if "." not in text:
        return int(text) if len(text.lstrip("-")) <= _EXACT else text
    return float(text) if len(text.lstrip("-0.").replace(".", "")) <= _EXACT else text

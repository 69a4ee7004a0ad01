"""Fields of the sample company's own, and what they hold for deals, people and organisations."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from desktop_pipeline.actions.sample_book import Book
from desktop_pipeline.actions.sample_lists import Cast
from desktop_pipeline.actions.sample_parts import SampleDeal
from desktop_pipeline.actions.sample_tale import DAY, MOVED, Diary, Row, Tale
from desktop_pipeline.domain.custom_fields import FieldKind
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import CustomChoice, CustomField, CustomValue

_WOOD, _DRAWING = "Wood", "Drawing sent"
_WOODS = 4  # of which deals that nobody tells of choose


@dataclass(frozen=True, slots=True)
class OwnField:
    """A field with the ids of its choices by name."""

    field_id: int
    kind: FieldKind
    choices: dict[str, int] = field(default_factory=dict)


def write_fields(draft: Draft, book: Book) -> dict[str, OwnField]:
    """The fields by name."""
    fields: dict[str, OwnField] = {}
    for position, told in enumerate(book.custom_fields):
        row_id = draft.insert(
            CustomField,
            subject=told.subject,
            name=told.name,
            kind=told.kind,
            position=position,
            is_archived=told.name in book.put_away,
        )
        fields[told.name] = own = OwnField(row_id, FieldKind(told.kind))
        for place, choice in enumerate(told.choices):
            own.choices[choice] = draft.insert(
                CustomChoice, field=row_id, name=choice, position=place, is_archived=choice in book.put_away
            )
    return fields


def write_values(
    draft: Draft,
    book: Book,
    cast: Cast,
    diary: Diary,
    known: Sequence[tuple[int, Tale]],
    fields: dict[str, OwnField],
) -> None:
    """What the fields hold: as the book tells, and for other deals the wood and the day of the drawing."""
    columns = ("field_id", "deal_id", "person_id", "organisation_id", "value")
    rows: list[Row] = []
    for deal_id, tale in known:
        told = tale.told if isinstance(tale.told, SampleDeal) else None
        values = _invent(deal_id, tale, cast, diary) if told is None else _read(told, diary)
        for name, value in values:
            rows.append((fields[name].field_id, deal_id, None, None, _keep(fields[name], value, tale.currency)))
    for whom, name, text in book.custom_values:
        person, organisation = cast.people.get(whom), cast.organisations.get(whom)
        rows.append((fields[name].field_id, None, person, organisation, _keep(fields[name], text, "")))
    draft.insert_rows(CustomValue, columns, rows)


def _read(told: SampleDeal, diary: Diary) -> Iterator[tuple[str, object]]:
    for name, value in told.story.custom.items():
        yield name, diary.text(diary.today + value) if name == _DRAWING else value


def _invent(deal_id: int, tale: Tale, cast: Cast, diary: Diary) -> Iterator[tuple[str, object]]:
    """The wood is chosen in the meeting; with the proposal a drawing goes out."""
    meeting, proposal = cast.stages[2], cast.stages[3]
    for event in tale.events:
        kind, at, stage = event[0], event[1], event[4]
        if kind == MOVED and stage == proposal:
            yield _WOOD, deal_id % _WOODS
            yield _DRAWING, diary.text(int(at or 0) // DAY)
            return
    if tale.stage == meeting and deal_id % 2:
        yield _WOOD, deal_id % _WOODS


def _keep(own: OwnField, value: object, currency: str) -> str:
    """The value as it is stored (actions.custom_values)."""
    kept = value
    if own.kind is FieldKind.CHOICE:
        kept = own.choices[value] if isinstance(value, str) else list(own.choices.values())[int(str(value))]
    elif own.kind is FieldKind.CHOICES and isinstance(value, list):
        kept = sorted(own.choices[choice] for choice in value)
    elif own.kind is FieldKind.MONEY:
        kept = {"minor": int(str(value)) * 100, "currency": currency}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)

"""Which columns of a file of stage changes say which deal, which stage and when."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from desktop_pipeline.domain.errors import CannotOpenError
from desktop_pipeline.exchange.tables import is_blank
from desktop_pipeline.exchange.understanding.columns import Kind, Recognised, vocabulary
from desktop_pipeline.exchange.understanding.dates import looks_like_date
from desktop_pipeline.exchange.understanding.headers import header_keys
from desktop_pipeline.exchange.understanding.kinds import FIELDS

# What tells which deal a row is about, the surest first
IDENTIFYING = ("deal", "external_id", "title")
_NEEDED = (("stage", "which stage a deal came into"), ("at", "when"))
# Of products that keep histories and of event logs (XES), the most telling first
_ALIASES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "deal": (
            *("case concept name", "case id", "caseid", "case", "opportunity id", "opportunityid", "deal id", "dealid"),
            *("deal record id", "record id", "application id", "lead id", "ticket id"),
        ),
        "stage": (
            *("concept name", "activity", "activity name", "event", "event name", "to stage", "new stage", "stagename"),
            *("stage name", "stage", "deal stage", "new value", "newvalue", "to value", "status", "state"),
        ),
        "at": (
            *("time timestamp", "timestamp", "complete timestamp", "start timestamp", "entered at", "entered on"),
            *("changed at", "changed on", "change date", "date entered", "stage entered", "event time", "event date"),
            *(
                "created date",
                "createddate",
                "last modified",
                "last modified date",
                "edit date",
                "date time",
                "datetime",
            ),
            *("time", "date"),
        ),
    }
)
_SAMPLE = 50


def complete_columns(recognised: Recognised) -> Recognised:
    """The table with the columns that its kind of file is known by; raises CannotOpenError where one is missing."""
    columns = dict(recognised.columns)
    aliases = vocabulary().fields
    for words in (_ALIASES, aliases[Kind.HISTORY], aliases[Kind.DEALS]):
        for field, keys in words.items():
            # A case's own id is told by either of the two
            is_told = field in columns or (field == "deal" and "external_id" in columns)
            if not is_told and field in FIELDS[Kind.HISTORY]:
                index = _find(recognised, keys, columns)
                columns |= {} if index is None else {field: index}
    if "at" not in columns:
        dated = [index for index in range(len(recognised.table.headers)) if _is_dated(recognised, index)]
        free = [index for index in dated if index not in columns.values()]
        columns |= {"at": free[0]} if len(free) == 1 else {}
    _check(recognised, columns)
    return replace(recognised, columns=MappingProxyType(columns))


def _find(recognised: Recognised, keys: tuple[str, ...], columns: Mapping[str, int]) -> int | None:
    taken = {*columns.values(), *_left_out(recognised)}
    by_key: dict[str, int] = {}
    for index, header in enumerate(recognised.table.headers):
        if index not in taken:
            for key in header_keys(header):
                by_key.setdefault(key, index)
    return next((by_key[key] for key in keys if key in by_key), None)


def _left_out(recognised: Recognised) -> set[int]:
    """Columns that the user sent to no field."""
    own = recognised.options.columns.get(recognised.table.place, {})
    said = recognised.options.mapping
    return {
        index for index, header in enumerate(recognised.table.headers) if "ignore" in {own.get(index), said.get(header)}
    }


def _is_dated(recognised: Recognised, index: int) -> bool:
    rows = recognised.table.rows[:_SAMPLE]
    cells = [row.cells[index] for row in rows if index < len(row.cells) and not is_blank(row.cells[index])]
    return bool(cells) and all(map(looks_like_date, cells))


def _check(recognised: Recognised, columns: Mapping[str, int]) -> None:
    missing = [word for field, word in _NEEDED if field not in columns]
    missing += [] if any(field in columns for field in IDENTIFYING) else ["which deal a row is about"]
    if missing:
        message = (
            f"In “{recognised.table.file}” no column says {' and '.join(missing)}."
            " Say which does, as in --map “Header=stage”, “Header=at” or “Header=deal”."
        )
        raise CannotOpenError(message)

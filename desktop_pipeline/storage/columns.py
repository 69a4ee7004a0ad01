"""Loads the history of a workspace into the numpy columns that metrics read."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from desktop_pipeline.domain.deals import EventKind, ReasonGroup
from desktop_pipeline.domain.errors import DamagedError
from desktop_pipeline.metrics.days import day_number
from desktop_pipeline.metrics.history import (
    NO_DAY,
    NO_VALUE,
    UNKNOWN,
    DatedRate,
    Deals,
    Events,
    History,
    Int32s,
    Int64s,
    Names,
    Rates,
    Stages,
)
from desktop_pipeline.storage.database import Reader, Row, Value
from desktop_pipeline.storage.failures import describe_damage

_DAY = 86_400_000_000
_QUARTER = 900_000_000  # time zones change their offset on quarters of an hour


def load_history(reader: Reader, base_currency: str, zone: ZoneInfo) -> History:
    """Everything metrics need, from one steady view of the file; raises CannotOpenError for a damaged one."""
    try:
        return _load(reader, base_currency, zone)
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        # Numbers, days and orders are as we wrote them, or the file was harmed in a way that the engine cannot see.
        raise DamagedError(describe_damage(reader.path)) from error


def _load(reader: Reader, base_currency: str, zone: ZoneInfo) -> History:
    industries = _number_industries(reader)
    currencies = _list_currencies(reader, base_currency)
    deals = _load_deals(reader, industries)
    events = _load_events(reader, deals.ids, currencies, zone)
    stages = _load_stages(reader)
    names = Names(
        owners=_name(reader, "select id, name from owner"),
        products=_name(reader, "select id, name from product"),
        industries={number: name for name, number in industries.items()},
        sources=_name(reader, "select id, name from source"),
        labels=_name(reader, "select id, name from label"),
    )
    _check_known(events.stage, stages.ids)
    _check_known(events.from_stage, stages.ids)
    _check_known(events.owner, names.owners)
    _check_known(deals.line_product, names.products)
    _check_known(deals.source, names.sources)
    _check_known(deals.label, names.labels)
    return History(
        deals=deals,
        events=events,
        stages=stages,
        rates=Rates(base_currency, tuple(currencies), _load_rates(reader, currencies)),
        names=names,
        not_real_reasons=frozenset(
            int(row[0])
            for row in reader.rows("select id from reason where reason_group = ?", (ReasonGroup.NOT_REAL.value,))
        ),
    )


def _check_known(ids: Int32s | Int64s, known: Iterable[int]) -> None:
    if not set(np.unique(ids).tolist()) <= {UNKNOWN, *known}:
        message = "a row refers to one that is not there"
        raise ValueError(message)


def to_local_days(instants: Int64s, zone: ZoneInfo) -> Int32s:
    """Local days since 1970-01-01 of UTC microseconds: a zone's offset is asked once for each quarter of an hour."""
    quarters, position = np.unique(instants // _QUARTER, return_inverse=True)
    offsets = np.fromiter(
        (_offset(int(quarter) * _QUARTER, zone) for quarter in quarters), dtype=np.int64, count=quarters.size
    )
    days: Int32s = ((instants + offsets[position]) // _DAY).astype(np.int32)
    return days


def _offset(microseconds: int, zone: ZoneInfo) -> int:
    offset = datetime.fromtimestamp(microseconds // 1_000_000, UTC).astimezone(zone).utcoffset()
    return 0 if offset is None else round(offset.total_seconds() * 1_000_000)


def _load_deals(reader: Reader, industries: dict[str, int]) -> Deals:
    ids, pipeline, source, organisation, industry, created = _read_long(
        reader,
        "deal",
        "select d.id, d.pipeline_id, coalesce(d.source_id, -1), coalesce(d.organisation_id, -1), o.industry,"
        " d.created_at is not null from deal d left join organisation o on o.id = d.organisation_id order by d.id",
        (_whole, _whole, _whole, _whole, lambda names: _numbers(names, industries), _truths),
    )
    line_deal, line_product, line_amount = _read_long(
        reader,
        "line_item",
        "select deal_id, product_id, amount from line_item order by id",
        (_whole, _whole, _amounts),
    )
    label_deal, label = _read_long(
        reader, "deal_label", "select deal_id, label_id from deal_label order by id", (_whole, _whole)
    )
    return Deals(
        ids=ids,
        pipeline=pipeline,
        source=source,
        organisation=organisation,
        industry=industry,
        created_known=created,
        line_deal=_rows_of(ids, line_deal),
        line_product=line_product,
        line_amount=line_amount,
        label_deal=_rows_of(ids, label_deal),
        label=label,
    )


def _load_events(reader: Reader, deal_ids: Int64s, currencies: dict[str, int], zone: ZoneInfo) -> Events:
    days: dict[str | None, int] = {None: NO_DAY}

    def to_days(texts: Sequence[str | None]) -> npt.NDArray[Any]:
        for text in set(texts).difference(days):
            days[text] = day_number(date.fromisoformat(str(text)))
        return np.array([days[text] for text in texts], dtype=np.int32)

    deal, kind, at, stage, from_stage, value, currency, owner, probability, expected, reason, dateless = _read_long(
        reader,
        "history_event",
        "select deal_id, kind, at, coalesce(to_stage_id, -1), coalesce(from_stage_id, -1), value, currency,"
        " coalesce(owner_id, -1), probability, expected_close_on, coalesce(reason_id, -1),"
        # An outcome that a file dates nowhere belongs to no period.
        " not is_dated and kind in (?, ?)"
        " from history_event order by deal_id, at, id",
        (
            _whole,
            lambda kinds: np.array(kinds, dtype=np.int8),
            _whole,
            _ids_of_list,
            _ids_of_list,
            _amounts,
            lambda codes: _numbers(codes, currencies).astype(np.int16),
            _ids_of_list,
            lambda shares: np.array([np.nan if share is None else share for share in shares], dtype=np.float64),
            to_days,
            _ids_of_list,
            _truths,
        ),
        (EventKind.WON.value, EventKind.LOST.value),
    )
    return Events(
        deal=_rows_of(deal_ids, deal),
        kind=kind,
        at=at,
        day=np.where(dateless, NO_DAY, to_local_days(at, zone)).astype(np.int32),
        stage=stage,
        from_stage=from_stage,
        value=value,
        currency=currency,
        owner=owner,
        probability=probability,
        expected=expected,
        reason=reason,
    )


def _read_long(
    reader: Reader,
    table: str,
    sql: str,
    makers: Sequence[Callable[[Sequence[Any]], npt.NDArray[Any]]],
    parameters: Sequence[Value] = (),
) -> list[npt.NDArray[Any]]:
    """The columns of an answer with a row for each row of the table, made portion by portion.

    As rows of Python numbers, half a million events would take ten times the memory of their columns.
    """
    total = int(reader.value(f"select count(*) from {table}"))  # noqa: S608 - one of our own tables
    columns: list[npt.NDArray[Any]] = []
    filled = 0
    for rows in reader.portions(sql, parameters):
        parts = [make(column) for make, column in zip(makers, _transpose(rows, len(makers)), strict=True)]
        columns = columns or [np.empty(total, part.dtype) for part in parts]
        for column, part in zip(columns, parts, strict=True):
            column[filled : filled + len(rows)] = part
        filled += len(rows)
    return columns


def _rows_of(ids: Int64s, wanted: Int64s) -> Int32s:
    """Where these ids stand among all, which are in order; raises ValueError for one that is not there."""
    places = np.searchsorted(ids, wanted)
    if not np.array_equal(ids[np.minimum(places, ids.size - 1)] if ids.size else ids, wanted):
        message = "a row refers to a deal that is not there"
        raise ValueError(message)
    return places.astype(np.int32)


def _load_stages(reader: Reader) -> Stages:
    rows = reader.rows(
        "select id, pipeline_id, position, probability, is_open, is_archived, name from stage"
        " order by pipeline_id, position, id"
    )
    ids, pipeline, position, probability, is_open, archived, names = _transpose(rows, 7)
    return Stages(
        ids=_whole(ids),
        pipeline=_whole(pipeline),
        position=_whole(position),
        probability=np.array(probability, dtype=np.float64),
        is_open=np.array(is_open, dtype=np.bool_),
        archived=np.array(archived, dtype=np.bool_),
        names=tuple(names),
    )


def _load_rates(reader: Reader, currencies: dict[str, int]) -> tuple[DatedRate, ...]:
    rows = reader.rows(
        "select c.code, r.from_on, r.rate from currency_rate r join currency c on c.id = r.currency_id"
        " order by r.from_on, r.id"
    )
    return tuple(
        DatedRate(currencies[code], day_number(date.fromisoformat(day)), Decimal(rate)) for code, day, rate in rows
    )


def _list_currencies(reader: Reader, base: str) -> dict[str, int]:
    codes = [base]
    for sql in (
        "select distinct currency from history_event where currency is not null order by currency",
        "select code from currency order by code",
    ):
        codes.extend(str(row[0]) for row in reader.rows(sql))
    return {code: index for index, code in enumerate(dict.fromkeys(codes))}


def _number_industries(reader: Reader) -> dict[str, int]:
    rows = reader.rows("select distinct industry from organisation where industry is not null order by industry")
    return {str(row[0]): number for number, row in enumerate(rows)}


def _name(reader: Reader, sql: str) -> dict[int, str]:
    return {int(row_id): str(name) for row_id, name in reader.rows(sql)}


def _transpose(rows: Sequence[Row], columns: int) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(columns)]


def _whole(values: object) -> npt.NDArray[np.int64]:
    return np.array(values, dtype=np.int64)


def _ids_of_list(values: object) -> Int32s:
    """Ids of stages, owners and reasons: few, so that half the width does; raises OverflowError for one beyond."""
    return np.array(values, dtype=np.int32)


def _amounts(values: Sequence[int | None]) -> npt.NDArray[np.int64]:
    return _whole([NO_VALUE if amount is None else amount for amount in values])


def _truths(values: Sequence[int]) -> npt.NDArray[np.bool_]:
    return np.array(values, dtype=np.bool_)


def _numbers(names: Sequence[str | None], known: Mapping[str, int]) -> npt.NDArray[np.int64]:
    return _whole([UNKNOWN if name is None else known[name] for name in names])

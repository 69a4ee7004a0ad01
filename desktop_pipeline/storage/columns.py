"""The history of a workspace as the numpy columns that metrics read, kept current from change to change."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from json import dumps
from zoneinfo import ZoneInfo

import numpy as np

from desktop_pipeline.domain.deals import ReasonGroup
from desktop_pipeline.domain.errors import DamagedError
from desktop_pipeline.domain.milestones import Milestone
from desktop_pipeline.domain.stages import ForecastCategory
from desktop_pipeline.metrics.days import day_number
from desktop_pipeline.metrics.history import (
    NO_DAY,
    NO_VALUE,
    UNKNOWN,
    Activities,
    DatedRate,
    Deals,
    Events,
    Flags,
    History,
    Int32s,
    Int64s,
    Names,
    Rates,
    Snoozes,
    Stages,
    Touches,
)
from desktop_pipeline.storage.column_tables import (
    SIZE_BANDS,
    Lexicons,
    Rows,
    key_texts,
    list_tables,
    make_truths,
    make_whole,
    transpose,
)
from desktop_pipeline.storage.database import Reader
from desktop_pipeline.storage.failures import describe_damage

_CATEGORIES = {category.value: place for place, category in enumerate(ForecastCategory)}
_MILESTONES = {milestone.value: place for place, milestone in enumerate(Milestone)}
# Above so many rows a table is read as a whole sooner than row by row.
_MANY = 2_000
# Few rows, read again at any change that matters.
_LISTS = (
    *("owner", "source", "product", "label", "competitor", "reason", "pipeline", "stage"),
    *("currency", "currency_rate", "activity_kind"),
)

Touched = Mapping[str, Collection[int]]


@dataclass(frozen=True, eq=False)
class LoadedHistory:
    """The history as metrics read it, and the rows it was made of, to make the next one from."""

    history: History
    base_currency: str
    zone: ZoneInfo
    lexicons: Lexicons
    rows: Mapping[str, Rows]


def load_history(reader: Reader, base_currency: str, zone: ZoneInfo) -> LoadedHistory:
    """Everything metrics need, from one steady view of the file; raises CannotOpenError for a damaged one."""
    try:
        lexicons = Lexicons()
        rows = {name: table.read(reader) for name, table in list_tables(lexicons, zone).items()}
        history = _assemble(reader, base_currency, zone, lexicons, rows)
        _check(history)
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        # Numbers, days and orders are as we wrote them, or the file was harmed in a way that the engine cannot see.
        raise DamagedError(describe_damage(reader.path)) from error
    return LoadedHistory(history, base_currency, zone, lexicons, rows)


def update_history(
    loaded: LoadedHistory, reader: Reader, base_currency: str, zone: ZoneInfo, touched: Touched | None
) -> LoadedHistory:
    """The same as loading anew, for the price of the rows that changed; None: take every row as touched.

    What does not concern metrics leaves the history as it is, the very same.
    """
    if touched is None or (base_currency, zone.key) != (loaded.base_currency, loaded.zone.key):
        return load_history(reader, base_currency, zone)
    wanted = {table: set(ids) for table, ids in touched.items() if ids and table in loaded.rows}
    organisations = touched.get("organisation", ())
    if organisations:
        wanted.setdefault("deal", set()).update(_find_deals(reader, organisations))
    if not wanted and not organisations and not any(touched.get(table) for table in _LISTS):
        return loaded
    if any(len(ids) > _MANY for ids in wanted.values()):
        return load_history(reader, base_currency, zone)
    try:
        tables = list_tables(loaded.lexicons, zone)
        rows = {**loaded.rows}
        for name, ids in wanted.items():
            rows[name] = tables[name].update(rows[name], tables[name].read(reader, ids), ids)
        history = _assemble(reader, base_currency, zone, loaded.lexicons, rows)
    except (ValueError, TypeError, KeyError, OverflowError):
        # The file holds what a later change wrote, or it was harmed: a whole load tells which.
        return load_history(reader, base_currency, zone)
    return LoadedHistory(history, base_currency, zone, loaded.lexicons, rows)


def _find_deals(reader: Reader, organisations: Collection[int]) -> set[int]:
    sql = "select id from deal where organisation_id in (select value from json_each(?))"
    return {int(row[0]) for row in reader.rows(sql, (dumps(sorted(organisations)),))}


def _assemble(reader: Reader, base: str, zone: ZoneInfo, lexicons: Lexicons, rows: Mapping[str, Rows]) -> History:
    industries, countries = (_key_texts(reader, column) for column in ("industry", "country"))
    currencies = _list_currencies(reader, base, lexicons, rows["history_event"])
    kinds = [str(row[0]) for row in reader.rows("select key from activity_kind order by id")]
    # A kind that is no longer on the list keeps its key.
    kinds += sorted(lexicons.kinds.numbers.keys() - set(kinds))
    names = _read_names(reader, industries, countries, kinds)
    ids = rows["deal"].ids
    return History(
        deals=_make_deals(rows, lexicons, industries, countries),
        events=_make_events(rows["history_event"], ids, lexicons, currencies),
        stages=_read_stages(reader),
        rates=Rates(base, tuple(currencies), _read_rates(reader, currencies)),
        names=names,
        activities=_make_activities(rows["activity"], ids, lexicons, kinds),
        touches=_make_touches(rows["activity"], rows["note"], rows["message"], ids),
        snoozes=_make_snoozes(rows["deal_snooze"], ids),
        zone=zone,
        not_real_reasons=frozenset(
            reason for reason, group in names.reason_groups.items() if group is ReasonGroup.NOT_REAL
        ),
    )


def _check(history: History) -> None:
    deals, events, names = history.deals, history.events, history.names
    for ids, known in (
        (events.stage, history.stages.ids),
        (events.from_stage, history.stages.ids),
        (events.owner, names.owners),
        (events.reason, names.reasons),
        (deals.line_product, names.products),
        (deals.source, names.sources),
        (deals.label, names.labels),
        (deals.competitor, names.competitors),
    ):
        _check_known(ids, known)


def _check_known(ids: Int32s | Int64s, known: Iterable[int]) -> None:
    if not set(np.unique(ids).tolist()) <= {UNKNOWN, *known}:
        message = "a row refers to one that is not there"
        raise ValueError(message)


def _make_deals(
    rows: Mapping[str, Rows], lexicons: Lexicons, industries: dict[str, int], countries: dict[str, int]
) -> Deals:
    deals, lines, labels, rivals = (rows[name] for name in ("deal", "line_item", "deal_label", "deal_competitor"))
    ids, marks, relations = deals.ids, rows["milestone_mark"], rows["deal_relation"]
    referrals = relations["is_referral"]
    return Deals(
        ids=ids,
        pipeline=deals["pipeline"],
        source=deals["source"],
        organisation=deals["organisation"],
        industry=lexicons.industries.translate(deals["industry"], industries),
        created_known=deals["created_known"],
        line_deal=_rows_of(ids, lines["deal"]),
        line_product=lines["product"],
        line_amount=lines["amount"],
        label_deal=_rows_of(ids, labels["deal"]),
        label=labels["label"],
        country=lexicons.countries.translate(deals["country"], countries),
        size_band=deals["size_band"],
        category=deals["category"],
        touched_day=deals["touched_day"],
        mql_day=_make_marks(ids, marks, ~marks["is_sql"]),
        sql_day=_make_marks(ids, marks, marks["is_sql"]),
        competitor_deal=_rows_of(ids, rivals["deal"]),
        competitor=rivals["competitor"],
        referred_deal=_rows_of(ids, relations["deal"][referrals]),
        referring_deal=_rows_of(ids, relations["earlier"][referrals]),
    )


def _make_marks(ids: Int32s, marks: Rows, chosen: Flags) -> Int32s:
    marked = np.full(ids.size, NO_DAY, dtype=np.int32)
    marked[_rows_of(ids, marks["deal"][chosen])] = marks["day"][chosen]
    return marked


def _make_events(events: Rows, ids: Int32s, lexicons: Lexicons, currencies: list[str]) -> Events:
    return Events(
        deal=_rows_of(ids, events["deal"]),
        kind=events["kind"],
        at=events["at"],
        day=events["day"],
        stage=events["stage"],
        from_stage=events["from_stage"],
        value=events["value"],
        currency=lexicons.currencies.translate(events["currency"], _places(currencies)),
        owner=events["owner"],
        probability=events["probability"],
        expected=events["expected"],
        reason=events["reason"],
        inferred=events["inferred"],
        stands_in=events["stands_in"],
    )


def _make_activities(activities: Rows, ids: Int32s, lexicons: Lexicons, kinds: list[str]) -> Activities:
    deal = np.full(activities.ids.size, UNKNOWN, dtype=np.int32)
    has_deal = activities["deal"] != UNKNOWN
    deal[has_deal] = _rows_of(ids, activities["deal"][has_deal])
    return Activities(
        deal=deal,
        kind=lexicons.kinds.translate(activities["kind"], _places(kinds)),
        owner=activities["owner"],
        created=activities["created"],
        due_day=activities["due_day"],
        done=activities["done"],
        done_day=activities["done_day"],
    )


def _make_touches(activities: Rows, notes: Rows, messages: Rows, ids: Int32s) -> Touches:
    done = (activities["done"] != NO_VALUE) & (activities["deal"] != UNKNOWN)
    came = messages["came_in"] & (messages["deal"] != UNKNOWN)
    deal = np.concatenate((activities["deal"][done], notes["deal"], messages["deal"][came]))
    at = np.concatenate((activities["done"][done], notes["at"], messages["at"][came]))
    day = np.concatenate((activities["done_day"][done], notes["day"], messages["day"][came]))
    order = np.lexsort((at, deal))
    return Touches(_rows_of(ids, deal[order]), at[order], day[order])


def _make_snoozes(snoozes: Rows, ids: Int32s) -> Snoozes:
    return Snoozes(
        deal=_rows_of(ids, snoozes["deal"]),
        at=snoozes["at"],
        day=snoozes["day"],
        until=snoozes["until"],
        ended=snoozes["ended"],
    )


def _rows_of(ids: Int32s, wanted: Int32s) -> Int32s:
    """Where these ids stand among all, which are in order; raises ValueError for one that is not there."""
    places = np.searchsorted(ids, wanted)
    if not np.array_equal(ids[np.minimum(places, ids.size - 1)] if ids.size else ids, wanted):
        message = "a row refers to a deal that is not there"
        raise ValueError(message)
    return places.astype(np.int32)


def _read_stages(reader: Reader) -> Stages:
    rows = reader.rows(
        "select id, pipeline_id, position, probability, is_open, is_archived, name, slow_limit, stale_limit, milestone,"
        " forecast_category from stage order by pipeline_id, position, id"
    )
    columns = transpose(rows, 11)
    ids, pipeline, position, probability, is_open, archived, names, slow, stale, milestone, category = columns
    return Stages(
        ids=make_whole(ids),
        pipeline=make_whole(pipeline),
        position=make_whole(position),
        probability=np.array(probability, dtype=np.float64),
        is_open=make_truths(is_open),
        archived=make_truths(archived),
        names=tuple(names),
        slow_limit=make_whole(slow),
        stale_limit=make_whole(stale),
        milestone=np.array([_MILESTONES[word] for word in milestone], dtype=np.int8),
        category=np.array([_CATEGORIES[word] for word in category], dtype=np.int8),
    )


def _read_rates(reader: Reader, currencies: list[str]) -> tuple[DatedRate, ...]:
    rows = reader.rows(
        "select c.code, r.from_on, r.rate from currency_rate r join currency c on c.id = r.currency_id"
        " order by r.from_on, r.id"
    )
    return tuple(
        DatedRate(currencies.index(code), day_number(date.fromisoformat(day)), Decimal(rate))
        for code, day, rate in rows
    )


def _list_currencies(reader: Reader, base: str, lexicons: Lexicons, events: Rows) -> list[str]:
    """The base currency, those that events name, and those on the list."""
    known = tuple(lexicons.currencies.numbers)
    used = sorted(known[number] for number in np.unique(events["currency"]).tolist() if number != UNKNOWN)
    listed = (str(row[0]) for row in reader.rows("select code from currency order by code"))
    return list(dict.fromkeys((base, *used, *listed)))


def _key_texts(reader: Reader, column: str) -> dict[str, int]:
    """The texts of a column of our own of the organisations, each with its key."""
    rows = reader.rows(f"select distinct {column} from organisation where {column} is not null")  # noqa: S608
    return key_texts(str(row[0]) for row in rows)


def _places(texts: Sequence[str]) -> dict[str, int]:
    return {text: place for place, text in enumerate(texts)}


def _read_names(reader: Reader, industries: dict[str, int], countries: dict[str, int], kinds: list[str]) -> Names:
    return Names(
        owners=_name(reader, "select id, name from owner"),
        products=_name(reader, "select id, name from product"),
        industries={key: name for name, key in industries.items()},
        sources=_name(reader, "select id, name from source"),
        labels=_name(reader, "select id, name from label"),
        countries={key: name for name, key in countries.items()},
        size_bands=dict(enumerate(SIZE_BANDS)),
        competitors=_name(reader, "select id, name from competitor"),
        reasons=_name(reader, "select id, name from reason"),
        reason_groups={
            int(row_id): ReasonGroup(group) for row_id, group in reader.rows("select id, reason_group from reason")
        },
        pipelines=_name(reader, "select id, name from pipeline"),
        activity_kinds=tuple(kinds),
    )


def _name(reader: Reader, sql: str) -> dict[int, str]:
    return {int(row_id): str(name) for row_id, name in reader.rows(sql)}

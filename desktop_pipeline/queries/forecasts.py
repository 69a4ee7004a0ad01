"""The kept forecasts, and what became of the deals they stood on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.forecasts import KeptDeal, KeptForecast, read_forecast
from desktop_pipeline.domain.periods import local_day
from desktop_pipeline.storage.closed_values import CLOSED_AT
from desktop_pipeline.storage.database import Reader
from desktop_pipeline.storage.instants import from_microseconds
from desktop_pipeline.storage.workspace import View

_MOST_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A forecast in the list of those that are kept; its document is read only when it is looked at."""

    forecast_id: int
    at: datetime
    who: str
    as_of: date
    note: str
    document: str

    @property
    def forecast(self) -> KeptForecast | None:
        """What was kept; None where the file holds what cannot be read."""
        return read_forecast(self.document)


class Came(StrEnum):
    """What became of a deal since a forecast was kept."""

    WON = "won"  # in the month it was expected in, or before
    WON_LATER = "won later"
    LOST = "lost"
    SLIPPED = "slipped"  # open, and expected later now
    OPEN = "open"  # open, and expected as it was
    GONE = "gone"  # deleted since


@dataclass(frozen=True, slots=True)
class DealSince:
    """A deal of a kept forecast as it is now; `title` and `closed_on` are None where there is none."""

    kept: KeptDeal
    came: Came
    title: str | None
    closed_on: date | None
    expected_close_on: date | None


def read_forecasts(reader: Reader) -> list[KeptRow]:
    """All kept forecasts, the newest first."""
    rows = reader.rows(
        "select id, at, who, as_of, note, document from forecast_snapshot order by as_of desc, at desc, id desc"
    )
    return [
        KeptRow(row_id, from_microseconds(at), who, date.fromisoformat(as_of), note, document)
        for row_id, at, who, as_of, note, document in rows
    ]


def read_forecast_of(reader: Reader, forecast_id: int) -> KeptForecast | None:
    """What a snapshot holds; None where it is gone, or cannot be read."""
    document = reader.value("select document from forecast_snapshot where id = ?", (forecast_id,))
    return None if document is None else read_forecast(document)


def follow_up(view: View, deals: Iterable[KeptDeal]) -> list[DealSince]:
    """What became of these deals, in their order."""
    wanted = list(deals)
    now = _read_now(view, [deal.deal_id for deal in wanted])
    return [_compare(deal, now.get(deal.deal_id)) for deal in wanted]


@dataclass(frozen=True, slots=True)
class _Now:
    title: str
    status: DealStatus
    closed_on: date | None
    expected_close_on: date | None


def _read_now(view: View, ids: list[int]) -> Mapping[int, _Now]:
    found: dict[int, _Now] = {}
    for start in range(0, len(ids), _MOST_AT_ONCE):
        some = ids[start : start + _MOST_AT_ONCE]
        marks = ", ".join("?" * len(some))
        # Nothing but our own words and marks.
        columns = f"d.id, d.title, d.status, {CLOSED_AT}, d.expected_close_on"
        sql = f"select {columns} from deal d where d.deleted_at is null and d.id in ({marks})"  # noqa: S608 - likewise
        for row_id, title, status, closed_at, expected in view.rows(sql, some):
            closed_on = None if closed_at is None else local_day(from_microseconds(closed_at), view.zone)
            day = None if expected is None else date.fromisoformat(expected)
            found[row_id] = _Now(title, DealStatus(status), closed_on, day)
    return found


def _compare(kept: KeptDeal, now: _Now | None) -> DealSince:
    if now is None:
        return DealSince(kept, Came.GONE, None, None, None)
    came = {DealStatus.LOST: Came.LOST, DealStatus.WON: Came.WON, DealStatus.OPEN: Came.OPEN}[now.status]
    was = kept.expected_close_on
    if came is Came.WON and was and now.closed_on and _month(now.closed_on) > _month(was):
        came = Came.WON_LATER
    if came is Came.OPEN and was and (now.expected_close_on is None or _month(now.expected_close_on) > _month(was)):
        came = Came.SLIPPED
    return DealSince(kept, came, now.title, now.closed_on, now.expected_close_on)


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month

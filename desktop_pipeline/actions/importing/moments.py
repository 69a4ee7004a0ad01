"""The instants, in microseconds, that the deals of one import have."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from desktop_pipeline.domain.periods import start_of_day
from desktop_pipeline.exchange.records import PlannedDeal
from desktop_pipeline.storage.instants import to_microseconds


class Moments:
    """Days as instants, never after the import itself; `first` is the earliest creation that the file names."""

    def __init__(self, imported: datetime, zone: ZoneInfo, deals: Iterable[PlannedDeal]) -> None:
        self.imported = to_microseconds(imported)
        self._zone = zone
        self._deals = deals
        self._begun: dict[date, int] = {}

    @cached_property
    def first(self) -> int:
        """The earliest creation of the import, at which deals without one are taken to have been created."""
        days = {deal.fields.created for deal in self._deals if deal.fields.created is not None}
        return self.at(min(days)) if days else self.imported

    def at(self, moment: date | datetime) -> int:
        """An instant, or the one at which a day begins in the workspace's zone."""
        begun = self._begun.get(moment)
        if begun is not None:
            return begun
        if isinstance(moment, datetime):
            return min(to_microseconds(moment), self.imported)
        begun = self._begun[moment] = min(to_microseconds(start_of_day(moment, self._zone)), self.imported)
        return begun

    def is_on(self, moment: datetime, day: date) -> bool:
        """Whether an instant lies in a local day."""
        return moment.astimezone(self._zone).date() == day

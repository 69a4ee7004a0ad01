"""Days on which nobody works, for whoever chooses a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from desktop_pipeline.domain.working_days import find_working_day
from desktop_pipeline.queries.settings import read_holidays, read_working_days
from desktop_pipeline.storage.workspace import View


@dataclass(frozen=True, slots=True)
class FreeDays:
    """The days of the week that are worked on (1 is Monday), and the holidays with their names, which may be empty."""

    working_days: frozenset[int]
    holidays: Mapping[date, str]

    def is_free(self, day: date) -> bool:
        """Whether nobody works on it."""
        return day in self.holidays or day.isoweekday() not in self.working_days

    def next_after(self, day: date) -> date | None:
        """The next day that is worked on; None where a whole year is free."""
        return find_working_day(day + timedelta(days=1), self.working_days, self.holidays.keys())


def read_free_days(view: View) -> FreeDays:
    """As the owner set them."""
    return FreeDays(read_working_days(view), {holiday.day: holiday.name for holiday in read_holidays(view)})

"""What depends on the instant alone, worked out once for every filter and period asked of it."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from desktop_pipeline.metrics.base_values import Amounts, convert_values
from desktop_pipeline.metrics.days import AsOf, as_of_day
from desktop_pipeline.metrics.history import History
from desktop_pipeline.metrics.snapshot import Snapshot, replay
from desktop_pipeline.metrics.stages.probability import StageChances, stage_chances

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop_pipeline.domain.periods import Period
    from desktop_pipeline.metrics.ahead.timing import Timing
    from desktop_pipeline.metrics.changing.hygiene import Facts, Flagged
    from desktop_pipeline.metrics.changing.trail import Trail
    from desktop_pipeline.metrics.people.milestones import Milestones
    from desktop_pipeline.metrics.people.response import Contacts
    from desktop_pipeline.metrics.stages.passages import Passages


@dataclass(frozen=True, eq=False)
class Moment:
    """A history and its deals as they stood; `set_only` takes the stages' set probabilities alone (METRICS §1).

    `ask_facts` tells what the history does not hold and is known of today only; None for an earlier day.
    """

    history: History
    snapshot: Snapshot
    set_only: bool = False
    ask_facts: "Callable[[], Facts | None]" = lambda: None
    _befores: "dict[date, Moment]" = field(default_factory=dict, repr=False)
    _trails: "dict[Period, Trail]" = field(default_factory=dict, repr=False)

    @property
    def as_of(self) -> AsOf:
        """The instant."""
        return self.snapshot.as_of

    @cached_property
    def amounts(self) -> Amounts:
        """Each deal's value in the base currency."""
        return convert_values(self.history, self.snapshot)

    @cached_property
    def chances(self) -> StageChances:
        """How likely a deal is won from each stage (METRICS §9)."""
        return stage_chances(self.history, self.snapshot, set_only=self.set_only)

    @cached_property
    def passages(self) -> "Passages":
        """Which stages each deal reached, and for how long it was there (METRICS §6, §7)."""
        from desktop_pipeline.metrics.stages.passages import make_passages  # noqa: PLC0415

        return make_passages(self.history, self.snapshot)

    @cached_property
    def milestones(self) -> "Milestones":
        """Which deals became qualified leads, and when (METRICS §10)."""
        from desktop_pipeline.metrics.people.milestones import find_milestones  # noqa: PLC0415

        return find_milestones(self.history, self.snapshot, self.passages)

    @cached_property
    def contacts(self) -> "Contacts":
        """When each deal was created and first answered (METRICS §10)."""
        from desktop_pipeline.metrics.people.response import find_contacts  # noqa: PLC0415

        return find_contacts(self.history, self.as_of)

    @cached_property
    def timing(self) -> "Timing":
        """When deals are won, by age and by how far closes slip (METRICS §9, §13)."""
        from desktop_pipeline.metrics.ahead.timing import time_deals  # noqa: PLC0415

        return time_deals(self)

    @cached_property
    def flagged(self) -> "Flagged":
        """Which open deals need attention, and why (METRICS §15)."""
        from desktop_pipeline.metrics.changing.hygiene import find_flagged  # noqa: PLC0415

        return find_flagged(self, self.ask_facts())

    def lighten(self) -> "Moment":
        """The same with no more than every filter of the board and the panel of a deal ask for."""
        light = Moment(self.history, self.snapshot, self.set_only, self.ask_facts)
        # Where a cached property keeps what it has found.
        vars(light).update(amounts=self.amounts, chances=self.chances)
        return light

    def before(self, day: date) -> "Moment":
        """The same history at the end of the day before."""
        found = self._befores.get(day)
        if found is None:
            as_of = as_of_day(day - timedelta(days=1), self.history.zone)
            found = look(self.history, min(as_of, self.as_of, key=lambda one: one.at), set_only=self.set_only)
            while len(self._befores) >= _KEPT_BEFORES:
                self._befores.pop(next(iter(self._befores)), None)
            self._befores[day] = found
        return found

    def trail(self, period: "Period") -> "Trail":
        """What happened to each deal in a period, as far as it is over (METRICS §17)."""
        from desktop_pipeline.metrics.changing.trail import trace_period  # noqa: PLC0415

        found = self._trails.get(period)
        if found is None:
            found = trace_period(self.history, self.as_of, period)
            while len(self._trails) >= _KEPT_TRAILS:
                self._trails.pop(next(iter(self._trails)), None)
            self._trails[period] = found
        return found


# The period's own, the one it is compared with, and the weeks behind a jump.
_KEPT_TRAILS = 3
# A period's beginning and its end.
_KEPT_BEFORES = 2


def look(
    history: History,
    as_of: AsOf,
    *,
    set_only: bool = False,
    ask_facts: "Callable[[], Facts | None]" = lambda: None,
) -> Moment:
    """The history as it was known at an instant."""
    return Moment(history, replay(history, as_of), set_only, ask_facts)

"""Cumulative incidence of two causes over whole days, by the Aalen–Johansen estimator (METRICS §6, §9)."""

from dataclasses import dataclass

import numpy as np

from desktop_pipeline.metrics.history import Floats, Int8s, Int64s

CENSORED, WON, LOST = 0, 1, 2


@dataclass(frozen=True, eq=False, slots=True)
class Incidence:
    """Shares of those who started that were decided by the end of each day; between two days they do not change."""

    days: Int64s  # ascending, those on which someone was decided or last seen
    cumulative_won: Floats
    cumulative_lost: Floats
    surviving: Floats  # undecided yet; with the two others it makes 1
    longest: int  # the last of the days, −1 where nobody started

    def within(self, days: int) -> float | None:
        """The share won by a day; None where nobody was watched for so long and some were undecided till then."""
        if self.longest < 0 or (days > self.longest and self.surviving[-1] > 0):
            return None
        return float(self.won_by(np.array(days)))

    def won_by(self, days: Int64s) -> Floats:
        """The share won by each day, that of the last day for all later ones."""
        return np.append(0.0, self.cumulative_won)[np.searchsorted(self.days, days, side="right")]


def cumulative_incidence(days: Int64s, cause: Int8s) -> Incidence:
    """One who started in each row: WON or LOST after some days, or CENSORED, last seen undecided. No day is negative.

    Whoever is censored on a day was still at risk on it.
    """
    longest = int(days.max(initial=-1))
    leaving = np.bincount(days, minlength=longest + 1)
    seen = np.flatnonzero(leaving).astype(np.int64)
    at_risk = days.size - np.cumsum(leaving)[seen] + leaving[seen]
    won, lost = (np.bincount(days[cause == one], minlength=longest + 1)[seen] for one in (WON, LOST))
    surviving = np.cumprod(1 - (won + lost) / at_risk)
    undecided = np.append(1.0, surviving[:-1]) if seen.size else surviving
    return Incidence(
        days=seen,
        cumulative_won=np.cumsum(undecided * won / at_risk),
        cumulative_lost=np.cumsum(undecided * lost / at_risk),
        surviving=surviving,
        longest=longest,
    )

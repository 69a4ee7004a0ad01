"""What open deals and new business bring in each month, drawn many times over (METRICS §13).

All chance comes from the generator's raw words: the same input gives the same figures with any version of numpy.
"""

from dataclasses import dataclass
from math import ceil, lgamma, log, pi

import numpy as np
import numpy.typing as npt

from desktop_pipeline.metrics.history import Floats, Int64s

DRAWS = 10_000
_SEED = 11
_EACH = 2_000  # so many deals are drawn one by one, the largest; the sum of all others is as good as normal
_TOGETHER = 64  # deals whose words are fetched at once
_SLOTS = 4_096  # how finely a deal's months are told apart
_MANY = 400  # new wins a month, from which on their sum is as good as normal
_EXACT = 2.0**53
_WORD = 2.0**32


@dataclass(frozen=True, slots=True)
class Band:
    """What 1, 5 and 9 in 10 outcomes do not exceed, in minor units: the smallest x with P(won ≤ x) ≥ q."""

    p10: int
    p50: int
    p90: int


@dataclass(frozen=True, eq=False)
class Draws:
    """Won money of each month (row) in each draw (column): whole numbers of `step` minor units."""

    opened: Floats  # from deals that are open now
    new: Floats  # from those still to come
    step: int = 1

    @property
    def size(self) -> int:
        """How many draws there are."""
        return int(self.opened.shape[1])

    def add_up(self, months: slice, *, with_new: bool) -> Floats:
        """Some months together, one sum a draw."""
        total = self.opened[months].sum(axis=0)
        return np.asarray(total + self.new[months].sum(axis=0) if with_new else total, dtype=np.float64)

    def band(self, months: slice, *, won: int = 0, with_new: bool) -> Band:
        """How much the months bring together, with what is won in them already."""
        totals = self.add_up(months, with_new=with_new)
        places = [ceil(share * totals.size) - 1 for share in (0.1, 0.5, 0.9)]
        low, middle, high = (won + int(total) * self.step for total in np.partition(totals, places)[places].tolist())
        return Band(low, middle, high)

    def at_least(self, sure: float, months: slice, *, won: int = 0, with_new: bool) -> int:
        """The money that is reached or passed in this share of the draws."""
        totals = np.sort(self.add_up(months, with_new=with_new))
        place = min(max(totals.size - ceil(sure * totals.size), 0), totals.size - 1)
        return won + int(totals[place]) * self.step

    def chance_of(self, target: int, months: slice, *, won: int = 0, with_new: bool) -> float:
        """The share of draws in which the months bring the target."""
        totals = self.add_up(months, with_new=with_new)
        missing = -((won - target) // self.step)
        return int(np.count_nonzero(totals >= missing)) / totals.size


@dataclass(frozen=True, eq=False, slots=True)
class Coming:
    """New business: wins to be expected in each month, and the sizes they are drawn from."""

    wins: Floats
    sizes: Int64s


def draw(amounts: Int64s, chances: Floats, coming: Coming | None = None, *, draws: int = DRAWS) -> Draws:
    """One row a deal, in order of id: its value and, a column a month, how likely it is won in it."""
    step = _find_step(amounts, None if coming is None else coming.sizes)
    # Words of their own, so that new business does not move the draws of open deals.
    opened = _draw_open(np.rint(amounts / step), chances, draws, np.random.SFC64((_SEED, 0)))
    new = np.zeros_like(opened)
    if coming is not None and coming.sizes.size:
        sizes = np.rint(coming.sizes / step)
        words = np.random.SFC64((_SEED, 1))
        for month, wins in enumerate(coming.wins.tolist()):
            new[month] = _draw_new(wins, sizes, draws, words)
    return Draws(opened, new, step)


def _find_step(amounts: Int64s, sizes: Int64s | None) -> int:
    """1, unless floats do not hold the sum of all amounts exactly."""
    largest = float(np.abs(amounts.astype(np.float64)).sum())
    if sizes is not None and sizes.size:
        largest += float(np.abs(sizes.astype(np.float64)).max()) * 10**6
    step = 1
    while largest / step >= _EXACT:
        step *= 10
    return step


def _draw_open(amounts: Floats, chances: Floats, draws: int, words: np.random.SFC64) -> Floats:
    months = chances.shape[1]
    totals = np.zeros(months * draws)
    each = np.arange(amounts.size)
    if amounts.size > _EACH:
        each = np.sort(np.argsort(-np.abs(amounts), kind="stable")[:_EACH])
    for start in range(0, each.size, _TOGETHER):
        rows = each[start : start + _TOGETHER]
        _draw_each(totals, amounts[rows], chances[rows], _words_for(rows.size, draws, words))
    opened = totals.reshape(months, draws)
    if each.size < amounts.size:
        others = np.ones(amounts.size, dtype=np.bool_)
        others[each] = False
        opened += _draw_together(amounts[others], chances[others], draws, words)
    return opened


def _words_for(rows: int, draws: int, words: np.random.SFC64) -> npt.NDArray[np.uint32]:
    fetched: npt.NDArray[np.uint32] = words.random_raw((rows * draws + 1) // 2).view(np.uint32)
    return fetched[: rows * draws].reshape(rows, draws)


def _draw_each(totals: Floats, amounts: Floats, chances: Floats, drawn: npt.NDArray[np.uint32]) -> None:
    """A deal is won where its word lies below its chance; where below says in which month."""
    draws = drawn.shape[1]
    cumulative = np.cumsum(chances, axis=1)
    whole = cumulative[:, -1]
    months = _slot_months(cumulative)
    # The last word that wins: a certain deal wins with every word.
    last = np.minimum(np.ceil(whole * _WORD) - 1, _WORD - 1)
    for row in np.flatnonzero(whole > 0).tolist():
        hits = np.flatnonzero(drawn[row] <= np.uint32(last[row]))
        slots = (drawn[row][hits] * (_SLOTS / (last[row] + 1))).astype(np.int32)
        places = months[row][slots] * draws
        places += hits
        totals[places] += amounts[row]


def _slot_months(cumulative: Floats) -> Int64s:
    """For each deal the month of each of _SLOTS equal parts of its chance."""
    deals, months = cumulative.shape
    whole = np.maximum(cumulative[:, -1:], np.finfo(np.float64).tiny)
    ends = np.rint(cumulative / whole * _SLOTS).astype(np.int64)
    # A deal without a chance has slots all the same, which nobody asks for.
    ends[:, -1] = _SLOTS
    counts = np.diff(ends, axis=1, prepend=0)
    return np.repeat(np.tile(np.arange(months), deals), counts.ravel()).reshape(deals, _SLOTS)


def _draw_together(amounts: Floats, chances: Floats, draws: int, words: np.random.SFC64) -> Floats:
    """The sum of very many small deals: normal, with their means, variances and covariances between months."""
    weighted = chances * (amounts**2)[:, None]
    covariance = np.diag(weighted.sum(axis=0)) - chances.T @ weighted
    values, vectors = np.linalg.eigh(covariance)
    spread = vectors * np.sqrt(np.maximum(values, 0))
    normal = _normals(chances.shape[1] * draws, words).reshape(chances.shape[1], draws)
    return np.asarray(np.rint(np.maximum((amounts @ chances)[:, None] + spread @ normal, 0)), dtype=np.float64)


def _draw_new(wins: float, sizes: Floats, draws: int, words: np.random.SFC64) -> Floats:
    """A Poisson number of wins in each draw, each of a size that was won before."""
    if wins > _MANY:
        mean, square = float(sizes.mean()), float((sizes**2).mean())
        total = wins * mean + np.sqrt(wins * square) * _normals(draws, words)
        return np.asarray(np.rint(np.maximum(total, 0)), dtype=np.float64)
    counts = _poisson(wins, _uniforms(draws, words))
    ends = np.cumsum(counts)
    places = (_words_for(1, int(ends[-1]), words)[0] * (sizes.size / _WORD)).astype(np.int64)
    running = np.append(0.0, np.cumsum(sizes[places]))
    return np.asarray(running[ends] - running[ends - counts], dtype=np.float64)


def _poisson(mean: float, uniforms: Floats) -> Int64s:
    """By inversion: a slightly larger mean moves each draw by little."""
    if mean <= 0:
        return np.zeros(uniforms.size, dtype=np.int64)
    most = int(mean + 12 * mean**0.5 + 20)
    log_shares = [count * log(mean) - mean - lgamma(count + 1) for count in range(most)]
    return np.searchsorted(np.cumsum(np.exp(log_shares)), uniforms, side="right").astype(np.int64)


def _uniforms(count: int, words: np.random.SFC64) -> Floats:
    return np.asarray((words.random_raw(count) >> np.uint64(11)) * 2.0**-53, dtype=np.float64)


def _normals(count: int, words: np.random.SFC64) -> Floats:
    """By Box and Muller."""
    half = (count + 1) // 2
    radius = np.sqrt(-2 * np.log1p(-_uniforms(half, words)))
    angle = 2 * pi * _uniforms(half, words)
    return np.concatenate((radius * np.cos(angle), radius * np.sin(angle)))[:count]

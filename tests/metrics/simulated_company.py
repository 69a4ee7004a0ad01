"""A company of which conversion, cycle and size are known, because it is drawn from them."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.metrics.days import day_number
from desktop_pipeline.metrics.history import (
    NO_DAY,
    NO_VALUE,
    UNKNOWN,
    Deals,
    Events,
    History,
    Int64s,
)
from tests.metrics.histories import DAY, PRICE, N, P, Q, history_of

ADVANCE = (0.6, 0.7, 0.8)  # from each stage; the others are lost there
MEAN_DAYS = (12, 10, 8)  # in each stage, whatever comes after
CONVERSION = 0.6 * 0.7 * 0.8
CYCLE = 30.0  # mean days of a won deal
MEAN_SIZE, SPREAD = 800_000, 0.8  # minor units; of the logarithm
A_MONTH = 75  # new deals
FIRST, LAST = date(2022, 1, 1), date(2024, 12, 31)
_STAGES = (Q, P, N)


@dataclass(frozen=True)
class _Fates:
    """One row a deal: days by which each stage was left, and how many stages were passed."""

    created: Int64s
    left: Int64s
    passed: Int64s


def simulate_company(seed: int, *, a_month: float = A_MONTH, dated: float = 0.5) -> History:
    """Three years up to LAST; this share of the deals has an expected close, as a hopeful owner would guess it."""
    chance = np.random.default_rng(seed)
    first, last = day_number(FIRST), day_number(LAST)
    days = last - first + 1
    created = np.sort(chance.integers(first, last + 1, chance.poisson(a_month * 12 * days / 365.25)))
    count = created.size
    stays = np.rint(chance.gamma(2.0, np.array(MEAN_DAYS) / 2.0, (count, 3))).astype(np.int64)
    advances = chance.random((count, 3)) < ADVANCE
    fates = _Fates(created, created[:, None] + np.cumsum(stays, axis=1), np.cumprod(advances, axis=1).sum(axis=1))
    value = np.rint(MEAN_SIZE * np.exp(chance.normal(-(SPREAD**2) / 2, SPREAD, count))).astype(np.int64)
    guess = created + np.rint(chance.normal(25.0, 8.0, count) + 0.5 * (stays.sum(axis=1) - 30)).astype(np.int64)
    expected = np.where(chance.random(count) < dated, np.maximum(guess, created + 1), NO_DAY)
    return _to_history(fates, value, expected, last)


def _to_history(fates: _Fates, value: Int64s, expected: Int64s, last: int) -> History:
    count = fates.created.size
    rows = np.arange(count)
    told = [(rows, EventKind.CREATED, fates.created, Q, UNKNOWN)]
    for stage in range(3):
        moves = np.flatnonzero(fates.passed > stage)
        ends = np.flatnonzero(fates.passed == stage)
        if stage < 2:
            told.append((moves, EventKind.MOVED, fates.left[moves, stage], _STAGES[stage + 1], _STAGES[stage]))
        else:
            told.append((moves, EventKind.WON, fates.left[moves, stage], UNKNOWN, _STAGES[stage]))
        told.append((ends, EventKind.LOST, fates.left[ends, stage], UNKNOWN, _STAGES[stage]))
    deal = np.concatenate([part[0] for part in told])
    kind = np.concatenate([np.full(part[0].size, part[1], dtype=np.int8) for part in told])
    day = np.concatenate([part[2] for part in told])
    stage_after = np.concatenate([np.full(part[0].size, part[3], dtype=np.int32) for part in told])
    stage_before = np.concatenate([np.full(part[0].size, part[4], dtype=np.int32) for part in told])
    step = np.concatenate([np.full(part[0].size, number) for number, part in enumerate(told)])
    kept = np.flatnonzero(day <= last)
    kept = kept[np.lexsort((step[kept], day[kept], deal[kept]))]
    deal, kind, day = deal[kept], kind[kept], day[kept]
    is_first = kind == EventKind.CREATED
    empty = np.zeros(0, dtype=np.int64)
    narrow = empty.astype(np.int32)
    return replace(
        history_of(),
        deals=Deals(
            ids=(rows + 1).astype(np.int32),
            pipeline=np.ones(count, dtype=np.int32),
            source=np.full(count, UNKNOWN, dtype=np.int32),
            organisation=np.full(count, UNKNOWN, dtype=np.int32),
            industry=np.full(count, UNKNOWN, dtype=np.int32),
            created_known=np.ones(count, dtype=np.bool_),
            line_deal=narrow,
            line_product=narrow,
            line_amount=empty,
            label_deal=narrow,
            label=narrow,
            country=np.full(count, UNKNOWN, dtype=np.int32),
            size_band=np.full(count, UNKNOWN, dtype=np.int32),
            category=np.full(count, UNKNOWN, dtype=np.int8),
            touched_day=np.full(count, NO_DAY, dtype=np.int32),
            mql_day=np.full(count, NO_DAY, dtype=np.int32),
            sql_day=np.full(count, NO_DAY, dtype=np.int32),
            competitor_deal=narrow,
            competitor=narrow,
        ),
        events=Events(
            deal=deal.astype(np.int32),
            kind=kind,
            # At noon; what happened on one day happened in this order.
            at=day * DAY + DAY // 2 + step[kept],
            day=day.astype(np.int32),
            stage=stage_after[kept],
            from_stage=stage_before[kept],
            value=np.where(is_first, value[deal], NO_VALUE),
            currency=np.where(is_first, 0, UNKNOWN).astype(np.int16),
            owner=np.full(kept.size, UNKNOWN, dtype=np.int32),
            probability=np.full(kept.size, np.nan),
            expected=np.where(is_first, expected[deal], NO_DAY).astype(np.int32),
            reason=np.where(kind == EventKind.LOST, PRICE, UNKNOWN).astype(np.int32),
            inferred=np.zeros(kept.size, dtype=np.bool_),
            stands_in=np.zeros(kept.size, dtype=np.bool_),
        ),
    )

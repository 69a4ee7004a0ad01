"""Where in the pipeline each owner loses deals, against the rest of the team (METRICS §16)."""

from dataclasses import dataclass

import numpy as np

from desktop_pipeline.metrics.history import UNKNOWN, Flags, Int64s
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.people.exact_tests import correct_by_holm, fisher_exact
from desktop_pipeline.metrics.population import Population
from desktop_pipeline.metrics.rates import Rate, rate_of

FEWEST_LOSSES = 10
_RARE = 0.05


@dataclass(frozen=True, slots=True)
class LossAt:
    """An owner's losses at a stage, and those of all other owners there.

    `p` is Fisher's, corrected by Holm for all that is compared; None where there is too little to compare.
    """

    stage_id: int
    name: str
    own: Rate  # of the owner's losses in this pipeline
    others: Rate  # of everybody else's
    p: float | None

    @property
    def stands_out(self) -> bool:
        """Whether chance alone hardly explains the difference."""
        return self.p is not None and self.p < _RARE

    @property
    def times(self) -> float | None:
        """How many times as often as the others; None where they never lose here."""
        return self.own.value / self.others.value if self.own.value is not None and self.others.value else None


@dataclass(frozen=True, slots=True)
class LossProfile:
    """The losses of an owner in one pipeline, by the furthest stage that the deals got to, in order of stages."""

    owner: int
    name: str | None
    pipeline_id: int
    losses: int
    stages: tuple[LossAt, ...]

    @property
    def is_compared(self) -> bool:
        """Whether there are losses enough to say anything."""
        return self.losses >= FEWEST_LOSSES


def find_loss_profiles(moment: Moment, team: Population, owner: int | None = None) -> tuple[LossProfile, ...]:
    """The profile of each owner with losses, or of one, against the others among the team's lost deals.

    `team` is gathered without a filter by owner. Losses of nobody's deals and at unknown stages are in no profile.
    """
    counts, owners, stage_rows = _count_losses(moment, team)
    profiles = [
        (int(owner_id), pipeline, counts[place][columns], counts[:, columns].sum(axis=0), stage_rows[columns])
        for pipeline, columns in _columns_by_pipeline(moment, stage_rows)
        for place, owner_id in enumerate(owners.tolist())
        if counts[place][columns].any()
    ]
    # Everything that is compared on the page is one family, also where only one owner of it is shown.
    chances = iter(correct_by_holm([p for _, _, own, everyone, _ in profiles for p in _compare(own, everyone)]))
    made = []
    for owner_id, pipeline, own, everyone, rows in profiles:
        comparable = _is_comparable(own, everyone)
        corrected = [next(chances) if comparable else None for _ in rows]
        made.append(_profile(moment, owner_id, pipeline, own, everyone - own, rows, corrected))
    wanted = [profile for profile in made if owner in (None, profile.owner)]
    return tuple(sorted(wanted, key=lambda one: (one.pipeline_id, (one.name or "").casefold(), one.owner)))


def flags_owner_lost_at(moment: Moment, team: Population, owner: int, stage_id: int) -> Flags:
    """The deals that an owner lost after they got to a stage and no further."""
    stages = moment.history.stages
    row = int(np.flatnonzero(stages.ids == stage_id).max(initial=UNKNOWN))
    flags: Flags = team.lost & (moment.snapshot.owner == owner) & (moment.snapshot.high_water == row) & (row >= 0)
    return flags


def flags_without_profile(moment: Moment, team: Population) -> tuple[Flags, Flags]:
    """Lost deals that are nobody's, and those of owners whose stages are not on record."""
    nobody: Flags = team.lost & (moment.snapshot.owner == UNKNOWN)
    unknown: Flags = team.lost & ~nobody & (moment.snapshot.high_water < 0)
    return nobody, unknown


def _count_losses(moment: Moment, team: Population) -> tuple[Int64s, Int64s, Int64s]:
    """A table of losses: a row for each owner, a column for each stage row that any loss got to."""
    snapshot = moment.snapshot
    deals = np.flatnonzero(team.lost & (snapshot.owner != UNKNOWN) & (snapshot.high_water >= 0))
    owners, row = np.unique(snapshot.owner[deals].astype(np.int64), return_inverse=True)
    stages, column = np.unique(snapshot.high_water[deals].astype(np.int64), return_inverse=True)
    counts = np.bincount(row * stages.size + column, minlength=owners.size * stages.size)
    return counts.reshape(owners.size, stages.size).astype(np.int64), owners, stages


def _columns_by_pipeline(moment: Moment, stage_rows: Int64s) -> list[tuple[int, Int64s]]:
    pipelines = moment.history.stages.pipeline[stage_rows]
    return [(int(one), np.flatnonzero(pipelines == one)) for one in np.unique(pipelines).tolist()]


def _is_comparable(own: Int64s, everyone: Int64s) -> bool:
    return bool(own.sum() >= FEWEST_LOSSES and everyone.sum() > own.sum())


def _compare(own: Int64s, everyone: Int64s) -> list[float]:
    """Fisher's p at each stage, none where there is too little to compare."""
    if not _is_comparable(own, everyone):
        return []
    losses, others = int(own.sum()), int((everyone - own).sum())
    return [
        fisher_exact(hits, losses - hits, of_others, others - of_others)
        for hits, of_others in zip(own.tolist(), (everyone - own).tolist(), strict=True)
    ]


def _profile(
    moment: Moment, owner: int, pipeline: int, own: Int64s, others: Int64s, rows: Int64s, chances: list[float | None]
) -> LossProfile:
    stages, losses, of_others = moment.history.stages, int(own.sum()), int(others.sum())
    return LossProfile(
        owner=owner,
        name=moment.history.names.owners.get(owner),
        pipeline_id=pipeline,
        losses=losses,
        stages=tuple(
            LossAt(int(stages.ids[row]), stages.names[row], rate_of(hit, losses), rate_of(other, of_others), p)
            for row, hit, other, p in zip(rows.tolist(), own.tolist(), others.tolist(), chances, strict=True)
        ),
    )

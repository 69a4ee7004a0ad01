"""The scores of all open deals, kept current deal by deal: a drop must not add up what fifty thousand others did."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from operator import is_
from threading import Lock

from desktop_pipeline.domain.scores import OF_OTHERS, find_best_fifth
from desktop_pipeline.queries.board import HANGING, find_concerned
from desktop_pipeline.queries.ideal_profile import KnownProfile, take_profile
from desktop_pipeline.queries.scores import read_all_scores, read_rules, read_scores
from desktop_pipeline.storage.workspace import View, Workspace

# Rows of these give points to the deals that they belong to, and `deal` itself to its own.
_OF_DEALS = HANGING | {"deal", "history_event", "gate_pass"}
# Another row of these says nothing about any score.
_APART = frozenset(
    {
        *("criterion", "stage_activity", "holiday", "saved_view", "target", "forecast_snapshot", "milestone_mark"),
        *("recurrence", "deal_snooze", "mail_template", "template_attachment", "cadence", "cadence_step", "enrolment"),
        *("enrolment_step", "message", "review", "review_deal", "after_sale_step", "after_sale_tick", "satisfaction"),
        *("problem", "retry", "kept_apart"),
        *("contact_point", "contact_note", "objection", "deal_relation", "competitor", "deal_competitor"),
        *("tax_rate", "offer", "attachment", "stored_file", "custom_field", "custom_choice"),
        *("owner", "reason", "pipeline", "import_batch"),
    }
)
# More are sooner read with all others.
_MOST_FOLLOWED = 500


class KeptScores:
    """From any thread; `follow` is told of every change, in the order in which they are made."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._lock = Lock()
        self._known: dict[int, int] | None = None
        self._day: date | None = None
        self._changes: list[Mapping[str, Collection[int]] | None] = []

    def follow(self, tables: Mapping[str, Collection[int]] | None) -> None:
        """These rows have changed, by their tables; None where nobody knows which. What of it is asked for later."""
        with self._lock:
            # Where nobody asks for scores, what has changed is not counted for ever.
            self._changes = [*self._changes, tables] if len(self._changes) < _MOST_FOLLOWED else [None]

    def read(self, view: View, today: date) -> dict[int, int]:
        """The points of all open deals by their ids, as the view has them."""
        with self._lock:
            known, changes = (self._known if self._day == today else None), self._changes
        if known is not None and not changes:
            return known
        stale = None if known is None else _find_stale(view, changes, known)
        if known is None or stale is None:
            scores = read_all_scores(view, today=today)
        else:
            # A copy, in C: others may be going through the one that is known.
            scores = known.copy()
            for deal_id in stale:
                scores.pop(deal_id, None)
            scores |= read_scores(view, stale, today=today)
        with self._lock:
            # What was changed while the view was read stays to be read.
            # Not those that are equal: the same deal may have been changed in the same way once more.
            if len(self._changes) >= len(changes) and all(map(is_, self._changes, changes)):
                self._known, self._day = scores, today
                self._changes = self._changes[len(changes) :]
        return scores

    def find_best(self, today: date, profile: KnownProfile | None = None) -> frozenset[int]:
        """The best fifth of all open deals, read on a connection of its own; `profile` as the window knows it."""
        with self._workspace.reading() as view:
            take_profile(view, profile)
            return find_best_fifth(self.read(view, today))


def _find_stale(
    view: View, changes: Sequence[Mapping[str, Collection[int]] | None], known: Mapping[int, int]
) -> set[int] | None:
    """The deals whose points may be others after these changes; None where all are to be read."""
    stale: set[int] = set()
    for tables in changes:
        named = {} if tables is None else {table: ids for table, ids in tables.items() if table not in _APART}
        if tables is None or not _OF_DEALS.issuperset(named):
            return None
        concerned = find_concerned(view, named)
        if concerned is None or _concern_others(view, named.get("deal", ()), known):
            return None
        stale |= concerned
        if len(stale) > _MOST_FOLLOWED:
            return None
    return stale


def _concern_others(view: View, deal_ids: Collection[int], known: Mapping[int, int]) -> bool:
    """Whether points of other deals may hang on these: who buys or no longer has bought is of use to the next."""
    if not deal_ids or not any(rule.condition.field in OF_OTHERS for rule in read_rules(view)):
        return False
    # One that was open and still is has given nothing to anybody.
    return count_open(view, deal_ids) != len(set(deal_ids)) or any(deal_id not in known for deal_id in deal_ids)


def count_open(view: View, deal_ids: Collection[int]) -> int:
    """How many of these deals are open."""
    return int(view.value(_COUNT_OPEN, (json.dumps(sorted(deal_ids)),)))


# By their ids: by the status the engine would go through all that are open.
_COUNT_OPEN = (
    "select count(*) from json_each(?) named cross join deal d on d.id = named.value"
    " where d.status = 'open' and d.deleted_at is null"
)

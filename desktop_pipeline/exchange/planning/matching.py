"""Finds the deal of the workspace that a row of the file is about, and what the row changes in it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.names import name_key
from desktop_pipeline.exchange.options import Match
from desktop_pipeline.exchange.planning.nearness import are_alike
from desktop_pipeline.exchange.records import SEVERAL_DEALS, DealFields

if TYPE_CHECKING:
    from desktop_pipeline.exchange.planning.deal_rows import DealRow

SAME_ID = "the same id as an earlier row"
AMBIGUOUS = "several deals have this title and organisation"
_MOST_CANDIDATES = 40
# Two amounts this near may be the same one
_NEAR = 0.05

# Where a deal stands and what comes with it
_PLACE = frozenset(("stage", "status", "pipeline", "probability", "closed", "lost_reason"))

_TitleKey = tuple[str, str | None]


class AmbiguousError(ValueError):
    """The row may be about several deals, or several rows about one; `field` is what they share, `str()` says so.

    `candidates`: the deals that it may be about.
    """

    def __init__(self, sentence: str, field: str, candidates: tuple[int, ...] = ()) -> None:
        super().__init__(sentence)
        self.field = field
        self.candidates = candidates


class Found(NamedTuple):
    """The deal that a row is about and what it changes in it; `by` says how sure that is.

    `id` and `title` are the same deal, `likeness` and `past` (a closed deal of the same title) may be another one.
    """

    deal_id: int
    changed: tuple[str, ...]
    by: Literal["id", "title", "likeness", "past"]


class Matcher:
    """Matches rows one after the other; a deal is matched once."""

    def __init__(
        self, match: Match, known: Mapping[int, DealFields], people: Mapping[int, frozenset[str]] | None = None
    ) -> None:
        """`people`: those of known deals that have several."""
        self._match = match
        self._known = known
        self._people = people or {}
        self._by_id: dict[str, int] = {}
        self._by_title: defaultdict[_TitleKey, list[int]] = defaultdict(list)
        self._by_organisation: defaultdict[str, list[int]] = defaultdict(list)
        for deal_id, deal in known.items():
            if deal.external_id:
                self._by_id.setdefault(deal.external_id, deal_id)
            self._by_title[_title_key(deal)].append(deal_id)
            if deal.organisation and deal.status is DealStatus.OPEN:
                self._by_organisation[deal.organisation].append(deal_id)
        self._ids_met: set[str] = set()
        self._rows_of_title: Counter[_TitleKey] = Counter()
        self._ids_of_file: set[str] = set()

    def expect(self, deals: Iterable[DealFields]) -> None:
        """All rows of the import, to know beforehand which titles come several times."""
        if not self._known:
            # Nothing to confuse them with
            return
        for deal in deals:
            if not self._goes_by_id(deal):
                self._rows_of_title[_title_key(deal)] += 1
            if deal.external_id:
                self._ids_of_file.add(deal.external_id)
        for candidates in self._by_title.values() if self._ids_of_file else ():
            if len(candidates) > 1:
                # Whom a row names by its id is hardly whom another row means by the same title
                candidates.sort(key=self._is_named)

    def are_new(self, rows: Sequence["DealRow"]) -> bool:
        """Whether all rows are surely deals of their own; where they are, their ids count as met."""
        if self._known:
            return False
        if self._match in {"none", "title+org"}:
            return True
        told = [row.fields.external_id for row in rows if row.fields.external_id]
        ids = set(told)
        if len(ids) < len(told) or not self._ids_met.isdisjoint(ids):
            return False
        self._ids_met |= ids
        return True

    def find(self, deal: DealFields, *, told: frozenset[str]) -> Found | None:
        """The deal that the row is surely about, with the changed fields among `told`; raises AmbiguousError."""
        if self._match == "none":
            return None
        if deal.external_id and self._goes_by_id(deal):
            if deal.external_id in self._ids_met:
                raise AmbiguousError(SAME_ID, "external_id")
            self._ids_met.add(deal.external_id)
            found = self._by_id.get(deal.external_id)
            return None if found is None else Found(found, self.changes(deal, found, told), "id")
        if self._match == "id" or not self._by_title.get(key := _title_key(deal)):
            return None
        if deal.organisation is None:
            return self._find_bare(deal, key, told)
        candidates = self._by_title[key]
        if len(candidates) == 1 and self._rows_of_title[key] == 1:
            changed = self.changes(deal, candidates[0], told)
            return Found(candidates[0], changed, "past" if self._is_past(deal, candidates[0], changed) else "title")
        equal = self._find_equal(deal, candidates, told)
        if equal is None:
            raise AmbiguousError(AMBIGUOUS, "title", tuple(candidates))
        return Found(equal, (), "title")

    def find_like(self, deal: DealFields, *, told: frozenset[str]) -> Found | None:
        """An open deal of the same organisation that the row may be about: alike in title and worth about the same."""
        if deal.organisation is None or self._match == "none" or deal.status is not DealStatus.OPEN:
            return None
        for candidate in self._by_organisation.get(deal.organisation, ())[:_MOST_CANDIDATES]:
            known = self._known[candidate]
            if not self._is_named(candidate) and are_near(deal, known) and _share_words(deal.title, known.title):
                return Found(candidate, self.changes(deal, candidate, told), "likeness")
        return None

    def _is_past(self, deal: DealFields, known_id: int, changed: tuple[str, ...]) -> bool:
        """Whether the known deal is over while the row tells of an open one worth something else."""
        known = self._known[known_id]
        return deal.status is DealStatus.OPEN and known.status is not DealStatus.OPEN and "value" in changed

    def _find_bare(self, deal: DealFields, key: _TitleKey, told: frozenset[str]) -> Found | None:
        """A bare title is too little to change a deal by: only one that the row equals is the same.

        So is the only one of its title where the row tells nothing else but another place: deals are moved. An end that
        it had here stays. Where there are several, nobody knows which.
        """
        candidates = self._by_title[key]
        equal = self._find_equal(deal, candidates, told)
        if equal is not None:
            return Found(equal, (), "title")
        moved = [each for each in candidates if _PLACE.issuperset(self.changes(deal, each, told))]
        if not moved or self._rows_of_title[key] > len(candidates):
            return None
        if len(candidates) > 1:
            raise AmbiguousError(SEVERAL_DEALS, "title", tuple(moved))
        changed = self.changes(deal, moved[0], told) if self._known[moved[0]].status is DealStatus.OPEN else ()
        return Found(moved[0], changed, "title")

    def _find_equal(self, deal: DealFields, candidates: list[int], told: frozenset[str]) -> int | None:
        """Of several that it may be, one that it equals: such a match changes nothing."""
        for candidate in candidates:
            if not self.changes(deal, candidate, told):
                candidates.remove(candidate)
                candidates.append(candidate)
                return candidate
        return None

    def _is_named(self, deal_id: int) -> bool:
        """Whether a row of the import has the id of this deal."""
        return self._known[deal_id].external_id in self._ids_of_file

    def _goes_by_id(self, deal: DealFields) -> bool:
        return self._match == "none" or bool(deal.external_id and self._match != "title+org")

    def changes(self, deal: DealFields, known_id: int, told: frozenset[str]) -> tuple[str, ...]:
        """Fields that the file tells and tells differently; an empty cell takes nothing away."""
        known = self._known[known_id]
        changed = tuple(
            name
            for name in DealFields._fields
            if name in told
            # When a deal was created stands in its history, which no later file rewrites
            and name != "created"
            # A currency without a value says nothing about the deal.
            and not (name == "currency" and deal.value is None)
            # A deal that is over stays in the pipeline where it ended
            and not (name == "pipeline" and deal.status is not DealStatus.OPEN)
            and not (name == "person" and deal.person in self._people.get(known_id, ()))
            and _differs(name, getattr(deal, name), getattr(known, name))
        )
        # Likewise the day of an outcome that it has already
        return changed if "status" in changed else tuple(name for name in changed if name != "closed")


def are_near(first: DealFields, second: DealFields) -> bool:
    """Whether two deals are worth about the same."""
    if first.value is None or second.value is None or first.currency != second.currency:
        return False
    return abs(first.value - second.value) <= _NEAR * max(first.value, second.value)


def _share_words(first: str, second: str) -> bool:
    words = {word for word in name_key(first).split() if len(word) > 3}  # noqa: PLR2004 - short words say little
    return bool(words & set(name_key(second).split())) or are_alike(first, second)


def _differs(name: str, new: object, old: object) -> bool:
    if new is None or new == ():
        return False
    if name in {"products", "labels"} and isinstance(new, tuple) and isinstance(old, tuple):
        return not set(new) <= set(old)
    return new != old


def _title_key(deal: DealFields) -> _TitleKey:
    return name_key(deal.title), deal.organisation

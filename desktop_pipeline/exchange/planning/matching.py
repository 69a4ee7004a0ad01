"""Finds the deal of the workspace that a row of the file is about, and what the row changes in it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from desktop_pipeline.domain.names import name_key
from desktop_pipeline.exchange.options import Match
from desktop_pipeline.exchange.records import DealFields

SAME_ID = "the same id as an earlier row"
AMBIGUOUS = "several deals have this title and organisation"

_TitleKey = tuple[str, str | None]


class AmbiguousError(ValueError):
    """The row may be about several deals, or several rows about one; `field` is what they share, `str()` says so."""

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.field = field


class Matcher:
    """Matches rows one after the other; a deal is matched once."""

    def __init__(self, match: Match, known: Mapping[int, DealFields]) -> None:
        self._match = match
        self._known = known
        self._by_id: dict[str, int] = {}
        self._by_title: defaultdict[_TitleKey, list[int]] = defaultdict(list)
        for deal_id, deal in known.items():
            if deal.external_id:
                self._by_id.setdefault(deal.external_id, deal_id)
            self._by_title[_title_key(deal)].append(deal_id)
        self._ids_met: set[str] = set()
        self._rows_of_title: Counter[_TitleKey] = Counter()

    def expect(self, deals: Iterable[DealFields]) -> None:
        """All rows of the import, to know beforehand which titles come several times."""
        self._rows_of_title.update(_title_key(deal) for deal in deals if not self._goes_by_id(deal))

    def find(self, deal: DealFields, *, told: frozenset[str]) -> tuple[int | None, tuple[str, ...]]:
        """The deal's id, None for a new one, and the changed fields among `told`; raises AmbiguousError."""
        if self._match == "none":
            return None, ()
        if deal.external_id and self._goes_by_id(deal):
            if deal.external_id in self._ids_met:
                raise AmbiguousError(SAME_ID, "external_id")
            self._ids_met.add(deal.external_id)
            found = self._by_id.get(deal.external_id)
            return found, self._changes(deal, found, told)
        if self._match == "id" or not self._by_title.get(key := _title_key(deal)):
            return None, ()
        if deal.organisation is None:
            # A bare title is too little to change a deal by: only one that the row equals is the same.
            return self._find_equal(deal, self._by_title[key], told), ()
        candidates = self._by_title[key]
        if len(candidates) == 1 and self._rows_of_title[key] == 1:
            return candidates[0], self._changes(deal, candidates[0], told)
        equal = self._find_equal(deal, candidates, told)
        if equal is None:
            raise AmbiguousError(AMBIGUOUS, "title")
        return equal, ()

    def _find_equal(self, deal: DealFields, candidates: list[int], told: frozenset[str]) -> int | None:
        """Of several that it may be, one that it equals: such a match changes nothing."""
        for candidate in candidates:
            if not self._changes(deal, candidate, told):
                candidates.remove(candidate)
                candidates.append(candidate)
                return candidate
        return None

    def _goes_by_id(self, deal: DealFields) -> bool:
        return self._match == "none" or bool(deal.external_id and self._match != "title+org")

    def _changes(self, deal: DealFields, known_id: int | None, told: frozenset[str]) -> tuple[str, ...]:
        """Fields that the file tells and tells differently; an empty cell takes nothing away."""
        if known_id is None:
            return ()
        known = self._known[known_id]
        return tuple(
            name
            for name in DealFields._fields
            if name in told
            # A currency without a value says nothing about the deal.
            and not (name == "currency" and deal.value is None)
            and _differs(name, getattr(deal, name), getattr(known, name))
        )


def _differs(name: str, new: object, old: object) -> bool:
    if new is None or new == ():
        return False
    if name in {"products", "labels"} and isinstance(new, tuple) and isinstance(old, tuple):
        return not set(new) <= set(old)
    return new != old


def _title_key(deal: DealFields) -> _TitleKey:
    return name_key(deal.title), deal.organisation

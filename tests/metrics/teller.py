"""Deals told by bytes: hypothesis draws one string a deal, where a draw for each field took longer than the figures."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from hypothesis import strategies as st

from tests.metrics.histories import Story

Told = TypeVar("Told")
# As many as the longest deal asks for; beyond them every answer is the first.
_BYTES = 128


class Teller:
    """Answers from the bytes of one deal; without any left, or where they are zero, always the first answer."""

    def __init__(self, told: bytes) -> None:
        self._bytes = iter(told)

    def number(self, below: int) -> int:
        """A whole number from 0."""
        number, reach = next(self._bytes, 0), 256
        while reach < below:
            number, reach = number * 256 + next(self._bytes, 0), reach * 256
        return number % below

    def choose(self, among: Sequence[Told]) -> Told:
        """One of these."""
        return among[self.number(len(among))]

    def amount(self, least: int, most: int) -> int | None:
        """Nothing known, an end, a small number or any; the ends and nothing more often than chance has them."""
        match self.number(8):
            case 0 | 1 | 2:
                return None
            case 3:
                return self.choose((0, least, most))
            case 4:
                return self.number(100)
            case _:
                return least + self.number(most - least + 1)

    def times(self, most: int, tell: Callable[["Teller"], Told]) -> tuple[Told, ...]:
        """Up to so many."""
        return tuple(tell(self) for _ in range(self.number(most + 1)))

    def some(self, among: Sequence[Told]) -> tuple[Told, ...]:
        """Any of these, each once."""
        return tuple(each for each in among if self.number(2))


def companies_of(
    tell: Callable[[Teller], Story], *, least: int = 0, most: int = 8
) -> st.SearchStrategy[tuple[Story, ...]]:
    """Companies of that many deals, numbered from 1."""
    told = st.lists(st.binary(min_size=_BYTES, max_size=_BYTES), min_size=least, max_size=most)
    return told.map(lambda deals: tuple(replace(tell(Teller(each)), id=n) for n, each in enumerate(deals, 1)))

"""Titles that are nearly the same, for a person to decide about; nothing is joined by this."""

from rapidfuzz import fuzz

from desktop_pipeline.domain.names import fold

_NEAR = 82


def are_alike(first: str, second: str) -> bool:
    """Whether two titles have most of their letters in common, whatever the order of their words."""
    return fuzz.token_sort_ratio(fold(first), fold(second)) >= _NEAR

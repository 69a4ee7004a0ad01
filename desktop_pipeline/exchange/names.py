"""Keys under which names are the same: for looking up organisations, people, products and words."""

import re
import unicodedata
from functools import lru_cache

_NOT_WORD = re.compile(r"[\W_]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufeff]")
_PAIR = "\x1f"


def tidy(text: str) -> str:
    """One line without control characters, spaces joined: how a name from a file is kept."""
    if text.isprintable() and "  " not in text:
        return text.strip()
    return " ".join(_CONTROL.sub("", text).split())


@lru_cache(maxsize=1 << 16)
def name_key(name: str) -> str:
    """Names of organisations, owners, stages, sources, labels and reasons: upper and lower case and spacing aside."""
    return tidy(unicodedata.normalize("NFKC", name)).casefold()


@lru_cache(maxsize=1 << 12)
def product_key(name: str) -> str:
    """Products are the same whatever their case, spaces and punctuation: `GTXPro` is `GTX Pro`."""
    key = name_key(name)
    return _NOT_WORD.sub("", key) or key


def person_keys(name: str, organisation: str | None, email: str | None) -> tuple[str, ...]:
    """The keys a person is found by, the surest first: the address, then name and organisation key together."""
    by_name = f"{name_key(name)}{_PAIR}{organisation or ''}"
    return (name_key(email), by_name) if email else (by_name,)

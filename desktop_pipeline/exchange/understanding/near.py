"""Words that may mean a known name: a suggestion to a person, never taken by itself."""

from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz, process

from desktop_pipeline.domain.names import fold

_NEAR = 82
_SHORTEST = 3
_LONGEST_INITIALS = 3


def find_near(word: str, names: Iterable[str]) -> str | None:
    """The known name that a word resembles most, None where none is near or two are equally near."""
    key = fold(word.strip())
    folded = {fold(name): name for name in names}
    if len(key) < _SHORTEST or key in folded:
        return folded.get(key)
    found = process.extract(key, list(folded), scorer=fuzz.token_sort_ratio, score_cutoff=_NEAR, limit=2)
    if not found or (len(found) > 1 and found[0][1] == found[1][1]):
        return None
    return folded[found[0][0]]


def find_near_person(word: str, names: Mapping[str, str | None]) -> str | None:
    """The person of the team that a word stands for; `names`: each with an e-mail address, if there is one.

    Knows addresses and what stands before their @, initials, and first letters of a name: “n.ferr” is Nadia Ferris.
    """
    key = fold(word.strip())
    local = key.partition("@")[0]
    fitting = [name for name, email in names.items() if _stands_for(key, local, name, email)]
    if len(fitting) == 1:
        return fitting[0]
    return None if fitting else find_near(local.replace(".", " ").replace("_", " "), names)


def _stands_for(key: str, local: str, name: str, email: str | None) -> bool:
    if email and key in {fold(email), fold(email).partition("@")[0]}:
        return True
    parts = fold(name).replace("-", " ").split()
    pieces = local.replace("_", " ").replace(".", " ").replace("-", " ").split()
    if not parts or not pieces:
        return False
    initials = "".join(part[0] for part in parts)
    if local.replace(".", "") == initials and 1 < len(initials) <= _LONGEST_INITIALS:
        return True
    if len(pieces) == 1:
        first, last = parts[0], parts[-1]
        return pieces[0] in {f"{first[0]}{last}", f"{first}{last[0]}", f"{first}{last}", f"{last}{first[0]}"} or (
            len(pieces[0]) >= _SHORTEST and pieces[0] in {first, last}
        )
    return len(pieces) <= len(parts) and (_begin_so(parts, pieces) or _begin_so(parts[::-1], pieces))


def _begin_so(parts: list[str], pieces: list[str]) -> bool:
    return parts[0].startswith(pieces[0]) and parts[-1].startswith(pieces[-1])

"""The keys a person is found by."""

from desktop_pipeline.domain.names import name_key

_PAIR = "\x1f"


def person_keys(name: str, organisation: str | None, email: str | None) -> tuple[str, ...]:
    """The keys a person is found by, the surest first: the address, then name and organisation key together."""
    by_name = f"{name_key(name)}{_PAIR}{organisation or ''}"
    return (name_key(email), by_name) if email else (by_name,)


def main_person_key(name: str, organisation: str | None, email: str | None) -> str:
    """The surest of these keys."""
    return name_key(email) if email else person_keys(name, organisation, email)[0]

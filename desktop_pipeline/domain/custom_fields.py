"""Fields of the owner's own: their kinds, and what a field of each kind can hold."""

from collections.abc import Callable, Collection
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.money import LARGEST_MINOR, Money, check_currency
from desktop_pipeline.domain.names import clean_text, tidy

LONGEST_TEXT = 4_000
LONGEST_LINK = 2_000
_MOST_DIGITS = 15
_UNFIT = "This field cannot hold that."
_WEB = ("http://", "https://")

# What a field holds once it was checked, as JSON can keep it
Kept = str | bool | int | dict[str, int | str] | list[int]


class FieldSubject(StrEnum):
    """What a field is a field of."""

    DEAL = "deal"
    PERSON = "person"
    ORGANISATION = "organisation"


class FieldKind(StrEnum):
    """What a field holds; a choice is the id of a CustomChoice."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    LINK = "link"


def check_value(kind: FieldKind, value: object, choices: Collection[int] = ()) -> Kept | None:
    """The value as it is kept, None for nothing; raises InvalidError for what the kind cannot hold.

    Takes text, Decimal, Money, date, the id or ids of choices, or a truth value; numbers are kept as exact text.
    """
    if value is None or value in ("", []):
        return None
    if kind is FieldKind.YES_NO and isinstance(value, bool):
        return value
    if kind in _CHOSEN:
        return _check_chosen(kind, value, choices)
    for fitting, types, check in _CHECKS:
        if kind is fitting and isinstance(value, types) and not isinstance(value, bool):
            return check(value)
    raise InvalidError(_UNFIT)


def check_link(text: str) -> str | None:
    """A web address with its scheme; raises InvalidError for any other kind of address."""
    link = tidy(text)
    if not link:
        return None
    if "://" not in link and ":" not in link.partition("/")[0]:
        link = f"https://{link}"
    if not link.lower().startswith(_WEB) or " " in link or len(link.partition("://")[2]) == 0:
        message = "Type a web address such as https://example.com."
        raise InvalidError(message)
    if len(link) > LONGEST_LINK:
        message = f"A link can have {LONGEST_LINK} characters at most."
        raise InvalidError(message)
    return link


def read_money(kept: Kept | None) -> Money | None:
    """The money that a field holds."""
    if not isinstance(kept, dict):
        return None
    return Money(int(kept["minor"]), str(kept["currency"]))


def _check_text(value: str) -> str | None:
    text = clean_text(value)
    if len(text) > LONGEST_TEXT:
        message = f"This field can have {LONGEST_TEXT} characters at most; this text has {len(text)}."
        raise InvalidError(message)
    return text or None


def _check_number(value: int | Decimal | str) -> str:
    try:
        number = Decimal(value)
    except InvalidOperation as error:
        message = f"“{str(value)[:40]}” is not a number."
        raise InvalidError(message) from error
    if not number.is_finite():
        message = "This is not a number."
        raise InvalidError(message)
    plain = f"{number:f}"
    if len(plain.replace(".", "").lstrip("-0")) > _MOST_DIGITS:
        message = f"A number can have {_MOST_DIGITS} digits at most."
        raise InvalidError(message)
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _check_money(value: Money) -> dict[str, int | str]:
    if abs(value.minor) > LARGEST_MINOR:
        message = "The amount is too large to keep exactly."
        raise InvalidError(message)
    return {"minor": value.minor, "currency": check_currency(value.currency)}


def _check_chosen(kind: FieldKind, value: object, choices: Collection[int]) -> Kept:
    several = isinstance(value, list | tuple | set | frozenset)
    given = value if isinstance(value, list | tuple | set | frozenset) else [value]
    chosen = [choice for choice in given if type(choice) is int]
    if several is not (kind is FieldKind.CHOICES) or len(chosen) != len(given):
        raise InvalidError(_UNFIT)
    if not set(chosen) <= set(choices):
        message = "Choose one of the field’s own choices."
        raise InvalidError(message)
    return sorted(set(chosen)) if several else chosen[0]


_CHOSEN = frozenset({FieldKind.CHOICE, FieldKind.CHOICES})
_CHECKS: tuple[tuple[FieldKind, type | tuple[type, ...], Callable[[Any], Kept | None]], ...] = (
    (FieldKind.TEXT, str, _check_text),
    (FieldKind.LINK, str, check_link),
    (FieldKind.NUMBER, (int, Decimal, str), _check_number),
    (FieldKind.MONEY, Money, _check_money),
    (FieldKind.DATE, date, date.isoformat),
)

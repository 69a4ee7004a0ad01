"""A forecast as it is kept: what was expected of each month and of each deal on that day (METRICS §13)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.names import clean_text
from desktop_pipeline.domain.stages import ForecastCategory

LONGEST_NOTE = 500
_VERSION = 1


@dataclass(frozen=True, slots=True)
class KeptMonth:
    """One month in minor units, as it was expected; p10, p50 and p90 are None where nothing was simulated.

    `target` and `chance` (of reaching it, a share) are None where none was set.
    """

    first_day: date
    won: int
    commit: int
    best_case: int
    weighted: int
    p10: int | None
    p50: int | None
    p90: int | None
    target: int | None = None
    chance: float | None = None


@dataclass(frozen=True, slots=True)
class KeptDeal:
    """An open deal as it was called: `by_hand` where a person set the category. Its value is in minor units."""

    deal_id: int
    category: ForecastCategory
    by_hand: bool
    expected_close_on: date | None
    value: int | None
    chance: float | None


@dataclass(frozen=True, slots=True)
class KeptForecast:
    """All that is kept; `filters` are the words of what it was narrowed to, empty for the whole company."""

    currency: str
    months: tuple[KeptMonth, ...]
    deals: tuple[KeptDeal, ...]
    filters: tuple[str, ...] = ()


def clean_note(note: str) -> str:
    """The note trimmed; raises InvalidError where it is too long."""
    cleaned = clean_text(note)
    if len(cleaned) > LONGEST_NOTE:
        message = f"A note can have {LONGEST_NOTE} characters at most; this one has {len(cleaned)}."
        raise InvalidError(message)
    return cleaned


def write_forecast(forecast: KeptForecast) -> str:
    """The forecast as the text that is kept."""
    document = {
        "version": _VERSION,
        "currency": forecast.currency,
        "filters": list(forecast.filters),
        "months": [
            {
                "month": month.first_day.isoformat()[:7],
                "won": month.won,
                "commit": month.commit,
                "best_case": month.best_case,
                "weighted": month.weighted,
                "p10": month.p10,
                "p50": month.p50,
                "p90": month.p90,
                "target": month.target,
                "chance": month.chance,
            }
            for month in forecast.months
        ],
        "deals": [
            {
                "id": deal.deal_id,
                "category": deal.category.value,
                "by_hand": deal.by_hand,
                "closes": deal.expected_close_on.isoformat() if deal.expected_close_on else None,
                "value": deal.value,
                "chance": deal.chance,
            }
            for deal in forecast.deals
        ],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def read_forecast(text: str) -> KeptForecast | None:
    """The forecast that a text holds; None where it is not one, or one of a newer program."""
    try:
        document = json.loads(text)
        if not isinstance(document, dict) or document.get("version") != _VERSION:
            return None
        return KeptForecast(
            str(document["currency"]),
            tuple(_read_month(month) for month in document["months"]),
            tuple(_read_deal(deal) for deal in document["deals"]),
            tuple(str(word) for word in document["filters"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _read_month(month: Mapping[str, object]) -> KeptMonth:
    return KeptMonth(
        date.fromisoformat(f"{month['month']}-01"),
        _whole(month["won"]),
        _whole(month["commit"]),
        _whole(month["best_case"]),
        _whole(month["weighted"]),
        _whole_or_none(month["p10"]),
        _whole_or_none(month["p50"]),
        _whole_or_none(month["p90"]),
        _whole_or_none(month["target"]),
        _share(month["chance"]),
    )


def _read_deal(deal: Mapping[str, object]) -> KeptDeal:
    closes = deal["closes"]
    return KeptDeal(
        _whole(deal["id"]),
        ForecastCategory(str(deal["category"])),
        bool(deal["by_hand"]),
        None if closes is None else date.fromisoformat(str(closes)),
        _whole_or_none(deal["value"]),
        _share(deal["chance"]),
    )


def _whole(number: object) -> int:
    if not isinstance(number, int):
        raise TypeError
    return number


def _whole_or_none(number: object) -> int | None:
    return None if number is None else _whole(number)


def _share(number: object) -> float | None:
    if number is None:
        return None
    if not isinstance(number, int | float):
        raise TypeError
    return float(number)

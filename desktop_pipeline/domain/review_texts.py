"""A review's rules, figures, reasons and acts as the texts that are kept of them, and back again.

What cannot be read, out of a file of a newer program say, is as if it were not there: the review itself stays.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from desktop_pipeline.domain.reviews import Act, Cause, ClosedLine, MovedLine, Opening, Rules, Standing, WhyLine

_NOTHING = Standing(0, 0, 0, 0)


def write_rules(rules: Rules) -> str:
    """Rules as they are kept."""
    causes = [cause.value for cause in Cause if cause in rules.causes]
    return _write({"causes": causes, "biggest": rules.biggest})


def read_rules(text: str) -> Rules:
    """The rules that a text holds; the usual ones where it is none."""
    found = _read(text)
    named = [cause for cause in Cause if cause.value in _list(found.get("causes"))]
    return Rules(frozenset(named or Cause), _whole(found.get("biggest")) or Rules().biggest)


def write_standing(standing: Standing) -> str:
    """The open deals as they are kept."""
    return _write(_standing(standing))


def read_standing(text: str | None) -> Standing | None:
    """The open deals that a text holds; None where it is none."""
    found = _read(text or "")
    return _to_standing(found) if found else None


def write_opening(opening: Opening) -> str:
    """The figures that a review begins with, as they are kept."""
    return _write(
        {
            "currency": opening.currency,
            "standing": _standing(opening.standing),
            "moved": [{"bar": line.bar, "value": line.value, "deals": line.deals} for line in opening.moved],
            "won": [_closed(line) for line in opening.won],
            "lost": [_closed(line) for line in opening.lost],
        }
    )


def read_opening(text: str) -> Opening:
    """The figures that a text holds."""
    found = _read(text)
    return Opening(
        str(found.get("currency") or ""),
        _to_standing(_mapping(found.get("standing"))),
        tuple(
            MovedLine(str(line.get("bar")), _whole(line.get("value")) or 0, _whole(line.get("deals")) or 0)
            for line in _mappings(found.get("moved"))
        ),
        tuple(_to_closed(line) for line in _mappings(found.get("won"))),
        tuple(_to_closed(line) for line in _mappings(found.get("lost"))),
    )


def write_why(why: Sequence[WhyLine]) -> str:
    """Why a deal is in a review, as it is kept."""
    lines = [
        {
            "cause": line.cause.value,
            "days": line.days,
            "usual": line.usual,
            "count": line.count,
            "day": _day(line.day),
            "was": _day(line.was),
            "times": line.times,
        }
        for line in why
    ]
    return _write([{name: value for name, value in line.items() if value is not None} for line in lines])


def read_why(text: str) -> tuple[WhyLine, ...]:
    """The reasons that a text holds, but for those of causes that are not known."""
    known = {cause.value: cause for cause in Cause}
    return tuple(
        WhyLine(
            known[str(line["cause"])],
            _whole(line.get("days")),
            _whole(line.get("usual")),
            _whole(line.get("count")),
            _to_day(line.get("day")),
            _to_day(line.get("was")),
            _number(line.get("times")),
        )
        for line in _mappings(_load(text))
        if str(line.get("cause")) in known
    )


def write_act(act: Act) -> str:
    """What a decision did, as it is kept."""
    told = {"id": act.row_id, "kind": act.kind, "name": act.name, "text": act.text, "day": _day(act.day)}
    return _write({name: value for name, value in told.items() if value})


def read_act(text: str) -> Act:
    """What a decision did, out of its text."""
    found = _read(text)
    return Act(
        _whole(found.get("id")),
        str(found.get("kind") or ""),
        str(found.get("name") or ""),
        str(found.get("text") or ""),
        _to_day(found.get("day")),
    )


def reword_act(text: str, reword: Callable[[str], str]) -> str:
    """The text of an act with its words worded anew; one that is no such text is reworded as it is."""
    found = _load(text)
    if not isinstance(found, dict):
        return reword(text)
    reworded = {
        name: reword(value) if name in _SAID and isinstance(value, str) else value for name, value in found.items()
    }
    return text if reworded == found else _write(reworded)


# What of an act is said by somebody.
_SAID = frozenset(("name", "text"))


def _standing(standing: Standing) -> dict[str, int]:
    return {
        "deals": standing.deals,
        "value": standing.value,
        "weighted": standing.weighted,
        "with_step": standing.with_step,
    }


def _to_standing(found: Mapping[str, object]) -> Standing:
    if not found:
        return _NOTHING
    return Standing(*(_whole(found.get(name)) or 0 for name in ("deals", "value", "weighted", "with_step")))


def _closed(line: ClosedLine) -> dict[str, object]:
    return {"id": line.deal_id, "value": line.value, "on": _day(line.closed_on)}


def _to_closed(line: Mapping[str, object]) -> ClosedLine:
    return ClosedLine(_whole(line.get("id")) or 0, _whole(line.get("value")), _to_day(line.get("on")))


def _write(told: object) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _load(text: str) -> object:
    try:
        found: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found


def _read(text: str) -> Mapping[str, object]:
    return _mapping(_load(text))


def _mapping(found: object) -> Mapping[str, object]:
    return found if isinstance(found, dict) else {}


def _list(found: object) -> list[object]:
    return found if isinstance(found, list) else []


def _mappings(found: object) -> list[Mapping[str, object]]:
    return [one for one in _list(found) if isinstance(one, dict)]


def _whole(found: object) -> int | None:
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def _number(found: object) -> float | None:
    return float(found) if isinstance(found, int | float) and not isinstance(found, bool) else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _to_day(found: object) -> date | None:
    try:
        return date.fromisoformat(str(found)) if found else None
    except ValueError:
        return None

"""The deals that a person asks for in words such as owner=Anna or closing=2026-06."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from desktop_pipeline.actions.exporting.export import Choice
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.names import brief, name_key
from desktop_pipeline.domain.periods import add_months
from desktop_pipeline.queries.activities import read_kinds
from desktop_pipeline.queries.deal_question import DealQuestion
from desktop_pipeline.queries.export_ids import find_deals
from desktop_pipeline.queries.id_sets import NONE, is_none
from desktop_pipeline.queries.narrowing import narrow
from desktop_pipeline.storage.workspace import View

NAMES = ("status", "owner", "stage", "pipeline", "source", "product", "label", "text", "closing")
_TABLES: Mapping[str, str] = {name: name for name in ("owner", "stage", "pipeline", "source", "product", "label")}
_MAY_LACK = frozenset(("owner", "source", "product", "label"))
_ANY = "all"
_MONTH = 7  # as in 2026-06


def read_filter(view: View, told: Sequence[tuple[str, str]]) -> Choice:
    """The choice that pairs of a name and a value make; raises InvalidError for one that is not known."""
    if not told:
        return Choice()
    question = read_question(view, told)
    words = "; ".join(f"{name} {' or '.join(values)}" for name, values in group_pairs(told, NAMES).items())
    narrowed = narrow(question)
    return Choice(
        lambda there: find_deals(there, question, today=there.today()),
        words=words,
        selection=narrowed.selection,
        is_wider=narrowed.is_wider,
    )


def group_pairs(told: Sequence[tuple[str, str]], known: Sequence[str]) -> dict[str, list[str]]:
    """The values by their names; raises InvalidError for a name that is not known."""
    by_name: dict[str, list[str]] = {}
    for name, value in told:
        if name not in known:
            message = f"“{brief(name)}” is nothing to filter by. There are: {', '.join(known)}."
            raise InvalidError(message)
        by_name.setdefault(name, []).append(value)
    return by_name


def read_question(view: View, told: Sequence[tuple[str, str]]) -> DealQuestion:
    """The deals that pairs of a name and a value ask for: of one name any value fits, all names must.

    Raises InvalidError for a name or a value that is not known.
    """
    by_name = group_pairs(told, NAMES)
    first, last = _read_closing(by_name.get("closing", []))
    return DealQuestion(
        status=_read_status(by_name.get("status", [])),
        pipeline_id=_only(view, by_name.get("pipeline", [])),
        owner_ids=_find(view, "owner", by_name),
        stage_ids=_find(view, "stage", by_name),
        source_ids=_find(view, "source", by_name),
        product_ids=_find(view, "product", by_name),
        label_ids=_find(view, "label", by_name),
        text=" ".join(by_name.get("text", [])),
        closes_from=first,
        closes_to=last,
    )


def _read_status(values: Sequence[str]) -> DealStatus | None:
    wanted = {value.casefold() for value in values}
    if not wanted or wanted == {_ANY}:
        return None
    if len(wanted) > 1 or next(iter(wanted)) not in set(DealStatus):
        message = "A status is one of open, won, lost and all."
        raise InvalidError(message)
    return DealStatus(next(iter(wanted)))


def _only(view: View, values: Sequence[str]) -> int | None:
    if not values:
        return None
    if len(values) > 1:
        message = "Name one pipeline, or none for all of them."
        raise InvalidError(message)
    return min(look_up(view, "pipeline", values[0]))


def _find(view: View, name: str, by_name: Mapping[str, Sequence[str]]) -> frozenset[int]:
    return find_ids(view, name, by_name.get(name, ()))


def find_ids(view: View, name: str, values: Sequence[str]) -> frozenset[int]:
    """The rows of these names; “none” stands for what has none where nothing is called so. Raises InvalidError."""
    return frozenset(row_id for value in values for row_id in _look_up_or_none(view, name, value))


def _look_up_or_none(view: View, name: str, value: str) -> list[int]:
    try:
        return look_up(view, name, value)
    except InvalidError:
        if name not in _MAY_LACK or not is_none(value):
            raise
        return [NONE]


def look_up(view: View, name: str, value: str) -> list[int]:
    """Every row of that name: stages of several pipelines may share one. Raises InvalidError for none."""
    # The table is one of our own names.
    rows = view.rows(f"select id, name from {_TABLES[name]} order by id")  # noqa: S608
    found = [row_id for row_id, named in rows if name_key(named) == name_key(value)]
    if not found:
        there = ", ".join(dict.fromkeys(brief(named) for _row_id, named in rows[:12]))
        message = f"There is no {name} “{brief(value)}”. There are: {there or 'none'}."
        raise InvalidError(message)
    return found


def find_kind(view: View, name: str) -> str:
    """The key of the kind of activities that goes by that key or name; raises InvalidError for none."""
    return find_word("kind", name, {said: kind.key for kind in read_kinds(view) for said in (kind.name, kind.key)})


def find_word(what: str, name: str, known: Mapping[str, str]) -> str:
    """What goes by that name, whatever its case; raises InvalidError for nothing."""
    for called, found in known.items():
        if name_key(called) == name_key(name):
            return found
    said: dict[str, str] = {}
    for called, found in known.items():
        said.setdefault(found, brief(called))
    there = ", ".join(list(said.values())[:12])
    message = f"There is no {what} “{brief(name)}”. There are: {there or 'none'}."
    raise InvalidError(message)


def _read_closing(values: Sequence[str]) -> tuple[date | None, date | None]:
    """First and last day of `2026-06`, `2026-06-11`, `2026-06-01..2026-06-30`; either end may be left out."""
    if not values:
        return None, None
    if len(values) > 1:
        message = "Give one span of closing days."
        raise InvalidError(message)
    start, dots, end = values[0].strip().partition("..")
    if not dots:
        first, last = _read_span(start)
        return first, last
    opening = _read_span(start)[0] if start.strip() else None
    closing = _read_span(end)[1] if end.strip() else None
    if opening is not None and closing is not None and closing < opening:
        message = f"“{brief(values[0])}” ends before it begins. Give its days in their order."
        raise InvalidError(message)
    return opening, closing


def _read_span(text: str) -> tuple[date, date]:
    parse: Callable[[str], date] = date.fromisoformat
    try:
        if len(text.strip()) == _MONTH:
            first = parse(f"{text.strip()}-01")
            return first, add_months(first, 1) - timedelta(days=1)
        return parse(text.strip()), parse(text.strip())
    except ValueError:
        message = f"“{brief(text)}” is not a day or a month; write it like 2026-06-11 or 2026-06."
        raise InvalidError(message) from None

"""Hostile values of every type that an action takes, found by the names and types of its parameters."""

import inspect
import pkgutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from importlib import import_module
from types import NoneType, UnionType
from typing import Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

import desktop_pipeline.actions as actions_package
from desktop_pipeline.actions.bulk import BulkEdit
from desktop_pipeline.actions.contact_rows import ORGANISATION, PERSON, Kind
from desktop_pipeline.actions.edits import DealEdit
from desktop_pipeline.domain.money import Money
from desktop_pipeline.storage.workspace import Workspace
from tests.reliability.canary_company import CANARY, TURNED

Value = st.SearchStrategy[object]
Action = Callable[..., object]

TEXTS = (
    *("", " ", "\n\t", "\0", "a\0b", "\x1b[31mred", "\ufeff", "\u200b", "\ud800", "a\udfffb"),
    *(CANARY, TURNED, "🦜" * 50, "e\u0301" * 30, "İ", "ß", "ﬁ"),
    *("x" * 60, "x" * 61, "x" * 200, "x" * 501, "x" * 10_000, "🦜" * 10_000, "<b>" * 5_000),
    *("'; drop table deal; --", '" or 1=1', "%", "_%", "\\", "null", "None", "NaN", "Infinity", "1e400"),
    *("{{7*7}}", "{0}", "{title}", "%s", "%n", "${x}", "{", "}"),
    *("=1+1", "+1", "-1", "@x", "javascript:alert(1)", "file:///etc/passwd", "http://", "https://x\ny", "mailto:a@b"),
    *("../../x", "C:\\x", "con", ".", "2026-13-45", "call", "tick", "field", "custom:1", "custom:x", "decides"),
    *("EUR", "USD", "JPY", "CLF", "eur", "EURO", "ÄÖÜ", "UTC", "Europe/Berlin", "simple", "Ann", "Ben", "a@b.example"),
)
IDS = (1, 2, 3, 4, 5, 10, 11, 27, 0, -1, 999, 2**31, 2**63 - 1, 2**63, -(2**63) - 1, 10**30)
NUMBERS = (0, 1, 2, 5, 12, 13, 30, -1, 365, 10**6, 10**9, 10**12, 10**16, 10**16 + 1, 2**63, -(2**63) - 1, 10**40)
FLOATS = (0.0, 0.5, 1.0, -0.0, 1e-300, 1.0000001, -1.0, 50.0, 1e308, float("nan"), float("inf"), float("-inf"))
DECIMALS = ("0", "1", "-1", "0.5", "0.0001", "99.999", "100", "1E+999999", "1E-999999", "NaN", "sNaN", "Infinity")
DAYS = (
    *(date.min, date(1, 12, 31), date(1899, 12, 31), date(1900, 1, 1), date(1970, 1, 1), date(2024, 2, 29)),
    *(date(2026, 1, 5), date(2026, 1, 6), date(2100, 1, 1), date(9999, 12, 30), date.max),
)
# Around the clock of the tests more often than anywhere else: an act in the past of a deal is refused early.
MOMENTS = (
    *(datetime(2026, 1, 5, hour, tzinfo=UTC) for hour in (23, 23, 23, 9)),
    *(datetime(day.year, day.month, day.day, 12, tzinfo=UTC) for day in DAYS),
    datetime.min.replace(tzinfo=UTC),
    datetime.max.replace(tzinfo=UTC),
)
_PLAIN: dict[object, Value] = {
    str: st.sampled_from(TEXTS) | st.text(max_size=80),
    int: st.sampled_from(NUMBERS) | st.integers(),
    float: st.sampled_from(FLOATS) | st.floats(),
    bool: st.booleans(),
    bytes: st.sampled_from((b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"\x89PNG\r\n\x1a\n" + bytes(1 << 20))) | st.binary(),
    NoneType: st.none(),
    date: st.sampled_from(DAYS) | st.dates(),
    datetime: st.sampled_from(MOMENTS),
    Decimal: st.sampled_from(DECIMALS).map(Decimal) | st.decimals(),
    Kind: st.sampled_from((PERSON, ORGANISATION)),
}
# One that is there more often than not: a refusal of the id would hide what the other arguments do.
_ID = st.sampled_from((1, 1, 2)) | st.sampled_from(IDS) | st.integers(min_value=1, max_value=30)
_NAMES_OF_IDS = ("_id", "ids", "after", "_to", "back")


def list_actions() -> Iterator[tuple[str, Action]]:
    """Every public function of `actions` that changes an open workspace, by its name; not what takes files."""
    for found in pkgutil.iter_modules(actions_package.__path__):
        module = import_module(f"{actions_package.__name__}.{found.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if name.startswith("_") or function.__module__ != module.__name__:
                continue
            parameters = list(inspect.signature(function).parameters.values())
            if parameters and get_type_hints(function).get(parameters[0].name) is Workspace:
                yield f"{found.name}.{name}", function


def arguments_of(function: Action) -> st.SearchStrategy[dict[str, object]]:
    """Arguments of the right types and of any value for everything but the workspace."""
    hints = get_type_hints(function)
    needed: dict[str, Value] = {}
    optional: dict[str, Value] = {}
    for parameter in list(inspect.signature(function).parameters.values())[1:]:
        hint = hints[parameter.name]
        if parameter.kind is parameter.VAR_KEYWORD:
            (fields,) = get_args(hint)
            optional |= {name: value_of(name, each) for name, each in get_type_hints(fields).items()}
        elif parameter.default is parameter.empty:
            needed[parameter.name] = value_of(parameter.name, hint)
        else:
            optional[parameter.name] = value_of(parameter.name, hint)
    return st.fixed_dictionaries(needed, optional=optional)


def value_of(name: str, hint: object) -> Value:  # noqa: PLR0911 - one for each kind of type
    """Values of a type, ids where the name says so."""
    origin, inner = get_origin(hint), get_args(hint)
    if hint is int and name.endswith(_NAMES_OF_IDS):
        return _ID
    if hint in _PLAIN:
        return _PLAIN[hint]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(list(hint))
    if origin in (UnionType, Union):
        return st.one_of([value_of(name, each) for each in inner])
    if origin is Mapping and inner[0] is str:
        return st.dictionaries(_PLAIN[str], _anything(), max_size=4)
    if origin is Mapping:
        return st.dictionaries(value_of("_id", inner[0]), value_of("_id", inner[1]), max_size=4)
    if origin in (Sequence, Iterable, Collection, list):
        return st.lists(value_of(name, inner[0]), max_size=5)
    if origin is frozenset:
        return st.frozensets(value_of(name, inner[0]), max_size=5)
    if origin is tuple:
        return st.lists(value_of(name, inner[0]), max_size=5).map(tuple)
    return _made(hint)


def _made(hint: object) -> Value:
    if hint is Money:
        currency = st.sampled_from(("EUR", "USD", "JPY", "CLF")) | _PLAIN[str]
        return st.builds(Money, _PLAIN[int], currency)
    if hint is BulkEdit:
        fields = st.fixed_dictionaries({}, optional={n: value_of(n, h) for n, h in get_type_hints(DealEdit).items()})
        others = {n: value_of(n, h) for n, h in get_type_hints(BulkEdit).items() if n != "fields"}
        return st.builds(BulkEdit, fields=fields, **others)
    if isinstance(hint, type) and (is_dataclass(hint) or issubclass(hint, tuple)):
        return st.builds(hint, **{each: value_of(each, told) for each, told in get_type_hints(hint).items()})
    if hint is object:
        return st.one_of([_anything(), _made(Money), *(_PLAIN[each] for each in (Decimal, date)), st.lists(_ID)])
    message = f"no hostile values for {hint}"
    raise LookupError(message)


def _anything() -> Value:
    plain = st.one_of([_PLAIN[each] for each in (str, int, float, bool, NoneType)])
    return st.recursive(plain, _nest, max_leaves=6)


def _nest(inner: Value) -> Value:
    return st.lists(inner, max_size=3) | st.dictionaries(_PLAIN[str], inner, max_size=3)

"""What the measuring process tells of a file."""

from collections.abc import Callable
from typing import TypedDict


class Told(TypedDict, total=False):
    """What came of a file: a sentence, or its tables; seconds and MB."""

    sentence: str
    kind: str
    encoding: str | None
    separator: str | None
    sheets: list[list[str | int | bool | None]]
    tables: list["ToldTable"]
    seconds: float
    own: float
    reader: float


class ToldTable(TypedDict):
    """A table with its first rows, each its number and its cells as they are shown."""

    sheet: str | None
    top: int
    left: int
    headers: list[str]
    count: int
    rows: list[list[int | str]]
    passed: list[tuple[int, str, str]]


Read = Callable[[str], Told]

"""What a benchmark found, as a table for people and as JSON for comparisons."""

import json
import platform
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Result:
    """One row: what was measured, the limit measured in the same run, and the most it may be of it.

    Without a limit the target is absolute, in the unit of the measure.
    """

    name: str
    measured: float
    target: float
    limit: float | None = None
    unit: str = "ms"

    @property
    def ratio(self) -> float | None:
        """Measured over limit."""
        return None if self.limit is None else self.measured / self.limit

    @property
    def is_met(self) -> bool:
        """Whether the target holds."""
        return (self.measured if self.ratio is None else self.ratio) <= self.target


@dataclass(frozen=True, slots=True)
class Findings:
    """The rows of one benchmark, also as they become known, and what else is to be known about them."""

    results: Iterable[Result]
    remarks: tuple[str, ...] = ()


_NAME, _CELL = 44, 10
_HEADINGS = ("name", "measured", "limit", "ratio", "target", "met?")


def format_table(results: Sequence[Result]) -> str:
    """All rows below their headings, in columns."""
    rows = [_HEADINGS, *map(_to_row, results)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        first, *others = (
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        lines.append("  ".join([first, *others]).rstrip())
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def format_row(result: Result) -> str:
    """One row by itself, while others are still being measured."""
    name, *cells = _to_row(result)
    return "  ".join([name.ljust(_NAME), *(cell.rjust(_CELL) for cell in cells)])


def write_json(results: Sequence[Result], folder: Path, at: datetime) -> Path:
    """Keeps the rows in a new file of the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{at:%Y%m%d-%H%M%S}.json"
    rows = [{**asdict(result), "ratio": result.ratio, "met": result.is_met} for result in results]
    document = {"at": at.isoformat(), "python": platform.python_version(), "system": platform.system(), "rows": rows}
    path.write_text(json.dumps(document, indent=1), encoding="utf-8")
    return path


def _to_row(result: Result) -> tuple[str, ...]:
    return (
        result.name,
        f"{result.measured:.2f} {result.unit}",
        "–" if result.limit is None else f"{result.limit:.2f} {result.unit}",
        "–" if result.ratio is None else f"{result.ratio:.2f} ×",
        f"≤ {result.target:g} {'×' if result.limit is not None else result.unit}",
        "yes" if result.is_met else "NO",
    )

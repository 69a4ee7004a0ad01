"""What the window, the command line, a workbook and a report tell of one question, in a form that can be compared."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from pypdf import PdfReader

from desktop_pipeline.domain.money import to_minor
from desktop_pipeline.reports.tables.sheets import Sheet
from desktop_pipeline.ui.formats import Formats
from tests.program import run_program

AHEAD = 6
Number = int | float | None
# Reached, moved on, lost there, undecided, and the share that moved on.
Step = tuple[int, int, int, int, Number]
# Deals and value.
Pair = tuple[int, Number]


@dataclass(frozen=True)
class Tables:
    """The figures behind the pictures; money in minor units, months by their first day."""

    steps: Mapping[str, Step]
    reasons: Mapping[str, Pair]
    won: Mapping[date, Pair]
    # Six months from the running one on: won, committed, best case, weighted, P10, P50, P90.
    forecast: Mapping[date, tuple[Number, ...]]


@dataclass(frozen=True)
class Headline:
    """The figures of the tiles, as far as a workbook tells them too."""

    active: int
    value: Number
    weighted: Number
    rate: Number
    closed: int
    won: int
    average: Number
    cycle: Number
    velocity: Number


@dataclass(frozen=True)
class Told:
    """All that was told."""

    headline: Headline
    tables: Tables


def read_command(workspace: Path, *options: str) -> tuple[Told, dict[str, Any]]:
    """`metrics --json`, and the document itself."""
    ran = run_program("metrics", workspace, "--json", *options)
    assert (ran.code, ran.errors) == (0, "")
    document = json.loads(ran.output)
    headline = Headline(
        active=document["active"]["deals"],
        value=_minor(document["active"]["value"]),
        weighted=_minor(document["active"]["weighted"]),
        rate=_rounded(document["win_rate"]["value"]),
        closed=document["win_rate"]["n"],
        won=document["won"]["deals"],
        average=_minor(document["deal_size"]["mean"]),
        cycle=document["cycle"]["won"]["median"],
        velocity=_minor(document["velocity"]["per_day"]),
    )
    tables = Tables(
        steps={
            step["stage"]: (
                step["reached"],
                step["advanced"],
                step["dropped"],
                step["undecided"],
                _borne(step["resolved"]["value"], step["resolved"]["n"]),
            )
            for step in document["stages"]
        },
        reasons={name: (told["deals"], _minor(told["value"])) for name, told in document["lost_reasons"].items()},
        won=_without_empty(
            {
                date.fromisoformat(f"{name}-01"): (told["deals"], _minor(told["value"]))
                for name, told in document["won"]["by_month"].items()
            }
        ),
        forecast={
            date.fromisoformat(f"{month['month']}-01"): (
                *(_minor(month[key]) for key in ("won", "commit", "best_case", "weighted")),
                *(_minor(month["with_new_business"][key]) for key in ("p10", "p50", "p90")),
            )
            for month in document["forecast"]["months"][:AHEAD]
        },
    )
    return Told(headline, tables), document


def read_tables(tables: Mapping[str, Sequence[Mapping[str, Any]]], running: str) -> Tables:
    """Rows by their heads, of the panels about stops, reasons, won months and months ahead; money in minor units."""
    first = [row["Month"] for row in tables["months"]].index(running)
    heads = ("Won", "Committed", "Best case", "All due, weighted", "1 in 10 below", "Middle", "1 in 10 above")
    return Tables(
        steps={
            row["Stage"]: (
                row["Reached"],
                row["Moved on"],
                row["Lost there"],
                row["Undecided"],
                _rounded(row["Move on"]),
            )
            for row in tables["stops"]
        },
        reasons={row["Reason"]: (row["Deals"], row["Value"]) for row in tables["reasons"]},
        won=_without_empty(
            {
                _first_day(row["Month"]): (row["Won deals"], row["Won value"])
                for row in tables["won"]
                if row["Won deals"] is not None
            }
        ),
        forecast={_first_day(row["Month"]): tuple(row[head] for head in heads) for row in tables["months"][first:]},
    )


def rows_of(sheet: Sheet) -> list[dict[str, Any]]:
    """The rows of a panel's own table."""
    heads = [column.head for column in sheet.columns]
    return [dict(zip(heads, row.cells, strict=True)) for row in sheet.rows]


def read_written(path: Path, sheet: str, *, counts: Collection[str] = ()) -> list[dict[str, Any]]:
    """The rows of a table that a panel wrote into a workbook, money in minor units; `counts` are no sums here."""
    heads, *rows = load_workbook(path)[sheet].iter_rows(values_only=True)
    return [_to_minor(dict(zip(map(str, heads), row, strict=True)), counts) for row in rows]


def read_summary(path: Path) -> tuple[Headline, dict[str, list[dict[str, Any]]]]:
    """The first sheet of an exported workbook: its figures, and its tables by title."""
    cells = [
        [cell for cell in row if cell is not None] for row in load_workbook(path)["Summary"].iter_rows(values_only=True)
    ]
    figures = {str(row[0]): row[1] for row in cells if len(row) == 2}
    headline = Headline(
        active=figures["Active deals"],
        value=_from_major(figures["Pipeline value"]),
        weighted=_from_major(figures["Weighted value"]),
        rate=_rounded(figures["Win rate"]),
        closed=figures["Won and lost deals"],
        won=figures["Won deals"],
        average=_from_major(figures["Average deal, mean"]),
        cycle=figures["Cycle length, median days"],
        velocity=_from_major(figures["Pipeline velocity, a day"]),
    )
    return headline, _find_tables(path)


def _find_tables(path: Path) -> dict[str, list[dict[str, Any]]]:
    """A title alone, then heads, then rows down to an empty one."""
    rows = [list(row) for row in load_workbook(path)["Summary"].iter_rows(values_only=True)]
    tables: dict[str, list[dict[str, Any]]] = {}
    for place, row in enumerate(rows[:-2]):
        heads = [head for head in rows[place + 1] if head is not None]
        if [cell for cell in row if cell is not None] != row[:1] or len(heads) < 3:
            continue
        body = tables[str(row[0])] = []
        for told in rows[place + 2 :]:
            if told[0] is None:
                break
            body.append(_to_minor(dict(zip(map(str, heads), told, strict=False))))
    return tables


def read_paper(path: Path) -> str:
    """The text of a report, distances and line ends made one space each."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


def say_tiles(told: Headline, currency: str, formats: Formats) -> list[str]:
    """The first seven tiles as screen and paper say these numbers."""

    def money(amount: Number) -> int:
        assert isinstance(amount, int)
        return amount

    def average(amount: Number) -> str:
        # Below a thousand a hundred would be too coarse.
        say = formats.rounded_money if money(amount) >= 1_000_00 else formats.whole_money
        return say(money(amount), currency)

    assert told.cycle is not None
    assert told.rate is not None
    return [
        formats.number(told.active),
        formats.whole_money(money(told.value), currency),
        formats.rounded_money(money(told.weighted), currency),
        formats.percent(told.rate),
        average(told.average),
        f"{formats.number(round(told.cycle))} days",
        average(told.velocity),
    ]


def say_rows(told: Tables, currency: str, formats: Formats) -> list[str]:
    """Rows of the tables as a report has them; what stands between a reason and its deals is left to it."""

    def money(amount: Number) -> str:
        return "–" if amount is None else formats.whole_money(round(amount), currency)

    def counts(step: Step) -> str:
        return f"{step[1]} of {step[1] + step[2]}" if step[1] + step[2] else "–"

    rows = [
        " ".join((name, *map(formats.number, step[:4]), counts(step) if step[4] is None else formats.percent(step[4])))
        for name, step in told.steps.items()
    ]
    rows += [
        f"{formats.month(first)} {first.year} {formats.number(deals)} {money(value)}"
        for first, (deals, value) in told.won.items()
    ]
    for first, (won, commit, best, weighted, *band) in told.forecast.items():
        shares = [formats.short_money(round(amount), currency) for amount in band if amount is not None]
        due = "–" if weighted is None else formats.rounded_money(round(weighted), currency)
        month = f"{formats.month(first)} {first.year}"
        rows.append(" ".join((month, money(won), money(commit), money(best), due, *shares)))
    return [" ".join(row.split()) for row in rows]


def _minor(major: str | None) -> int | None:
    return None if major is None else to_minor(Decimal(major), "EUR")


def _from_major(value: object) -> int | None:
    return round(value * 100) if isinstance(value, int | float) else None


def _borne(value: float | None, n: int) -> float | None:
    """A sheet holds no share of fewer than five (METRICS §0)."""
    return _rounded(value) if n >= 5 else None


def _rounded(share: object) -> float | None:
    """A workbook holds sixteen digits of a number."""
    return round(share, 12) if isinstance(share, int | float) else None


def _without_empty(months: Mapping[date, Pair]) -> dict[date, Pair]:
    """A picture begins with the first month in which a deal was closed."""
    return {first: pair for first, pair in months.items() if pair[0]}


def _first_day(month: object) -> date:
    if isinstance(month, str):
        return datetime.strptime(month, "%B %Y").date()  # noqa: DTZ007 - a month has no zone
    assert isinstance(month, date)
    return month.date() if isinstance(month, datetime) else month


_MONEY = frozenset(
    (
        "Value",
        "Won value",
        "Won",
        "Committed",
        "Best case",
        "All due, weighted",
        "1 in 10 below",
        "Middle",
        "1 in 10 above",
    )
)


def _to_minor(row: dict[str, Any], counts: Collection[str] = ()) -> dict[str, Any]:
    return {head: _from_major(value) if head in _MONEY.difference(counts) else value for head, value in row.items()}

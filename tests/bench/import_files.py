"""Workbooks of deals as owners bring them, of any length, made once and kept in the system's folder for such files."""

import hashlib
import os
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from tests.bench.companies import cache_folder

HEADERS = (
    "Deal ID",
    "Deal name",
    "Account name",
    "Contact name",
    "Email",
    "Phone",
    "Owner",
    "Stage",
    "Amount",
    "Currency",
    "Create date",
    "Close date",
    "Lead source",
    "Probability",
    "Lost reason",
)
_OPEN_STAGES = ("New", "Talking", "Proposal", "Negotiation")
_OWNERS = tuple(f"{first} {last}" for first in ("Ann", "Ben", "Cay", "Dan", "Eva") for last in ("Roth", "Maas", "Lind"))
_SOURCES = ("Web", "Referral", "Fair", "Phone", "Partner")
_REASONS = ("Price", "No answer", "Competitor", "No budget")
_FIRST_DAY = date(2023, 1, 2)
_DAYS = 1000
_DEALS_A_COMPANY = 8
Cell = str | int | float | date | None


def find_workbook(rows: int) -> Path:
    """A workbook with that many deals of 15 columns; only to be read."""
    digest = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:12]
    path = cache_folder() / f"deals-{rows}-{digest}.xlsx"
    if not path.exists():
        unfinished = path.with_name(f"{os.getpid()}-{path.name}")
        _write(unfinished, rows)
        unfinished.rename(path)
    return path


def _write(path: Path, rows: int) -> None:
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Deals")
    sheet.append(HEADERS)
    for deal in list_deals(rows):
        cells: list[object] = list(deal)
        for place, value in enumerate(deal):
            if isinstance(value, date):
                cell = WriteOnlyCell(sheet, value)
                cell.number_format = "yyyy-mm-dd"
                cells[place] = cell
        sheet.append(cells)
    workbook.save(path)


def list_deals(rows: int) -> Iterator[tuple[Cell, ...]]:
    """The deals themselves, the same ones each time."""
    chance = random.Random(rows)
    for number in range(1, rows + 1):
        company = chance.randrange(max(1, rows // _DEALS_A_COMPANY))
        contact = chance.randrange(3)
        created = _FIRST_DAY + timedelta(days=chance.randrange(_DAYS))
        closing = created + timedelta(days=chance.randrange(5, 120))
        outcome = chance.random()
        stage = "Won" if outcome < 0.3 else "Lost" if outcome < 0.6 else chance.choice(_OPEN_STAGES)
        yield (
            f"D-{number:07}",
            f"{chance.choice(('Table', 'Chair', 'Shelf', 'Desk'))} order {number}",
            f"Company {company} Ltd",
            f"Contact {contact} of {company}",
            f"contact{contact}@company{company}.example",
            f"+49 30 {company:06} {contact}",
            chance.choice(_OWNERS),
            stage,
            round(chance.lognormvariate(8, 1), 2),
            "EUR",
            created,
            closing,
            chance.choice(_SOURCES),
            chance.randrange(5, 96) / 100 if stage in _OPEN_STAGES else None,
            chance.choice(_REASONS) if stage == "Lost" else None,
        )

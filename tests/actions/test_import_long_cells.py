"""Cells as long as a spreadsheet can hold: no pattern goes through their whole length from each of their letters."""

import csv
import time
from pathlib import Path

import pytest

from desktop_pipeline.actions.importing.study import Study
from desktop_pipeline.domain.contacts import site_domain
from desktop_pipeline.exchange.options import ImportOptions
from tests.workspaces import Desk

# What a file of any kind may take.
_SECONDS = 10
_LENGTH = 32_000
_HEADERS = (
    *("Deal name", "Company", "Contact", "E-mail", "Phone", "Website", "Amount", "Close date", "Stage", "Owner"),
    *("Source", "Product", "Probability", "Tags", "Notes", "Next activity", "Company (contact)", "Address", "Role"),
)


@pytest.mark.parametrize("filling", ["a", "a.", " ", "\u00a0", "\t", "1", "é", "a@", "\n ", ", "])
def test_cells_as_long_as_they_can_be_are_read_in_time(desk: Desk, tmp_path: Path, filling: str) -> None:
    filled = (filling * _LENGTH)[:_LENGTH]
    sheet = tmp_path / "deals.csv"
    with sheet.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(_HEADERS)
        rows.writerows([f"{begin}{filled}!" for _header in _HEADERS] for begin in ("x", "5.1.2026 10:00"))
    began = time.process_time()
    study = Study(desk.workspace, [sheet], {})
    outlook = study.look(ImportOptions())
    assert outlook.report.rows == 2
    assert time.process_time() - began < _SECONDS


@pytest.mark.parametrize(
    ("website", "domain"),
    [
        ("https://www.acme.example/about", "acme.example"),
        ("acme.example:8080", "acme.example"),
        ("HTTP://ACME.example?q=a:b", "acme.example"),
        ("//acme.example", "acme.example"),
        ("no site", None),
        ("", None),
    ],
)
def test_the_host_of_a_website_is_found_however_it_is_written(website: str, domain: str | None) -> None:
    assert site_domain(website) == domain

"""Files that cannot be written where they shall go: one sentence, whatever writes them."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_pipeline.actions.cards import save_cards
from desktop_pipeline.domain.calendars import Calendar
from desktop_pipeline.domain.cards import Card
from desktop_pipeline.domain.errors import CannotOpenError
from desktop_pipeline.domain.messages import OutgoingMail
from desktop_pipeline.exchange.mail.build import write_eml
from desktop_pipeline.exchange.writing.calendar_file import write_calendar
from desktop_pipeline.exchange.writing.csv_file import write_csv
from desktop_pipeline.exchange.writing.email_draft import write_draft
from desktop_pipeline.exchange.writing.out_tables import OutColumn, OutTable
from desktop_pipeline.exchange.writing.person_file import write_person

NOW = datetime(2026, 6, 9, 10, 25, tzinfo=UTC)
MAIL = OutgoingMail("", "", "", "Jonas", "jonas@weiss.example", "Hello", "Words", NOW, ())
TABLE = OutTable("Deals", (OutColumn("title", "Title"),), [("Oak table",)], 1)
WRITERS: dict[str, Callable[[Path], object]] = {
    "csv": lambda path: write_csv(path, TABLE, lambda _done, _total: None),
    "eml": lambda path: write_eml(path, MAIL),
    "draft": lambda path: write_draft(path, subject="s", text="t", attachment=b"", name="r.pdf"),
    "json": lambda path: write_person(path, {}),
    "ics": lambda path: write_calendar(path, Calendar("k", "Everybody", ()), now=NOW),
    "vcf": lambda path: save_cards(path, [Card("u", "Odile Marchetti")]),
}


@pytest.mark.parametrize("kind", WRITERS)
def test_a_name_that_is_too_long_is_one_sentence(tmp_path: Path, kind: str) -> None:
    # What was begun bears a name longer still: it can be neither opened nor removed, as on a disk for reading only.
    with pytest.raises(CannotOpenError, match="cannot be written: "):
        WRITERS[kind](tmp_path / f"{'x' * 250}.{kind}")
    assert list(tmp_path.iterdir()) == []

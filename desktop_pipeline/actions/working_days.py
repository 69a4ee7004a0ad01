"""The working days and holidays of a workspace, as an action asks for them within its change."""

import json
from datetime import date

from desktop_pipeline.storage.draft import Draft


def read_working_days(draft: Draft) -> tuple[frozenset[int], frozenset[date]]:
    """The days of the week that are worked on, 1 for Monday, and the holidays; kept until either changes."""
    return draft.keep_rule("working days", lambda: _read(draft))


def _read(draft: Draft) -> tuple[frozenset[int], frozenset[date]]:
    kept = draft.value("select value from setting where key = 'working_days'")
    digits = "12345" if kept is None else str(json.loads(kept))
    holidays = frozenset(date.fromisoformat(row[0]) for row in draft.rows("select day from holiday"))
    return frozenset(int(digit) for digit in digits if digit.isdecimal()), holidays

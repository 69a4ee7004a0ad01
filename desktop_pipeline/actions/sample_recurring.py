"""What comes again in the sample company: a yearly letter, and a call every other week."""

from datetime import date, timedelta

from desktop_pipeline.actions.recurring import repeat_within
from desktop_pipeline.domain.recurring import Repeat, Unit
from desktop_pipeline.storage.draft import Draft

# Nothing of today and tomorrow: what is done there asks for the next step.
_FROM_DAY = 2


def write_series(draft: Draft, today: date) -> None:
    """Lets two of the planned activities come again."""
    first = (today + timedelta(days=_FROM_DAY)).isoformat()
    for where, repeat in (
        ("kind = 'email' and deal_id is null", Repeat(1, Unit.YEAR)),
        ("kind = 'call' and deal_id is not null", Repeat(2, Unit.WEEK)),
    ):
        # The condition is our own text.
        sql = f"select id from activity where done_at is null and due_on >= ? and {where} order by due_on, id limit 1"  # noqa: S608
        found = draft.value(sql, (first,))
        if found is not None:
            repeat_within(draft, int(found), repeat)

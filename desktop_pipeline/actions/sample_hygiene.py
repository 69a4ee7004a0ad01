"""Two deals of the sample company that are left alone on purpose; nothing else stands against them."""

from collections.abc import Sequence

from desktop_pipeline.actions.sample_tale import Diary, Tale
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import DealSnooze

# Title, days ago, days ahead, and why.
_ASLEEP = (
    ("Nursery furniture", 2, 9, "They move house; the measures follow after the 17th"),
    ("Boardroom table", 4, 14, "Their board meets on the last Tuesday of the month"),
)


def write_snoozes(draft: Draft, diary: Diary, known: Sequence[tuple[int, Tale]], who: str) -> None:
    """As somebody answered them in the clean-up list a few days ago."""
    titles = {tale.told.title: deal_id for deal_id, tale in known if tale.told is not None}
    draft.insert_rows(
        DealSnooze,
        ("deal_id", "at", "who", "until", "why"),
        (
            (
                titles[title],
                diary.at_time(diary.today - ago, "09:40"),
                who,
                diary.text(diary.today + ahead),
                why,
            )
            for title, ago, ahead, why in _ASLEEP
            if title in titles
        ),
    )

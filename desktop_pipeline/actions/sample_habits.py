"""How the sample company works: its kinds of activities, what it plans on entering a stage, holidays, saved views."""

import json
from datetime import date, timedelta

from desktop_pipeline.actions.sample_book import Book
from desktop_pipeline.actions.sample_lists import Cast
from desktop_pipeline.domain.periods import add_months
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import ActivityKind, Holiday, SavedView, StageActivity

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def write_habits(draft: Draft, book: Book, cast: Cast, today: date) -> None:
    """The company's own lists beside those that deals refer to."""
    position = int(draft.value("select count(*) from activity_kind"))
    for place, (key, name, icon) in enumerate(book.kinds, position):
        is_active = name not in book.put_away
        draft.insert(ActivityKind, key=key, name=name, icon=icon, position=place, is_active=is_active)
    for stage, kind, subject, after_days in book.stage_activities:
        draft.insert(StageActivity, stage=cast.stages[stage], kind=kind, subject=subject, after_days=after_days)
    for year in range(today.year - 1, today.year + 2):
        for month, day, name in book.holidays:
            draft.insert(Holiday, day=date(year, month, day), name=name)
    _write_views(draft, cast, today)


def _write_views(draft: Draft, cast: Cast, today: date) -> None:
    first = today.replace(day=1)
    last = add_months(first, 1) - timedelta(days=1)
    # The questions are those that the board keeps (ui/board/filters.py).
    views: tuple[tuple[str, dict[str, object]], ...] = (
        (
            f"Closing {_MONTHS[today.month - 1]}",
            {"closes": "range", "closes_from": first.isoformat(), "closes_until": last.isoformat()},
        ),
        ("No next step", {"attention": ["no next step"]}),
        ("Tenders", {"labels": [cast.labels["Tender"]]}),
    )
    for position, (name, question) in enumerate(views):
        document = json.dumps({"pipeline": cast.pipeline, "axis": "stage", **question}, sort_keys=True)
        draft.insert(SavedView, name=name, screen="board", question=document, position=position)

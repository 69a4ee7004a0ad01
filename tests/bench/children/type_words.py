"""Searches a workspace after each letter of some names, then for names with a slip; and scans the same texts."""

import json
import sys
from pathlib import Path
from time import perf_counter

from desktop_pipeline.actions import Workspace, open_workspace
from desktop_pipeline.queries.search import search

_NAMES = 15
_LETTERS = 12
_SCANS = 5
_SHORTEST = 5
# Every text that the search looks into, once.
_LIKE = (
    (
        "select d.id from deal d left join organisation o on o.id = d.organisation_id"
        " where d.title like :text or o.name like :text or d.external_id like :text"
    ),
    "select id from organisation where name like :text or website like :text or email like :text or phone like :text",
    "select id from person where name like :text or job_title like :text or email like :text or phone like :text",
    "select id from note where text like :text",
    "select id from contact_note where text like :text",
    "select id from activity where subject like :text or result like :text or note like :text",
)


def list_names(workspace: Workspace) -> list[str]:
    """Names from all over the file."""
    names = []
    for table, column in (("deal", "title"), ("organisation", "name"), ("person", "name")):
        rows = workspace.rows(f"select {column} from {table} order by id")  # noqa: S608 - our own names
        names += [row[0] for row in rows[:: max(1, len(rows) // _NAMES)][:_NAMES]]
    return names


def time_search(workspace: Workspace, text: str) -> tuple[float, bool]:
    """Milliseconds of one search, and whether it had to look for words nearly the same."""
    started = perf_counter()
    result = search(workspace, text)
    return (perf_counter() - started) * 1e3, result.is_near


def time_scan(workspace: Workspace) -> float:
    """Milliseconds to read every text and find nothing."""
    started = perf_counter()
    for sql in _LIKE:
        assert workspace.rows(sql.replace(":text", "?1"), ("%qxzzxq%",)) == []
    return (perf_counter() - started) * 1e3


def measure(path: Path) -> dict[str, list[float]]:
    """All of it, in a file that is only read."""
    with open_workspace(path) as workspace:
        names = list_names(workspace)
        search(workspace, names[0])  # the first one reads the index from the disk
        keys = [
            time_search(workspace, name[:end])[0] for name in names for end in range(1, min(len(name), _LETTERS) + 1)
        ]
        words = sorted({word for name in names for word in name.split() if len(word) >= _SHORTEST and word.isalpha()})
        wrong = [word[:2] + word[3] + word[2] + word[4:] for word in words if word[2] != word[3]]
        slips = [taken for taken, is_near in (time_search(workspace, word) for word in wrong) if is_near]
        scans = [time_scan(workspace) for _ in range(_SCANS)]
    return {"key": keys, "slip": slips, "like": scans}


print(json.dumps(measure(Path(sys.argv[1]))), flush=True)

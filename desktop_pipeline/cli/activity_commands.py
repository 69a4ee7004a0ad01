"""The `activity` command (CLI.md): plan, done and list, through the same actions as the window."""

import argparse
import json
import sys
from collections.abc import Callable
from datetime import date, datetime

from desktop_pipeline.actions import Workspace, open_workspace
from desktop_pipeline.cli.answers import add_debug, add_json
from desktop_pipeline.cli.instants import read_instant
from desktop_pipeline.domain.activities import at_time, check_day, read_time
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.money import to_major

Add = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]
DONE = 0
_SPANS = ("today", "week", "all")


def add_activity_commands(add: Add) -> None:
    """Adds the command with plan, done and list; `add` makes one that begins with a workspace."""
    command = add("activity", _list, "Plan activities, mark them as done, list them.")
    acts = command.add_subparsers(required=True, metavar="plan|done|list")
    plan = acts.add_parser("plan", help="plan an activity for a deal")
    plan.add_argument("deal", type=_number, metavar="DEAL", help="the deal's number")
    plan.add_argument("kind", metavar="KIND", help="call, email, meeting, visit, task or one of your own")
    plan.add_argument("subject", metavar="SUBJECT")
    plan.add_argument(
        "--due", required=True, metavar="D", help="2026-06-11, or 2026-06-11 15:30 in the file's own zone"
    )
    plan.add_argument("--note", default="")
    plan.set_defaults(run=_plan)
    done = acts.add_parser("done", help="mark an activity as done")
    done.add_argument("activity", type=_number, metavar="ID")
    done.add_argument("--result", default="", help="how it went")
    done.add_argument("--note", default=None)
    done.set_defaults(run=_done)
    listing = acts.add_parser("list", help="list what is planned")
    listing.add_argument("--span", choices=_SPANS, default="all", help="how far to look; late ones are always in it")
    listing.add_argument("--owner", default=None, metavar="NAME")
    listing.add_argument("--kind", default=None, metavar="KIND")
    listing.set_defaults(run=_list)
    for part in (plan, done, listing):
        part.add_argument("--at", default=None, metavar="D", help="the day or instant it holds for; now otherwise")
        part.add_argument("--by", default=None, metavar="NAME", help="who does it")
        add_debug(part)
        add_json(part)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        message = f"“{text}” is not a number"
        raise argparse.ArgumentTypeError(message)
    # Beyond what the file can number nothing is found either
    return min(int(text[:19]), 2**62)


def _plan(options: argparse.Namespace) -> int:
    from desktop_pipeline.actions.activities import plan_activity  # noqa: PLC0415 - each command loads what it needs
    from desktop_pipeline.cli.export_filters import find_kind  # noqa: PLC0415

    with _open(options) as workspace:
        with workspace.reading() as view:
            kind = find_kind(view, options.kind)
        due_on, due_at = _read_due(options.due, workspace)
        activity_id = plan_activity(
            workspace,
            kind=kind,
            subject=options.subject,
            at=read_instant(options.at, workspace),
            deal_id=options.deal,
            due_on=due_on,
            due_at=due_at,
            note=options.note,
        )
        return _answer(options, workspace, {"activity": activity_id})


def _done(options: argparse.Namespace) -> int:
    from desktop_pipeline.actions.activities import finish_activity  # noqa: PLC0415

    with _open(options) as workspace:
        at = read_instant(options.at, workspace)
        finish_activity(workspace, options.activity, at=at, result=options.result, note=options.note)
        return _answer(options, workspace, {"activity": options.activity})


def _list(options: argparse.Namespace) -> int:
    from desktop_pipeline.cli.export_filters import find_ids, find_kind  # noqa: PLC0415
    from desktop_pipeline.queries.activities import read_activities  # noqa: PLC0415
    from desktop_pipeline.queries.agenda import AgendaFilter, AgendaSpan, read_agenda  # noqa: PLC0415
    from desktop_pipeline.queries.figures import Figures  # noqa: PLC0415

    with open_workspace(options.workspace, read_only=True) as workspace, workspace.reading() as view:
        now = read_instant(options.at, workspace)
        today = now.astimezone(workspace.zone).date()
        owners = find_ids(view, "owner", () if options.owner is None else (options.owner,))
        kinds = frozenset() if options.kind is None else frozenset({find_kind(view, options.kind)})
        span = AgendaSpan(options.span)
        # As on the screen: today's order is by how likely deals are won.
        chances = Figures(workspace).stage_chances(today) if span is AgendaSpan.TODAY else None
        agenda = read_agenda(workspace, AgendaFilter(span, owners, kinds), today=today, now=now, chances=chances)
        rows = read_activities(workspace, agenda.ids)
        zone = workspace.zone
    listed = [
        {
            "activity": row.activity_id,
            "kind": row.kind.key,
            "subject": row.subject,
            "due_on": None if row.due_on is None else row.due_on.isoformat(),
            "due_at": None if row.due_at is None else row.due_at.astimezone(zone).isoformat(),
            "deal": row.deal_id,
            "title": row.deal,
            "stage": row.stage,
            "value": None if row.value is None else to_major(row.value.minor, row.value.currency),
            "currency": None if row.value is None else row.value.currency,
            "owner": row.owner,
            "person": row.person,
            "organisation": row.organisation,
            "late": row.due_on is not None and (row.due_on < today or (row.due_at is not None and row.due_at < now)),
        }
        for row in rows
    ]
    if options.json:
        _say(json.dumps({"activities": listed}, ensure_ascii=False))
        return DONE
    for row in rows:
        due = "no date" if row.due_on is None else row.due_on.isoformat()
        hour = "" if row.due_at is None else f"{row.due_at.astimezone(zone):%H:%M}"
        about = row.deal or row.person or row.organisation or ""
        _say(f"{row.activity_id:>6}  {due:<10} {hour:<5}  {row.kind.key:<8} {row.subject}  {about}".rstrip())
    if not rows:
        _say("Nothing is planned.")
    return DONE


def _open(options: argparse.Namespace) -> Workspace:
    return open_workspace(options.workspace, who=options.by)


def _read_due(text: str, workspace: Workspace) -> tuple[date, datetime | None]:
    day, rest = _read_day(text)
    clock = read_time(rest)
    return day, None if clock is None else at_time(day, clock, workspace.zone)


def _read_day(text: str) -> tuple[date, str]:
    bare = text.strip().replace("T", " ", 1)
    day, _space, rest = bare.partition(" ")
    try:
        return check_day(date.fromisoformat(day)), rest
    except ValueError:
        message = f"“{text}” is not a date. Write it like 2026-03-31 or 2026-03-31 15:30."
        raise InvalidError(message) from None


def _answer(options: argparse.Namespace, workspace: Workspace, document: dict[str, object]) -> int:
    entry = workspace.journal.next_undo()
    assert entry is not None
    _say(json.dumps({**document, "change": entry.entry_id}, ensure_ascii=False) if options.json else entry.label)
    return DONE


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")

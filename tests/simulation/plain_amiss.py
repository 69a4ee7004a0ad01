"""What stands against open deals and is in no history (METRICS §15), from the rows of the file in plain Python."""

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from tests.metrics.plain_figures import Plain
from tests.metrics.plain_hygiene import flag_deals

_ANSWERS_STAND_FOR = 60


def amiss(path: Path, plain: Plain) -> dict[str, object]:
    """Health, and how many deals stand under each flag, those included that hold of today alone."""
    flags = flag_all(path, plain)
    flagged = set().union(*flags.values())
    whole = sum(plain.known(plain.active))
    sound = sum(plain.known(one for one in plain.active if one.deal.id not in flagged))
    return {
        "health": sound / whole if whole else None,
        "flags": {name: len(deals) for name, deals in flags.items()},
    }


def flag_all(path: Path, plain: Plain) -> dict[str, set[int]]:
    """The open deals under each flag, by their ids."""
    flags = {name: {one.deal.id for one in deals} for name, deals in flag_deals(plain).items()}
    active = {one.deal.id for one in plain.active}
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        return flags | {
            "decision_maker_left": _without_decider(db) & active,
            "suspected_duplicate": _alike(db) & active,
            "criterion_unmet": {one.deal.id for one in plain.active if _left_something_open(db, plain, one.deal.id)},
        }


def find_slow(path: Path, plain: Plain) -> set[int]:
    """The open deals that are in their stage for longer than its limit."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        limits = dict(db.execute("select id, slow_limit from stage"))
    return {
        one.deal.id
        for one in plain.active
        for visit in plain.passages[one.deal.id]
        if visit.is_running and visit.running_days is not None and visit.running_days > limits[visit.stage]
    }


def _without_decider(db: sqlite3.Connection) -> set[int]:
    stayed: dict[int, list[bool]] = {}
    for deal, role, left in db.execute(
        "select d.deal_id, d.role, p.left_on from deal_person d join person p on p.id = d.person_id"
    ):
        if role.casefold() == "decides":
            stayed.setdefault(deal, []).append(left is None)
    return {deal for deal, here in stayed.items() if not any(here)}


def _alike(db: sqlite3.Connection) -> set[int]:
    rows = db.execute(
        "select id, organisation_id, title from deal"
        " where status = 'open' and deleted_at is null and organisation_id is not null"
    ).fetchall()
    told = {frozenset(pair) for pair in db.execute("select deal_id, earlier_id from deal_relation")}
    told |= {
        frozenset(pair) for pair in db.execute("select first_id, second_id from kept_apart where subject = 'deal'")
    }
    return {
        deal
        for deal, organisation, title in rows
        for other, of, name in rows
        if deal != other and organisation == of and title.casefold() == name.casefold()
        if frozenset((deal, other)) not in told
    }


def _left_something_open(db: sqlite3.Connection, plain: Plain, deal: int) -> bool:
    """Whether a required criterion of a stage that the deal was in, and is beyond, is not met."""
    (now,) = db.execute("select stage_id from deal where id = ?", (deal,)).fetchone()
    stages = plain.company.stages
    been = {
        stage
        for row in db.execute("select from_stage_id, to_stage_id from history_event where deal_id = ?", (deal,))
        for stage in row
        if stage is not None and stages[stage].pipeline == stages[now].pipeline and stages[stage].is_open
    }
    first = min((stages[stage].place for stage in been), default=0)
    return any(
        first <= stages[stage].place < stages[now].place
        and stages[stage].pipeline == stages[now].pipeline
        and not _is_met(db, plain.today, deal, criterion, kind, asks_for)
        for criterion, stage, kind, asks_for in db.execute(
            "select id, stage_id, kind, asks_for from criterion where is_required and not is_archived"
        )
    )


def _is_met(db: sqlite3.Connection, today: date, deal: int, criterion: int, kind: str, asks_for: str | None) -> bool:
    if kind == "tick":
        sql, asked = "select 1 from criterion_tick where deal_id = ? and criterion_id = ?", criterion
        return db.execute(sql, (deal, asked)).fetchone() is not None
    if kind == "activity":
        sql = "select 1 from activity where deal_id = ? and kind = ? and done_at is not null"
        return db.execute(sql, (deal, asks_for)).fetchone() is not None
    assert kind == "answer", kind
    sql = "select answered_on from answer where deal_id = ? and topic = ? and state = 'yes'"
    row = db.execute(sql, (deal, asks_for)).fetchone()
    return (
        row is not None
        and row[0] is not None
        and date.fromisoformat(row[0]) >= today - timedelta(days=_ANSWERS_STAND_FOR)
    )

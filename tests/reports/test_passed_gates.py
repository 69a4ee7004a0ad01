"""The report tells which gates were passed anyway in its period, and the sentence that was given for each."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from desktop_pipeline.actions.criteria import add_criterion
from desktop_pipeline.actions.deals import delete_deals, move_deals, win_deals
from desktop_pipeline.domain.gates import CriterionKind
from desktop_pipeline.metrics.selection import Selection
from desktop_pipeline.reports.changing.passed_gates import MOST
from desktop_pipeline.reports.content import SectionName, Table
from desktop_pipeline.reports.gathering import ReportFindings
from desktop_pipeline.reports.kinds.pipeline import Printed
from desktop_pipeline.reports.spans import SpanName
from tests.reports.companies import find_out, make_words
from tests.workspaces import Desk, make_desk

WORDS = make_words()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    with made.workspace:
        for stage in (0, 1):
            need = "Need known" if stage == 0 else "Budget told"
            add_criterion(made.workspace, made.stages()[stage], kind=CriterionKind.TICK, text=need, is_required=True)
        yield made


def passed_in(desk: Desk, findings: ReportFindings) -> Table | None:
    report = findings.report(Printed(desk.clock(), desk.clock().date(), desk.path), WORDS)
    return next((each for each in report.sections if isinstance(each, Table) and each.name is SectionName.PASSED), None)


def test_each_is_told_with_day_deal_stage_what_was_open_why_and_who(desk: Desk) -> None:
    first, second = desk.deal("Oak table"), desk.deal("Loft", stage=1)
    move_deals(desk.workspace, [first], desk.stages()[2], after=None, at=desk.later(), why="They asked for it.")
    win_deals(desk.workspace, [second], at=desk.later(days=1), why="Signed by hand.")
    table = passed_in(desk, find_out(desk))
    assert table is not None
    who, stage = desk.journal.who, desk.workspace.value("select name from stage where id = ?", (desk.stages()[2],))
    assert [line.cells[1:] for line in table.lines] == [
        ("Loft", "Won", "Budget told", "Signed by hand.", who),
        ("Oak table", stage, "Need known; Budget told", "They asked for it.", who),
    ]
    assert [line.values[0] for line in table.lines] == [desk.now.date(), desk.now.date() - timedelta(days=1)]


def test_nothing_is_told_where_no_gate_was_passed(desk: Desk) -> None:
    desk.deal()
    assert passed_in(desk, find_out(desk)) is None


def test_what_lies_outside_the_period_or_filter_or_is_deleted_is_not_told(desk: Desk) -> None:
    with desk.journal.change("Owners", sealed=True) as draft:
        draft.execute("insert or ignore into owner (name, is_active) values ('Ann', 1), ('Ben', 1)")
    ann, ben = desk.id_of("owner", "Ann"), desk.id_of("owner", "Ben")
    deals = [desk.deal("Hers", owner_id=ann), desk.deal("His", owner_id=ben), desk.deal("Gone", owner_id=ann)]
    move_deals(desk.workspace, deals, desk.stages()[1], after=None, at=desk.later(), why="Known for years.")
    delete_deals(desk.workspace, deals[2:], at=desk.later())
    table = passed_in(desk, find_out(desk, selection=Selection(owner=ann)))
    assert table is not None
    assert [line.cells[1] for line in table.lines] == ["Hers"]
    desk.later(days=62)
    assert passed_in(desk, find_out(desk, SpanName.THIS_MONTH)) is None


def test_of_many_the_newest_are_shown_and_all_are_counted(desk: Desk) -> None:
    deals = [desk.deal(f"Deal {number}") for number in range(MOST + 2)]
    for deal in deals:
        move_deals(desk.workspace, [deal], desk.stages()[1], after=None, at=desk.later(), why="Known for years.")
    table = passed_in(desk, find_out(desk))
    assert table is not None
    assert [line.cells[1] for line in table.lines] == [f"Deal {number}" for number in range(MOST + 1, 1, -1)]
    assert table.caption.endswith(f"{MOST} of {MOST + 2} shown")

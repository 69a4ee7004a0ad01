import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_pipeline.actions.deals import reopen_deal, win_deals
from desktop_pipeline.actions.pipelines import (
    add_pipeline,
    archive_pipeline,
    rename_pipeline,
    reorder_pipelines,
    unarchive_pipeline,
)
from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.domain.errors import InvalidError, NotFoundError, RefusedError
from desktop_pipeline.queries.settings import read_pipeline_rows, read_stage_rows
from tests.actions.settings_desk import done, refused
from tests.workspaces import Desk, brief_desk


def names(desk: Desk) -> list[str]:
    return [row.name for row in read_pipeline_rows(desk.workspace) if not row.is_archived]


def test_a_pipeline_comes_from_a_template_or_with_one_stage(desk: Desk) -> None:
    service = done(desk, add_pipeline, "Service", template="meeting")
    bare = done(desk, add_pipeline, "Bare")
    assert names(desk) == ["New business", "Service", "Bare"]
    assert [row.name for row in read_stage_rows(desk.workspace, service) if row.is_open] == [
        "Lead In",
        "Qualified",
        "Meeting",
        "Proposal",
        "Negotiation",
    ]
    assert [row.name for row in read_stage_rows(desk.workspace, bare)] == ["New"]


def test_pipelines_are_renamed_and_ordered(desk: Desk) -> None:
    second = add_pipeline(desk.workspace, "Second")
    done(desk, rename_pipeline, second, "Service")
    done(desk, reorder_pipelines, [second, 1])
    assert names(desk) == ["Service", "New business"]
    assert "already" in refused(desk, InvalidError, rename_pipeline, second, "NEW business")
    assert "changed meanwhile" in refused(desk, InvalidError, reorder_pipelines, [1])
    assert "no pipeline number 9" in refused(desk, NotFoundError, rename_pipeline, 9, "Nine")
    assert "no template" in refused(desk, InvalidError, add_pipeline, "Third", template="third")


@given(data=st.data())
def test_a_new_order_keeps_every_pipeline(data: st.DataObject) -> None:
    with brief_desk() as desk:
        for number in range(4):
            add_pipeline(desk.workspace, f"Number {number}")
        before = {row.pipeline_id: row.name for row in read_pipeline_rows(desk.workspace)}
        ids = data.draw(st.permutations(list(before)))
        reorder_pipelines(desk.workspace, ids)
        assert [(row.pipeline_id, row.name) for row in read_pipeline_rows(desk.workspace)] == [
            (pipeline_id, before[pipeline_id]) for pipeline_id in ids
        ]


def test_a_pipeline_with_open_deals_is_archived_only_when_they_move(desk: Desk) -> None:
    deals = [desk.deal("A"), desk.deal("B", stage=3)]
    closed = desk.deal("C", stage=2)
    own = desk.stages()[0]
    service = add_pipeline(desk.workspace, "Service", template="simple")
    target = read_stage_rows(desk.workspace, service)[1].stage_id
    win_deals(desk.workspace, [closed], at=desk.now)
    said = refused(desk, RefusedError, archive_pipeline, 1, at=desk.now)
    assert said == "2 open deals stand in “New business”. Say where to move them first."
    assert "another pipeline" in refused(desk, InvalidError, archive_pipeline, 1, at=desk.now, move_deals_to=own)
    done(desk, archive_pipeline, 1, at=desk.now, move_deals_to=target)
    assert [desk.row(deal, "pipeline_id", "stage_id") for deal in deals] == [(service, target)] * 2
    assert desk.events(deals[1]) == [EventKind.CREATED, EventKind.PIPELINE]
    assert desk.row(closed, "pipeline_id", "status") == (1, "won")
    assert names(desk) == ["Service"]


def test_an_archived_pipeline_comes_back_unless_its_name_is_taken(desk: Desk) -> None:
    second = add_pipeline(desk.workspace, "Second")
    done(desk, archive_pipeline, second, at=desk.now)
    add_pipeline(desk.workspace, "second")
    assert "already" in refused(desk, InvalidError, unarchive_pipeline, second)
    rename_pipeline(desk.workspace, read_pipeline_rows(desk.workspace)[1].pipeline_id, "Other")
    done(desk, unarchive_pipeline, second)
    assert "Second" in names(desk)


def test_a_closed_deal_is_not_reopened_in_an_archived_pipeline(desk: Desk) -> None:
    closed, stage = desk.deal("C"), desk.stages()[0]
    add_pipeline(desk.workspace, "Second")
    win_deals(desk.workspace, [closed], at=desk.now)
    archive_pipeline(desk.workspace, 1, at=desk.now)
    for chosen in (None, stage):
        said = refused(desk, InvalidError, reopen_deal, closed, at=desk.now, stage_id=chosen)
        assert said == "The pipeline “New business” is archived. Bring it back in the settings first."
    unarchive_pipeline(desk.workspace, 1)
    done(desk, reopen_deal, closed, at=desk.now)


def test_the_last_pipeline_stays(desk: Desk) -> None:
    assert "the last pipeline" in refused(desk, RefusedError, archive_pipeline, 1, at=desk.now)


@pytest.mark.parametrize("name", ["", "x" * 10_000])
def test_a_name_that_cannot_be_is_refused(desk: Desk, name: str) -> None:
    refused(desk, InvalidError, add_pipeline, name)
    refused(desk, InvalidError, rename_pipeline, 1, name)

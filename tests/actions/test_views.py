import pytest

from desktop_pipeline.actions.views import LONGEST_NAME, delete_view, rename_view, reorder_views, save_view, update_view
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.queries.views import read_view, read_views
from tests.workspaces import Desk, desk, read_content

__all__ = ["desk"]


def test_a_view_is_kept_with_its_question_and_comes_back_after_a_restart(desk: Desk) -> None:
    question = {"pipeline": 1, "owners": [1, 2], "text": "Müller <b>&", "least": None}
    view_id = save_view(desk.workspace, "  Big   ones ", "board", question)
    desk.reopen_file()
    (view,) = read_views(desk.workspace)
    assert (view.view_id, view.name, view.screen, view.question) == (view_id, "Big ones", "board", question)


def test_views_are_renamed_updated_reordered_and_deleted_and_all_of_it_is_undone(desk: Desk) -> None:
    ids = [save_view(desk.workspace, name, "deals", {}) for name in ("One", "Two", "Three")]
    before = read_content(desk.workspace)
    rename_view(desk.workspace, ids[0], "First")
    update_view(desk.workspace, ids[0], {"text": "oak"})
    reorder_views(desk.workspace, [ids[2], ids[0], ids[1]])
    delete_view(desk.workspace, ids[1])
    assert [view.name for view in read_views(desk.workspace)] == ["Three", "First"]
    kept = read_view(desk.workspace, ids[0])
    assert kept is not None
    assert kept.question == {"text": "oak"}
    for _ in range(4):
        desk.journal.undo()
    assert read_content(desk.workspace) == before


@pytest.mark.parametrize("name", ["", "   ", "x" * (LONGEST_NAME + 1)])
def test_a_view_needs_a_name_of_a_sensible_length(desk: Desk, name: str) -> None:
    with pytest.raises(InvalidError):
        save_view(desk.workspace, name, "board", {})
    assert read_views(desk.workspace) == []


def test_two_views_never_share_a_name_whatever_its_case(desk: Desk) -> None:
    save_view(desk.workspace, "Tenders", "board", {})
    other = save_view(desk.workspace, "Others", "people", {})
    with pytest.raises(InvalidError, match="Tenders"):
        save_view(desk.workspace, "TENDERS", "deals", {})
    with pytest.raises(InvalidError, match="Tenders"):
        rename_view(desk.workspace, other, "tenders")


def test_reports_are_kept_beside_the_views_with_names_of_their_own(desk: Desk) -> None:
    save_view(desk.workspace, "Monday", "board", {})
    report = save_view(desk.workspace, "Monday", "report", {"kind": "forecast"})
    with pytest.raises(InvalidError, match="There is a report “Monday” already"):
        save_view(desk.workspace, "monday", "report", {})
    with pytest.raises(InvalidError, match="Name the report"):
        rename_view(desk.workspace, report, " ")
    rename_view(desk.workspace, report, "Tuesday")
    update_view(desk.workspace, report, {"kind": "pipeline"})
    delete_view(desk.workspace, report)
    assert [entry.label for entry in desk.journal.entries()][-4:] == [
        "Save report “Monday”",
        "Rename report “Monday” to “Tuesday”",
        "Update report “Tuesday”",
        "Delete report “Tuesday”",
    ]


def test_unknown_screens_and_questions_beyond_measure_are_refused(desk: Desk) -> None:
    with pytest.raises(InvalidError, match="screen"):
        save_view(desk.workspace, "Moon", "moon", {})
    with pytest.raises(InvalidError, match="too long"):
        save_view(desk.workspace, "Long", "board", {"text": "x" * 30_000})


def test_an_order_of_other_views_than_there_are_changes_nothing(desk: Desk) -> None:
    view_id = save_view(desk.workspace, "One", "board", {})
    with pytest.raises(InvalidError):
        reorder_views(desk.workspace, [view_id, 99])


def test_a_question_that_cannot_be_read_asks_for_everything(desk: Desk) -> None:
    view_id = save_view(desk.workspace, "One", "board", {"text": "oak"})
    with desk.journal.change("Break") as draft:
        draft.execute("update saved_view set question = '[[[' where id = ?", (view_id,))
    kept = read_view(desk.workspace, view_id)
    assert kept is not None
    assert kept.question == {}

"""Steps of the journal by the rows that they wrote."""

from desktop_pipeline.actions.notes import add_note
from desktop_pipeline.storage.row_changes import read_steps_naming, read_steps_of
from tests.workspaces import Desk


def test_steps_of_the_rows_of_a_deal_leave_out_those_that_are_known(desk: Desk) -> None:
    deal = desk.deal()
    for words in ("They called.", "They wrote."):
        add_note(desk.workspace, deal, words, at=desk.now)
    naming = [step.number for step in read_steps_naming(desk.workspace, deal)]
    notes = {"note": [row[0] for row in desk.workspace.rows("select id from note")]}
    assert [step.number for step in read_steps_of(desk.workspace, notes, known=())] == naming[-2:]
    assert [step.number for step in read_steps_of(desk.workspace, notes, known=naming[-1:])] == naming[-2:-1]
    assert read_steps_of(desk.workspace, notes, known=naming) == []

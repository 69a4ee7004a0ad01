"""The exit criteria of a stage as a list: what they say, what meets them, and whether they remind or are required."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.actions.criteria import add_criterion, archive_criterion, edit_criterion, reorder_criteria
from desktop_pipeline.domain.custom_fields import FieldSubject
from desktop_pipeline.domain.gates import AskedField, CriterionKind
from desktop_pipeline.domain.qualification import Topic
from desktop_pipeline.queries.activities import read_kinds
from desktop_pipeline.queries.settings import CriterionRow, read_criterion_rows, read_field_rows
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.widgets.lines import Column, Line, ListSpec, RowAct

_REQUIRED, _REMINDS = "required", "reminds"


def make_criteria(session: Session, stage_of: Callable[[], int]) -> ListSpec:
    """The list for whichever stage `stage_of` names."""
    workspace = session.workspace
    forces = ((_REMINDS, _say("reminds")), (_REQUIRED, _say("required")))

    def keep_what(row_id: int, key: str) -> object:
        kind, _colon, asked = key.partition(":")
        return edit_criterion(workspace, row_id, kind=kind, asks_for=asked or None)

    def show(row: CriterionRow, ways: Mapping[str, str]) -> Line:
        key = f"{row.kind}:{row.asks_for}" if row.asks_for else row.kind
        met_by = ways.get(key, row.asks_for or row.kind)
        force = _REQUIRED if row.is_required else _REMINDS
        return Line(row.criterion_id, (row.text, met_by, dict(forces)[force]), (row.text, key, force))

    def read() -> list[Line]:
        ways = dict(list_ways(session))
        return [show(row, ways) for row in read_criterion_rows(workspace, stage_of())]

    return ListSpec(
        title=_say("Before a deal moves on"),
        advice="",
        columns=(
            Column(_say("Exit criterion"), lambda row_id, text: edit_criterion(workspace, row_id, text=text)),
            Column(_say("Met by"), keep_what, lambda _row_id: list_ways(session), width=96),
            Column(
                _say("Force"),
                lambda row_id, key: edit_criterion(workspace, row_id, is_required=key == _REQUIRED),
                lambda _row_id: forces,
                width=76,
            ),
        ),
        read=read,
        tables=frozenset(("criterion", "activity_kind", "custom_field")),
        adding=_say("Add a criterion: type it, Enter"),
        add=lambda text: add_criterion(workspace, stage_of(), kind=CriterionKind.TICK.value, text=text),
        acts=lambda _line: [RowAct(_say("Delete"), partial(archive_criterion, workspace))],
        reorder=lambda ids: reorder_criteria(workspace, stage_of(), ids),
    )


def list_ways(session: Session) -> list[tuple[str, str]]:
    """What can meet a criterion: a tick, a field that is filled, an activity that is done, an answer."""
    fields = {
        AskedField.VALUE: _say("Value"),
        AskedField.EXPECTED_CLOSE: _say("Expected close"),
        AskedField.ORGANISATION: _say("Organisation"),
        AskedField.PERSON: _say("Person"),
        AskedField.OWNER: _say("Owner"),
        AskedField.SOURCE: _say("Source"),
        AskedField.PRODUCT: _say("Product"),
    }
    topics = {
        Topic.BUDGET: _say("Budget answered"),
        Topic.AUTHORITY: _say("Authority answered"),
        Topic.NEED: _say("Need answered"),
        Topic.TIMELINE: _say("Timeline answered"),
    }
    own = [
        (f"{CriterionKind.FIELD}:custom:{row.field_id}", row.name)
        for row in read_field_rows(session.workspace, FieldSubject.DEAL)
        if not row.is_archived
    ]
    done = _say("{kind} done")
    kinds = [
        (f"{CriterionKind.ACTIVITY}:{kind.key}", done.format(kind=kind.name)) for kind in read_kinds(session.workspace)
    ]
    return [
        (CriterionKind.TICK.value, _say("A tick")),
        *((f"{CriterionKind.FIELD}:{key}", words) for key, words in fields.items()),
        *own,
        *kinds,
        *((f"{CriterionKind.ANSWER}:{key}", words) for key, words in topics.items()),
    ]


def _say(text: str) -> str:
    return QCoreApplication.translate("Settings", text)

"""The rules that deals are scored by (METRICS §14)."""

from collections.abc import Sequence

from desktop_pipeline.actions.records import require_row, write_order
from desktop_pipeline.domain.errors import InvalidError, NotFoundError
from desktop_pipeline.domain.names import brief, name_key
from desktop_pipeline.domain.roles import Role
from desktop_pipeline.domain.scores import (
    LISTED,
    Condition,
    Operator,
    ScoreField,
    ScorePart,
    check_condition,
    check_points,
)
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import ScoreRule
from desktop_pipeline.storage.workspace import Workspace

# What most would begin with; a kind of activity that a workspace does not have is left out.
_USUAL_RULES: tuple[tuple[Condition, int], ...] = (
    (Condition(ScoreField.ALWAYS), 10),
    (Condition(ScoreField.BANT), 20),
    (Condition(ScoreField.BOUGHT_BEFORE), 10),
    (Condition(ScoreField.IDEAL), 8),
    (Condition(ScoreField.ROLE, value=Role.DECIDES.value), 10),
    (Condition(ScoreField.BUDGET, value="no"), -6),
    (Condition(ScoreField.ACTIVITY, value="meeting"), 15),
    (Condition(ScoreField.ACTIVITY, value="visit"), 15),
    (Condition(ScoreField.ACTIVITY, value="call"), 8),
    (Condition(ScoreField.ACTIVITY, value="email"), 4),
    (Condition(ScoreField.MOVED_ON), 10),
)


def add_rule(workspace: Workspace, condition: Condition, points: int) -> int:
    """Adds a rule at the end of its part and returns its id; raises InvalidError, also where there is one for that."""
    with workspace.journal.change("Add a rule of the score") as draft:
        return _insert(draft, condition, points)


def add_usual_rules(workspace: Workspace) -> Change | None:
    """Begins with rules that suit most; nothing happens where there are rules already."""
    with workspace.journal.change("Add the usual rules of the score") as draft:
        if draft.value("select 1 from score_rule") is None:
            kinds = {key for (key,) in draft.rows("select key from activity_kind where is_active")}
            for condition, points in _USUAL_RULES:
                if condition.field is not ScoreField.ACTIVITY or condition.value in kinds:
                    _insert(draft, condition, points)
    return draft.result


def edit_rule(
    workspace: Workspace, rule_id: int, *, condition: Condition | None = None, points: int | None = None
) -> Change | None:
    """Changes what a rule looks for, or its points; raises InvalidError. A rule stays in its part of the score."""
    with workspace.journal.change("Edit a rule of the score") as draft:
        part = _read_part(draft, rule_id)
        columns: dict[str, str | int] = {}
        if condition is not None:
            checked = _check(draft, condition)
            if checked.part is not part:
                message = "Fit and behaviour are counted apart. Add a rule to the other list for that."
                raise InvalidError(message)
            _refuse_second(draft, checked, but=rule_id)
            columns = rule_columns(checked)
        if points is not None:
            columns["points"] = check_points(points)
        draft.update(ScoreRule, rule_id, **columns)
    return draft.result


def switch_rule(workspace: Workspace, rule_id: int, *, on: bool) -> Change | None:
    """Lets a rule rest, or count again."""
    with workspace.journal.change("Switch a rule of the score " + ("on" if on else "off")) as draft:
        _read_part(draft, rule_id)
        draft.update(ScoreRule, rule_id, is_active=on)
    return draft.result


def delete_rule(workspace: Workspace, rule_id: int) -> Change | None:
    """Takes a rule away."""
    with workspace.journal.change("Delete a rule of the score") as draft:
        _read_part(draft, rule_id)
        draft.delete(ScoreRule, rule_id)
    return draft.result


def reorder_rules(workspace: Workspace, part: ScorePart, ids: Sequence[int]) -> Change | None:
    """Puts the rules of a part into this order; raises InvalidError for other ids."""
    with workspace.journal.change("Reorder the rules of the score") as draft:
        sql = "select id, position from score_rule where part = ? and is_active"
        write_order(draft, ScoreRule, dict(draft.rows(sql, (part.value,))), ids, "rules")
    return draft.result


def _insert(draft: Draft, condition: Condition, points: int) -> int:
    checked = _check(draft, condition)
    _refuse_second(draft, checked)
    part = checked.part.value
    last = draft.value("select coalesce(max(position), -1) from score_rule where part = ?", (part,))
    given = check_points(points)
    return draft.insert(ScoreRule, part=part, points=given, position=int(last) + 1, **rule_columns(checked))


def rule_columns(condition: Condition) -> dict[str, str | int]:
    """What a rule's row holds of its condition."""
    operator = "" if condition.operator is Operator.IS else condition.operator.value
    return {"field": condition.field.value, "operator": operator, "value": condition.value}


def _refuse_second(draft: Draft, condition: Condition, *, but: int = 0) -> None:
    """One thing brings its points once: of two rules for it both would count."""
    columns = rule_columns(condition)
    rows = draft.rows(
        "select value, is_active from score_rule where field = ? and operator = ? and id <> ? order by is_active desc",
        (columns["field"], columns["operator"], but),
    )
    for value, is_active in rows:
        if name_key(value) == name_key(condition.value):
            message = (
                "There is a rule for that already. Change its points instead."
                if is_active
                else "There is a rule for that already, archived. Let it count again instead."
            )
            raise InvalidError(message)


def _read_part(draft: Draft, rule_id: int) -> ScorePart:
    part = draft.value("select part from score_rule where id = ?", (rule_id,))
    if part is None:
        message = f"There is no rule of the score number {rule_id}."
        raise NotFoundError(message)
    return ScorePart(part)


_LISTS = {ScoreField.SOURCE: "source", ScoreField.LABEL: "label", ScoreField.PRODUCT: "product"}


def _check(draft: Draft, condition: Condition) -> Condition:
    """What can be kept: the condition says something, and what it names is there. Raises InvalidError."""
    checked = check_condition(condition)
    if checked.field in LISTED:
        table = _LISTS[checked.field]
        require_row(draft, table, int(checked.value) if checked.value.isdecimal() else 0)
        return checked._replace(value=str(int(checked.value)))
    is_kind = checked.field is ScoreField.ACTIVITY
    if is_kind and draft.value("select 1 from activity_kind where key = ?", (checked.value,)) is None:
        message = f"There is no kind “{brief(checked.value)}” of activity."
        raise NotFoundError(message)
    return checked

"""What the sample company's figures stand on beside its deals: the rules it scores them by, and marks of the hand."""

from collections.abc import Sequence

from desktop_pipeline.actions.sample_lists import Cast
from desktop_pipeline.actions.sample_tale import Diary, Tale
from desktop_pipeline.actions.score_rules import rule_columns
from desktop_pipeline.domain.milestones import Milestone
from desktop_pipeline.domain.roles import Role
from desktop_pipeline.domain.scores import Condition, Operator, ScoreField
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import MilestoneMark, ScoreRule

_MARKED_DAYS_AGO = 2
_RULES: tuple[tuple[Condition, int], ...] = (
    (Condition(ScoreField.ALWAYS), 6),
    (Condition(ScoreField.BANT), 16),
    (Condition(ScoreField.BOUGHT_BEFORE), 8),
    (Condition(ScoreField.IDEAL), 9),
    (Condition(ScoreField.ROLE, value=Role.DECIDES.value), 8),
    (Condition(ScoreField.VALUE, Operator.AT_LEAST, "1000000"), 5),
    (Condition(ScoreField.SIZE, Operator.AT_LEAST, "20"), 4),
    (Condition(ScoreField.BUDGET, value="no"), -6),
    (Condition(ScoreField.ACTIVITY, value="visit"), 10),
    (Condition(ScoreField.ACTIVITY, value="meeting"), 10),
    (Condition(ScoreField.ACTIVITY, value="call"), 6),
    (Condition(ScoreField.ACTIVITY, value="email"), 4),
    (Condition(ScoreField.MOVED_ON), 7),
)


def write_score_rules(draft: Draft, cast: Cast) -> None:
    """Rules in the company's own measure; what is recommended counts first."""
    rules = list(_RULES)
    if "Referral" in cast.sources:
        rules.insert(3, (Condition(ScoreField.SOURCE, value=str(cast.sources["Referral"])), 8))
    for position, (condition, points) in enumerate(rules):
        draft.insert(
            ScoreRule,
            part=condition.part.value,
            points=points,
            position=position,
            **rule_columns(condition),
        )


def write_marks_of_hand(draft: Draft, cast: Cast, diary: Diary, known: Sequence[tuple[int, Tale]]) -> None:
    """The first deal that still stands in the first stage was found sales qualified before its stage says so."""
    marked = next((deal_id for deal_id, tale in known if tale.stage == cast.stages[0] and tale.closed_at is None), None)
    if marked is not None:
        on = diary.text(diary.today - _MARKED_DAYS_AGO)
        draft.insert_rows(
            MilestoneMark, ("deal_id", "milestone", "passed_on", "rule"), [(marked, Milestone.SQL.value, on, "by hand")]
        )

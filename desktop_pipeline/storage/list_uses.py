"""Which columns refer to the lists an owner keeps, and how many rows do."""

from collections.abc import Mapping
from dataclasses import dataclass

from desktop_pipeline.domain.lists import OwnedList, Use, User
from desktop_pipeline.storage.database import Reader


@dataclass(frozen=True, slots=True)
class Reference:
    """A column that names a row of a list by its id, or, for kinds of activities, by its key.

    `once` is the column, or what of several, with which it stands once: a merge may not leave a label twice on a deal.
    """

    table: str
    column: str
    user: User
    counted: str = "*"
    once: str | None = None
    only: str = "1"
    is_text: bool = False  # the id is kept as text, beside words of other rows


TABLES: Mapping[OwnedList, str] = {
    OwnedList.OWNERS: "owner",
    OwnedList.SOURCES: "source",
    OwnedList.LABELS: "label",
    OwnedList.PRODUCTS: "product",
    OwnedList.REASONS: "reason",
    OwnedList.COMPETITORS: "competitor",
    OwnedList.KINDS: "activity_kind",
}
# Of whom a target is, it is the only one of its measure for a span of time.
_SAME_TARGET = "span || ' ' || starts_on || ' ' || measure"
REFERENCES: Mapping[OwnedList, tuple[Reference, ...]] = {
    OwnedList.OWNERS: (
        Reference("deal", "owner_id", User.DEAL),
        Reference("activity", "owner_id", User.ACTIVITY),
        Reference("history_event", "owner_id", User.PAST_DEAL, "distinct deal_id"),
        Reference("target", "owner_id", User.TARGET, once=_SAME_TARGET),
        Reference("review", "owner_id", User.REVIEW),
    ),
    OwnedList.SOURCES: (
        Reference("deal", "source_id", User.DEAL),
        Reference("organisation", "source_id", User.ORGANISATION),
        Reference("person", "source_id", User.PERSON),
        Reference("score_rule", "value", User.SCORE_RULE, once="field", only="field = 'source'", is_text=True),
    ),
    OwnedList.LABELS: (
        Reference("deal_label", "label_id", User.DEAL, once="deal_id"),
        Reference("score_rule", "value", User.SCORE_RULE, once="field", only="field = 'label'", is_text=True),
    ),
    OwnedList.PRODUCTS: (
        Reference("line_item", "product_id", User.PRODUCT_LINE),
        Reference("target", "product_id", User.TARGET, once=_SAME_TARGET),
        Reference("score_rule", "value", User.SCORE_RULE, once="field", only="field = 'product'", is_text=True),
    ),
    OwnedList.REASONS: (
        Reference("deal", "reason_id", User.DEAL),
        Reference("history_event", "reason_id", User.PAST_DEAL, "distinct deal_id"),
        Reference("cadence", "reason_id", User.CADENCE),
        Reference("enrolment", "reason_id", User.STARTED_CADENCE),
    ),
    OwnedList.COMPETITORS: (Reference("deal_competitor", "competitor_id", User.DEAL, once="deal_id"),),
    OwnedList.KINDS: (
        Reference("activity", "kind", User.ACTIVITY),
        Reference("message", "kind", User.MESSAGE),
        Reference("stage_activity", "kind", User.PLANNED_ACTIVITY),
        Reference("after_sale_step", "kind", User.CHECKLIST),
        Reference("cadence_step", "kind", User.CADENCE, "distinct cadence_id"),
        Reference("criterion", "asks_for", User.CRITERION, only="kind = 'activity'"),
        Reference("score_rule", "value", User.SCORE_RULE, once="field", only="field = 'activity'"),
    ),
}


def count_uses(reader: Reader, owned: OwnedList) -> dict[int | str, list[Use]]:
    """What refers to each row of the list, by its id (kinds of activities: by their key)."""
    found: dict[int | str, list[Use]] = {}
    for reference in REFERENCES[owned]:
        # Tables, columns and conditions are our own text.
        sql = (
            f"select {reference.column}, count({reference.counted}) from {reference.table}"  # noqa: S608
            f" where {reference.column} is not null and {reference.only} group by {reference.column}"
        )
        for named, count in reader.rows(sql):
            key = int(named) if reference.is_text else named
            found.setdefault(key, []).append(Use(reference.user, int(count)))
    return found

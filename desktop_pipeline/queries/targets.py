"""The targets that are set, and whose they can be."""

from dataclasses import dataclass
from datetime import date

from desktop_pipeline.domain.targets import Target, TargetMeasure, TargetScope, TargetSpan
from desktop_pipeline.storage.database import Reader

_SCOPES = frozenset(TargetScope)
_SPANS = frozenset(TargetSpan)
_MEASURES = frozenset(TargetMeasure)


@dataclass(frozen=True, slots=True)
class TargetHolder:
    """Whose a target can be; `of` is None for the company, and so is `name`."""

    scope: TargetScope
    of: int | None
    name: str | None


def read_targets(reader: Reader) -> list[Target]:
    """Every target, by whose it is, by span and by start; what no word of ours names is passed over."""
    rows = reader.rows(
        "select id, scope, coalesce(owner_id, pipeline_id, product_id), span, starts_on, measure, amount, currency"
        " from target order by scope, 3, measure, span, starts_on, id"
    )
    return [
        Target(
            TargetScope(scope),
            of,
            TargetSpan(span),
            date.fromisoformat(starts_on),
            TargetMeasure(measure),
            int(amount),
            currency,
            int(row_id),
        )
        for row_id, scope, of, span, starts_on, measure, amount, currency in rows
        if scope in _SCOPES and span in _SPANS and measure in _MEASURES
    ]


def read_holders(reader: Reader) -> list[TargetHolder]:
    """The company, then owners, pipelines and products in use, and others that have a target."""
    holders = [TargetHolder(TargetScope.COMPANY, None, None)]
    in_use = {
        TargetScope.OWNER: "is_active",
        TargetScope.PIPELINE: "not is_archived",
        TargetScope.PRODUCT: "is_active",
    }
    for scope, condition in in_use.items():
        order = "position, name" if scope is TargetScope.PIPELINE else "name"
        table = scope.value
        # Every part is one of our own names.
        sql = (
            f"select id, name from {table} where {condition}"  # noqa: S608
            f" or id in (select {table}_id from target where scope = ?) order by {order}, id"
        )
        holders += [TargetHolder(scope, int(row_id), name) for row_id, name in reader.rows(sql, (table,))]
    return holders

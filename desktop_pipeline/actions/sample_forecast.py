"""What the sample company expects: targets for its years, how firm each stage is, and two calls made by hand."""

from datetime import date

from desktop_pipeline.actions.sample_lists import Cast
from desktop_pipeline.domain.periods import add_months
from desktop_pipeline.domain.stages import ForecastCategory
from desktop_pipeline.domain.targets import TargetMeasure, TargetScope, TargetSpan
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import Deal, Target

_CURRENCY = "EUR"
# Of each month: last year, up to the middle of this one, and from there on.
_BEFORE, _FIRST_HALF, _SECOND_HALF = 36_000_00, 40_000_00, 45_000_00
_OWNERS_QUARTER = 30_000_00
_HALF, _YEAR = 6, 12
_FEWEST_STAGES = 3
_CALLS = (
    (-1, ForecastCategory.BEST_CASE),  # the deal of the last stage that is to close first
    (-2, ForecastCategory.COMMIT),  # and that of the stage before
)


def write_expectations(draft: Draft, cast: Cast, today: date) -> None:
    """After the deals, for two of them are called by hand."""
    if len(cast.stages) >= _FEWEST_STAGES:
        for place, category in _CALLS:
            found = draft.value(
                "select id from deal where stage_id = ? and status = 'open' and deleted_at is null"
                " order by expected_close_on is null, expected_close_on, id limit 1",
                (cast.stages[place],),
            )
            if found is not None:
                draft.update(Deal, int(found), forecast_category=category.value)
    _write_targets(draft, cast, today)


def _write_targets(draft: Draft, cast: Cast, today: date) -> None:
    first = date(today.year - 1, 1, 1)
    for step in range(2 * _YEAR):
        amount = _BEFORE if step < _YEAR else _FIRST_HALF if step < _YEAR + _HALF else _SECOND_HALF
        _write(draft, TargetScope.COMPANY, TargetSpan.MONTH, add_months(first, step), amount)
    for owner in cast.owners.values():
        for quarter in range(4):
            starts_on = add_months(first, _YEAR + 3 * quarter)
            _write(draft, TargetScope.OWNER, TargetSpan.QUARTER, starts_on, _OWNERS_QUARTER, owner=owner)


def _write(
    draft: Draft, scope: TargetScope, span: TargetSpan, starts_on: date, amount: int, *, owner: int | None = None
) -> None:
    draft.insert(
        Target,
        scope=scope.value,
        owner=owner,
        span=span.value,
        starts_on=starts_on,
        measure=TargetMeasure.MONEY.value,
        amount=amount,
        currency=_CURRENCY,
    )

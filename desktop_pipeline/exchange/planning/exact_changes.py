"""What the changed cells of a deal in our own export change: also what they empty, and what they take away."""

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.exchange.planning.deal_rows import TOLD_BY, DealRow, DealTable
from desktop_pipeline.exchange.planning.own_rows import OwnRow
from desktop_pipeline.exchange.records import DealFields
from desktop_pipeline.exchange.understanding.kinds import CUSTOM

CREATED_STAYS = "the day a deal was made is not changed from a file"
CLOSED_STAYS = "the day of an outcome is changed with the outcome, or in the deal"
PRODUCTS_STAY = "products are taken away in the deal, not from a file"
CURRENCY_ALONE = "a deal without a value keeps its currency"
_STANDING = frozenset(("stage", "status", "pipeline"))
# A blank cell of these leaves the deal as it is
_NEVER_EMPTY = frozenset(("title", "pipeline", "stage", "status", "currency", "created", "closed"))


def find_exact_changes(table: DealTable, row: DealRow, own: OwnRow, known: DealFields) -> tuple[str, ...]:
    """The fields of the deal that change; what cannot be changed so is listed."""
    reader = table.reader
    changed: list[str] = []
    for name in sorted(own.told):
        fields = TOLD_BY.get(name, (name,))
        if name.startswith(CUSTOM):
            continue  # it hangs on the deal
        if name in {"created", "closed"}:
            # The same day in another shape is what a spreadsheet makes of it where it saves a CSV.
            is_same = getattr(row.fields, name) == getattr(known, name)
            if not is_same and (name == "created" or "status" not in own.told):
                reader.fault(row.position, name, CREATED_STAYS if name == "created" else CLOSED_STAYS)
            continue
        if name == "product" and not set(known.products) <= set(row.fields.products):
            reader.fault(row.position, name, PRODUCTS_STAY)
        if name == "currency" and row.fields.value is None:
            reader.fault(row.position, name, CURRENCY_ALONE)
            continue
        changed += [field for field in fields if _changes(field, name, own, row.fields, known)]
    if _STANDING & set(changed):
        changed += [field for field in ("status", "stage") if field not in changed]
    if row.fields.status is DealStatus.LOST and known.status is DealStatus.LOST and "lost_reason" in own.told:
        changed.append("lost_reason")
    return tuple(dict.fromkeys(field for field in DealFields._fields if field in changed))


def _changes(field: str, name: str, own: OwnRow, new: DealFields, known: DealFields) -> bool:
    value = getattr(new, field)
    if name in own.emptied:
        return name not in _NEVER_EMPTY and getattr(known, field) not in {None, ()}
    if value is None or value == ():
        return False  # it could not be read, which is listed
    if field in {"labels", "products"}:
        return set(value) != set(getattr(known, field)) if field == "labels" else not set(value) <= set(known.products)
    return bool(value != getattr(known, field))

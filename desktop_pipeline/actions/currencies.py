"""The currencies a workspace uses, and what each is worth in the base currency from which day on."""

from datetime import date
from decimal import Decimal

from desktop_pipeline.domain.currency_codes import check_known_currency
from desktop_pipeline.domain.errors import InvalidError, NotFoundError, RefusedError
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import Currency, CurrencyRate
from desktop_pipeline.storage.workspace import Workspace, write_setting

_MOST_PLACES = 12
_LARGEST_RATE = Decimal(10) ** 9


def add_currency(workspace: Workspace, code: str) -> int:
    """Adds a real currency and returns its id; raises InvalidError for one that is there or does not exist."""
    known = check_known_currency(code)
    with workspace.journal.change(f"Add currency {known}") as draft:
        if draft.value("select 1 from currency where code = ?", (known,)) is not None:
            message = f"{known} is there already."
            raise InvalidError(message)
        return draft.insert(Currency, code=known)


def remove_currency(workspace: Workspace, currency_id: int) -> Change | None:
    """Removes a currency with its rates; raises RefusedError where amounts are in it."""
    with workspace.journal.change("Delete currency") as draft:
        code = _read_code(draft, currency_id)
        draft.label = f"Delete currency {code}"
        if code == workspace.base_currency:
            message = f"{code} is the base currency; sums are in it."
            raise RefusedError(message)
        for table, one, several in (("deal", "deal", "deals"), ("product", "product", "products")):
            count = int(draft.value(f"select count(*) from {table} where currency = ?", (code,)))  # noqa: S608 - our own
            if count:
                message = f"{code} is in use by {count} {one if count == 1 else several}; it stays."
                raise RefusedError(message)
        for (rate_id,) in draft.rows("select id from currency_rate where currency_id = ?", (currency_id,)):
            draft.delete(CurrencyRate, int(rate_id))
        draft.delete(Currency, currency_id)
    return draft.result


def set_base_currency(workspace: Workspace, code: str) -> Change | None:
    """The currency that sums are in; raises RefusedError once there are deals or rates, which would change meaning."""
    known = check_known_currency(code)
    with workspace.journal.change(f"Change the base currency to {known}") as draft:
        if known != workspace.base_currency:
            if draft.value("select 1 from deal") is not None:
                message = (
                    f"The workspace has deals, and their figures are in {workspace.base_currency}."
                    " The base currency can only be changed before the first deal."
                )
                raise RefusedError(message)
            if draft.value("select 1 from currency_rate") is not None:
                message = f"Delete the rates first: they tell what currencies are worth in {workspace.base_currency}."
                raise RefusedError(message)
            if draft.value("select 1 from currency where code = ?", (known,)) is None:
                draft.insert(Currency, code=known)
            write_setting(draft, "base_currency", known)
    workspace.refresh()
    return draft.result


def add_rate(workspace: Workspace, currency_id: int, *, from_on: date, rate: Decimal) -> int:
    """What one unit is worth in the base currency from a day on; raises InvalidError."""
    text = _check_rate(rate)
    with workspace.journal.change("Add rate") as draft:
        code = _read_code(draft, currency_id)
        draft.label = f"Add rate of {code} from {from_on.isoformat()}"
        if code == workspace.base_currency:
            message = f"{code} is the base currency; one {code} is always one {code}."
            raise InvalidError(message)
        _require_free_day(draft, currency_id, from_on)
        return draft.insert(CurrencyRate, currency=currency_id, from_on=from_on, rate=text)


def edit_rate(workspace: Workspace, rate_id: int, *, from_on: date, rate: Decimal) -> Change | None:
    """Changes day and rate; raises InvalidError."""
    text = _check_rate(rate)
    with workspace.journal.change("Edit rate") as draft:
        currency_id, code = _read_rate(draft, rate_id)
        draft.label = f"Edit rate of {code} from {from_on.isoformat()}"
        _require_free_day(draft, currency_id, from_on, but=rate_id)
        draft.update(CurrencyRate, rate_id, from_on=from_on, rate=text)
    return draft.result


def remove_rate(workspace: Workspace, rate_id: int) -> Change | None:
    """Removes one dated rate; the one before holds on."""
    with workspace.journal.change("Delete rate") as draft:
        draft.label = f"Delete rate of {_read_rate(draft, rate_id)[1]}"
        draft.delete(CurrencyRate, rate_id)
    return draft.result


def _check_rate(rate: Decimal) -> str:
    if not rate.is_finite() or not 0 < rate < _LARGEST_RATE:
        message = "A rate is a number above zero."
        raise InvalidError(message)
    exponent = rate.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > _MOST_PLACES:
        message = f"Use {_MOST_PLACES} decimal places at most."
        raise InvalidError(message)
    return f"{rate:f}"


def _read_code(draft: Draft, currency_id: int) -> str:
    code = draft.value("select code from currency where id = ?", (currency_id,))
    if code is None:
        message = f"There is no currency number {currency_id}."
        raise NotFoundError(message)
    return str(code)


def _read_rate(draft: Draft, rate_id: int) -> tuple[int, str]:
    found = draft.row(
        "select r.currency_id, c.code from currency_rate r join currency c on c.id = r.currency_id where r.id = ?",
        (rate_id,),
    )
    if found is None:
        message = f"There is no rate number {rate_id}."
        raise NotFoundError(message)
    return int(found[0]), str(found[1])


def _require_free_day(draft: Draft, currency_id: int, day: date, *, but: int | None = None) -> None:
    sql = "select id from currency_rate where currency_id = ? and from_on = ?"
    found = draft.value(sql, (currency_id, day.isoformat()))
    if found is not None and found != but:
        message = f"There is a rate from {day.isoformat()} already."
        raise InvalidError(message)

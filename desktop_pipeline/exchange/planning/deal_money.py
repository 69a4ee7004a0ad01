"""What the deals of a table are worth: each row's value and currency, and what is not certain of them."""

import re
from collections.abc import Sequence

from desktop_pipeline.domain.money import minor_digits
from desktop_pipeline.exchange.planning.draft import PlanDraft
from desktop_pipeline.exchange.tables import Cell, is_blank
from desktop_pipeline.exchange.understanding.amounts import Amount
from desktop_pipeline.exchange.understanding.currencies import ASSUMED, is_shared, read_currency
from desktop_pipeline.exchange.understanding.units import NO_UNIT
from desktop_pipeline.exchange.understanding.values import ColumnReader
from desktop_pipeline.exchange.unreadable import UnreadableError

# Sums below this have less than 15 figures in the smallest unit there is
_EXACT = 10**10
_MANY = 0.3
_CODE = re.compile(r"[A-Z]{3}")


def read_money(
    reader: ColumnReader, draft: PlanDraft, *, silently: bool = False
) -> list[tuple[int | None, str | None]]:
    """Value and currency of each row, in minor units; an amount whose currency is not certain is left out."""
    rule = draft.currency
    has_unit = reader.has("value") and reader.recognised.amount_habits["value"].unit != NO_UNIT
    plain = None if has_unit else _read_plain_money(reader, rule.usual)
    if plain is not None:
        return plain
    amounts, stated = reader.amounts("value"), reader.currencies("currency")
    amounts = _with_signs(amounts, reader.cells("currency"))
    lacks_any = rule.usual is None and any(
        amount and not amount.currency and not own for amount, own in zip(amounts, stated, strict=True)
    )
    if lacks_any and not silently:
        reader.ask("value", "which currency?", ASSUMED, subject="currency")
    amounts = _in_others_currency(reader, amounts, draft, silently=silently)
    told = reader.cells("currency")
    blank = {cell for cell in set(told) if is_blank(cell)}
    has_own = [cell not in blank for cell in told]
    money: list[tuple[int | None, str | None]] = []
    for index, amount in enumerate(amounts):
        settled: tuple[int | None, str | None] = (None, stated[index])
        is_unclear = amount is not None and amount.currency is None and amount.sign is None
        if is_unclear and has_own[index] and stated[index] is None:
            reader.fault(index, "value", "its currency cannot be read")
        elif amount is not None:
            try:
                settled = rule.settle(amount, stated[index])
            except UnreadableError as error:
                reader.fault(index, "value", str(error))
                if amount.sign and not silently and not amount.currency and not stated[index]:
                    reader.ask("value", f"which currency is “{amount.sign}”?", "not known", subject="currency")
        money.append(settled)
    return money


def _with_signs(amounts: Sequence[Amount | None], told: Sequence[Cell]) -> Sequence[Amount | None]:
    """Amounts whose currency column has a sign that several currencies share, as if it stood beside them."""
    signs: dict[Cell, str] = {
        cell: sign for cell in set(told) if isinstance(cell, str) and is_shared(sign := cell.strip())
    }
    if not signs:
        return amounts
    return [
        amount._replace(sign=signs[cell]) if amount and cell in signs and not amount.currency else amount
        for amount, cell in zip(amounts, told, strict=True)
    ]


def _in_others_currency(
    reader: ColumnReader, amounts: Sequence[Amount | None], draft: PlanDraft, *, silently: bool
) -> Sequence[Amount | None]:
    """Amounts that bear no currency, in that of the others of their column where all these agree; and asked."""
    written = {amount.currency for amount in amounts if amount and amount.currency}
    if not written and not draft.currency.is_said and not reader.has("currency"):
        return _in_others_sign(amounts)
    if draft.currency.is_said or len(written) != 1 or written == {draft.currency.usual} or reader.has("currency"):
        return amounts
    if not any(amount and not amount.currency and not amount.sign for amount in amounts):
        return amounts
    (currency,) = written
    if not silently:
        reader.ask("value", "which currency have the amounts that name none?", currency, subject="currency")
    return [
        amount._replace(currency=currency) if amount and not amount.currency and not amount.sign else amount
        for amount in amounts
    ]


def _in_others_sign(amounts: Sequence[Amount | None]) -> Sequence[Amount | None]:
    """Where many amounts bear one sign, as “$”, the bare ones bear it too: one answer is for all of them."""
    told = [amount.sign for amount in amounts if amount]
    signs = set(told) - {None}
    if len(signs) != 1 or len(told) - told.count(None) < _MANY * len(told):
        return amounts
    (sign,) = signs
    return [amount._replace(sign=sign) if amount and not amount.sign else amount for amount in amounts]


def _read_plain_money(reader: ColumnReader, usual: str | None) -> list[tuple[int | None, str | None]] | None:
    """What the rule of currencies says of numbers that are minor units exactly, without a Decimal for each.

    None where any number is something else, or any currency needs more than to be read.
    """
    cells, told = reader.cells("value"), reader.cells("currency")
    kinds = set(map(type, cells))
    if not kinds <= {float, int, type(None)} or kinds == {type(None)}:
        return None
    words = set(told)
    currencies: dict[object, str | None] = dict.fromkeys(words, usual)
    for word in words:
        if word is not None:
            if not (isinstance(word, str) and _CODE.fullmatch(word)):
                return None
            currencies[word] = read_currency(word)
    if None in currencies.values():
        return None
    scales = {word: 10 ** minor_digits(currency or "") for word, currency in currencies.items()}
    money: list[tuple[int | None, str | None]] = []
    for cell, word in zip(cells, told, strict=True):
        if cell is None:
            money.append((None, currencies[word] if word is not None else None))
            continue
        # A sum of less than 15 figures that divides back into the same number is the one that was written
        if not (isinstance(cell, (int, float)) and 0 <= cell < _EXACT):
            return None
        scale = scales[word]
        minor = round(cell * scale)
        if minor / scale != cell:
            return None
        money.append((minor, currencies[word]))
    return money

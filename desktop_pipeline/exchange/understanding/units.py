"""What stands beside figures: currencies and their signs, thousands and millions, in a cell or in a header."""

import re
from collections.abc import Iterable
from typing import NamedTuple

SIGN_CURRENCIES = {
    "€": "EUR", "£": "GBP", "zł": "PLN", "US$": "USD", "₹": "INR", "₺": "TRY", "₩": "KRW", "₪": "ILS", "₽": "RUB",
    "₴": "UAH", "₫": "VND", "Kč": "CZK", "Ft": "HUF", "R$": "BRL", "A$": "AUD", "AU$": "AUD", "CA$": "CAD",
    "C$": "CAD", "NZ$": "NZD", "HK$": "HKD", "S$": "SGD", "NT$": "TWD", "MX$": "MXN", "円": "JPY", "元": "CNY",
    "руб.": "RUB", "руб": "RUB", "грн": "UAH", "₸": "KZT", "฿": "THB", "₱": "PHP", "₦": "NGN",
    "Euro": "EUR", "euro": "EUR",
}  # fmt: skip
CODE_OR_SIGN = re.compile(
    "|".join(map(re.escape, sorted(SIGN_CURRENCIES, key=len, reverse=True)))
    + r"|[A-Z]{3}|(?i:eur|usd|gbp|chf|pln|sek|nok|dkk|czk)|\$|[Kk]r\.?|[Ff]r\.?|¥|￥|Rs\.?"
)
# Codes that a header may have in small letters too; any other three letters in a header may be a word
COMMON_CODES = frozenset(SIGN_CURRENCIES.values()) | {"CHF", "SEK", "NOK", "DKK", "RON", "BGN", "ZAR", "AED", "SAR"}
_THOUSANDS = ("tausend", "thousands", "thousand", "tsd.", "tsd", "tys.", "tys", "tis.", "tis", "k")
_MILLIONS = ("millionen", "millions", "million", "mio.", "mio", "mln.", "mln", "mn", "m")
_MILLIARDS = ("milliarden", "milliards", "milliard", "mrd.", "mrd", "mld.", "mld", "bn")
_LAKHS = ("lakhs", "lakh", "lacs", "lac")
_FACTORS = {
    **dict.fromkeys(_THOUSANDS, 1_000),
    **dict.fromkeys(_MILLIONS, 1_000_000),
    **dict.fromkeys(_MILLIARDS, 1_000_000_000),
    **dict.fromkeys(_LAKHS, 100_000),
    **dict.fromkeys(("crores", "crore"), 10_000_000),
    "千": 1_000,
    "万": 10_000,
    "萬": 10_000,
    "百万": 1_000_000,
    "億": 100_000_000,
    "亿": 100_000_000,
}
_FACTOR = re.compile("|".join(map(re.escape, sorted(_FACTORS, key=len, reverse=True))), re.IGNORECASE)
# A mere “t” is a tonne: it makes thousands only of a currency
_THOUSAND_OF = re.compile(r"t(?=€|\$|£|eur|usd|chf|gbp|kr)", re.IGNORECASE)
# Elsewhere “mil” is a thousand
_CZECH_MILLION = re.compile(r"mil\.?(?=Kč|CZK)", re.IGNORECASE)
_BEFORE = re.compile(
    r"(?P<factor>[ktm]|tsd\.?|mio\.?|百?万|千|萬|億|亿)(?P<currency>€|eur(?:o)?|usd|chf|gbp|\$|£|kr|円|元)(?=\d)",
    re.IGNORECASE,
)
# “£k”, “$000”, “£m”
_BEHIND = re.compile(r"(?P<currency>€|\$|£)['’]?(?P<factor>k|m|000s?)", re.IGNORECASE)
_NOUGHTS = re.compile(r"['’]?000s?|[x×*]1[.,'’]?000", re.IGNORECASE)
_TOKEN = re.compile(r"[\s()（）\[\];:：/]+")
# In a title: “in TEUR”, “bedragen x 1.000 €”, “amounts in thousands”
_SAID = re.compile(
    r"(?:\b(?:in|en|em|w|v)\s+|(?P<times>[x×*])\s*(?=\d))(?P<unit>[^\s)]+(?:\s+[^\s)]+)?)", re.IGNORECASE
)
_MILLION = 1_000_000


class Unit(NamedTuple):
    """What a header says of the amounts below it; `sign` is one that several countries use."""

    factor: int = 1
    currency: str | None = None
    sign: str | None = None


NO_UNIT = Unit()


def take_factor(after: str) -> tuple[int | None, str]:
    """What the figures stand for, as “k” behind them tells, and what is behind that; None where nothing tells it."""
    if not after or (CODE_OR_SIGN.fullmatch(after) and after.lower() not in _FACTORS):
        return None, after
    if _THOUSAND_OF.match(after):
        return 1_000, after[1:]
    if million := _CZECH_MILLION.match(after):
        return _MILLION, after[million.end() :]
    match = _FACTOR.match(after)
    if match is None:
        return None, after
    rest = after[match.end() :]
    return (_FACTORS[match[0].lower()], rest) if not rest or CODE_OR_SIGN.fullmatch(rest) else (None, after)


def take_leading_factor(text: str) -> tuple[int | None, str]:
    """The same of “TEUR 120”: the factor, and the text without it."""
    match = _BEFORE.match(text)
    if match is None:
        return None, text
    return _factor_of(match["factor"]), text[match.start("currency") :]


def read_unit(header: str, titles: Iterable[str] = ()) -> Unit:
    """The unit that a header names, as in “Amount (k€)” or “Value £”; what it leaves open a title may say."""
    unit = _read_tokens(_TOKEN.split(header))
    for title in titles:
        if unit.factor != 1:
            break
        for match in _SAID.finditer(title):
            said = _read_tokens(_TOKEN.split(f"{match['times'] or ''}{match['unit']}"))
            unit = Unit(
                said.factor if unit.factor == 1 else unit.factor,
                unit.currency or (None if unit.sign else said.currency),
                unit.sign or (None if unit.currency else said.sign),
            )
    return unit


def _read_tokens(tokens: Iterable[str]) -> Unit:
    factor, currency, sign = 1, None, None
    for token in tokens:
        text = token.strip(".,'’")
        named, rest = 1, text
        glued, behind = _BEFORE.match(f"{text}0"), _BEHIND.fullmatch(text)
        if _NOUGHTS.fullmatch(text):
            named, rest = 1_000, ""
        elif behind:
            named, rest = _factor_of(behind["factor"]), behind["currency"]
        elif glued and glued.end() == len(text):
            named, rest = _factor_of(glued["factor"]), text[glued.start("currency") :]
        elif len(text) > 1 or text == "k" or not text.isascii():
            found = _FACTORS.get(text.lower())
            named, rest = (found, "") if found else (1, text)
        factor = max(factor, named)
        code = _code_of(rest)
        currency = currency or code
        if code is None and rest in {"$", "¥", "￥", "kr", "kr."}:
            sign = sign or rest
    return Unit(factor, currency, None if currency else sign)


def _code_of(text: str) -> str | None:
    return SIGN_CURRENCIES.get(text) or (text.upper() if text.upper() in COMMON_CODES else None)


def _factor_of(word: str) -> int:
    return _FACTORS.get(word.lower(), _MILLION if word.lower().startswith("m") else 1_000)

"""In which currency the numbers of a row of an .xlsx are shown, where only the format of their cells says so."""

import re
import zipfile
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path

from desktop_pipeline.domain.currency_codes import CURRENCY_CODES
from desktop_pipeline.exchange.reading.error_cells import list_sheets, parse
from desktop_pipeline.exchange.reading.row_colours import LARGEST_STYLES, SIGNS_OF_DAMAGE, children
from desktop_pipeline.exchange.understanding.units import CODE_OR_SIGN, SIGN_CURRENCIES

# Some hundred thousand rows: looked through in a blink, where the child must not be silent for long
_LARGEST_SHEET = 48 << 20
# “[$€-407]”, “[$USD]”: a sign and the language whose country uses it
_SIGN = re.compile(r"\[\$([^\]-]{1,6})(?:-([0-9A-Fa-f]{1,8}))?\]")
_BRACKETS = re.compile(r"\[[^\]]*\]")
_QUOTED = re.compile(r'"([^"]{1,6})"|\\(.)|([€£¥$])')
_OF_COUNTRY = {
    "$": {0x409: "USD", 0x1009: "CAD", 0xC0C: "CAD", 0xC09: "AUD", 0x1409: "NZD", 0x4809: "SGD", 0x80A: "MXN"},
    "kr": {0x41D: "SEK", 0x414: "NOK", 0x814: "NOK", 0x406: "DKK", 0x40F: "ISK"},
    "¥": {0x411: "JPY", 0x804: "CNY"},
}


def find_currencies(path: Path, taken: Collection[str]) -> dict[str, dict[int, str]]:
    """The currency, or the sign that several have, of a row's numbers, by sheet and the row's number.

    Rows in which several are found, and what cannot be made out, are left out.
    """
    sheets: dict[str, dict[int, str]] = {}
    with suppress(*SIGNS_OF_DAMAGE), zipfile.ZipFile(path) as archive:
        styles = _money_styles(archive)
        for name, part in list_sheets(archive) if styles else ():
            if name in taken and archive.getinfo(part).file_size <= _LARGEST_SHEET:
                sheets[name] = _look_through(archive.read(part), styles)
    return sheets


def read_format(code: str) -> str | None:
    """The currency that a format of numbers shows, or its sign where several have it."""
    shown = code.partition(";")[0]
    for sign, country in _SIGN.findall(shown):
        # A language alone stands before dates
        return _OF_COUNTRY.get(sign.strip().rstrip("."), {}).get(int(country or "0", 16)) or _name(sign)
    for quoted, escaped, bare in _QUOTED.findall(_BRACKETS.sub("", shown)):
        if name := _name(quoted or escaped or bare):
            return name
    return None


def _name(text: str) -> str | None:
    sign = text.strip()
    if re.fullmatch("[A-Z]{3}", sign) and sign not in CURRENCY_CODES:
        # A unit, as in “12 STK”
        return None
    return SIGN_CURRENCIES.get(sign, sign) if CODE_OR_SIGN.fullmatch(sign) else None


def _look_through(sheet: bytes, styles: Mapping[int, str]) -> dict[int, str]:
    """All programs write a cell's place first, then its format; texts and truths have their kind behind that."""
    rows: dict[int, str] = {}
    doubtful = set()
    named = {b"%d" % number: currency for number, currency in styles.items()}
    numbers = re.compile(rb'c r="[A-Z]{1,3}([0-9]{1,7})" s="(' + b"|".join(named) + rb')"(?: t="n")?>')
    for row, style in numbers.findall(sheet):
        currency = named[style]
        if rows.setdefault(int(row), currency) != currency:
            doubtful.add(int(row))
    return {row: currency for row, currency in rows.items() if row not in doubtful}


def _money_styles(archive: zipfile.ZipFile) -> dict[int, str]:
    """The currencies of those cell formats that show one."""
    if archive.getinfo("xl/styles.xml").file_size > LARGEST_STYLES:
        return {}
    root = parse(archive, "xl/styles.xml")
    codes = {form.get("numFmtId"): read_format(form.get("formatCode", "")) for form in children(root, "numFmts")}
    if not any(codes.values()):
        return {}
    formats = enumerate(children(root, "cellXfs"))
    return {number: currency for number, form in formats if (currency := codes.get(form.get("numFmtId")))}

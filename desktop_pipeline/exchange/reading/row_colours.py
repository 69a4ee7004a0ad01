"""In which colour the rows of an .xlsx are painted: many owners tell by that how a deal stands."""

import colorsys
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException

from desktop_pipeline.exchange.reading.error_cells import list_sheets, parse

# Some thousand rows: longer sheets are no longer painted by hand, and would be waited for
_LARGEST_SHEET = 6 << 20
LARGEST_STYLES = 4 << 20
_MOST_FILLS = 4_000
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]{0,200}?)(/?)>")
_PLACE = re.compile(rb'\br="[A-Z]{1,3}([0-9]{1,7})"')
_STYLE = re.compile(rb'\bs="([0-9]{1,6})"')
_RGB = re.compile(r"(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})")
SIGNS_OF_DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, ParseError, DefusedXmlException, EOFError),
    *(LookupError, ValueError, OSError, RuntimeError, NotImplementedError),
)
_FAINT = 0.08
_DARK = 0.2
# Up to which angle of the circle of colours each is called so
_NAMES = (
    *((16, "red"), (47, "orange"), (68, "yellow"), (165, "green"), (195, "turquoise"), (258, "blue")),
    *((295, "purple"), (342, "pink"), (361, "red")),
)
# Light and dark change places in front of the file's own order
_THEME_ORDER = (1, 0, 3, 2, 4, 5, 6, 7, 8, 9, 10, 11)
_INDEXED = {
    2: "FF0000", 3: "00FF00", 4: "0000FF", 5: "FFFF00", 6: "FF00FF", 7: "00FFFF",
    10: "FF0000", 11: "00FF00", 12: "0000FF", 13: "FFFF00", 14: "FF00FF", 15: "00FFFF", 17: "008000",
    40: "00CCFF", 41: "CCFFFF", 42: "CCFFCC", 43: "FFFF99", 44: "99CCFF", 45: "FF99CC", 46: "CC99FF", 47: "FFCC99",
    48: "3366FF", 49: "33CCCC", 50: "99CC00", 51: "FFCC00", 52: "FF9900", 53: "FF6600", 57: "339966",
}  # fmt: skip


def find_colours(path: Path, taken: Collection[str]) -> dict[str, dict[int, str]]:
    """The colour in which most of a row's filled cells are painted, by sheet and the row's number.

    What cannot be made out is left out: nothing hangs on it but a question.
    """
    sheets: dict[str, dict[int, str]] = {}
    with suppress(*SIGNS_OF_DAMAGE), zipfile.ZipFile(path) as archive:
        styles = _painted_styles(archive)
        for name, part in list_sheets(archive) if styles else ():
            if name in taken and archive.getinfo(part).file_size <= _LARGEST_SHEET:
                sheets[name] = _colour_rows(archive.read(part), styles)
    return sheets


def name_colour(rgb: str) -> str | None:
    """What a person calls it; None: black, white or grey, or hardly to be told from them."""
    red, green, blue = (int(rgb[place : place + 2], 16) / 255 for place in (0, 2, 4))
    hue, saturation, value = colorsys.rgb_to_hsv(red, green, blue)
    if saturation < _FAINT or value < _DARK:
        return None
    return next(name for end, name in _NAMES if hue * 360 < end)


def _colour_rows(sheet: bytes, styles: Mapping[int, str]) -> dict[int, str]:
    filled: Counter[int] = Counter()
    painted: dict[int, Counter[str]] = {}
    for match in _CELL.finditer(sheet):
        place = _PLACE.search(match[1])
        if match[2] or place is None:
            continue
        row = int(place[1])
        filled[row] += 1
        style = _STYLE.search(match[1])
        colour = styles.get(int(style[1])) if style else None
        if colour is not None:
            painted.setdefault(row, Counter())[colour] += 1
    rows = {}
    for row, colours in painted.items():
        colour, cells = colours.most_common(1)[0]
        if 2 * cells >= filled[row]:
            rows[row] = colour
    return rows


def _painted_styles(archive: zipfile.ZipFile) -> dict[int, str]:
    """The colours of those cell formats that paint in one."""
    if archive.getinfo("xl/styles.xml").file_size > LARGEST_STYLES:
        return {}
    root = parse(archive, "xl/styles.xml")
    theme = _theme_colours(archive)
    fills = [_fill_colour(fill, theme) for fill in children(root, "fills")[:_MOST_FILLS]]
    if not any(fills):
        return {}
    formats = children(root, "cellXfs")
    painted = {}
    for number, form in enumerate(formats):
        fill = int(form.get("fillId", "0"))
        colour = fills[fill] if fill < len(fills) else None
        if colour is not None:
            painted[number] = colour
    return painted


def children(root: Element, name: str) -> Sequence[Element]:
    """What stands in the first child of that name."""
    return next((list(child) for child in root if child.tag.rpartition("}")[2] == name), [])


def _fill_colour(fill: Element, theme: Sequence[str]) -> str | None:
    for pattern in fill:
        if pattern.get("patternType") == "solid":
            for colour in pattern:
                if colour.tag.rpartition("}")[2] == "fgColor":
                    rgb = _read_rgb(colour, theme)
                    return None if rgb is None else name_colour(rgb)
    return None


def _read_rgb(colour: Element, theme: Sequence[str]) -> str | None:
    if (match := _RGB.fullmatch(colour.get("rgb", ""))) is not None:
        return match[1]
    if (indexed := colour.get("indexed")) is not None:
        return _INDEXED.get(int(indexed))
    place = int(colour.get("theme", "-1"))
    # A tint makes a colour lighter or darker and leaves its name
    return theme[_THEME_ORDER[place]] if 0 <= place < len(_THEME_ORDER) and len(theme) > _THEME_ORDER[place] else None


def _theme_colours(archive: zipfile.ZipFile) -> list[str]:
    part = "xl/theme/theme1.xml"
    if part not in archive.namelist() or archive.getinfo(part).file_size > LARGEST_STYLES:
        return []
    return list(_scheme_colours(parse(archive, part)))


def _scheme_colours(root: Element) -> Iterator[str]:
    for scheme in root.iter():
        if scheme.tag.rpartition("}")[2] == "clrScheme":
            for slot in scheme:
                rgb = next((child.get("val") or "" for child in slot), "")
                last = next((child.get("lastClr") or "" for child in slot), "")
                match = _RGB.fullmatch(rgb) or _RGB.fullmatch(last)
                yield match[1] if match else "000000"
            return

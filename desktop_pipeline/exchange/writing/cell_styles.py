"""How cells look: number formats with the currency of each amount, dates, heads."""

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from desktop_pipeline.domain.money import minor_digits
from desktop_pipeline.exchange.writing.cell_texts import escape_text
from desktop_pipeline.exchange.writing.out_tables import OutColumn

_DAY = "yyyy\\-mm\\-dd"
_FACE = "Calibri"
_INK = "FF1F2937"
_QUIET = "FF6B7280"
_HEAD = "FFEEF2F7"
RIGHT = frozenset(("money", "number", "count", "decimal", "share"))
# Numbers end where their heads do, left of the button that filters. LibreOffice forgets the indent of a number beside
# another format of numbers, so the room is a part of the format.
_INDENT = 2
_ROOM = "_W_)"
_PLAIN = {"share": "0%", "count": "#,##0", "decimal": "#,##0.00"}


class CellStyles:
    """The styles of one workbook; each is put together once."""

    def dress(
        self, cell: WriteOnlyCell, column: OutColumn, currency: object, *, is_whole: bool = False
    ) -> WriteOnlyCell:
        """A cell of numbers or dates as its column shows them; money without its decimals where it `is_whole`."""
        if column.kind == "day":
            cell.number_format = _DAY
            cell.alignment = Alignment(horizontal="left")
            return cell
        if column.kind == "money":
            shown = money_format(currency, is_whole=is_whole)
        else:
            shown = _PLAIN.get(column.kind, "General")
        return self.number(cell, shown)

    def number(self, cell: WriteOnlyCell, shown: str) -> WriteOnlyCell:
        """A cell of a number in this format."""
        cell.number_format = shown + _ROOM
        cell.alignment = Alignment(horizontal="right", vertical="center")
        return cell

    def head(self, sheet: WriteOnlyWorksheet, column: OutColumn, *, is_wrapped: bool = False) -> WriteOnlyCell:
        """The cell above a column."""
        cell = WriteOnlyCell(sheet, "")
        cell.value, cell.data_type = escape_text(column.header), "s"
        dress_head(cell, is_right=column.kind in RIGHT, is_wrapped=is_wrapped)
        return cell

    def words(
        self,
        sheet: WriteOnlyWorksheet,
        text: str,
        *,
        size: int = 11,
        is_bold: bool = False,
        is_quiet: bool = False,
        is_wrapped: bool = False,
    ) -> WriteOnlyCell:
        """A cell of the summary."""
        cell = WriteOnlyCell(sheet, "")
        cell.value, cell.data_type = escape_text(text), "s"
        cell.font = Font(name=_FACE, bold=is_bold, size=size, color=_QUIET if is_quiet else _INK)
        cell.alignment = Alignment(horizontal="left", vertical="top" if is_wrapped else "center", wrap_text=is_wrapped)
        return cell


def dress_head(cell: WriteOnlyCell, *, is_right: bool = False, is_wrapped: bool = False) -> None:
    """A cell as those above columns look."""
    cell.font = Font(name=_FACE, bold=True, size=11, color=_INK)
    cell.fill = PatternFill("solid", fgColor=_HEAD)
    cell.alignment = Alignment(
        horizontal="right" if is_right else "left",
        vertical="bottom" if is_wrapped else "center",
        indent=_INDENT if is_right else 0,
        wrap_text=is_wrapped,
    )


def money_format(currency: object, *, is_whole: bool = False) -> str:
    """Groups of thousands, the currency's own decimals, and its code."""
    code = currency if isinstance(currency, str) and currency.isalpha() and currency.isascii() else ""
    digits = 0 if is_whole else minor_digits(code)
    number = "#,##0" + ("." + "0" * digits if digits else "")
    return f"{number} [${code}]" if code else number

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
_RIGHT = frozenset(("money", "number", "share"))


class CellStyles:
    """The styles of one workbook; each is put together once."""

    def dress(self, cell: WriteOnlyCell, column: OutColumn, currency: object) -> WriteOnlyCell:
        """A cell of numbers or dates as its column shows them."""
        if column.kind == "day":
            cell.number_format = _DAY
            cell.alignment = Alignment(horizontal="left")
        else:
            cell.number_format = money_format(currency) if column.kind == "money" else _plain_format(column)
            # A little room before the text of the next column
            cell.alignment = Alignment(horizontal="right", indent=1)
        return cell

    def head(self, sheet: WriteOnlyWorksheet, column: OutColumn) -> WriteOnlyCell:
        """The cell above a column."""
        cell = WriteOnlyCell(sheet, "")
        cell.value, cell.data_type = escape_text(column.header), "s"
        cell.font = Font(name=_FACE, bold=True, size=11, color=_INK)
        cell.fill = PatternFill("solid", fgColor=_HEAD)
        is_right = column.kind in _RIGHT
        cell.alignment = Alignment(
            horizontal="right" if is_right else "left", vertical="center", indent=1 if is_right else 0
        )
        return cell

    def words(self, sheet: WriteOnlyWorksheet, text: str, *, size: int = 11, is_quiet: bool = False) -> WriteOnlyCell:
        """A cell of the summary."""
        cell = WriteOnlyCell(sheet, "")
        cell.value, cell.data_type = escape_text(text), "s"
        cell.font = Font(name=_FACE, bold=not is_quiet, size=size, color=_QUIET if is_quiet else _INK)
        cell.alignment = Alignment(horizontal="left", vertical="center")
        return cell


def money_format(currency: object) -> str:
    """Groups of thousands, the currency's own decimals, and its code."""
    code = currency if isinstance(currency, str) and currency.isalpha() and currency.isascii() else ""
    digits = minor_digits(code)
    number = "#,##0" + ("." + "0" * digits if digits else "")
    return f"{number} [${code}]" if code else number


def _plain_format(column: OutColumn) -> str:
    return "0%" if column.kind == "share" else "General"

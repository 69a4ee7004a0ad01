"""Sheets that take their cells as they are given, for tables of many rows."""

from collections.abc import Iterator, Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet


class QuickSheet(WriteOnlyWorksheet):  # type: ignore[misc] # the library has no types
    """A sheet that writes the cells it is given as they are: nothing is made, tried or copied for each of them.

    The library's own way takes every value for a formula that could be one, and every styled cell by an exception.
    """

    def _values_to_row(self, values: Sequence[object], row_idx: int) -> Iterator[Cell]:
        text = Cell(self, value="")
        text.row = row_idx
        for place, value in enumerate(values, start=1):
            if value is None:
                continue
            if isinstance(value, Cell):
                value.row, value.column = row_idx, place
                yield value
            else:
                text.column = place
                text._value = value  # noqa: SLF001 - the setter would look for formulas
                yield text


def add_quick_sheet(workbook: Workbook, name: str) -> QuickSheet:
    """A new last sheet."""
    sheet = QuickSheet(workbook, title=name)
    workbook._add_sheet(sheet)  # noqa: SLF001 - as `create_sheet` does with its own class
    return sheet

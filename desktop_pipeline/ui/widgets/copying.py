"""A table of plain text for the clipboard: harmless in a spreadsheet, escaped in a document."""

from collections.abc import Sequence
from html import escape

from desktop_pipeline.domain.cells import guard


def write_tabbed(table: Sequence[Sequence[str]]) -> str:
    """Lines of cells between tabs, as spreadsheets take them; no text becomes a formula there."""
    return "\n".join("\t".join(guard(" ".join(cell.split())) for cell in row) for row in table) + "\n"


def write_html(table: Sequence[Sequence[str]]) -> str:
    """A table for documents and mails; the first row is its head."""
    rows = []
    for number, row in enumerate(table):
        tag = "td" if number else "th"
        rows.append("<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in row) + "</tr>")
    return "<table>" + "".join(rows) + "</table>"

"""A printed report of whatever sheets a page shows, in their order."""

from collections.abc import Sequence

from desktop_pipeline.domain.money import Money
from desktop_pipeline.reports.content import Column, Line, Note, Notes, ReportContent, Section, SectionName, Table
from desktop_pipeline.reports.kinds.pipeline import Printed, frame_report, head_span
from desktop_pipeline.reports.spans import Span
from desktop_pipeline.reports.tables.sheets import CellKind, CellValue, Sheet, say_row
from desktop_pipeline.reports.words import Words


def report_of_sheets(
    title: str, sheets: Sequence[Sheet], *, span: Span, printed: Printed, words: Words
) -> ReportContent:
    """A table for each sheet, and what their numbers stand on at the end."""
    translate = words.translate
    currency = next((sheet.currency for sheet in sheets if sheet.currency), "")
    sections: list[Section] = [table_of(sheet, words) for sheet in sheets if sheet.rows]
    notes = tuple(Note(sheet.title, " ".join(sheet.notes)) for sheet in sheets if sheet.notes)
    if notes:
        sections.append(Notes(SectionName.HOW, translate("Report", "How the numbers are made"), notes))
    return frame_report(
        head_span(title, span, words),
        printed=printed,
        currency=currency,
        words=words,
        sections=sections,
    )


def table_of(sheet: Sheet, words: Words, *, name: str = "", caption: str = "") -> Table:
    """A sheet as a table on paper."""
    columns = tuple(
        Column(column.head, is_number=column.kind is not CellKind.TEXT, kind=column.kind) for column in sheet.columns
    )
    lines = (Line(tuple(say_row(sheet, row, words)), values=_values_of(sheet, row.cells)) for row in sheet.rows)
    return Table(name or sheet.title, sheet.title, caption, columns, tuple(lines))


def _values_of(sheet: Sheet, cells: Sequence[CellValue]) -> tuple[CellValue | Money, ...]:
    return tuple(
        Money(value, sheet.currency) if column.kind is CellKind.MONEY and isinstance(value, int) else value
        for value, column in zip(cells, sheet.columns, strict=True)
    )

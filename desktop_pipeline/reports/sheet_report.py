"""A printed report of whatever sheets a page shows, in their order."""

from collections.abc import Sequence

from desktop_pipeline.reports.content import Column, Line, Note, Notes, ReportContent, Section, SectionName, Table
from desktop_pipeline.reports.pipeline import Printed, say_filters, say_printed, say_subtitle
from desktop_pipeline.reports.sheets import CellKind, Sheet, say_rows
from desktop_pipeline.reports.spans import Span, describe_span
from desktop_pipeline.reports.words import Words


def report_of_sheets(
    title: str, sheets: Sequence[Sheet], *, span: Span, printed: Printed, words: Words
) -> ReportContent:
    """A table for each sheet, and what their numbers stand on at the end."""
    translate = words.translate
    currency = next((sheet.currency for sheet in sheets if sheet.currency), "")
    sections: list[Section] = [_to_table(sheet, words) for sheet in sheets if sheet.rows]
    notes = tuple(Note(sheet.title, " ".join(sheet.notes)) for sheet in sheets if sheet.notes)
    if notes:
        sections.append(Notes(SectionName.HOW, translate("Report", "How the numbers are made"), notes))
    return ReportContent(
        file=printed.file.stem,
        title=title,
        subject=translate("Report", "{title}, {span}").format(title=title, span=describe_span(span, words)),
        subtitle=say_subtitle(span, printed, words),
        story=(),
        figures=(),
        sections=tuple(sections),
        printed=say_printed(printed, words),
        filters=say_filters(currency, printed, words),
    )


def _to_table(sheet: Sheet, words: Words) -> Table:
    return Table(
        sheet.title,
        sheet.title,
        "",
        tuple(Column(column.head, is_number=column.kind is not CellKind.TEXT) for column in sheet.columns),
        tuple(Line(tuple(cells)) for cells in say_rows(sheet, words)),
    )

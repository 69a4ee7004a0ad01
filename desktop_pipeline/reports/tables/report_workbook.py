"""The tables of a report as an Excel workbook: its figures and words on the first sheet, then a real table for each."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from desktop_pipeline.actions import Workspace
from desktop_pipeline.actions.outputs import check_may_replace
from desktop_pipeline.domain.errors import CannotOpenError, RefusedError
from desktop_pipeline.domain.money import Money, to_major
from desktop_pipeline.exchange.writing.out_tables import (
    ColumnKind,
    OutBook,
    OutColumn,
    OutRow,
    OutTable,
    OutValue,
    Summary,
)
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.reports.asked import ReportAsked
from desktop_pipeline.reports.content import (
    BarChart,
    Column,
    Facts,
    Line,
    Notes,
    PageOpening,
    RangeChart,
    ReportContent,
    Section,
    SectionName,
    Table,
)
from desktop_pipeline.reports.making import Making
from desktop_pipeline.reports.making_kinds import make_report
from desktop_pipeline.reports.plain_formats import PlainFormats
from desktop_pipeline.reports.tables.sheet_workbook import find_kind, make_distinct, name_tables
from desktop_pipeline.reports.tables.sheets import CellKind, CellValue
from desktop_pipeline.reports.words import Words

Progress = Callable[[int, int], None]
_Cell = CellValue | Money


def _never(_done: int, _total: int) -> None:
    """Nobody waits."""


@dataclass(frozen=True, slots=True)
class _Titled:
    """A table with the name of its sheet."""

    title: str
    table: Table


def write_report_tables(workspace: Workspace, out: Path, asked: ReportAsked, report: Progress = _never) -> None:
    """Makes a report and writes its tables; raises RefusedError where the file cannot be written."""
    words = Words(PlainFormats(workspace.zone))
    # A workbook has room for all columns and lines.
    wide = replace(asked, is_landscape=True)
    making = Making(workspace, Figures(workspace), wide, words, report=report, is_workbook=True)
    write_report(out, make_report(making), words, report)


def write_report(out: Path, content: ReportContent, words: Words, progress: Progress = _never) -> None:
    """Writes a .xlsx, whole or not at all; numbers and days stand as such where the report knows them.

    Raises RefusedError where a workspace would be replaced or the file cannot be written.
    """
    # openpyxl is loaded by whoever exports.
    from desktop_pipeline.exchange.writing.workbook import write_workbook  # noqa: PLC0415

    check_may_replace(out)
    titled = list(_list_tables(content.sections, words))
    names = name_tables([each.title for each in titled], words)
    tables = (
        _to_out_table(_tell_below(each.table, words), name, words) for each, name in zip(titled, names, strict=True)
    )
    book = OutBook(tuple(tables), lambda: Summary(content.title or content.subject, tuple(_tell_words(content, words))))
    try:
        write_workbook(out, book, progress)
    except CannotOpenError as error:
        raise RefusedError(str(error)) from error


def _tell_words(content: ReportContent, words: Words) -> Iterator[tuple[str, str]]:
    """What stands around the tables, for the first sheet."""
    translate = words.translate
    yield translate("Report", "Report"), content.subject
    # What says itself what it is.
    for sentence in (content.subtitle, *content.story, content.filters, content.printed):
        if sentence:
            yield "", sentence
    for figure in content.figures:
        yield figure.label, ", ".join(part for part in (figure.value, figure.note) if part)
    for section in content.sections:
        for note in section.notes if isinstance(section, Notes) else ():
            yield note.term, note.text


def _list_tables(sections: Iterable[Section], words: Words) -> Iterator[_Titled]:
    """The tables in their order, and charts as tables; those of a page of its own bear its title before theirs."""
    whose = ""
    for section in _join_groups(sections, words):
        if isinstance(section, PageOpening):
            whose = section.title
            continue
        table = _as_table(section, words)
        if table is not None and table.lines:
            yield _Titled(f"{whose} {table.title}".strip(), table)


def _as_table(section: Section, words: Words) -> Table | None:
    if isinstance(section, Table):
        return section
    if isinstance(section, Facts):
        heads = (words.translate("Report", "What"), words.translate("Report", "Which"))
        lines = tuple(Line((fact.term, fact.text)) for fact in section.facts)
        return Table(section.name, section.title, "", _text_columns(heads), lines)
    if isinstance(section, BarChart):
        return _bars_as_table(section, words)
    return _ranges_as_table(section, words) if isinstance(section, RangeChart) else None


def _text_columns(heads: Iterable[str]) -> tuple[Column, ...]:
    return tuple(Column(head, is_number=False) for head in heads)


def _bars_as_table(chart: BarChart, words: Words) -> Table:
    heads = (words.translate("Report", "Name"), words.translate("Report", "Value"))
    number = words.formats.number
    if all(row.value is not None and row.said == number(round(row.value)) for row in chart.rows):
        # A mere count: what is said is the number itself.
        columns = (Column(heads[0], is_number=False), Column(heads[1], kind=CellKind.COUNT))
        counted = (Line((row.name, row.said), values=(row.name, row.value)) for row in chart.rows)
        return Table(chart.name, chart.title, "", columns, tuple(counted))
    lines = tuple(Line((row.name, row.said)) for row in chart.rows)
    return Table(chart.name, chart.title, "", _text_columns(heads), lines)


def _ranges_as_table(chart: RangeChart, words: Words) -> Table:
    translate, share = words.translate, CellKind.SHARE
    columns = (
        Column(translate("Report", "Name"), is_number=False),
        Column(translate("Report", "Share"), kind=share),
        Column(translate("Report", "From"), kind=share),
        Column(translate("Report", "To"), kind=share),
        Column(translate("Report", "Said"), is_number=False),
    )
    lines = tuple(
        Line((row.name, "", "", "", row.said), values=(row.name, row.share, row.low, row.high, row.said))
        for row in chart.rows
    )
    return Table(chart.name, chart.title, "", columns, lines)


def _join_groups(sections: Iterable[Section], words: Words) -> list[Section]:
    """The groups of a list as one table with a column that names them: a sheet each would be in the way."""
    joined: list[Section] = []
    groups: list[Table] = []

    def close() -> None:
        joined.extend([_join(groups, words)] if len(groups) > 1 else groups)
        groups.clear()

    for section in sections:
        if isinstance(section, Table) and section.name == SectionName.DEALS:
            if groups and groups[0].columns != section.columns:
                close()
            groups.append(section)
        else:
            close()
            joined.append(section)
    close()
    return joined


def _join(groups: Sequence[Table], words: Words) -> Table:
    lines = (
        replace(line, cells=(*line.cells, group.title), values=(*line.values, group.title))
        for group in groups
        for line in group.lines
        if line.values
    )
    columns = (*groups[0].columns, Column(words.translate("Report", "Group"), is_number=False))
    return replace(groups[0], title=words.translate("Report", "Deals"), columns=columns, lines=tuple(lines))


def _tell_below(table: Table, words: Words) -> Table:
    """What stands below the first texts has a column of its own."""
    if not any(line.below for line in table.lines):
        return table
    columns = (*table.columns, Column(words.translate("Report", "Below the name"), is_number=False))
    lines = (
        replace(line, cells=(*line.cells, line.below), values=(*line.values, line.below) if line.values else ())
        for line in table.lines
    )
    return replace(table, columns=columns, lines=tuple(lines))


def _to_out_table(table: Table, name: str, words: Words) -> OutTable:
    """Lines that are only said, such as totals, stay out: they would be sorted among the rows."""
    rows = [line.values for line in table.lines if line.values]
    kinds: list[ColumnKind] = [
        find_kind(column.kind, [row[place] for row in rows]) for place, column in enumerate(table.columns)
    ]
    if not rows:
        rows = [line.cells for line in table.lines]
        kinds = ["text"] * len(table.columns)
    currencies = [_currency_of(row) for row in rows]
    singles = [_find_single(row[place] for row in rows) for place in range(len(kinds))]
    # The format of money goes by the currency of its column or of its row: what is in another one is a mere number.
    for place, kind in enumerate(kinds):
        is_foreign = any(_is_foreign(row[place], own) for row, own in zip(rows, currencies, strict=True))
        if kind == "money" and not singles[place] and is_foreign:
            kinds[place] = "number"
    has_currency = any(kind == "money" and not single for kind, single in zip(kinds, singles, strict=True))
    has_currency = has_currency and any(currencies)
    heads = make_distinct([column.head or words.translate("Report", "Column") for column in table.columns])
    columns = [
        OutColumn(f"c{place}", head, kind, currency=single)
        for place, (head, kind, single) in enumerate(zip(heads, kinds, singles, strict=True))
    ]
    if has_currency:
        columns.append(OutColumn("currency", make_distinct([*heads, words.translate("Report", "Currency code")])[-1]))
    out_rows: list[OutRow] = [
        (*map(_to_out_value, row), *((own,) if has_currency else ())) for row, own in zip(rows, currencies, strict=True)
    ]
    return OutTable(name, tuple(columns), out_rows, len(out_rows))


def _currency_of(row: Sequence[_Cell]) -> str | None:
    """That of the first money in the row."""
    return next((value.currency for value in row if isinstance(value, Money)), None)


def _find_single(cells: Iterable[_Cell]) -> str:
    """The currency of all the money in a column; nothing where there are several, or none."""
    currencies = {cell.currency for cell in cells if isinstance(cell, Money)}
    return currencies.pop() if len(currencies) == 1 else ""


def _is_foreign(value: _Cell, own: str | None) -> bool:
    return isinstance(value, Money) and value.currency != own


def _to_out_value(value: _Cell) -> OutValue:
    return float(to_major(value.minor, value.currency)) if isinstance(value, Money) else value

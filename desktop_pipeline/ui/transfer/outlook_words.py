"""What an import would do, in sentences: what was found in the files, counts before anything is written, the sums."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.actions.importing.answers import TablePlace
from desktop_pipeline.actions.importing.outlook import ColumnOutlook, FileShape, Outlook, TableOutlook
from desktop_pipeline.actions.importing.reports import Sums
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.transfer.field_words import is_left_out, name_encoding, name_kind, name_separator


def _tr(text: str) -> str:
    return QCoreApplication.translate("Import", text)


def word_rows(rows: int, formats: Formats) -> str:
    """“214 rows”."""
    return _tr("1 row") if rows == 1 else _tr("{count} rows").format(count=formats.number(rows))


def word_contacts(cards: int, formats: Formats) -> str:
    """“120 contacts”."""
    return _tr("1 contact") if cards == 1 else _tr("{count} contacts").format(count=formats.number(cards))


def word_columns(columns: int, formats: Formats) -> str:
    """“14 columns”."""
    return _tr("1 column") if columns == 1 else _tr("{count} columns").format(count=formats.number(columns))


def tables_of(outlook: Outlook, file: str) -> list[TableOutlook]:
    """The tables of a file."""
    return [table for table in outlook.tables if table.place.file == file]


def stands_on(place: TablePlace, sheet: str | None) -> bool:
    """Whether a table stands on a sheet, be it one of several beside each other; a text is all one sheet."""
    return sheet is None or place.sheet == sheet or (place.sheet or "").startswith(f"{sheet} · ")


def word_file(shape: FileShape, outlook: Outlook, formats: Formats) -> str:
    """“214 rows, 14 columns, UTF-8, comma”, or how many sheets and tables there are."""
    tables = tables_of(outlook, shape.name)
    rows = sum(table.rows for table in tables)
    if shape.kind == "vcf":
        return ", ".join((word_contacts(rows, formats), name_encoding(shape.encoding or "utf-8")))
    parts = [word_rows(rows, formats)]
    if len(tables) == 1:
        parts.append(word_columns(len(tables[0].columns), formats))
    elif len(shape.sheets) > 1:
        parts.insert(0, _tr("{count} sheets").format(count=formats.number(len(shape.sheets))))
    elif len(tables) > 1:
        parts.insert(0, _tr("{count} tables").format(count=formats.number(len(tables))))
    parts += [name_encoding(shape.encoding)] if shape.encoding else []
    parts += [name_separator(shape.separator)] if shape.separator else []
    return ", ".join(parts)


def word_kinds(tables: Sequence[TableOutlook]) -> str:
    """“Deals”, or “Deals, Organisations”."""
    return ", ".join(dict.fromkeys(name_kind(table.kind) for table in tables))


def word_subject(outlook: Outlook, formats: Formats) -> tuple[str, str]:
    """What the line of steps says: the file, and what was found in it."""
    if len(outlook.files) == 1:
        return outlook.files[0].name, word_file(outlook.files[0], outlook, formats)
    rows = sum(table.rows for table in outlook.tables)
    names = _tr("{file} and {count} more").format(
        file=outlook.files[0].name, count=formats.number(len(outlook.files) - 1)
    )
    return names, word_rows(rows, formats)


def word_preset(
    outlook: Outlook, columns: Sequence[ColumnOutlook], formats: Formats, *, is_recalled: bool = False
) -> tuple[str, str]:
    """The strong sentence and the one after it of the callout above the columns."""
    if outlook.refusal:
        return _word_refusal(outlook)
    matched = sum(not is_left_out(column) for column in columns)
    counts = _tr("{matched} of {count} columns matched by name and content.").format(
        matched=formats.number(matched), count=formats.number(len(columns))
    )
    if is_recalled:
        return _tr("You imported a file like this before."), _tr("Its columns go where you sent them then.")
    if outlook.preset_name:
        return _tr("This looks like a {name} export.").format(name=outlook.preset_name), counts
    if columns and not any(is_left_out(column) for column in columns if not column.is_empty):
        if outlook.questions or any(column.confidence == "check" for column in columns):
            return _tr("Every column has a place."), f"{counts} " + _tr("Some questions are left.")
        return _tr("Every column is understood."), counts
    return _tr("No known program wrote this file."), counts


def _word_refusal(outlook: Outlook) -> tuple[str, str]:
    if outlook.is_on_its_side:
        turn = _tr("Its fields stand below each other. Turn it in the spreadsheet (Paste Special, Transpose) first.")
        return _tr("This table lies on its side."), turn
    return _tr("These columns are not known."), _tr("Say what the table holds, then where its columns go.")


def is_clear(outlook: Outlook, *, is_recalled: bool = False) -> bool:
    """Whether nothing is left to ask: the way on goes past the columns."""
    columns = [column for table in outlook.tables for column in table.columns if not column.is_empty]
    # What a known program writes beside its tables, such as a summary, is nobody's question
    has_unknown = not outlook.preset_name and any(not table.kind for table in outlook.tables)
    if outlook.questions or has_unknown:
        return False
    if any(column.confidence == "check" for column in columns):
        return False
    return is_recalled or bool(outlook.preset_name) or not any(is_left_out(column) for column in columns)


def count_rows(outlook: Outlook) -> int:
    """The rows that are to come in: deals, else whatever they are."""
    return outlook.report.rows or sum(table.rows for table in outlook.tables if table.kind)


def word_sum(outlook: Outlook, formats: Formats) -> str:
    """The foot's sum: “211 new, 3 merged, 3 with empty fields”; without deals what else is made."""
    report = outlook.report
    kinds = {table.kind for table in outlook.tables}
    new = report.new if report.rows else sum(report.created.get(kind, 0) for kind in kinds)
    parts = [
        _tr("{count} new").format(count=formats.number(new)),
        _tr("{count} merged").format(count=formats.number(report.updated)) if report.updated else "",
        _tr("{count} as they are").format(count=formats.number(report.unchanged)) if report.unchanged else "",
        _tr("{count} not taken").format(count=formats.number(report.skipped)) if report.skipped else "",
    ]
    partly = max(0, report.problem_rows - report.skipped)
    parts.append(_tr("{count} with empty fields").format(count=formats.number(partly)) if partly else "")
    return ", ".join(part for part in parts if part)


def word_sums(sums: Sums, header: str, formats: Formats) -> tuple[str, str, bool]:
    """The strong sentence, the rest and whether the sums agree; empty where no value is known."""
    told, taken, left = (
        {code: minor for code, minor in each.items() if minor} for each in (sums.told, sums.taken, sums.left)
    )
    unread = _tr("1 amount") if sums.unread == 1 else _tr("{count} amounts").format(count=formats.number(sums.unread))
    if not told and not taken:
        return "", "", True
    file = _add_up(told, formats)
    if not left and told == taken and sums.unread:
        rest = _tr("{sum} in the file and in the deals, without {amounts} that could not be taken.")
        return _tr("The sums agree:"), rest.format(sum=file, amounts=unread), True
    if not left and told == taken:
        rest = _tr("The file’s {header} column adds up to {sum}, and so do the deals.")
        return _tr("The sums agree."), rest.format(header=header, sum=file), True
    rest = _tr("The file’s {header} column adds up to {told}: {taken} in the deals, {left} in rows that are not taken.")
    if sums.unread:
        rest = _tr(
            "Without {amounts} that could not be taken, the file’s {header} column adds up to {told}:"
            " {taken} in the deals, {left} in rows that are not taken."
        )
    said = rest.format(
        header=header, told=file, taken=_add_up(taken, formats), left=_add_up(left, formats), amounts=unread
    )
    codes = {*told, *taken, *left}
    agree = all(told.get(code, 0) == taken.get(code, 0) + left.get(code, 0) for code in codes)
    return _tr("The sums agree.") if agree else _tr("The sums differ."), said, agree


def value_header(outlook: Outlook) -> str:
    """The header of the column the values come from."""
    columns = (column for table in outlook.tables for column in table.columns if column.field == "value")
    found = next(columns, None)
    return _tr("value") if found is None else found.header


def find_empty_columns(outlook: Outlook) -> frozenset[tuple[str, str]]:
    """File and header of the columns that hold nothing."""
    return frozenset(
        (table.place.file, column.header) for table in outlook.tables for column in table.columns if column.is_empty
    )


def _add_up(sums: Mapping[str, int], formats: Formats) -> str:
    return " + ".join(formats.minor(minor, code) for code, minor in sorted(sums.items())) or formats.number(0)

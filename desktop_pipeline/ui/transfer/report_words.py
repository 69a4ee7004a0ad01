"""What came of an import, in words: the headline, the counts and the questions that were left open."""

from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.actions.importing.sheet import ImportReport
from desktop_pipeline.ui.formats import Formats


@dataclass(frozen=True, slots=True)
class CountLine:
    """A line of the table of counts, with a remark where one helps."""

    name: str
    count: int
    remark: str = ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Import", text)


def word_headline(report: ImportReport, formats: Formats) -> str:
    """The one sentence that says what arrived."""
    if report.new:
        return _word_new(report, formats)
    if report.updated:
        text = _tr("{count} deals were brought up to date")
        return (
            _tr("1 deal was brought up to date")
            if report.updated == 1
            else text.format(count=formats.number(report.updated))
        )
    if report.unchanged:
        return _tr("Nothing new: these deals are all here already")
    if report.change is not None:
        return _tr("No deals in these files; what else they hold has arrived")
    return _tr("Nothing arrived")


def _word_new(report: ImportReport, formats: Formats) -> str:
    if report.new == 1:
        return _tr("1 deal arrived")
    new = formats.number(report.new)
    if report.updated or report.unchanged:
        return _tr("{new} new deals arrived").format(new=new)
    if report.open_deals == report.new:
        return _tr("{new} deals arrived, all of them open").format(new=new)
    return _tr("{new} deals arrived, {open} of them open").format(new=new, open=formats.number(report.open_deals))


def word_account(report: ImportReport, formats: Formats) -> str:
    """Where every row went, and how long it took."""
    rows = formats.number(report.rows)
    if report.skipped:
        said = _tr("{skipped} of {rows} rows were not taken; the list below says why.")
        if report.skipped == 1:
            said = _tr("1 of {rows} rows was not taken; the list below says why.")
        said = said.format(skipped=formats.number(report.skipped), rows=rows)
    else:
        said = _tr("All {rows} rows are accounted for.").format(rows=rows)
    took = _tr("Took {seconds} seconds.").format(seconds=formats.number(round_seconds(report.seconds), 1))
    return f"{said} {took}"


def count_lines(report: ImportReport) -> list[CountLine]:
    """The counts, without those that are nothing."""
    lines = [
        CountLine(_tr("New deals"), report.new),
        CountLine(_tr("Updated deals"), report.updated, _tr("older values stay in the history")),
        CountLine(_tr("Deals that were here already"), report.unchanged, _tr("nothing to change")),
        CountLine(_tr("Rows not taken"), report.skipped, _tr("listed below with the reason")),
    ]
    names = {
        "organisations": _tr("New organisations"),
        "people": _tr("New contacts"),
        "owners": _tr("New owners"),
        "products": _tr("New products"),
        "stages": _tr("New stages"),
        "sources": _tr("New sources"),
        "labels": _tr("New labels"),
    }
    lines += [CountLine(names.get(key, key), count) for key, count in report.created.items()]
    return [line for line in lines if line.count] or lines[:1]


def word_values(report: ImportReport, formats: Formats) -> str:
    """What the deals of the files are worth together; empty where no value is known."""
    sums = [formats.money(value) for value in report.values if value.minor]
    if not sums:
        return ""
    return _tr("The deals of these files are worth {sums} together.").format(sums=" + ".join(sums))


def word_questions(report: ImportReport) -> str:
    """What the files leave open and what was assumed, a line each; last the columns nothing was taken from."""
    lines = []
    for question in report.questions:
        place = f"{question.column}, {question.file}" if question.column else question.file
        said = _tr("{place}: {question} Assumed: {assumed}.")
        lines.append(said.format(place=place, question=question.question, assumed=question.assumed))
    if report.unused_columns:
        headers = ", ".join(f"“{header}”" for _file, header in report.unused_columns)
        lines.append(_tr("Columns that were not taken: {headers}.").format(headers=headers))
    return "\n".join(lines)


def round_seconds(seconds: float) -> Decimal:
    """To tenths, never quite nothing."""
    return max(Decimal("0.1"), Decimal(repr(seconds)))

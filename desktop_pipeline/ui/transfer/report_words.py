"""What came of an import, in words: the headline, the counts and the questions that were left open."""

from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.actions.importing.reports import ImportReport
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.transfer.outlook_words import word_sums
from desktop_pipeline.ui.transfer.told_words import word_problem


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
    partly = max(0, report.problem_rows - report.skipped)
    lines = [
        CountLine(_tr("New deals"), report.new),
        CountLine(_tr("Merged with existing deals"), report.updated, _tr("older values stay in the history")),
        CountLine(_tr("Deals that were here already"), report.unchanged, _tr("nothing to change")),
        *_created_lines(report),
        CountLine(_tr("Deals with an empty field"), partly, _tr("listed below with the reason")),
        CountLine(_tr("Rows not taken"), report.skipped, _tr("listed below with the reason")),
    ]
    return [line for line in lines if line.count] or lines[:1]


def plan_lines(report: ImportReport) -> list[CountLine]:
    """The counts before anything is written."""
    partly = max(0, report.problem_rows - report.skipped)
    lines = [
        CountLine(_tr("New deals"), report.new),
        CountLine(_tr("Merged with existing deals"), report.updated),
        CountLine(_tr("Here already, as they are"), report.unchanged),
        *_created_lines(report),
        CountLine(_tr("Deals with an empty field"), partly),
        CountLine(_tr("Rows not taken"), report.skipped),
    ]
    return [line for line in lines if line.count] or lines[:1]


def _created_lines(report: ImportReport) -> list[CountLine]:
    names = {
        "organisations": _tr("New organisations"),
        "people": _tr("New contacts"),
        "owners": _tr("New owners"),
        "products": _tr("New products"),
        "stages": _tr("New stages"),
        "sources": _tr("New sources"),
        "labels": _tr("New labels"),
        "reasons": _tr("New lost reasons"),
        "pipelines": _tr("New pipelines"),
        "activities": _tr("New activities"),
        "notes": _tr("New notes"),
    }
    joined = _tr("{count} written two ways were joined").format(count=report.joined) if report.joined else ""
    return [
        CountLine(names.get(key, key.replace("_", " ").capitalize()), count, joined if key == "organisations" else "")
        for key, count in report.created.items()
    ]


def word_plan(report: ImportReport, formats: Formats) -> str:
    """What will come of it, before it does."""
    if report.new:
        new = formats.number(report.new)
        return _tr("1 deal will arrive") if report.new == 1 else _tr("{count} deals will arrive").format(count=new)
    if report.updated:
        count = formats.number(report.updated)
        if report.updated == 1:
            return _tr("1 deal will be brought up to date")
        return _tr("{count} deals will be brought up to date").format(count=count)
    if report.unchanged:
        return _tr("Nothing new: these deals are all here already")
    if any(report.created.values()):
        return _tr("No deals in these files; what else they hold will arrive")
    return _tr("Nothing will arrive")


def word_questions(report: ImportReport, empty: frozenset[tuple[str, str]] = frozenset()) -> str:
    """What the files leave open and what was assumed, a line each; last the columns nothing was taken from.

    `empty`: file and header of columns that hold nothing and need no word.
    """
    lines = []
    for question in report.questions:
        place = f"{question.column}, {question.file}" if question.column else question.file
        said = _tr("{place}: {question} Assumed: {assumed}.")
        lines.append(said.format(place=place, question=question.question, assumed=question.assumed))
    unused = [place for place in report.unused_columns if place not in empty]
    if unused:
        headers = ", ".join(f"“{header}”" for _file, header in unused)
        lines.append(_tr("Columns that were not taken: {headers}.").format(headers=headers))
    return "\n".join(lines)


def round_seconds(seconds: float) -> Decimal:
    """To tenths, never quite nothing."""
    return max(Decimal("0.1"), Decimal(repr(seconds)))


def report_text(report: ImportReport, formats: Formats, value_header: str) -> str:
    """What came of it, to keep: headline, counts, stages, sums, questions and every problem with its place."""
    lead, rest, _agree = ("", "", True) if report.sums is None else word_sums(report.sums, value_header, formats)
    lines = [word_headline(report, formats), word_account(report, formats), "", *map(", ".join, [report.files]), ""]
    lines += [f"{line.name}: {formats.number(line.count)}" for line in count_lines(report)]
    lines += [""] + [f"{where.stage or where.status}: {formats.number(where.deals)}" for where in report.where]
    lines += ["", f"{lead} {rest}"] if lead else []
    lines += ["", word_questions(report), ""] if word_questions(report) else [""]
    lines += [
        f"{problem.file}{f', {problem.sheet}' if problem.sheet else ''}, {problem.row}, {problem.column}:"
        f" “{problem.value}”: {word_problem(problem.problem)}"
        for problem in report.problems
    ]
    return "\n".join(lines).rstrip() + "\n"

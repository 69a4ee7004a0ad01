"""The parts of the activity report: bars by kind and month, owners, what is planned, what was done."""

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from desktop_pipeline.domain.periods import Period, add_months, local_day
from desktop_pipeline.queries.activities import ActivityRow
from desktop_pipeline.reports.content import BarChart, BarRow, Column, Line, Note, Notes, Section, SectionName, Table
from desktop_pipeline.reports.lists.activity_findings import ActivitiesFound, sum_by_owner
from desktop_pipeline.reports.lists.activity_words import name_kind, say_due, say_whom
from desktop_pipeline.reports.people.people_words import name_owner
from desktop_pipeline.reports.tables.sheets import CellKind
from desktop_pipeline.reports.words import Words

_KIND_COLUMNS = 5
_MOST_MONTHS = 24
# Of the columns that both lists share: what it is, and the deal.
_WRAPPED = (0, 2)


def list_charts(found: ActivitiesFound, words: Words) -> list[Section]:
    """What was done by kind and, where there are several months, by month."""
    translate, number = words.translate, words.formats.number
    kinds = tuple(
        BarRow(found.name_kind(kind, words), float(count), number(count)) for kind, count in found.counts.by_kind()
    )
    charts: list[Section] = [BarChart(SectionName.KINDS, translate("Report", "What was done"), "", kinds, is_half=True)]
    months = found.months()
    if 1 < len(months) <= _MOST_MONTHS:
        rows = tuple(
            BarRow(_name_month(month, found.days, words), float(count), number(count)) for month, count in months
        )
        charts.append(BarChart(SectionName.MONTHS, translate("Report", "Done each month"), "", rows, is_half=True))
    return charts


def _name_month(month: date, days: Period, words: Words) -> str:
    """`June 2026`, and that it is not the whole of it."""
    said = words.month(month)
    if month < days.start or add_months(month, 1) > days.end:
        return words.translate("Report", "{month}, part").format(month=said)
    return said


def owner_table(found: ActivitiesFound, words: Words) -> Table:
    """Owners by what they did, with a column for each of the usual kinds."""
    translate, counts = words.translate, found.counts
    kinds = [kind for kind, _number in counts.by_kind()]
    shown, others = kinds[:_KIND_COLUMNS], kinds[_KIND_COLUMNS:]
    heads = [found.name_kind(kind, words) for kind in shown]
    heads += [translate("Report", "Other kinds")] if others else []
    heads += [translate("Report", "Done"), translate("Report", "Late")]
    done, late = sum_by_owner(counts.done), sum_by_owner(counts.late)
    owners = sorted({*done, *late}, key=lambda owner: (-done.get(owner, 0), found.owners.get(owner, "~")))
    rows = []
    for owner in owners:
        numbers = [counts.done.get((owner, kind), 0) for kind in shown]
        numbers += [sum(counts.done.get((owner, kind), 0) for kind in others)] if others else []
        rows.append([*numbers, done.get(owner, 0), late.get(owner, 0)])
    lines = [
        _count_line(name_owner(found.owners.get(owner), words), row, words)
        for owner, row in zip(owners, rows, strict=True)
    ]
    if len(lines) > 1:
        totals = [sum(column) for column in zip(*rows, strict=True)]
        lines.append(_count_line(translate("Report", "All"), totals, words, is_total=True))
    columns = (
        Column(translate("Report", "Owner"), is_number=False),
        *(Column(head, kind=CellKind.COUNT) for head in heads),
    )
    return Table(SectionName.OWNERS, translate("Report", "By owner"), "", columns, tuple(lines))


def _count_line(name: str, numbers: Sequence[int], words: Words, *, is_total: bool = False) -> Line:
    cells = (name, *(words.formats.number(number) for number in numbers))
    return Line(cells, is_total=is_total, values=(name, *numbers))


def planned_table(planned: Sequence[ActivityRow], today: date, words: Words) -> Table:
    """What is to be done, in the order of the screen."""
    heads = words.translate("Report", "Due")
    lines = tuple(
        Line(
            (*(cells := _about(row, words)), say_due(row.state, row.due_on, row.due_at, today=today, words=words)),
            values=(*cells, row.due_on),
        )
        for row in planned
    )
    columns = (*_columns(words), Column(heads, is_number=False, kind=CellKind.DAY))
    return Table(SectionName.PLANNED, words.translate("Report", "Planned"), "", columns, lines)


def done_table(found: ActivitiesFound, zone: ZoneInfo, words: Words) -> Table:
    """What was done, the newest first; where there is too much of it, the newest part."""
    translate = words.translate
    caption = ""
    if found.listable > len(found.done):
        caption = translate("Report", "The latest {shown} of {count}; a shorter period lists them all.").format(
            shown=words.formats.number(len(found.done)), count=words.formats.number(found.listable)
        )
    lines = []
    for row in found.done:
        day = None if row.done_at is None else local_day(row.done_at, zone)
        result = " ".join((row.result or "").split())
        about = _about(row, words)
        said = "" if day is None else words.full_day(day)
        lines.append(Line((*about, result, said), values=(*about, result, day)))
    columns = (
        *_columns(words),
        Column(translate("Report", "Result"), is_number=False, is_wrapped=True),
        Column(translate("Report", "Done"), kind=CellKind.DAY),
    )
    return Table(SectionName.DONE, translate("Report", "Done"), caption, columns, tuple(lines))


def _columns(words: Words) -> tuple[Column, ...]:
    translate = words.translate
    heads = (
        translate("Report", "Activity"),
        translate("Report", "Kind"),
        translate("Report", "Deal"),
        translate("Report", "With"),
        translate("Report", "Owner"),
    )
    return tuple(Column(head, is_number=False, is_wrapped=place in _WRAPPED) for place, head in enumerate(heads))


def _about(row: ActivityRow, words: Words) -> tuple[str, ...]:
    return (row.subject, name_kind(row.kind, words), row.deal or "", say_whom(row), row.owner or "")


def how_counted(found: ActivitiesFound, words: Words, *, is_today: bool) -> Notes:
    """What the counts stand on, and what is not in the lists."""
    translate = words.translate
    done = translate(
        "Report", "Marked as done in the period, counted for whoever did it, also for deals deleted since."
    )
    late = translate("Report", "Planned for a day before the as-of day and not done by its end.")
    notes = [Note(translate("Report", "Done"), done), Note(translate("Report", "Late"), late)]
    hidden = found.counts.total - found.listable
    left_out = []
    if hidden > 0:
        left_out.append(
            words.one_or_many(
                hidden,
                translate("Report", "{count} more was done for a deal or contact in the bin and is not listed."),
                translate("Report", "{count} more were done for deals or contacts in the bin and are not listed."),
            )
        )
    if not is_today:
        left_out.append(translate("Report", "What is planned is known as of today only and is not listed."))
    if left_out:
        notes.append(Note(translate("Report", "Left out"), " ".join(left_out)))
    return Notes(SectionName.HOW, translate("Report", "How the numbers are made"), tuple(notes))

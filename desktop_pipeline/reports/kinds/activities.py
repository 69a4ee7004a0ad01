"""The activity report: what was done in a period, by whom, and what is planned and late."""

from desktop_pipeline.domain.activities import DueGroup
from desktop_pipeline.reports.content import ReportContent, Section
from desktop_pipeline.reports.figures import Figure
from desktop_pipeline.reports.kinds.frame import frame_list, plain_figure, say_subject
from desktop_pipeline.reports.kinds.pipeline import head_span
from desktop_pipeline.reports.lists.activity_findings import ActivitiesFound, find_activities, sum_by_owner
from desktop_pipeline.reports.lists.activity_sections import (
    done_table,
    how_counted,
    list_charts,
    owner_table,
    planned_table,
)
from desktop_pipeline.reports.lists.filter_words import say_filter
from desktop_pipeline.reports.making import Making
from desktop_pipeline.reports.spans import describe_dates
from desktop_pipeline.reports.words import Words

_TILES = 3


def make_activities(making: Making) -> ReportContent:
    """What was done in the period and what is planned; what is planned is known as of today only."""
    found, words = find_activities(making), making.words
    heading = head_span(words.translate("Report", "Activities"), found.span, words)
    return frame_list(
        making,
        heading.title,
        about=heading.about,
        subject=say_subject(heading.title, heading.head, words),
        story=_tell_story(found, words),
        figures=_name_figures(found, words),
        sections=_make_sections(found, making, words),
        filters=say_filter(found.conditions, words),
    )


def _tell_story(found: ActivitiesFound, words: Words) -> list[str]:
    translate, counts = words.translate, found.counts
    if counts.total:
        kinds = [f"{found.name_kind(kind, words)} {words.formats.number(n)}" for kind, n in counts.by_kind()[:_TILES]]
        activities = words.one_or_many(
            counts.total, translate("Report", "{count} activity"), translate("Report", "{count} activities")
        )
        first = translate("Report", "{activities} done ({period}): {kinds}.").format(
            activities=activities, period=describe_dates(found.span, words), kinds=", ".join(kinds)
        )
    else:
        first = translate("Report", "Nothing was done in this period.")
    late = words.one_or_many(
        counts.total_late,
        translate("Report", "{count} planned activity is late."),
        translate("Report", "{count} planned activities are late."),
    )
    return [first, _tell_most(found, words), late if counts.total_late else ""]


def _tell_most(found: ActivitiesFound, words: Words) -> str:
    """Who did most, where several did something and one did more than each of the others."""
    ranked = sorted(sum_by_owner(found.counts.done).items(), key=lambda pair: -pair[1])
    if len(ranked) <= 1 or ranked[0][1] == ranked[1][1] or ranked[0][0] not in found.owners:
        return ""
    owner, count = ranked[0]
    return words.translate("Report", "{name} did most, {count}.").format(
        name=found.owners[owner], count=words.formats.number(count)
    )


def _name_figures(found: ActivitiesFound, words: Words) -> tuple[Figure, ...]:
    translate, number, counts = words.translate, words.formats.number, found.counts
    before = ""
    if found.before is not None:
        before = translate("Report", "before: {count}").format(count=number(found.before.total))
    figures = [plain_figure(translate("Report", "Done"), number(counts.total), before)]
    figures += [plain_figure(found.name_kind(kind, words), number(n)) for kind, n in counts.by_kind()[:_TILES]]
    figures.append(plain_figure(translate("Report", "Late"), number(counts.total_late)))
    if found.agenda is not None:
        ahead = len(found.agenda.ids) - found.agenda.count(DueGroup.LATE)
        figures.append(plain_figure(translate("Report", "Planned"), number(ahead)))
    return tuple(figures)


def _make_sections(found: ActivitiesFound, making: Making, words: Words) -> list[Section]:
    sections: list[Section] = list_charts(found, words) if found.counts.total else []
    if found.counts.total or found.counts.total_late:
        sections.append(owner_table(found, words))
    if found.planned:
        sections.append(planned_table(found.planned, making.today, words))
    if found.done:
        sections.append(done_table(found, making.workspace.zone, words))
    sections.append(how_counted(found, words, is_today=found.span.as_of == making.today))
    return sections

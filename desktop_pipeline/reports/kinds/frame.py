"""What the lists and sheets share: the lines around them."""

from collections.abc import Iterable

from desktop_pipeline.reports.content import ReportContent, Section
from desktop_pipeline.reports.figures import NO_CHANGE, Figure, FigureName
from desktop_pipeline.reports.kinds.pipeline import say_as_of, say_prepared, say_printed
from desktop_pipeline.reports.making import Making
from desktop_pipeline.reports.words import Words

# What a cell holds that says nothing.
NOTHING = frozenset((None, ""))


def frame_list(
    making: Making,
    title: str,
    *,
    about: str,
    subject: str,
    filters: str,
    story: Iterable[str] = (),
    figures: Iterable[Figure] = (),
    sections: Iterable[Section] = (),
) -> ReportContent:
    """A report in the head and foot that all share; `about` stands below the title, `subject` at the head."""
    words, printed = making.words, making.printed()
    return ReportContent(
        file=printed.file.stem,
        title=title,
        subject=subject,
        subtitle=say_prepared(about, printed, words),
        story=tuple(said for said in story if said),
        figures=tuple(figures),
        sections=tuple(sections),
        printed=say_printed(printed, words),
        filters=filters,
    )


def say_subject(title: str, when: str, words: Words) -> str:
    """`Open deals, 9 Jun 2026`."""
    return words.translate("Report", "{title}, {about}").format(title=title, about=when)


def say_now(making: Making, conditions: Iterable[str] = ()) -> str:
    """What a list is filtered to, as of today."""
    return ", ".join((*conditions, say_as_of(making.today, making.words)))


def plain_figure(label: str, value: str, note: str = "") -> Figure:
    """A figure of a list: it has no period to be compared with, and what it is its label says."""
    return Figure(FigureName.OTHER, label, value, value, note, NO_CHANGE, "", "")


def say_without(count: int, words: Words) -> str:
    """`3 without a value`; nothing for none."""
    if not count:
        return ""
    return words.translate("Report", "{count} without a value").format(count=words.formats.number(count))

"""Notes that the end of several reports bears: what small numbers and further currencies mean for the figures."""

from collections.abc import Sequence

from desktop_pipeline.metrics.base_values import list_currencies
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.population import LeftOut
from desktop_pipeline.reports.content import Note
from desktop_pipeline.reports.words import Words, list_names


def note_small_numbers(words: Words) -> Note:
    """METRICS §0."""
    translate = words.translate
    return Note(
        translate("Report", "Small numbers"),
        translate("Report", "Below 5 closed deals only counts are shown, below 30 the percentage with its range."),
    )


def find_currencies(moment: Moment) -> tuple[str, ...]:
    """The currencies of the deals that are there, the base currency first; that alone where all are in one."""
    return list_currencies(moment.history, moment.snapshot)


def note_currencies(currencies: Sequence[str], words: Words) -> list[Note]:
    """How sums come about where deals are in several currencies; nothing where all are in one."""
    base, *others = currencies
    if not others:
        return []
    translate = words.translate
    said = translate(
        "Report",
        "Sums are in {base}; {others} at your own dated rates, for what was closed the rate of that day. Currencies are"
        " never added as if they were one.",
    ).format(base=base, others=list_names(others))
    return [Note(translate("Report", "Currencies"), said)]


def join_left_out(first: Sequence[LeftOut], others: Sequence[LeftOut]) -> tuple[LeftOut, ...]:
    """The reasons of several figures, each once: told of fewer deals a second time it would contradict itself."""
    told = {(reason.why, reason.currency) for reason in first}
    return (*first, *(reason for reason in others if (reason.why, reason.currency) not in told))

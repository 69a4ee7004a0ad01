"""Sentences and the sheet of the time to the first answer (METRICS §10)."""

from collections.abc import Sequence

from desktop_pipeline.metrics.people.leads import Answer
from desktop_pipeline.metrics.people.response import Response
from desktop_pipeline.metrics.rates import Sample
from desktop_pipeline.metrics.telling.parts import Part, PartKind
from desktop_pipeline.reports.said_values import DASH, say_counts, say_likely
from desktop_pipeline.reports.tables.sheets import CellKind, Sheet, SheetColumn, SheetRow
from desktop_pipeline.reports.words import Words

_MINUTES = 60
_HOURS_OF_DAY = 24


def say_hours(hours: float | None, words: Words) -> str:
    """`25 min`, `3 h`, `2 d`; a dash where half of the leads were not answered."""
    if hours is None:
        return DASH
    translate, number = words.translate, words.formats.number
    if hours < 1:
        return translate("Report", "{count} min").format(count=number(round(hours * _MINUTES)))
    if hours < _HOURS_OF_DAY:
        return translate("Report", "{count} h").format(count=number(round(hours)))
    return translate("Report", "{count} d").format(count=number(round(hours / _HOURS_OF_DAY)))


def name_answer(answer: Answer, words: Words) -> str:
    """How a lead was answered."""
    translate = words.translate
    return {
        Answer.WITHIN_HOUR: translate("Report", "Within an hour"),
        Answer.LATER: translate("Report", "Later"),
        Answer.UNANSWERED: translate("Report", "Not yet"),
        Answer.WAITING: translate("Report", "New within the hour"),
    }[answer]


def count_answers(response: Response) -> dict[Answer, int]:
    """The leads of the period by how they were answered."""
    rate = response.within_hour
    return {
        Answer.WITHIN_HOUR: rate.hits,
        Answer.LATER: rate.n - rate.hits - response.unanswered,
        Answer.UNANSWERED: response.unanswered,
        Answer.WAITING: response.waiting,
    }


def answer_response(response: Response, before: Response | None, words: Words) -> str:
    """`A lead waits 3 h for its first answer (median); 12 of 80 were answered within the hour.`."""
    translate, rate = words.translate, response.within_hour
    if not rate.n:
        return translate("Report", "No lead was created in this period.")
    if response.median_hours is None:
        said = translate("Report", "Half of the leads or more had no call, e-mail or meeting yet.")
    else:
        said = translate("Report", "A lead waits {time} for its first answer (median).").format(
            time=say_hours(response.median_hours, words)
        )
    said += " " + translate("Report", "Within the hour: {counts}").format(counts=say_counts(rate, words))
    said = f"{said}." if rate.sample is Sample.COUNTS_ONLY else f"{said}, {say_likely(rate, words)}."
    if before is None or not before.within_hour.n:
        return said
    return f"{said} " + translate("Report", "Before: {time}, {counts}.").format(
        time=say_hours(before.median_hours, words), counts=say_counts(before.within_hour, words)
    )


def how_response(words: Words) -> str:
    """How the time to the first answer is worked out."""
    return words.translate(
        "Report",
        "From creation to the first call, e-mail or meeting that was done, of all leads created in the period. A lead"
        " without one counts as later than all others once an hour has passed.",
    )


def sheet_of_response(title: str, response: Response, notes: Sequence[str], words: Words) -> Sheet:
    """Leads by how they were answered."""
    translate, within = words.translate, response.within_hour
    heads = (
        SheetColumn(translate("Report", "Answered")),
        SheetColumn(translate("Report", "Leads"), CellKind.COUNT),
        SheetColumn(translate("Report", "Share"), CellKind.SHARE),
    )
    rows = [
        SheetRow(
            (
                name_answer(answer, words),
                deals,
                deals / within.n if within.sample is Sample.PLAIN and answer is not Answer.WAITING else None,
            ),
            Part(PartKind.ANSWERED, (answer.value,)),
        )
        for answer, deals in count_answers(response).items()
    ]
    median = translate("Report", "Median: {time}.").format(time=say_hours(response.median_hours, words))
    return Sheet(title, heads, tuple(rows), "", (median, *notes))

"""The minutes of a review on one page: what moved, what was decided, the forecast, when the next one is.

Of one that runs, or could start now, it is the sheet for the meeting.
"""

from collections.abc import Iterable

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.errors import NotFoundError
from desktop_pipeline.domain.names import isolate
from desktop_pipeline.domain.reviews import Act, Decision, QueuedDeal, ReviewPlan, ReviewState, Standing
from desktop_pipeline.queries.forecasts import read_forecast_of
from desktop_pipeline.queries.review_plan import measure_standing, plan_review
from desktop_pipeline.queries.reviews import (
    ReviewLine,
    ReviewView,
    read_closed,
    read_latest_finished,
    read_review,
    read_review_rules,
)
from desktop_pipeline.reports.changing.review_sections import (
    ReviewFound,
    closed_table,
    decisions_table,
    forecast_table,
    moved_table,
    tell_closed,
    tell_forecast,
    tell_further,
    tell_moved,
    tell_undecided,
)
from desktop_pipeline.reports.changing.review_words import name_decision
from desktop_pipeline.reports.content import Note, Notes, Passage, ReportContent, Section, SectionName
from desktop_pipeline.reports.figures import Figure
from desktop_pipeline.reports.kinds.frame import frame_list, plain_figure
from desktop_pipeline.reports.lists.sheet_room import find_room, guess_height, guess_opening
from desktop_pipeline.reports.making import Making
from desktop_pipeline.reports.said_values import DASH
from desktop_pipeline.reports.words import Words


def make_review(making: Making) -> ReportContent:
    """The minutes of the review that was asked for, otherwise of the one that was finished last.

    Where none was finished yet it is the sheet for one that would start now. Raises NotFoundError for a wrong number.
    """
    found, words = find_review(making), making.words
    title, about, story = say_title(found, words), _say_about(found, words), _tell_story(found, words)
    figures = _name_figures(found, words)
    room = find_room(making.asked) - guess_opening(title, f"{about} {making.by or ''}", story, figures)
    sections = _choose_fitting(found, words, room, is_whole=making.is_workbook)
    return frame_list(
        making,
        title,
        about=about,
        subject=_say_subject(found, words),
        filters=_say_filters(found, words),
        story=story,
        figures=figures,
        sections=sections,
    )


def _choose_fitting(found: ReviewFound, words: Words, room: float, *, is_whole: bool) -> list[Section]:
    """The roomiest form that stays on one page; where none does, the one that needs little of a second."""
    table = decisions_table(found, words, is_whole=is_whole)
    decided: list[Section] = [table, *tell_further(found, words, len(table.lines)), *tell_undecided(found, words)]
    note, how = list(_say_note(found, words)), _how(found, words)
    moved, forecast = moved_table(found, words), list(forecast_table(found, words))
    told = [tell_moved(found, words), *tell_closed(found, words, is_titled=False)]
    close = [*told, *decided, *tell_forecast(found, words), *note]
    forms: tuple[list[Section], ...] = (
        [moved, *closed_table(found, words), *decided, *forecast, *note, how],
        [moved, *forecast, *tell_closed(found, words, is_titled=True), *decided, *note, how],
        [*close, how],
        close,
    )
    return next((form for form in forms if guess_height(form) <= room), forms[2])


def find_review(making: Making) -> ReviewFound:
    """The review with everything that is told of it."""
    with making.workspace.reading() as view:
        review_id = making.asked.ids[0] if making.asked.ids else read_latest_finished(view)
        if review_id is None:
            rules = read_review_rules(view)
            review = _to_review(plan_review(making.figures, view, rules, as_of=making.today), making)
        else:
            known = read_review(view, review_id)
            if known is None:
                message = making.words.translate("Report", "There is no review number {number}.")
                raise NotFoundError(message.format(number=str(review_id)))
            review = known
        now = review.closing or measure_standing(
            making.figures, making.today, owner_id=review.owner_id, pipeline_id=review.pipeline_id
        )
        kept = None if review.forecast_id is None else read_forecast_of(view, review.forecast_id)
        return ReviewFound(
            review,
            now,
            tuple(read_closed(view, review.opening.won)),
            tuple(read_closed(view, review.opening.lost)),
            kept,
        )


def say_title(found: ReviewFound, words: Words) -> str:
    """`Review of 9 Jun 2026`, `Sheet for the review of 9 Jun 2026`."""
    day = words.full_day(found.review.as_of)
    if found.is_over:
        return words.translate("Report", "Review of {day}").format(day=day)
    return words.translate("Report", "Sheet for the review of {day}").format(day=day)


def _say_subject(found: ReviewFound, words: Words) -> str:
    day = words.full_day(found.review.as_of)
    if found.is_over:
        return words.translate("Report", "Minutes, {day}").format(day=day)
    return words.translate("Report", "Meeting sheet, {day}").format(day=day)


def _to_review(plan: ReviewPlan, making: Making) -> ReviewView:
    """A plan as if it had begun."""
    return ReviewView(
        review_id=0,
        started_at=making.workspace.now(),
        who=making.by or "",
        as_of=plan.as_of,
        since=plan.since,
        owner_id=plan.owner_id,
        owner=None,
        pipeline_id=plan.pipeline_id,
        pipeline=None,
        state=ReviewState.RUNNING,
        rules=plan.rules,
        opening=plan.opening,
        closing=None,
        finished_at=None,
        next_on=None,
        note="",
        forecast_id=None,
        lines=tuple(map(_to_line, plan.queue)),
    )


def _to_line(queued: QueuedDeal) -> ReviewLine:
    return ReviewLine(
        deal_id=queued.deal_id,
        title=queued.title,
        organisation=queued.organisation,
        owner=queued.owner,
        stage=queued.stage,
        stage_place=queued.stage_place,
        stages=queued.stages,
        value=queued.value,
        status=DealStatus.OPEN,
        is_gone=False,
        why=queued.why,
        decision=None,
        decided_at=None,
        act=Act(),
        note="",
    )


def _say_about(found: ReviewFound, words: Words) -> str:
    translate, review = words.translate, found.review
    parts = []
    if review.owner:
        parts.append(translate("Report", "with {name}").format(name=review.owner))
    if review.pipeline:
        parts.append(isolate(review.pipeline))
    if review.since is not None:
        parts.append(translate("Report", "since {day}").format(day=words.full_day(review.since)))
    if review.who:
        parts.append(translate("Report", "held by {name}").format(name=review.who))
    return ", ".join(parts)


def _say_filters(found: ReviewFound, words: Words) -> str:
    whose = isolate(found.review.owner) if found.review.owner else words.translate("Report", "everyone")
    said = words.translate("Report", "Filter: {names}.").format(names=whose)
    return f"{said} " + words.translate("Report", "Amounts in {currency}, as entered.").format(
        currency=found.review.opening.currency
    )


def _tell_story(found: ReviewFound, words: Words) -> list[str]:
    return [_tell_decisions(found, words), _tell_standing(found, words), _tell_next(found, words)]


def _tell_decisions(found: ReviewFound, words: Words) -> str:
    translate, number = words.translate, words.formats.number
    counts = found.review.counts
    if not counts.deals:
        return translate("Report", "No deal needed a decision.")
    if not counts.decided:
        return words.one_or_many(
            counts.deals,
            translate("Report", "{count} deal needs a decision."),
            translate("Report", "{count} deals need a decision."),
        )
    told = [
        f"{number(counts.of(decision))} {name_decision(decision, words)}"
        for decision in Decision
        if counts.of(decision)
    ]
    if counts.left:
        told.append(translate("Report", "{count} left open").format(count=number(counts.left)))
    return translate("Report", "{deals} in the review: {told}.").format(
        deals=words.deals(counts.deals), told=", ".join(told)
    )


def _tell_standing(found: ReviewFound, words: Words) -> str:
    translate, currency = words.translate, found.review.opening.currency
    before, now = found.review.opening.standing, found.now
    if now.known_value is None:
        return translate("Report", "None of the open deals has a value yet.")
    if before.known_value is None or before.value == now.value:
        return translate("Report", "The open deals are worth {value}.").format(
            value=words.formats.whole_money(now.value, currency)
        )
    return translate("Report", "The open deals went from {before} to {after}.").format(
        before=words.formats.whole_money(before.value, currency), after=words.formats.whole_money(now.value, currency)
    )


def _tell_next(found: ReviewFound, words: Words) -> str:
    if found.review.next_on is None:
        return ""
    day = words.full_day(found.review.next_on)
    return words.translate("Report", "The next review is on {day}.").format(day=day)


def _name_figures(found: ReviewFound, words: Words) -> tuple[Figure, ...]:
    translate, formats = words.translate, words.formats
    opening, now, counts = found.review.opening, found.now, found.review.counts
    before, currency = opening.standing, opening.currency

    def was(said: str, changed: object) -> str:
        return translate("Report", "was {value}").format(value=said) if changed else ""

    def share(standing: Standing) -> str:
        return DASH if standing.step_share is None else formats.percent(standing.step_share)

    return (
        plain_figure(
            translate("Report", "Pipeline value"),
            formats.whole_money(now.known_value, currency),
            was(formats.whole_money(before.known_value, currency), now.known_value != before.known_value),
        ),
        plain_figure(
            translate("Report", "Weighted value"),
            formats.rounded_money(now.known_weighted, currency),
            was(formats.rounded_money(before.known_weighted, currency), now.known_weighted != before.known_weighted),
        ),
        plain_figure(
            translate("Report", "With a next step"), share(now), was(share(before), share(now) != share(before))
        ),
        plain_figure(
            translate("Report", "Decided"),
            formats.number(counts.decided - counts.of(Decision.SKIPPED)),
            translate("Report", "of {count}").format(count=formats.number(counts.deals)),
        ),
    )


def _say_note(found: ReviewFound, words: Words) -> Iterable[Passage]:
    paragraphs = tuple(part.strip() for part in found.review.note.splitlines() if part.strip())
    if paragraphs:
        yield Passage(SectionName.NOTES, words.translate("Report", "Note"), paragraphs)


def _how(found: ReviewFound, words: Words) -> Notes:
    translate = words.translate
    after = (
        translate("Report", "Before and after the review; an amount that is not known counts as none.")
        if found.is_over
        else translate("Report", "As it stands; an amount that is not known counts as none.")
    )
    notes = (
        Note(translate("Report", "Pipeline value"), after),
        Note(
            translate("Report", "Weighted value"),
            translate("Report", "Each value times how likely it is won, by hand or by the past of its stage."),
        ),
    )
    return Notes(SectionName.HOW, translate("Report", "How the numbers are made"), notes)

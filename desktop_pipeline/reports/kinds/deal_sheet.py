"""The deal sheet: one page for the meeting with the customer; several deals have a page each."""

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.names import isolate
from desktop_pipeline.reports.content import PageOpening, ReportContent, Section, SectionName
from desktop_pipeline.reports.figures import Figure
from desktop_pipeline.reports.kinds.frame import frame_list, plain_figure, say_now
from desktop_pipeline.reports.kinds.pipeline import say_as_of
from desktop_pipeline.reports.lists.activity_words import say_due
from desktop_pipeline.reports.lists.deal_findings import DealFound, find_deal
from desktop_pipeline.reports.lists.deal_sections import how_made, list_fitting, shorten
from desktop_pipeline.reports.lists.filter_words import name_status
from desktop_pipeline.reports.lists.sheet_room import find_room, guess_opening
from desktop_pipeline.reports.making import Making
from desktop_pipeline.reports.said_values import DASH
from desktop_pipeline.reports.words import Words

_LONGEST_SUBJECT, _LONGEST_WHOM, _LONGEST_STAGE = 70, 90, 24


def make_deal_sheets(making: Making) -> ReportContent:
    """A sheet for each deal that was asked for; raises NotFoundError for one that is not there."""
    words, ids = making.words, tuple(dict.fromkeys(making.asked.ids))
    if not ids:
        raise InvalidError(words.translate("Report", "Say which deal the sheet is of."))
    usual = making.figures.usual_days(making.today)
    sheets: list[DealFound] = []
    with making.workspace.reading() as view:
        for place, deal_id in enumerate(ids):
            making.report(place, len(ids))
            sheets.append(find_deal(making, view, deal_id, usual))
    first, *others = sheets
    how = how_made(words, is_open=any(found.is_open for found in sheets))
    sections: list[Section] = []
    for found in sheets:
        sections += [] if found is first else [_open_page(found, words)]
        sections += _list_page(found, [how] if found is sheets[-1] else [], making)
    return frame_list(
        making,
        first.deal.title,
        about=say_now(making, [_say_who(first, words)]),
        subject=_say_subject(first, others, making),
        story=_tell_story(first, words),
        figures=_name_figures(first, words),
        sections=sections,
        filters="",
    )


def _list_page(found: DealFound, last: list[Section], making: Making) -> list[Section]:
    """What stands on the page of a deal, below its figures."""
    words = making.words
    opening = guess_opening(
        found.deal.title,
        f"{say_now(making, [_say_who(found, words)])} {making.by or ''}",
        _tell_story(found, words),
        _name_figures(found, words),
    )
    return list_fitting(found, last, words, room=find_room(making.asked) - opening)


def _say_subject(first: DealFound, others: list[DealFound], making: Making) -> str:
    translate, words = making.words.translate, making.words
    day = words.full_day(making.today)
    if others:
        return translate("Report", "Deal sheets, {day}").format(day=day)
    return translate("Report", "Deal sheet: {title}, {day}").format(title=first.deal.title, day=day)


def _open_page(found: DealFound, words: Words) -> PageOpening:
    subtitle = f"{_say_who(found, words)}, {say_as_of(found.today, words)}"
    return PageOpening(
        SectionName.STORY, found.deal.title, subtitle, tuple(_tell_story(found, words)), _name_figures(found, words)
    )


def _say_who(found: DealFound, words: Words) -> str:
    """The customer, or who it is with, or that nobody is named."""
    deal = found.deal
    with_whom = deal.organisation or next((person.name for person in deal.people), None)
    return isolate(shorten(with_whom, _LONGEST_WHOM)) if with_whom else words.translate("Report", "No organisation")


def _name_figures(found: DealFound, words: Words) -> tuple[Figure, ...]:
    translate, deal, formats = words.translate, found.deal, words.formats
    value = DASH if deal.value is None else formats.minor(deal.value.minor, deal.value.currency)
    figures = [plain_figure(translate("Report", "Value"), value)]
    if not found.is_open:
        closed = "" if deal.closed_at is None else words.full_day(found.day(deal.closed_at))
        return (*figures, plain_figure(name_status(deal.status, words), closed or DASH, deal.reason or ""))
    weighted = formats.rounded_money(found.weighted, deal.currency)
    likely = DASH if found.chance is None else formats.percent(found.chance)
    close = DASH if deal.expected_close_on is None else words.full_day(deal.expected_close_on)
    return (
        *figures,
        plain_figure(translate("Report", "Likely"), likely, _say_whence(found, words)),
        plain_figure(translate("Report", "Weighted value"), weighted),
        plain_figure(translate("Report", "Expected close"), close),
        _stage_figure(found, words),
    )


def _say_whence(found: DealFound, words: Words) -> str:
    """Where the likelihood comes from."""
    if found.chance is None:
        return ""
    by_hand, by_past = words.translate("Report", "set by hand"), words.translate("Report", "by past deals")
    return by_past if found.deal.probability is None else by_hand


def _stage_figure(found: DealFound, words: Words) -> Figure:
    """How long it has been in its stage; the stage's name, which may be long, stands above."""
    translate, current = words.translate, found.current
    if current is None:
        return plain_figure(translate("Report", "Stage"), DASH)
    label = translate("Report", "In {stage}").format(stage=shorten(current.name, _LONGEST_STAGE))
    usual = found.usual.get(current.stage_id)
    note = "" if usual is None else translate("Report", "usual {days}").format(days=words.days(usual))
    return plain_figure(label, DASH if current.days is None else words.days(current.days), note)


def _tell_story(found: DealFound, words: Words) -> list[str]:
    return [said for said in (_tell_standing(found, words), _tell_next(found, words), _tell_open(found, words)) if said]


def _tell_standing(found: DealFound, words: Words) -> str:
    if not found.is_open:
        return _tell_outcome(found, words)
    translate, current = words.translate, found.current
    if current is None:
        return ""
    if current.days is None:
        return translate("Report", "It stands in {stage}.").format(stage=current.name)
    days = words.days(current.days)
    usual = found.usual.get(current.stage_id)
    if usual is None:
        return translate("Report", "It has been in {stage} for {days}.").format(stage=current.name, days=days)
    return translate("Report", "It has been in {stage} for {days}, where deals usually stay {usual}.").format(
        stage=current.name, days=days, usual=words.days(usual)
    )


def _tell_outcome(found: DealFound, words: Words) -> str:
    translate, deal = words.translate, found.deal
    if deal.status is DealStatus.WON:
        return translate("Report", "This deal is won.")
    if deal.reason:
        return translate("Report", "This deal is lost: {reason}.").format(reason=deal.reason)
    return translate("Report", "This deal is lost.")


def _tell_next(found: DealFound, words: Words) -> str:
    translate = words.translate
    if not found.planned:
        return translate("Report", "No next step is planned.") if found.is_open else ""
    step = found.planned[0]
    due = say_due(step.state, step.due_on, step.due_at, today=found.today, words=words)
    subject = shorten(step.subject, _LONGEST_SUBJECT)
    return translate("Report", "Next: {subject}, {due}.").format(subject=subject, due=due)


def _tell_open(found: DealFound, words: Words) -> str:
    """How much of what the stage asks is still to be done."""
    translate, gate = words.translate, found.gate
    if gate is None or not gate.criteria or not found.is_open:
        return ""
    still_open = len(gate.criteria) - gate.met
    if not still_open:
        return translate("Report", "Everything that {stage} asks for is done.").format(stage=gate.stage or "")
    open_ones = (
        translate("Report", "{count} of {all} exit criteria of {stage} is open."),
        translate("Report", "{count} of {all} exit criteria of {stage} are open."),
    )
    number = words.formats.number
    return open_ones[still_open > 1].format(
        count=number(still_open), all=number(len(gate.criteria)), stage=gate.stage or ""
    )

"""The words of a review on the screen: why a deal is in it, what was decided, and whether that was kept."""

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QCoreApplication, QLocale

from desktop_pipeline.domain.reviews import Act, Cause, Decision, Kept, Rhythm, Standing, WhyLine
from desktop_pipeline.queries.gates import DealGate
from desktop_pipeline.queries.review_deal import ReviewDealView
from desktop_pipeline.ui.formats import Formats, kind_name, to_qdate

_SHOWN = 2
_DAY_MINUTES = 24 * 60
DECISION_ICONS = {
    Decision.KEEP: "calendar-check",
    Decision.RE_ENGAGE: "refresh-cw",
    Decision.MOVE_BACK: "corner-up-left",
    Decision.LOST: "circle-x",
    Decision.SNOOZE: "clock",
    Decision.WON: "circle-check",
    Decision.SKIPPED: "arrow-right",
}

_WITH_FIGURES = frozenset(
    (
        *(Cause.STALE, Cause.SLIPPED, Cause.LONG_IN_STAGE, Cause.LATE_STEP),
        *(Cause.CLOSE_PAST, Cause.DUE, Cause.BIGGEST, Cause.VALUE_LARGE),
    )
)

# Bars of what moved that lower the open value (METRICS §17), as the plan names them.
BARS_TAKEN = frozenset(("lowered", "left_filter", "pushed_out", "won", "lost", "deleted"))


def say_short(why: Sequence[WhyLine], formats: Formats, today: date) -> str:
    """The second line of a row in the queue: “No touch 32 d, pushed 3 times”."""
    said = ", ".join(_say_cause(line, formats, today) for line in why[:_SHOWN])
    return said[:1].upper() + said[1:]


def say_headline(line: WhyLine, formats: Formats) -> str:
    """The strong line of a reason: “Nobody was in touch for 32 days”."""
    number = formats.number
    count, days = line.count or 0, line.days or 0
    words = {
        Cause.CLOSE_PROPOSED: _tr("The cadence ended without a reply"),
        Cause.SLIPPED: _tr("Slipped since the last review"),
        Cause.STALE: _tr("No real touch for {days} days").format(days=number(days)),
        Cause.PUSHED: _tr("Close date moved {count} times").format(count=number(count)),
        Cause.LONG_IN_STAGE: _tr("In this stage for {days} days").format(days=number(days)),
        Cause.LATE_STEP: _tr("The next step is {days} days late").format(days=number(days)),
        Cause.NO_NEXT_STEP: _tr("No next step"),
        Cause.CLOSE_PAST: _tr("The close date has passed"),
        Cause.DECISION_MAKER_LEFT: _tr("The decision-maker has left"),
        Cause.CRITERION_OPEN: _tr("A required criterion is open"),
        Cause.DUPLICATE: _tr("It may be a duplicate"),
        Cause.VALUE_MISSING: _tr("The value is missing"),
        Cause.VALUE_LARGE: _tr("Much larger than what you win"),
        Cause.DUE: _tr("It closes soon"),
        Cause.BIGGEST: _tr("One of your biggest"),
    }
    if line.cause is Cause.LATE_STEP and days == 1:
        return _tr("The next step is a day late")
    return words[line.cause]


def say_sentence(line: WhyLine, formats: Formats, today: date) -> str:
    """The quieter line below it, with the figures; empty where there is nothing to add."""
    if line.cause in _WITH_FIGURES:
        return _say_figures(line, formats, today)
    return {
        Cause.CLOSE_PROPOSED: _tr("Closing it was proposed for now; decide it here."),
        Cause.PUSHED: _tr("Each time to a later month."),
        Cause.NO_NEXT_STEP: _tr("Nothing is planned for it."),
        Cause.DECISION_MAKER_LEFT: _tr("Find out who decides now."),
        Cause.CRITERION_OPEN: _tr("Of a stage that it has left already."),
        Cause.DUPLICATE: _tr("Another open deal looks the same."),
        Cause.VALUE_MISSING: _tr("It counts nothing in the forecast."),
    }[line.cause]


def _say_figures(line: WhyLine, formats: Formats, today: date) -> str:
    day = "" if line.day is None else formats.day(line.day, today)
    was = "" if line.was is None else formats.day(line.was, today)
    usual, rank = formats.number(line.usual or 0), formats.number(line.count or 0)
    words = {
        Cause.STALE: (day, _tr("Last touch on {day}, nothing planned since.").format(day=day)),
        Cause.SLIPPED: (day and was, _tr("Closes {day}, was {was}.").format(day=day, was=was)),
        Cause.LONG_IN_STAGE: (line.usual, _tr("Deals usually stay {days} days.").format(days=usual)),
        Cause.LATE_STEP: (day, _tr("It was due on {day}.").format(day=day)),
        Cause.CLOSE_PAST: (day, _tr("It was to close on {day}.").format(day=day)),
        Cause.DUE: (day, _tr("Expected to close on {day}.").format(day=day)),
        Cause.BIGGEST: (line.count, _tr("Number {rank} by value among the open deals.").format(rank=rank)),
        Cause.VALUE_LARGE: (
            line.times,
            _tr("{times} × your usual won deal.").format(times=_say_times(line, formats)),
        ),
    }
    is_known, said = words[line.cause]
    return said if is_known else ""


def say_why(line: WhyLine, view: ReviewDealView, formats: Formats, today: date) -> tuple[str, str]:
    """A reason of a deal: its headline and the sentence below."""
    sentence = say_sentence(line, formats, today)
    if line.cause is Cause.PUSHED and view.pushed is not None and view.pushed.n:
        said = _tr("Deals pushed {pushes} times or more were won {won} of {n} times.")
        pushed = view.pushed
        sentence = said.format(
            pushes=formats.number(pushed.pushes), won=formats.number(pushed.won), n=formats.number(pushed.n)
        )
    return say_headline(line, formats), sentence


def say_gate(gate: DealGate, formats: Formats) -> tuple[str, str] | None:
    """What its stage still asks: “Only 1 of 4 criteria for Proposal”; None where nothing is open."""
    missing = [line.criterion.text for line in gate.criteria if not line.is_met]
    if not missing:
        return None
    met, count = formats.number(gate.met), formats.number(len(gate.criteria))
    if gate.next_stage:
        headline = _tr("{met} of {count} criteria for {stage}").format(met=met, count=count, stage=gate.next_stage)
    else:
        headline = _tr("{met} of {count} criteria for winning").format(met=met, count=count)
    return headline, _tr("Still open: {names}.").format(names="; ".join(missing))


def say_decision(decision: Decision, act: Act, formats: Formats, today: date) -> str:
    """What was decided, as the queue tells it: “Kept, Visit, Tue 16 Jun”."""
    day = None if act.day is None else formats.day(act.day, today)
    if decision is Decision.KEEP:
        parts = [_tr("Kept"), act.text or kind_name(act.kind), day]
    elif decision is Decision.RE_ENGAGE:
        parts = [_tr("Re-engage"), act.name, day]
    elif decision is Decision.MOVE_BACK:
        parts = [_tr("Moved back"), _tr("to {stage}").format(stage=act.name) if act.name else None]
    elif decision is Decision.LOST:
        parts = [_tr("Closed lost"), act.name]
    elif decision is Decision.SNOOZE:
        parts = [_tr("Snoozed"), None if day is None else _tr("until {day}").format(day=day)]
    else:
        parts = [_tr("Won") if decision is Decision.WON else _tr("Skipped")]
    return ", ".join(part for part in parts if part)


def say_short_decision(decision: Decision, act: Act, formats: Formats, today: date) -> str:
    """The same at the right, in small letters: “visit on Tue 16 Jun”."""
    day = None if act.day is None else formats.day(act.day, today)
    if decision is Decision.KEEP:
        name = act.text or kind_name(act.kind)
        return name if day is None else _tr("{step} on {day}").format(step=name, day=day)
    if decision is Decision.RE_ENGAGE:
        return _tr("re-engage: {cadence}").format(cadence=act.name)
    if decision is Decision.MOVE_BACK:
        return _tr("back to {stage}").format(stage=act.name)
    if decision is Decision.LOST:
        return _tr("lost: {reason}").format(reason=act.name)
    if decision is Decision.SNOOZE:
        return _tr("snoozed until {day}").format(day=day or "")
    return _tr("won") if decision is Decision.WON else _tr("skipped")


def say_effort(minutes: int, formats: Formats) -> str:
    """`11 min`, `2 h 5 min`, `533 h`: hours also beyond a day, for nobody decides all night."""
    if minutes < _DAY_MINUTES:
        return formats.span(timedelta(minutes=minutes))
    return _tr("{count} h").format(count=formats.number(minutes // 60))


def name_rhythm(rhythm: Rhythm) -> str:
    """How often: “Weekly”."""
    return {
        Rhythm.DAILY: _tr("Daily"),
        Rhythm.WEEKLY: _tr("Weekly"),
        Rhythm.TWO_WEEKLY: _tr("Every two weeks"),
        Rhythm.MONTHLY: _tr("Monthly"),
    }[rhythm]


def title_review(rhythm: Rhythm) -> str:
    """What the screen is called: “Weekly review”."""
    return {
        Rhythm.DAILY: _tr("Daily review"),
        Rhythm.WEEKLY: _tr("Weekly review"),
        Rhythm.TWO_WEEKLY: _tr("Two-weekly review"),
        Rhythm.MONTHLY: _tr("Monthly review"),
    }[rhythm]


def say_left(day: str, left: int | None) -> str:
    """What stands beside the title: “Tuesday 9 June, 11 deals need a decision”; None: not known yet."""
    if left is None:
        return day
    words = QCoreApplication.translate("Review", "{day}, %Ln deals need a decision", None, left)
    if left == 1:
        words = _tr("{day}, 1 deal needs a decision")
    return words.format(day=day)


def say_standing(standing: Standing, currency: str, formats: Formats) -> list[str]:
    """The open deals as the status line says them: how many, their value, and what that weighs."""
    deals = QCoreApplication.translate("Review", "%Ln open deals", None, standing.deals)
    if standing.deals == 1:
        deals = _tr("1 open deal")
    if standing.known_value is None:
        return [deals, _tr("no values yet")]
    weighted = _tr("weighted {amount}").format(amount=formats.rounded_money(standing.weighted, currency))
    return [deals, formats.whole_money(standing.known_value, currency), weighted]


def name_kept(kept: Kept) -> str:
    """Whether a decision was kept, in a word or two."""
    return {
        Kept.YES: _tr("kept"),
        Kept.NO: _tr("not kept"),
        Kept.NOT_YET: _tr("not due yet"),
        Kept.UNKNOWN: _tr("not known"),
    }[kept]


def name_bar(bar: str) -> str:
    """What moved the pipeline's value, by the bar of METRICS §17."""
    words = {
        "opening": _tr("Open then"),
        "created": _tr("New"),
        "reopened": _tr("Reopened"),
        "restored": _tr("Out of the bin"),
        "raised": _tr("Raised"),
        "entered_filter": _tr("Came over"),
        "pulled_in": _tr("Pulled in"),
        "lowered": _tr("Lowered"),
        "left_filter": _tr("Handed over"),
        "pushed_out": _tr("Pushed out"),
        "won": _tr("Won"),
        "lost": _tr("Lost"),
        "deleted": _tr("Deleted"),
        "closing": _tr("Open now"),
    }
    return words.get(bar, bar)


def name_cause(cause: Cause) -> str:
    """What puts deals into a review, as the rules list it."""
    return {
        Cause.CLOSE_PROPOSED: _tr("Closing is proposed by a cadence"),
        Cause.SLIPPED: _tr("Slipped since the last review"),
        Cause.STALE: _tr("No real touch for too long"),
        Cause.PUSHED: _tr("Close date pushed three times or more"),
        Cause.LONG_IN_STAGE: _tr("Longer in its stage than its limit, or than won deals"),
        Cause.LATE_STEP: _tr("Next step late"),
        Cause.NO_NEXT_STEP: _tr("No next step"),
        Cause.CLOSE_PAST: _tr("Close date in the past"),
        Cause.DECISION_MAKER_LEFT: _tr("Decision-maker left"),
        Cause.CRITERION_OPEN: _tr("Required criterion of an earlier stage open"),
        Cause.DUPLICATE: _tr("Possible duplicate"),
        Cause.VALUE_MISSING: _tr("Value missing"),
        Cause.VALUE_LARGE: _tr("Value far above what is won"),
        Cause.DUE: _tr("Closes in this period"),
        Cause.BIGGEST: _tr("The biggest deals, always"),
    }[cause]


def long_day(day: date, locale: QLocale) -> str:
    """“Tuesday 9 June”."""
    return locale.toString(to_qdate(day), "dddd d MMMM")


def _say_cause(line: WhyLine, formats: Formats, today: date) -> str:
    days = "" if line.days is None else formats.days(line.days)
    day = "" if line.day is None else formats.day(line.day, today)
    words = {
        Cause.CLOSE_PROPOSED: _tr("no reply, closing proposed"),
        Cause.SLIPPED: _tr("slipped to {day}").format(day=day),
        Cause.STALE: _tr("no touch {days}").format(days=days),
        Cause.PUSHED: _tr("pushed {count} times").format(count=formats.number(line.count or 0)),
        Cause.LONG_IN_STAGE: _tr("in stage {days}").format(days=days),
        Cause.LATE_STEP: _tr("overdue {days}").format(days=days),
        Cause.NO_NEXT_STEP: _tr("no next step"),
        Cause.CLOSE_PAST: _tr("close date past, {day}").format(day=day),
        Cause.DECISION_MAKER_LEFT: _tr("decision-maker left"),
        Cause.CRITERION_OPEN: _tr("required criterion open"),
        Cause.DUPLICATE: _tr("maybe there twice"),
        Cause.VALUE_MISSING: _tr("value missing"),
        Cause.VALUE_LARGE: _tr("{times} × the usual value").format(times=_say_times(line, formats)),
        Cause.DUE: _tr("closes {day}").format(day=day),
        Cause.BIGGEST: _tr("one of the biggest"),
    }
    return words[line.cause].strip()


def _say_times(line: WhyLine, formats: Formats) -> str:
    return formats.locale.toString(line.times or 0.0, "f", 1)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Review", text)

"""The words of a review on paper: why a deal was in it, what was decided, what a review is called."""

from datetime import date

from desktop_pipeline.domain.reviews import Act, Cause, Decision, WhyLine
from desktop_pipeline.reports.lists.activity_words import name_kind_key
from desktop_pipeline.reports.words import Words

_MOST_CAUSES = 2


def name_decision(decision: Decision, words: Words) -> str:
    """What was decided, in a word or two, to be counted."""
    translate = words.translate
    return {
        Decision.KEEP: translate("Report", "kept with a next step"),
        Decision.RE_ENGAGE: translate("Report", "to be re-engaged"),
        Decision.MOVE_BACK: translate("Report", "moved back"),
        Decision.LOST: translate("Report", "closed as lost"),
        Decision.SNOOZE: translate("Report", "snoozed"),
        Decision.WON: translate("Report", "won"),
        Decision.SKIPPED: translate("Report", "skipped"),
    }[decision]


def say_decision(decision: Decision, act: Act, words: Words, today: date) -> str:
    """`Kept: visit, 16 Jun`; `Closed as lost: no decision`."""
    translate, day = words.translate, "" if act.day is None else words.formats.day(act.day, today)
    head, parts = {
        Decision.KEEP: (translate("Report", "Keep"), (act.text or name_kind_key(act.kind or None, words), day)),
        Decision.RE_ENGAGE: (translate("Report", "Re-engage"), (act.name, _say_close(day, words))),
        Decision.MOVE_BACK: (translate("Report", "Back to"), (act.name,)),
        Decision.LOST: (translate("Report", "Lost"), (act.name, act.text)),
        Decision.SNOOZE: (translate("Report", "Snoozed until"), (day, act.text)),
        Decision.WON: (translate("Report", "Won"), ()),
        Decision.SKIPPED: (translate("Report", "Skipped"), ()),
    }[decision]
    said = ", ".join(part for part in parts if part)
    if not said:
        return head
    return f"{head} {said}" if decision in (Decision.MOVE_BACK, Decision.SNOOZE) else f"{head}: {said}"


def _say_close(day: str, words: Words) -> str:
    return words.translate("Report", "to be closed on {day} unless they reply").format(day=day) if day else ""


def say_causes(why: tuple[WhyLine, ...], words: Words, today: date) -> str:
    """`In stage 34 days, next step 8 days late, pushed 3 times`."""
    said = [say_cause(line, words, today) for line in why[:_MOST_CAUSES]]
    text = ", ".join([*said[:1], *(one[:1].lower() + one[1:] for one in said[1:])])
    more = len(why) - _MOST_CAUSES
    if more > 0:
        text += " " + words.translate("Report", "and {count} more").format(count=words.formats.number(more))
    return text


def say_cause(line: WhyLine, words: Words, today: date) -> str:
    """One of them with its number."""
    translate, number = words.translate, words.formats.number
    days = "" if line.days is None else words.days(line.days)
    day = "" if line.day is None else words.formats.day(line.day, today)
    count = number(line.count or 0)
    return {
        Cause.CLOSE_PROPOSED: translate("Report", "No reply, to be closed"),
        Cause.SLIPPED: (
            translate("Report", "Slipped to {day}").format(day=day)
            if day
            else translate("Report", "Slipped, without a date now")
        ),
        Cause.STALE: translate("Report", "No contact for {days}").format(days=days),
        Cause.PUSHED: translate("Report", "Pushed {count} times").format(count=count),
        Cause.LONG_IN_STAGE: (
            translate("Report", "In its stage for {days}").format(days=days)
            if days
            else translate("Report", "Long in its stage")
        ),
        Cause.LATE_STEP: translate("Report", "Next step {days} late").format(days=days),
        Cause.NO_NEXT_STEP: translate("Report", "No next step"),
        Cause.CLOSE_PAST: translate("Report", "Expected to close {day}").format(day=day),
        Cause.DECISION_MAKER_LEFT: translate("Report", "Decision-maker left"),
        Cause.CRITERION_OPEN: translate("Report", "Criterion unmet"),
        Cause.DUPLICATE: translate("Report", "Suspected duplicate"),
        Cause.VALUE_MISSING: translate("Report", "No value"),
        Cause.VALUE_LARGE: translate("Report", "Value far above usual"),
        Cause.DUE: translate("Report", "Closes {day}").format(day=day),
        Cause.BIGGEST: translate("Report", "Number {count} by value").format(count=count),
    }[line.cause]

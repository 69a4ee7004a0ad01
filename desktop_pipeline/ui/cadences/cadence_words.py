"""How cadences are said: how long they take, how far somebody is, and what ended them."""

from datetime import date

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.domain.cadences import EndedBy, State
from desktop_pipeline.queries.cadences import CadenceRow, CloseProposal, EnrolmentRow
from desktop_pipeline.ui.formats import Formats


def say_length(row: CadenceRow, formats: Formats) -> str:
    """How many touches over how many days: “3 touches, 14 d”."""
    touches = _say("1 touch") if len(row.steps) == 1 else _count("%Ln touches", len(row.steps))
    last = max((step.touch.after_days for step in row.steps), default=0)
    return f"{touches}, {formats.days(last)}" if last else touches


def say_progress(row: EnrolmentRow, formats: Formats, today: date) -> str:
    """How far it is: what is done and what is next, or how it ended and when."""
    done = _say("{done} of {all} done").format(done=formats.number(row.done), all=formats.number(len(row.steps)))
    if row.state is State.RUNNING:
        coming = next((step for step in row.steps if step.is_open), None)
        if coming is None:
            return done
        next_words = _say("next {day}: {subject}").format(day=formats.day(coming.due_on, today), subject=coming.subject)
        return f"{done}, {next_words}"
    if row.state is State.FINISHED:
        closes = row.close_on is not None and row.close_on > today
        if closes and row.close_on is not None:
            until = _say("closing is proposed on {day}").format(day=formats.day(row.close_on, today))
            return f"{done}, {until}"
        return _say("finished, {done}").format(done=done)
    return f"{say_end(row.ended_by)}, {done}"


def say_end(by: EndedBy | None) -> str:
    """What ended a cadence."""
    return {
        EndedBy.REPLY: _say("ended by a reply"),
        EndedBy.MEETING: _say("ended by a meeting"),
        EndedBy.WON: _say("ended, the deal was won"),
        EndedBy.LOST: _say("ended, the deal was lost"),
        EndedBy.NOT_A_FIT: _say("ended, not a fit"),
        EndedBy.HAND: _say("stopped"),
        EndedBy.DELETED: _say("ended with the deletion"),
        None: _say("ended"),
    }[by]


def say_proposal(row: CloseProposal, formats: Formats) -> str:
    """Why closing is proposed, in one sentence."""
    done, touches = formats.number(row.done), formats.number(row.touches)
    if row.done < row.touches:
        words = _say("No reply to “{cadence}”, {done} of {touches} touches done.")
    elif row.touches == 1:
        words = _say("No reply to “{cadence}” after its one touch.")
    else:
        words = _say("No reply to “{cadence}” after {touches} touches.")
    return words.format(cadence=row.cadence, done=done, touches=touches)


def say_already(count: int, formats: Formats) -> str:
    """How many were in it already; empty for none."""
    return _say("{count} in it already").format(count=formats.number(count)) if count else ""


def _say(text: str) -> str:
    return QCoreApplication.translate("Cadences", text)


def _count(text: str, count: int) -> str:
    return QCoreApplication.translate("Cadences", text, None, count)

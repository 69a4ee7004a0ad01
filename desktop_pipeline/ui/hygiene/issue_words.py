"""What is amiss with the data, in words: a name for the list, a sentence on top, and what is wrong with each row."""

from datetime import date

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.queries.data_quality import Issue
from desktop_pipeline.queries.deals_table import DealLine
from desktop_pipeline.queries.duplicates import SuspectedPair
from desktop_pipeline.ui.formats import Formats


def _tr(text: str) -> str:
    return QCoreApplication.translate("DataQuality", text)


def name_issue(issue: Issue) -> str:
    """For the list of what is amiss."""
    return {
        Issue.SAME_DEALS: _tr("Duplicate deals"),
        Issue.SAME_PEOPLE: _tr("Duplicate people"),
        Issue.SAME_ORGANISATIONS: _tr("Duplicate organisations"),
        Issue.NO_VALUE: _tr("No value"),
        Issue.NO_CLOSE: _tr("No close date"),
        Issue.NO_SOURCE: _tr("No source"),
        Issue.NO_ORGANISATION: _tr("Nobody named"),
        Issue.NO_OWNER: _tr("No owner"),
        Issue.NO_REASON: _tr("Lost without a reason"),
        Issue.NO_CREATION: _tr("No creation date"),
        Issue.NO_CLOSING: _tr("No closing date"),
        Issue.CLOSED_BEFORE_CREATED: _tr("Closed before created"),
        Issue.CLOSE_BEFORE_CREATED: _tr("Due before created"),
        Issue.CREATED_AHEAD: _tr("Created in the future"),
        Issue.CLOSED_AHEAD: _tr("Closed in the future"),
        Issue.CLOSE_PAST: _tr("Close date past"),
        Issue.CLOSE_FAR: _tr("Close date far ahead"),
        Issue.VALUE_LARGE: _tr("Value far above usual"),
        Issue.VALUE_NOTHING: _tr("Worth nothing"),
        Issue.NO_RATE: _tr("No rate for the currency"),
    }[issue]


def advise(issue: Issue) -> str:
    """What it does to the figures, and what sets it right."""
    return {
        Issue.SAME_DEALS: _tr("Open deals of one customer with similar titles may count twice. Keep one of them."),
        Issue.SAME_PEOPLE: _tr("Nothing is merged before you have seen what would happen."),
        Issue.SAME_ORGANISATIONS: _tr("Nothing is merged before you have seen what would happen."),
        Issue.NO_VALUE: _tr("They are left out of every sum. Say what they are worth, roughly is enough."),
        Issue.NO_CLOSE: _tr("They count in no month of the forecast. Say when they should close."),
        Issue.NO_SOURCE: _tr("Nobody can tell what brought them. Say where they came from."),
        Issue.NO_ORGANISATION: _tr("Neither an organisation nor a person is named. Say whose deal it is."),
        Issue.NO_OWNER: _tr("Nobody looks after them. Say who does."),
        Issue.NO_REASON: _tr("They teach nothing. Say why they were lost."),
        Issue.NO_CREATION: _tr("They are in no sales cycle. Say when they were created."),
        Issue.NO_CLOSING: _tr("They belong to no period. Say when they were closed."),
        Issue.CLOSED_BEFORE_CREATED: _tr("They are in no sales cycle. Correct when they were created or closed."),
        Issue.CLOSE_BEFORE_CREATED: _tr("They were to close before they were there. Choose another close date."),
        Issue.CREATED_AHEAD: _tr("Until that day they are in no figure. Correct when they were created."),
        Issue.CLOSED_AHEAD: _tr("Until that day they count as open. Correct when they were closed."),
        Issue.CLOSE_PAST: _tr("They no longer count in any month of the forecast. Choose another close date."),
        Issue.CLOSE_FAR: _tr("More than three years ahead: a typing mistake? Choose another close date."),
        Issue.VALUE_LARGE: _tr("More than three times what nearly all won deals were worth. Check the value."),
        Issue.VALUE_NOTHING: _tr("Zero is not the same as unknown. Say what they are worth."),
        Issue.NO_RATE: _tr("They are left out of every sum. Enter a rate for their currency."),
    }[issue]


def say_fix(issue: Issue) -> str:
    """The button that sets it right."""
    if issue in {Issue.NO_VALUE, Issue.VALUE_LARGE, Issue.VALUE_NOTHING}:
        return _tr("Value…")
    if issue in {Issue.NO_CLOSE, Issue.CLOSE_BEFORE_CREATED, Issue.CLOSE_PAST, Issue.CLOSE_FAR}:
        return _tr("Close date…")
    return {
        Issue.NO_SOURCE: _tr("Source…"),
        Issue.NO_ORGANISATION: _tr("Organisation…"),
        Issue.NO_OWNER: _tr("Owner…"),
        Issue.NO_REASON: _tr("Reason…"),
        Issue.NO_CREATION: _tr("Created on…"),
        Issue.CLOSED_BEFORE_CREATED: _tr("Created on…"),
        Issue.CREATED_AHEAD: _tr("Created on…"),
        Issue.NO_CLOSING: _tr("Closed on…"),
        Issue.CLOSED_AHEAD: _tr("Closed on…"),
        Issue.NO_RATE: _tr("Rates…"),
    }.get(issue, _tr("Merge…"))


def say_wrong(issue: Issue, line: DealLine, formats: Formats, today: date) -> str:
    """What is wrong with this deal, with its days."""

    def day(when: date | None) -> str:
        return _tr("an unknown day") if when is None else formats.day(when, today)

    closed, created, close = day(line.closed_on), day(line.created_on), day(line.expected_close_on)
    said = {
        Issue.CLOSED_BEFORE_CREATED: _tr("Closed {closed}, created {created}"),
        Issue.CLOSE_BEFORE_CREATED: _tr("To close {close}, created {created}"),
        Issue.CLOSE_PAST: _tr("To close {close}"),
        Issue.CLOSE_FAR: _tr("To close {close}"),
        Issue.CREATED_AHEAD: _tr("Created {created}"),
        Issue.CLOSED_AHEAD: _tr("Closed {closed}"),
        Issue.NO_RATE: _tr("No rate for {currency}"),
        Issue.VALUE_LARGE: _tr("Worth {value}"),
    }.get(issue, name_issue(issue))
    value = "" if line.value is None else formats.money(line.value)
    return said.format(closed=closed, created=created, close=close, currency=line.currency, value=value)


def say_standing(line: DealLine) -> str:
    """Its stage while it is open, else how it ended."""
    if line.status is DealStatus.WON:
        return _tr("won")
    return _tr("lost") if line.status is DealStatus.LOST else line.stage or ""


def say_alike(pair: SuspectedPair) -> str:
    """Why two are suspected."""
    words = {
        "email": _tr("same e-mail"),
        "phone": _tr("same phone"),
        "domain": _tr("same domain"),
        "name": _tr("similar names"),
        "title": _tr("similar titles"),
    }
    return ", ".join(words[reason] for reason in pair.reasons)

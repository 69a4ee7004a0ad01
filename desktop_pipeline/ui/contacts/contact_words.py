"""The words of the lists and panels of contacts."""

from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.domain.hygiene import NextStep
from desktop_pipeline.domain.periods import local_day
from desktop_pipeline.queries.contact_standing import DealsSum, Standing, Subject
from desktop_pipeline.queries.contacts import Order, OrganisationLine, PersonLine
from desktop_pipeline.queries.timeline import EntryKind, TimelineEntry
from desktop_pipeline.ui.formats import DASH, Formats
from desktop_pipeline.ui.widgets.timeline_words import TimelineLine, word_entry
from desktop_pipeline.ui.widgets.words import as_tooltip

STALE_DAYS = 30
_tr = QCoreApplication.translate


class ContactWords:
    """What the cells of a list say, for the day that `read_today` tells."""

    def __init__(self, formats: Formats, read_zone: Callable[[], ZoneInfo], read_today: Callable[[], date]) -> None:
        self.formats = formats
        self._read_zone = read_zone
        self._read_today = read_today

    def say_cell(self, line: PersonLine | OrganisationLine, order: Order) -> str:
        """The text of one cell."""
        standing = line.standing
        said: dict[Order, Callable[[], str]] = {
            Order.NAME: lambda: line.name,
            Order.OPEN: lambda: self.say_sum(standing.open),
            Order.WON: lambda: self.say_sum(standing.won),
            Order.NEXT_STEP: lambda: self.say_next_step(standing),
            Order.LAST_CONTACT: lambda: self.say_last_contact(standing.last_contact),
        }
        if order in said:
            return said[order]()
        if isinstance(line, PersonLine):
            texts = {Order.ORGANISATION: line.organisation, Order.WORK: line.job_title, Order.ROLE: line.role}
            return texts[order] or ""
        return (line.industry or "") if order is Order.INDUSTRY else self.formats.number(line.people)

    def say_counts(self, subject: Subject, shown: int, whole: int) -> str:
        """`12 of 340 people shown`, or how many there are where all are shown."""
        if subject is Subject.PEOPLE:
            all_of, some = _tr("Contacts", "{whole} people"), _tr("Contacts", "{shown} of {whole} people shown")
        else:
            all_of = _tr("Contacts", "{whole} organisations")
            some = _tr("Contacts", "{shown} of {whole} organisations shown")
        text = all_of if shown == whole else some
        return text.format(shown=self.formats.number(shown), whole=self.formats.number(whole))

    def say_tip(self, line: PersonLine | OrganisationLine, order: Order) -> str:
        """The whole of a cell that may be cut, or what a sum leaves out."""
        if order in {Order.OPEN, Order.WON}:
            return as_tooltip(self.explain_sum(line.standing.won if order is Order.WON else line.standing.open))
        return as_tooltip(self.say_cell(line, order))

    def say_sum(self, deals: DealsSum) -> str:
        """`€34,500`, a dash where no value is known, nothing where there are no deals."""
        if not deals.deals:
            return ""
        return DASH if deals.value is None else self.formats.money(deals.value)

    def explain_sum(self, deals: DealsSum) -> str:
        """What a sum is made of."""
        if not deals.deals:
            return ""
        parts = [_tr("Contacts", "%Ln deals", None, deals.deals) if deals.deals > 1 else _tr("Contacts", "1 deal")]
        if deals.without_value:
            parts.append(_tr("Contacts", "{count} without a value").format(count=deals.without_value))
        if deals.left_out:
            parts.append(_tr("Contacts", "{count} left out of the sum: no exchange rate").format(count=deals.left_out))
        return ", ".join(parts)

    def say_next_step(self, standing: Standing) -> str:
        """`Call, Thu 11`; nothing where nothing is open."""
        if standing.state is None:
            return ""
        return self.formats.next_step(
            standing.state,
            standing.next_kind,
            standing.next_due_on,
            standing.next_due_at,
            today=self._read_today(),
        )

    def say_last_contact(self, day: date | None) -> str:
        """`Today`, `14 d ago`; nothing where there was none."""
        if day is None:
            return ""
        days = (self._read_today() - day).days
        if days <= 0:
            return _tr("Contacts", "Today")
        return _tr("Contacts", "{days} ago").format(days=self.formats.days(days))

    def is_long_ago(self, standing: Standing) -> bool:
        """Whether somebody with an open deal has not been spoken to for a month."""
        if not standing.open.deals or standing.last_contact is None:
            return False
        return (self._read_today() - standing.last_contact).days > STALE_DAYS

    def describe(self, line: PersonLine | OrganisationLine) -> str:
        """One sentence for the screen reader."""
        standing = line.standing
        parts = [line.name]
        if isinstance(line, PersonLine):
            parts += [part for part in (line.job_title, line.organisation, line.role) if part]
            parts += [_tr("Contacts", "has left")] if line.has_left else []
        elif line.industry:
            parts.append(line.industry)
        if standing.open.deals:
            text = _tr("Contacts", "{count} open, {value}")
            parts.append(text.format(count=standing.open.deals, value=self.say_sum(standing.open)))
        if standing.state is not None:
            parts.append(self.say_next_step(standing))
        if standing.last_contact is not None:
            text = _tr("Contacts", "last contact {when}")
            parts.append(text.format(when=self.say_last_contact(standing.last_contact)))
        return ", ".join(parts)

    def word_history(self, entry: TimelineEntry) -> TimelineLine:
        """A line of the history of a person or an organisation."""
        today = self._read_today()
        if entry.kind is not EntryKind.CLOSING:
            return word_entry(entry, self.formats, self._read_zone(), today)
        is_won = entry.event is EventKind.WON
        text = _tr("Contacts", "Won: {title}") if is_won else _tr("Contacts", "Lost: {title}")
        value = "" if entry.value is None else self.formats.money(entry.value)
        return TimelineLine(
            "circle-check" if is_won else "circle-x",
            text.format(title=entry.text),
            self.formats.day(local_day(entry.at, self._read_zone()), today)
            if entry.is_dated
            else _tr("DealPanel", "date not known"),
            ", ".join(part for part in (value, "" if is_won else entry.after) if part),
        )

    def say_outcomes(self, standing: Standing) -> str:
        """`3 won, 1 lost`."""
        text = _tr("Contacts", "{won} won, {lost} lost")
        return text.format(won=self.formats.number(standing.won.deals), lost=self.formats.number(standing.lost))


def mark_role(state: NextStep) -> str:
    """The colour of a next step's words."""
    return {NextStep.LATE: "red", NextStep.NONE: "amber"}.get(state, "ink")

"""The lists of organisations and of people, as they were filtered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop_pipeline.queries.contact_reach import Reach, read_reach
from desktop_pipeline.queries.contact_standing import DealsSum, Standing, Subject
from desktop_pipeline.queries.contacts import (
    list_contacts,
    read_organisations,
    read_people,
)
from desktop_pipeline.reports.content import Line, Note, Notes, ReportContent, Section, SectionName, Table
from desktop_pipeline.reports.figures import Figure
from desktop_pipeline.reports.kinds.frame import NOTHING, frame_list, plain_figure, say_now, say_subject, say_without
from desktop_pipeline.reports.lists.contact_columns import Listed, choose_columns, line_of, usual_keys
from desktop_pipeline.reports.lists.filter_words import describe_contacts, say_filter
from desktop_pipeline.reports.making import Making
from desktop_pipeline.reports.said_values import DASH
from desktop_pipeline.reports.words import Words
from desktop_pipeline.storage.workspace import View

_PORTION = 500
_STALE_DAYS = 30


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read from one steady view."""

    subject: Subject
    listed: list[Listed]
    conditions: list[str]
    base: str

    @property
    def standings(self) -> list[Standing]:
        """How things stand with each."""
        return [each.standing for each in self.listed]

    @property
    def with_open(self) -> list[Standing]:
        """Those with whom something is open."""
        return [standing for standing in self.standings if standing.open.deals]

    def count_silent(self, today: date) -> int:
        """With whom something is open and nobody spoke for a month, or never."""
        return sum(
            standing.last_contact is None or (today - standing.last_contact).days > _STALE_DAYS
            for standing in self.with_open
        )


def make_organisations(making: Making) -> ReportContent:
    """The organisations that were asked for."""
    return _make(making, Subject.ORGANISATIONS)


def make_people(making: Making) -> ReportContent:
    """The people that were asked for."""
    return _make(making, Subject.PEOPLE)


def _make(making: Making, subject: Subject) -> ReportContent:
    with making.workspace.reading() as view:
        read = _read(view, making, subject)
    words, today = making.words, making.today
    title = _title(subject, words)
    return frame_list(
        making,
        title,
        about=say_now(making, read.conditions),
        subject=say_subject(title, words.full_day(today), words),
        story=_tell_story(read, today, words),
        figures=_name_figures(read, today, words),
        sections=_make_sections(read, making, words),
        filters=say_filter(read.conditions, words),
    )


def _read(view: View, making: Making, subject: Subject) -> _Read:
    asked, today = making.asked, making.today
    ids = list_contacts(view, subject, asked.contacts, asked.contact_order, descending=asked.is_descending, today=today)
    listed: list[Listed] = []
    making.report(0, len(ids))
    for start in range(0, len(ids), _PORTION):
        listed += _read_portion(view, subject, ids[start : start + _PORTION], today)
        making.report(min(start + _PORTION, len(ids)), len(ids))
    return _Read(subject, listed, describe_contacts(view, asked.contacts, making.words), view.base_currency)


def _read_portion(view: View, subject: Subject, ids: Sequence[int], today: date) -> list[Listed]:
    reached = read_reach(view, subject, ids)
    nobody = Reach(None, None)
    if subject is Subject.PEOPLE:
        people = read_people(view, ids, today=today, now=view.now())
        return [Listed(person, reached.get(person.person_id, nobody)) for person in people]
    organisations = read_organisations(view, ids, today=today, now=view.now())
    return [Listed(line, reached.get(line.organisation_id, nobody)) for line in organisations]


def _title(subject: Subject, words: Words) -> str:
    translate = words.translate
    return translate("Report", "People") if subject is Subject.PEOPLE else translate("Report", "Organisations")


def _count(count: int, subject: Subject, words: Words) -> str:
    translate = words.translate
    if subject is Subject.PEOPLE:
        return words.one_or_many(count, translate("Report", "{count} person"), translate("Report", "{count} people"))
    return words.one_or_many(
        count, translate("Report", "{count} organisation"), translate("Report", "{count} organisations")
    )


def _tell_story(read: _Read, today: date, words: Words) -> list[str]:
    translate = words.translate
    if not read.listed:
        if read.subject is Subject.PEOPLE:
            return [translate("Report", "Nobody fits what was asked for.")]
        return [translate("Report", "No organisation fits what was asked for.")]
    count, still_open = _count(len(read.listed), read.subject, words), len(read.with_open)
    if not still_open:
        return [translate("Report", "{count}, none with an open deal.").format(count=count)]
    first = translate("Report", "{count}, {number} with open deals.").format(
        count=count, number=words.formats.number(still_open)
    )
    silent = read.count_silent(today)
    if not silent:
        return [first]
    second = translate("Report", "With {count} of these nobody has spoken for a month.")
    return [first, second.format(count=words.formats.number(silent))]


def _name_figures(read: _Read, today: date, words: Words) -> tuple[Figure, ...]:
    translate, number = words.translate, words.formats.number
    if not read.listed:
        return ()
    figures = [
        plain_figure(_title(read.subject, words), number(len(read.listed))),
        plain_figure(translate("Report", "With open deals"), number(len(read.with_open))),
    ]
    if read.subject is Subject.ORGANISATIONS:
        # Of people the deals would be counted once for everybody who takes part.
        still_open, won = (
            [standing.open for standing in read.standings],
            [standing.won for standing in read.standings],
        )
        figures += [
            plain_figure(translate("Report", "Open deals"), *_say_sum(still_open, read.base, words)),
            plain_figure(translate("Report", "Won so far"), *_say_sum(won, read.base, words)),
        ]
    figures.append(plain_figure(translate("Report", "Silent for a month"), number(read.count_silent(today))))
    return tuple(figures)


def _say_sum(sums: Sequence[DealsSum], base: str, words: Words) -> tuple[str, str]:
    """What deals are worth in the base currency, and how many are of unknown value; of none known, nothing is known."""
    without = sum(each.without_value for each in sums)
    left_out = sum(_count_without_rate(each, base) for each in sums)
    deals = sum(each.deals for each in sums)
    known = deals > without + left_out or not deals
    worth = words.formats.whole_money(sum(each.in_base for each in sums), base) if known else DASH
    return worth, say_without(without, words)


def _make_sections(read: _Read, making: Making, words: Words) -> list[Section]:
    asked = making.asked
    keys = asked.columns or usual_keys(read.subject, is_wide=asked.is_landscape)
    columns = choose_columns(read.subject, keys, words, making.today)
    if not asked.columns and read.listed:
        # Nobody asked for a column in which nothing stands.
        columns = [column for column in columns if any(column.tell(each) not in NOTHING for each in read.listed)]
    lines: tuple[Line, ...] = tuple(line_of(each, columns, words) for each in read.listed)
    caption = "" if lines else words.translate("Report", "There are none.")
    name = SectionName.PEOPLE if read.subject is Subject.PEOPLE else SectionName.ORGANISATIONS
    heads = tuple(column.column for column in columns)
    return [Table(name, _title(read.subject, words), caption, heads, lines), _how(read, words)]


def _count_without_rate(deals: DealsSum, base: str) -> int:
    """How many are not in the sum in the base currency, also where one organisation's share a currency of their own."""
    if deals.value is None or deals.value.currency == base or deals.in_base or not deals.value.minor:
        return deals.left_out
    return deals.deals - deals.without_value


def _how(read: _Read, words: Words) -> Notes:
    translate = words.translate
    sums = translate(
        "Report",
        "What their deals are worth: in their own currency where they share one, else in {currency} at the day’s"
        " rates. Deals of unknown value, or without a rate, are left out.",
    ).format(currency=read.base)
    contact = translate(
        "Report", "The last activity that was done with them, or for a deal of theirs; a dash is a value not known."
    )
    notes = [Note(translate("Contacts", "Open deals"), sums), Note(translate("Contacts", "Last contact"), contact)]
    left_out = sum(
        _count_without_rate(deals, read.base)
        for each in read.listed
        for deals in (each.standing.open, each.standing.won)
    )
    without = sum(each.standing.open.without_value + each.standing.won.without_value for each in read.listed)
    if read.subject is Subject.ORGANISATIONS and (left_out or without):
        said = []
        if without:
            said.append(
                words.one_or_many(
                    without,
                    translate("Report", "{count} deal has no value and is left out of the sums."),
                    translate("Report", "{count} deals have no value and are left out of the sums."),
                )
            )
        if left_out:
            said.append(
                words.one_or_many(
                    left_out,
                    translate("Report", "{count} deal has no exchange rate and is left out of the sum of all."),
                    translate("Report", "{count} deals have no exchange rate and are left out of the sum of all."),
                )
            )
        notes.append(Note(translate("Report", "Left out"), " ".join(said)))
    return Notes(SectionName.HOW, translate("Report", "How the numbers are made"), tuple(notes))

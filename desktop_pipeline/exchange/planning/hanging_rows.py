"""Tables of activities and notes, and notes that stand in a column beside what they are about."""

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, time

from desktop_pipeline.domain.activities import LONGEST_NOTE, LONGEST_SUBJECT, check_day, read_time
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.names import name_key, tidy
from desktop_pipeline.exchange.own_export import ID, OF_DEAL
from desktop_pipeline.exchange.planning.contact_cells import first_of, read_mails
from desktop_pipeline.exchange.planning.deal_rows import DealTable
from desktop_pipeline.exchange.planning.draft import PlanDraft
from desktop_pipeline.exchange.planning.people import SeveralPeopleError
from desktop_pipeline.exchange.records import (
    NO_SUBJECT,
    NO_TEXT,
    NOBODY,
    SEVERAL_DEALS,
    OwnerFields,
    PlannedActivity,
    PlannedDeal,
    PlannedNote,
    Target,
)
from desktop_pipeline.exchange.tables import numbers_of, show
from desktop_pipeline.exchange.understanding.columns import Kind, Recognised
from desktop_pipeline.exchange.understanding.values import ColumnReader

_LONGEST_TEXT = 100_000
# The fields by which a row names what it is about
_NAMING = ("deal", "person", "organisation", "deal_id", "person_id", "organisation_id")
_TASK = "task"
# Kinds that every workspace begins with, by the words that other programs have for them
_KINDS: Mapping[str, str] = {
    **dict.fromkeys(("call", "phone call", "phone", "anruf", "telefonat", "appel", "llamada", "kõne"), "call"),
    **dict.fromkeys(("email", "e-mail", "mail", "incoming_email", "correo"), "email"),
    **dict.fromkeys(("meeting", "event", "lunch", "demo", "besprechung", "termin", "réunion", "koosolek"), "meeting"),
    **dict.fromkeys(("visit", "besuch", "visite", "visita"), "visit"),
    **dict.fromkeys(("task", "to-do", "todo", "deadline", "aufgabe", "tâche", "tarea", "ülesanne"), "task"),
}
_CLOCK = re.compile(r"\b(\d{1,2}:\d{2})")


class DealIndex:
    """Deals of the plan and of the workspace, by their external id and by their title.

    `ours`: by file and the id that our export gave the deal, wherever that was.
    """

    def __init__(
        self,
        planned: Iterable[tuple[Target, str, str | None, str | None]],
        ours: Mapping[tuple[str, str], Target],
    ) -> None:
        """`planned`: target, title, organisation's key and external id of each."""
        self.ours = ours
        self._by_id: dict[str, Target] = {}
        self._by_title: dict[str, list[tuple[Target, str | None]]] = {}
        for target, title, organisation, number in planned:
            if number:
                self._by_id.setdefault(number, target)
            self._by_title.setdefault(name_key(title), []).append((target, organisation))

    def find(self, number: str | None, title: str | None, organisation: str | None) -> Target | None:
        """The deal that is meant, None where there is none; raises LookupError where several may be."""
        for part in (number, *number.replace(",", ";").split(";")) if number else ():
            if part.strip() in self._by_id:
                return self._by_id[part.strip()]
        if not title:
            return None
        if title in self._by_id:
            return self._by_id[title]
        fitting = self._by_title.get(name_key(title), [])
        if organisation is not None and len(fitting) > 1:
            fitting = [pair for pair in fitting if pair[1] == organisation]
        if len(fitting) > 1:
            raise LookupError(SEVERAL_DEALS)
        return fitting[0][0] if fitting else None


def list_ours(
    tables: Sequence[DealTable], taken: Sequence[Sequence[tuple[int, int, PlannedDeal]]]
) -> dict[tuple[str, str], Target]:
    """The deals of our exports by file and id; what hangs on them tells that id, for a title may be that of several."""
    ours: dict[tuple[str, str], Target] = {}
    for table, rows in zip(tables, taken, strict=True):
        reader = table.reader
        if not reader.has(ID):
            continue
        file, ids, numbers = reader.table.file, reader.texts(ID), numbers_of(reader.rows)
        # Of what this workspace exported only the changed cells are read
        changed = table.own.rows if table.own is not None else {}
        for position, place, deal in rows:
            target = Target(deal=place) if deal.known_id is None else Target(deal_id=deal.known_id)
            own = changed.get(numbers[position])
            own_id = ids[position] if own is None else str(own.row_id)
            if own_id:
                ours.setdefault((file, own_id), target)
        untouched = table.own.untouched.values() if table.own is not None else ()
        ours.update({(file, str(deal_id)): Target(deal_id=deal_id) for deal_id in untouched})
    return ours


def hang_notes(reader: ColumnReader, targets: Sequence[Target | None], draft: PlanDraft) -> None:
    """The notes that stand beside their deals, people or organisations, by row; no target: the row is not taken."""
    for row, text in enumerate(reader.texts("note")):
        target = targets[row]
        if target is not None and text is not None:
            _hang_text(reader, row, "note", PlannedNote(target, text), draft)


class HangingTable:
    """A table of activities or notes, and the deals and organisations that its rows name."""

    def __init__(self, found: Recognised, deals: DealIndex, draft: PlanDraft) -> None:
        self.kind = found.kind
        self.reader = reader = ColumnReader(found, draft.notes)
        self.told = list(zip(*map(reader.texts, _NAMING), strict=True))
        self.homes = [draft.find_organisation(row[2], row[5]) for row in self.told]
        self.mails = list(map(first_of, read_mails(reader)))
        self.deals: dict[int, Target | None] = {}
        ours = reader.texts(OF_DEAL)
        for index, (deal, _person, _organisation, deal_id, *_others) in enumerate(self.told):
            own_id = ours[index]
            try:
                target = deals.ours.get((reader.table.file, own_id)) if own_id else None
                self.deals[index] = target or deals.find(deal_id, deal, self.homes[index])
            except LookupError as error:
                reader.fault(index, "deal" if deal else "deal_id", str(error.args[0]))
        self.people: dict[int, str | None] = {}

    def find_targets(self) -> list[Target | None]:
        """What each row is about; None, and listed, where what it names is not there or could be several."""
        targets: list[Target | None] = [None] * len(self.told)
        for index in sorted(self.people):
            deal, _person, _organisation, deal_id, *_others = self.told[index]
            target, somebody, home = self.deals[index], self.people[index], self.homes[index]
            if target is not None:
                targets[index] = target._replace(person=somebody)
            elif somebody is not None or home is not None:
                targets[index] = Target(person=somebody, organisation=home)
                if deal or (deal_id and not somebody):
                    self.reader.fault(index, "deal" if deal else "deal_id", "no deal of this name")
            elif self.kind is Kind.NOTES or any(self.told[index]):
                field = next((name for name, text in zip(_NAMING, self.told[index], strict=True) if text), None)
                self.reader.fault(index, field, NOBODY)
            else:
                targets[index] = Target()
        return targets


def take_hanging(found: Sequence[Recognised], deals: DealIndex, draft: PlanDraft) -> None:
    """The tables of activities and notes together: whom one calls by the bare name, another may tell more of."""
    tables = [HangingTable(recognised, deals, draft) for recognised in found]
    rows = [(table, index) for table in tables for index in table.deals]
    # The next import knows everybody whom this one makes: who is surely meant comes before who may be.
    rows.sort(key=lambda row: (row[0].mails[row[1]] is None, row[0].homes[row[1]] is None))
    for table, index in rows:
        person, person_id = table.told[index][1], table.told[index][4]
        try:
            known = draft.find_numbered("person", person_id)
            table.people[index] = known or draft.find_person(person, table.mails[index], table.homes[index])
        except SeveralPeopleError as error:
            table.reader.fault(index, "person", str(error.args[0]))
    for table in tables:
        (_take_activities if table.kind is Kind.ACTIVITIES else _take_notes)(table, draft)


def _take_activities(table: HangingTable, draft: PlanDraft) -> None:
    """A table of things to do and done."""
    reader, targets = table.reader, table.find_targets()
    dates = reader.dates(("due_on", "done_on"), draft.options.zone)
    times, dones = _read_times(reader), reader.truths("is_done")
    subjects, kinds, owners = reader.texts("subject"), reader.texts("kind"), reader.texts("owner")
    notes = reader.texts("note")
    for index, target in enumerate(targets):
        if target is None:
            continue
        kind = _find_kind(kinds[index], draft)
        subject = subjects[index] or kinds[index]
        if subject is None or len(subject) > LONGEST_SUBJECT:
            reader.fault(
                index, "subject", NO_SUBJECT if subject is None else f"longer than {LONGEST_SUBJECT} characters"
            )
            continue
        note = notes[index]
        if note and len(note) > LONGEST_NOTE:
            reader.fault(index, "note", f"longer than {LONGEST_NOTE} characters")
            note = None
        due, done_on = (_within_years(reader, index, field, dates[field][index]) for field in ("due_on", "done_on"))
        draft.hanging.hang_activity(
            PlannedActivity(
                target,
                subject,
                kind,
                due,
                times[index] if due else None,
                is_done=bool(dones[index]) or done_on is not None,
                done_on=done_on,
                note=note,
                owner=_find_owner(reader, index, owners[index], draft),
            )
        )


def _take_notes(table: HangingTable, draft: PlanDraft) -> None:
    """A table of written notes; one that is about nothing known is listed."""
    reader, targets = table.reader, table.find_targets()
    days = reader.dates(("at",), draft.options.zone)["at"]
    authors = reader.texts("who")
    texts = reader.texts("text")
    for index, target in enumerate(targets):
        if target is None:
            continue
        text = texts[index]
        if text is None:
            reader.fault(index, "text", NO_TEXT)
            continue
        note = PlannedNote(target, text, days[index], authors[index])
        _hang_text(reader, index, "text", note, draft)


def _hang_text(reader: ColumnReader, row: int, field: str, note: PlannedNote, draft: PlanDraft) -> None:
    if len(note.text) > _LONGEST_TEXT:
        reader.fault(row, field, f"longer than {_LONGEST_TEXT:,} characters")
    else:
        draft.hanging.hang_note(note)


def _find_kind(word: str | None, draft: PlanDraft) -> str:
    key = name_key(word or "")
    kinds = draft.known.activity_kinds
    found = kinds.get(key) or _KINDS.get(key, _TASK)
    return found if not kinds or found in kinds.values() else next(iter(kinds.values()))


def _find_owner(reader: ColumnReader, index: int, name: str | None, draft: PlanDraft) -> str | None:
    if name is None:
        return None
    key = name_key(name)
    if key not in draft.owners and draft.owners_are_complete:
        reader.fault(index, "owner", "unknown owner")
        return None
    draft.owners.mention(key, OwnerFields(name))
    return key


def _read_times(reader: ColumnReader) -> list[time | None]:
    """The time of day in a column of its own, else behind the day."""
    times: list[time | None] = []
    own = reader.has("due_time")
    for index, cell in enumerate(reader.cells("due_time" if own else "due_on")):
        text = tidy(show(cell))
        clock = _CLOCK.search(text)
        found = None
        if text and (own or clock):
            try:
                found = read_time(clock[1] if clock else text)
            except InvalidError:
                if own:
                    reader.fault(index, "due_time", "not a time of day")
        times.append(None if found == time(0) and not own else found)
    return times


def _within_years(reader: ColumnReader, index: int, field: str, day: date | None) -> date | None:
    with suppress(InvalidError):
        return None if day is None else check_day(day)
    reader.fault(index, field, "too far away")
    return None

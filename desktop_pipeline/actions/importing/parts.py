"""What hangs on deals, people and organisations, as an import finds and writes it: activities, notes, own fields."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from desktop_pipeline.actions.importing.names import NameIds
from desktop_pipeline.domain.activities import at_time
from desktop_pipeline.domain.names import name_key
from desktop_pipeline.domain.periods import local_day, start_of_day
from desktop_pipeline.exchange.known import KnownAttached, KnownField
from desktop_pipeline.exchange.records import FieldKey, ImportPlan, PlannedActivity, PlannedNote, Target
from desktop_pipeline.storage.database import Reader, Value
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.instants import from_microseconds, to_microseconds
from desktop_pipeline.storage.tables import Activity, ContactNote, CustomField, CustomValue, Note
from desktop_pipeline.storage.workspace import View, Workspace

_SUBJECTS = ("deal", "person", "organisation")
_ACTIVITY = (
    *("deal_id", "person_id", "organisation_id", "owner_id", "kind", "subject", "due_on", "due_at", "done_at"),
    *("note", "created_at"),
)


def read_fields(reader: Reader) -> dict[FieldKey, KnownField]:
    """The fields of the owner's own that are in use, with their choices."""
    choices: dict[int, dict[str, int]] = {}
    sql = "select field_id, name, id from custom_choice where not is_archived order by id desc"
    for field_id, name, choice_id in reader.rows(sql):
        choices.setdefault(field_id, {})[name_key(name)] = choice_id
    sql = "select id, subject, name, kind from custom_field order by is_archived desc, id desc"
    return {
        FieldKey(subject, name_key(name)): KnownField(field_id, name, kind, choices.get(field_id, {}))
        for field_id, subject, name, kind in reader.rows(sql)
    }


def read_attached(view: View) -> KnownAttached:
    """What hangs on the workspace's rows."""
    return KnownAttached(
        activities=frozenset(_read_activities(view)),
        notes=frozenset(_read_notes(view)),
        values=_read_values(view),
        today=view.today(),
    )


def _read_activities(view: View) -> Iterator[tuple[str, int, str, str | None]]:
    sql = "select deal_id, person_id, organisation_id, subject, due_on, done_at, created_at from activity"
    for deal, person, organisation, subject, due, done, created in view.rows(sql):
        key = name_key(subject)
        days = {due}
        if due is None and done is not None:
            days = {local_day(from_microseconds(done), view.zone).isoformat()}
            # Done when it came, for want of a day, or by hand since
            if created is None or done >= created:
                days.add(None)
        places = [pair for pair in zip(_SUBJECTS, (deal, person, organisation), strict=True) if pair[1] is not None]
        for subject_of, row_id in places or [("nobody", 0)]:
            for day in days:
                yield subject_of, row_id, key, day


def _read_notes(reader: Reader) -> Iterator[tuple[str, int, str]]:
    for deal_id, text in reader.rows("select deal_id, text from note"):
        yield "deal", deal_id, text
    for person, organisation, text in reader.rows("select person_id, organisation_id, text from contact_note"):
        yield ("person", person, text) if person is not None else ("organisation", organisation, text)


def _read_values(reader: Reader) -> dict[tuple[int, int], str]:
    sql = "select field_id, coalesce(deal_id, person_id, organisation_id), value from custom_value"
    return {(field_id, row_id): value for field_id, row_id, value in reader.rows(sql)}


@dataclass(frozen=True, slots=True)
class _Row:
    """The ids of what a thing hangs on."""

    deal: int | None
    person: int | None
    organisation: int | None


class PartWriter:
    """Writes what hangs on deals, people and organisations once those are written.

    `deals`: the id of each deal of the plan, by its position.
    """

    def __init__(
        self, workspace: Workspace, draft: Draft, ids: NameIds, deals: Mapping[int, int], at: datetime
    ) -> None:
        self._workspace = workspace
        self._draft = draft
        self._ids = ids
        self._deals = deals
        self._at = at

    def write(self, plan: ImportPlan) -> None:
        """Everything of a plan."""
        self._draft.insert_rows(Activity, _ACTIVITY, [self._activity_row(activity) for activity in plan.activities])
        self._write_notes(plan.notes)
        self._write_values(plan)

    def _find(self, target: Target) -> _Row:
        deal = target.deal_id if target.deal is None else self._deals[target.deal]
        person = self._ids.people.get(target.person or "")
        return _Row(deal, person, self._ids.organisations.get(target.organisation or ""))

    def _activity_row(self, activity: PlannedActivity) -> tuple[Value, ...]:
        row = self._find(activity.target)
        zone = self._workspace.zone
        due_at = None
        if activity.due_on is not None and activity.due_time is not None:
            due_at = to_microseconds(at_time(activity.due_on, activity.due_time, zone))
        done_at = self._begin(activity.done_on or activity.due_on) if activity.is_done else None
        return (
            row.deal,
            row.person,
            row.organisation,
            self._ids.owners.get(activity.owner or ""),
            activity.kind,
            activity.subject,
            None if activity.due_on is None else activity.due_on.isoformat(),
            due_at,
            done_at,
            activity.note,
            to_microseconds(self._at),
        )

    def _write_notes(self, notes: Sequence[PlannedNote]) -> None:
        who = self._workspace.journal.who
        of_deals, of_contacts = [], []
        for note in notes:
            row = self._find(note.target)
            told = (note.text, self._begin(note.at), note.author or who)
            if row.deal is not None:
                of_deals.append((row.deal, *told))
            else:
                of_contacts.append((row.person, None if row.person else row.organisation, *told))
        self._draft.insert_rows(Note, ("deal_id", "text", "at", "author"), of_deals)
        columns = ("person_id", "organisation_id", "text", "at", "author")
        self._draft.insert_rows(ContactNote, columns, of_contacts)

    def _begin(self, day: date | None) -> int:
        """The instant at which a day begins, and never one to come; the import's own where there is no day."""
        if day is None:
            return to_microseconds(self._at)
        return min(to_microseconds(start_of_day(day, self._workspace.zone)), to_microseconds(self._at))

    def _write_values(self, plan: ImportPlan) -> None:
        if not plan.values and not plan.new_fields:
            return
        fields = {key: field.id for key, field in read_fields(self._draft).items()}
        for new in plan.new_fields:
            subject = new.field.subject
            position = self._draft.value(
                "select coalesce(max(position) + 1, 0) from custom_field where subject = ?", (subject,)
            )
            fields[new.field] = self._draft.insert(
                CustomField, subject=subject, name=new.name, kind=new.kind, position=position
            )
        there = {
            (field_id, row_id): value_id
            for value_id, field_id, row_id in self._draft.rows(
                "select id, field_id, coalesce(deal_id, person_id, organisation_id) from custom_value"
            )
        }
        added: dict[str, list[tuple[Value, ...]]] = {subject: [] for subject in _SUBJECTS}
        for planned in plan.values:
            row = self._find(planned.target)
            subject = planned.field.subject
            row_id = {"deal": row.deal, "person": row.person, "organisation": row.organisation}[subject]
            if row_id is None:
                continue
            known = there.get((fields[planned.field], row_id))
            if not planned.value:
                if known is not None:
                    self._draft.delete(CustomValue, known)
            elif known is None:
                added[subject].append((fields[planned.field], row_id, planned.value))
            else:
                self._draft.update(CustomValue, known, value=planned.value)
        for subject, rows in added.items():
            self._draft.insert_rows(CustomValue, ("field_id", f"{subject}_id", "value"), rows)

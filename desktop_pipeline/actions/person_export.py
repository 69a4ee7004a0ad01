"""Exporting all that is known about one person (GDPR: the right of access)."""

from collections.abc import Sequence
from pathlib import Path

from desktop_pipeline.actions.outputs import check_may_replace
from desktop_pipeline.domain.errors import NotFoundError
from desktop_pipeline.domain.money import to_major
from desktop_pipeline.exchange.writing.person_file import Told, write_person
from desktop_pipeline.storage.database import Row, Value
from desktop_pipeline.storage.instants import from_microseconds
from desktop_pipeline.storage.workspace import View


def export_person(view: View, person_id: int, path: Path) -> Path:
    """Writes everything about a person as JSON; raises NotFoundError, RefusedError or CannotOpenError."""
    told = read_everything(view, person_id)
    check_may_replace(path, (view.path,))
    write_person(path, told)
    return path


def read_everything(view: View, person_id: int) -> dict[str, Told]:
    """What the workspace holds about a person: what they are, how to reach them, what was written and done.

    Attached files are named with size and digest; they are saved from the person's screen. Instants are UTC.
    """
    person = view.row(
        "select p.name, o.name, p.job_title, p.email, p.phone, p.website, p.linkedin, p.prefers, p.left_on, s.name,"
        " p.deleted_at from person p left join organisation o on o.id = p.organisation_id"
        " left join source s on s.id = p.source_id where p.id = ?",
        (person_id,),
    )
    if person is None:
        message = f"There is no person number {person_id}."
        raise NotFoundError(message)
    *fields, deleted_at = person
    told: dict[str, Told] = {"exported_at": view.now().isoformat(), "workspace": view.path.name}
    told["person"] = dict(zip(_FIELDS, fields, strict=True)) | {"in_bin_since": _instant(deleted_at)}
    for name, (sql, columns) in _PARTS.items():
        told[name] = [_tell(columns, row) for row in view.rows(sql, (person_id,))]
    return told


_FIELDS = (
    *("name", "organisation", "job_title", "email", "phone", "website", "linkedin", "prefers", "left_on", "source"),
)
_PARTS: dict[str, tuple[str, Sequence[str]]] = {
    "further_addresses": (
        "select kind, label, value from contact_point where person_id = ? order by position, id",
        ("kind", "label", "value"),
    ),
    "own_fields": (
        (
            "select f.name, v.value from custom_value v join custom_field f on f.id = v.field_id where v.person_id = ?"
            " order by f.position, f.id"
        ),
        ("field", "value"),
    ),
    "notes": (
        "select at, author, text from contact_note where person_id = ? order by at, id",
        ("at", "author", "text"),
    ),
    "deals": (
        (
            "select d.title, dp.role, d.status, s.name, d.value, d.currency, d.created_at, d.closed_at"
            " from deal_person dp join deal d on d.id = dp.deal_id left join stage s on s.id = d.stage_id"
            " where dp.person_id = ? order by d.id"
        ),
        ("title", "role", "status", "stage", "value", "currency", "created_at", "closed_at"),
    ),
    "activities": (
        (
            "select a.kind, a.subject, w.name, a.due_on, a.due_at, a.done_at, a.result, a.note, d.title from activity a"
            " left join owner w on w.id = a.owner_id left join deal d on d.id = a.deal_id where a.person_id = ?"
            " order by a.id"
        ),
        ("kind", "subject", "owner", "due_on", "due_at", "done_at", "result", "note", "deal"),
    ),
    "cadences": (
        (
            "select c.name, e.started_on, e.state, e.ended_by, d.title from enrolment e join cadence c"
            " on c.id = e.cadence_id left join deal d on d.id = e.deal_id where e.person_id = ? order by e.id"
        ),
        ("cadence", "started_on", "state", "ended_by", "deal"),
    ),
    "messages": (
        (
            "select m.kind, m.direction, m.state, m.at, m.who, m.sender, m.recipient, m.subject, m.text, d.title"
            " from message m left join deal d on d.id = m.deal_id where m.person_id = ? order by m.at, m.id"
        ),
        ("kind", "direction", "state", "at", "who", "sender", "recipient", "subject", "text", "deal"),
    ),
    "notes_on_their_deals": (
        (
            "select n.at, n.author, n.text, d.title from note n join deal d on d.id = n.deal_id"
            " join deal_person dp on dp.deal_id = d.id where dp.person_id = ? order by n.at, n.id"
        ),
        ("at", "author", "text", "deal"),
    ),
    "reviews_of_their_deals": (
        (
            "select r.as_of, r.who, l.decision, l.note,"
            " case when json_valid(l.details) then json_extract(l.details, '$.text') end, d.title"
            " from review_deal l join review r on r.id = l.review_id join deal d on d.id = l.deal_id"
            " join deal_person dp on dp.deal_id = d.id where dp.person_id = ? order by r.as_of, l.id"
        ),
        ("day", "who", "decision", "note", "text", "deal"),
    ),
    "offers_on_their_deals": (
        (
            "select o.number, o.state, o.made_on, o.sent_on, o.decided_on, o.note,"
            " case when json_valid(o.document) then json_extract(o.document, '$.recipient') end, d.title"
            " from offer o join deal d on d.id = o.deal_id join deal_person dp on dp.deal_id = d.id"
            " where dp.person_id = ? order by o.made_on, o.id"
        ),
        ("number", "state", "made_on", "sent_on", "decided_on", "note", "recipient", "deal"),
    ),
    "files": (
        "select name, size, digest, link, at, who from attachment where person_id = ? order by at, id",
        ("name", "size", "digest", "link", "at", "who"),
    ),
}
_INSTANTS = frozenset(("at", "created_at", "closed_at", "due_at", "done_at"))


def _tell(columns: Sequence[str], row: Row) -> dict[str, Told]:
    told: dict[str, Told] = {
        column: _instant(value) if column in _INSTANTS else value for column, value in zip(columns, row, strict=True)
    }
    value, currency = told.get("value"), told.get("currency")
    if isinstance(value, int) and isinstance(currency, str):
        told["value"] = to_major(value, currency)
    return told


def _instant(microseconds: Value) -> str | None:
    return from_microseconds(microseconds).isoformat() if isinstance(microseconds, int) else None

"""Erasing a person (GDPR): out of every table, text, record of the journal and attached file, for good.

What is erased: the person with further addresses, notes, files and custom values on them; activities with nobody else
and no deal; their part in deals. What stays is worded anew: in every text of the workspace the whole name, e-mail
and phone become “[erased]”, and in texts of their own deals and activities single parts of their name too. An e-mail
or phone that somebody else has as well stays with those. Entries of the journal that hold any of it keep their line,
reworded, and can no longer be undone.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from desktop_pipeline.actions.cadence_ends import end_for_people
from desktop_pipeline.actions.contact_rows import PERSON, read_contact
from desktop_pipeline.domain.cadences import EndedBy
from desktop_pipeline.domain.contacts import PointKind, email_key, phone_key
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.domain.names import name_key
from desktop_pipeline.domain.offer_text import reword_document
from desktop_pipeline.domain.review_texts import reword_act
from desktop_pipeline.domain.traces import Traces, make_traces
from desktop_pipeline.storage.backup import backup_folder
from desktop_pipeline.storage.database import Value
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.erasing import overwrite_deleted, prune_records, read_former, rebuild_index
from desktop_pipeline.storage.tables import Activity, Person
from desktop_pipeline.storage.workspace import SUFFIX, Workspace

_CHUNK = 1 << 20
# Texts in which anybody can be named.
_TEXTS: Mapping[str, tuple[str, ...]] = {
    "organisation": ("name", "website", "address", "email", "phone", "linkedin"),
    "person": ("job_title", "website", "linkedin", "prefers"),
    "import_batch": ("files", "counts"),
    "deal": ("title", "reason_note", "external_id"),
    "deal_person": ("role",),
    "activity": ("subject", "result", "note"),
    "note": ("text",),
    "criterion_tick": ("evidence",),
    "gate_pass": ("why", "missing"),
    "answer": ("evidence",),
    "contact_point": ("label", "value"),
    "contact_note": ("text",),
    "objection": ("text", "answer"),
    "attachment": ("name", "link"),
    "custom_value": ("value",),
    "saved_view": ("name", "question"),
    "history_event": ("note",),
    "offer": ("number", "note", "document"),
    "review": ("note",),
    "review_deal": ("note", "details"),
    "after_sale_step": ("text",),
    "cadence": ("name", "purpose"),
    "cadence_step": ("subject",),
    "after_sale_tick": ("note",),
    "satisfaction": ("note",),
    "problem": ("text", "solution"),
    "retry": ("note",),
    "deal_snooze": ("why",),
    "mail_template": ("name", "purpose", "subject", "text"),
    "template_attachment": ("name",),
    "message": ("message_id", "in_reply_to", "sender", "recipient", "subject", "text", "files", "trouble"),
}
_MAIN = ("name", "email", "phone")
# Documents are reworded part by part: in their own writing a line's end would be a letter before a name.
_DOCUMENTS: Mapping[tuple[str, str], Callable[[str, Callable[[str], str]], str]] = {
    ("offer", "document"): reword_document,
    ("review_deal", "details"): reword_act,
}
_UNIQUE = frozenset((("offer", "number"), ("message", "message_id")))
_SHAREABLE = frozenset((("organisation", "email"), ("organisation", "phone"), ("contact_point", "value")))


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure did: entries of the journal that can no longer be undone, and copies that still hold them.

    `is_final` is false where the engine's log can only be emptied when the file is closed.
    """

    records: int
    texts: int
    copies: tuple[Path, ...]
    is_final: bool


def erase_person(workspace: Workspace, person_id: int) -> Erased:
    """Erases a person for good. There is no undo; the copies beside the workspace that still hold them are named."""
    journal = workspace.journal
    with journal.change("Erase a person", sealed=True) as draft:
        overwrite_deleted(draft)
        read_contact(draft, PERSON, person_id, deleted=_is_deleted(draft, person_id))
        traces = _read_traces(draft, person_id)
        scope = _Scope(draft, person_id)
        _remove_rows(draft, workspace, person_id)
        texts = _reword_texts(draft, traces, scope)
        rebuild_index(draft)
        records = prune_records(
            draft,
            lambda text: bool(traces.loose.search(text)),
            lambda table, row: _row_holds(traces, scope, table, row),
            lambda label: traces.take_out(label, is_beside=True),
        )
    try:
        is_final = journal.rewrite_file()
    except PipelineError:
        # No room to write the file a second time: erased they are, and what was deleted is written over.
        is_final = False
    found = tuple(_find_copies(traces, list_copies(workspace.path)))
    return Erased(records, texts, found, is_final)


def list_copies(path: Path) -> tuple[Path, ...]:
    """Backups of this file, and workspace files beside it that were made from it: their names begin as its own does."""
    beside = (other for other in path.parent.glob(f"*{SUFFIX}") if other.stem.startswith(path.stem))
    backups = backup_folder(path).glob(f"*{SUFFIX}*")
    return tuple(sorted(other for other in {*beside, *backups} if other != path and other.is_file()))


class _Scope:
    """The rows among which a single part of the name means this person: their deals and what belongs to those."""

    def __init__(self, draft: Draft, person_id: int) -> None:
        self.person_id = person_id
        self.deals = {
            int(row[0]) for row in draft.rows("select deal_id from deal_person where person_id = ?", (person_id,))
        }
        self._rows: dict[str, set[int]] = {"deal": self.deals, "person": {person_id}}
        for table in _TEXTS:
            columns = {row[1] for row in draft.rows(f"pragma table_info({table})")}
            for column, ids in (("deal_id", self.deals), ("person_id", {person_id})):
                if column in columns:
                    # Names of tables and columns are our own.
                    rows = draft.rows(f"select id, {column} from {table} where {column} is not null")  # noqa: S608
                    self._rows.setdefault(table, set()).update(row_id for row_id, owner in rows if owner in ids)

    def holds(self, table: str, row: Mapping[str, Value]) -> bool:
        """Whether a version of a row stands beside this person."""
        return (
            row.get("id") in self._rows.get(table, ())
            or row.get("deal_id") in self.deals
            or row.get("person_id") == self.person_id
        )


def _is_deleted(draft: Draft, person_id: int) -> bool:
    return bool(draft.value("select deleted_at is not null from person where id = ?", (person_id,)))


def _read_traces(draft: Draft, person_id: int) -> Traces:
    """Names, addresses and numbers of the person, also former ones that the journal knows, if nobody else has them."""
    known = read_former(draft, "person", person_id, _MAIN)
    row = draft.row("select name, email, phone from person where id = ?", (person_id,))
    assert row is not None
    for column, value in zip(_MAIN, row, strict=True):
        if value:
            known[column].add(value)
    for kind, value in draft.rows("select kind, value from contact_point where person_id = ?", (person_id,)):
        known["phone" if kind == PointKind.PHONE else "email"].add(value)
    shared_names = {name_key(name) for (name,) in draft.rows("select name from person where id <> ?", (person_id,))}
    emails, phones = _read_others(draft, person_id)
    return make_traces(
        [name for name in known["name"] if name_key(name) not in shared_names],
        [email for email in known["email"] if email_key(email) not in emails],
        [phone for phone in known["phone"] if phone_key(phone) not in phones or phone_key(phone) is None],
    )


def _read_others(draft: Draft, person_id: int) -> tuple[set[str | None], set[str | None]]:
    """Keys of the e-mails and phones of everybody else."""
    emails: set[str | None] = set()
    phones: set[str | None] = set()
    for email, phone in (
        *draft.rows("select email, phone from person where id <> ?", (person_id,)),
        *draft.rows("select email, phone from organisation"),
    ):
        emails.add(email_key(email))
        phones.add(phone_key(phone))
    for kind, value in draft.rows("select kind, value from contact_point where person_id is not ?", (person_id,)):
        if kind == PointKind.PHONE:
            phones.add(phone_key(value))
        else:
            emails.add(email_key(value))
    return emails - {None}, phones - {None}


def _remove_rows(draft: Draft, workspace: Workspace, person_id: int) -> None:
    digests = draft.rows("select digest from attachment where person_id = ? and digest is not null", (person_id,))
    end_for_people(draft, [person_id], EndedBy.DELETED, at=workspace.now())
    draft.execute("update enrolment set person_id = null where person_id = ? and deal_id is not null", (person_id,))
    draft.execute("delete from deal_person where person_id = ?", (person_id,))
    draft.execute("delete from kept_apart where subject = 'person' and ? in (first_id, second_id)", (person_id,))
    for activity_id, deal_id, organisation_id in draft.rows(
        "select id, deal_id, organisation_id from activity where person_id = ?", (person_id,)
    ):
        if deal_id is None and organisation_id is None:
            draft.delete(Activity, activity_id)
        else:
            draft.update(Activity, activity_id, person=None)
    draft.delete(Person, person_id)
    for (digest,) in digests:
        draft.execute(
            "delete from stored_file where digest = ? and digest not in"
            " (select digest from attachment where digest is not null)",
            (digest,),
        )


def _reword_texts(draft: Draft, traces: Traces, scope: _Scope) -> int:
    reworded = 0
    for table, columns in _TEXTS.items():
        for row_id, *texts in draft.rows(f"select id, {', '.join(columns)} from {table}"):  # noqa: S608 - our own names
            is_beside = scope.holds(table, {"id": row_id})
            for column, text in zip(columns, texts, strict=True):
                if not isinstance(text, str):
                    continue
                take_out = partial(traces.take_out, is_beside=is_beside and (table, column) not in _SHAREABLE)
                document = _DOCUMENTS.get((table, column))
                cleared = take_out(text) if document is None else document(text, take_out)
                if cleared != text:
                    reworded += 1
                    _write_text(draft, table, row_id, column, cleared)
    return reworded


def _write_text(draft: Draft, table: str, row_id: int, column: str, text: str) -> None:
    if (table, column) in _UNIQUE:
        # Two that held nothing but the name would be one.
        text = f"{text} {row_id}"
    # Names of tables and columns are those above.
    draft.execute(f"update {table} set {column} = ? where id = ?", (text, row_id))  # noqa: S608
    if (table, column) == ("organisation", "name"):
        draft.execute("update organisation set name_key = ? where id = ?", (name_key(text), row_id))


def _row_holds(traces: Traces, scope: _Scope, table: str, row: Mapping[str, Value]) -> bool:
    if table == "person" and row.get("id") == scope.person_id:
        return True
    if table in _TEAM:
        return False
    is_beside = scope.holds(table, row)
    return any(
        _text_holds(traces, value, _DOCUMENTS.get((table, column)), is_beside=is_beside)
        for column, value in row.items()
        if isinstance(value, str)
    )


def _text_holds(
    traces: Traces, text: str, document: Callable[[str, Callable[[str], str]], str] | None, *, is_beside: bool
) -> bool:
    if document is not None:
        return document(text, partial(traces.take_out, is_beside=is_beside)) != text
    return traces.are_in(text, is_beside=is_beside)


# What the team wrote about itself.
_TEAM = frozenset(("owner", "setting"))


def _find_copies(traces: Traces, copies: Iterable[Path]) -> Iterator[Path]:
    """Those of the files in which anything of the person is still to be found."""
    for path in copies:
        try:
            with path.open("rb") as stream:
                if _is_in_stream(traces, iter(lambda: stream.read(_CHUNK), b"")):
                    yield path
        except OSError:
            # What cannot be read may still hold it.
            yield path


def _is_in_stream(traces: Traces, chunks: Iterator[bytes]) -> bool:
    rest = b""
    for chunk in chunks:
        portion = rest + chunk
        if traces.raw.search(portion.decode("utf-8", "ignore")):
            return True
        rest = portion[-1024:]
    return False

"""Finds deals, organisations, people, notes and activities by the beginnings of the words in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.money import Money
from desktop_pipeline.queries.activities import SHOWN
from desktop_pipeline.queries.search_words import cut_snippet, find_meanings, fold_text, split_words, to_match
from desktop_pipeline.storage.database import Row
from desktop_pipeline.storage.workspace import View

# Of a word that thousands of rows have, so many of the newest are looked at.
_LOOKED_AT = 500
_RANKED = 60
_NAMES_RANKED = 120
_RECENT_EVENTS = 400


@dataclass(frozen=True, slots=True)
class DealFound:
    """A deal with what tells it from others; `position` of `stages` says how far along an open one is."""

    deal_id: int
    title: str
    organisation: str | None
    status: str
    stage: str | None
    position: int
    stages: int
    value: Money | None
    owner: str | None


@dataclass(frozen=True, slots=True)
class OrganisationFound:
    """An organisation with the number of its open deals."""

    organisation_id: int
    name: str
    open_deals: int


@dataclass(frozen=True, slots=True)
class PersonFound:
    """A person, what they do and where."""

    person_id: int
    name: str
    job_title: str | None
    organisation: str | None
    email: str | None


@dataclass(frozen=True, slots=True)
class NoteFound:
    """A line of a note, and the one thing it is on: a deal, a person or an organisation."""

    text: str
    on: str
    deal_id: int | None = None
    person_id: int | None = None
    organisation_id: int | None = None


@dataclass(frozen=True, slots=True)
class ActivityFound:
    """An activity, done or to do, with what it is for."""

    activity_id: int
    kind: str
    subject: str
    is_done: bool
    due_on: date | None
    on: str | None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What was found, best first. `words` are those to be marked; `is_near` says that others were asked for."""

    words: tuple[str, ...] = ()
    is_near: bool = False
    deals: tuple[DealFound, ...] = ()
    organisations: tuple[OrganisationFound, ...] = ()
    people: tuple[PersonFound, ...] = ()
    notes: tuple[NoteFound, ...] = ()
    activities: tuple[ActivityFound, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found at all."""
        return not (self.deals or self.organisations or self.people or self.notes or self.activities)


def search(view: View, text: str, *, limit: int = 5) -> SearchResult:
    """What holds every word of the text, each as the beginning of one of its own; at most `limit` of each kind.

    Where nothing does, words that are nearly the same are looked for. What is in the bin is not found.
    """
    words = split_words(text)
    if not words:
        return SearchResult()
    found = _find(view, to_match(words), words, limit)
    if not found.is_empty:
        return found
    meanings = find_meanings(view, words)
    if not any(isinstance(meaning, tuple) for meaning in meanings):
        return found
    marked = tuple(word for meaning in meanings for word in ((meaning,) if isinstance(meaning, str) else meaning))
    return _find(view, to_match(meanings), marked, limit, is_near=True)


def read_recent_deals(view: View, first: Sequence[int] = (), *, limit: int = 6) -> tuple[DealFound, ...]:
    """The deals given first (opened lately), then those with the newest history; none in the bin."""
    newest = view.rows(
        "select deal_id from (select id, deal_id from history_event order by id desc limit ?)"
        " group by deal_id order by max(id) desc",
        (_RECENT_EVENTS,),
    )
    ids = dict.fromkeys((*first, *(row[0] for row in newest)))
    found = _read_deals(view, list(ids)[: limit * 4])
    return found[:limit]


def _find(view: View, match: str, words: tuple[str, ...], limit: int, *, is_near: bool = False) -> SearchResult:
    return SearchResult(
        words,
        is_near,
        _find_deals(view, match, words, limit),
        _find_organisations(view, match, words, limit),
        _find_people(view, match, words, limit),
        _find_notes(view, match, words, limit),
        _find_activities(view, match, limit),
    )


def _find_deals(view: View, match: str, words: tuple[str, ...], limit: int) -> tuple[DealFound, ...]:
    sql = (
        "select d.id, d.title, d.status from"
        " (select rowid from search_deal where search_deal match ? order by rowid desc limit ?) f"
        " cross join deal d on d.id = f.rowid where d.deleted_at is null"
        " order by d.status <> 'open', d.id desc limit ?"
    )
    found = view.rows(sql, (match, _LOOKED_AT, _RANKED))
    if len(found) == _RANKED:
        # There are more: those whose title begins so must be among them.
        first = view.rows(sql, (f"{{title}} : ^ {to_match(words[:1])} AND {match}", _LOOKED_AT, _RANKED))
        found = list(dict.fromkeys((*first, *found)))
    ranked = sorted(found, key=lambda row: (_rank(row[1], words), row[2] != DealStatus.OPEN, -row[0]))
    return _read_deals(view, [row[0] for row in ranked[:limit]])


def _find_organisations(view: View, match: str, words: tuple[str, ...], limit: int) -> tuple[OrganisationFound, ...]:
    sql = (
        "select o.id, o.name from"
        " (select rowid from search_organisation where search_organisation match ? order by rowid desc limit ?) f"
        " cross join organisation o on o.id = f.rowid where o.deleted_at is null"
    )
    return tuple(
        OrganisationFound(
            row_id,
            name,
            view.value(
                "select count(*) from deal where organisation_id = ? and status = 'open' and deleted_at is null",
                (row_id,),
            ),
        )
        for row_id, name in _pick_by_name(view, sql, match, words, limit)
    )


def _find_people(view: View, match: str, words: tuple[str, ...], limit: int) -> tuple[PersonFound, ...]:
    sql = (
        "select p.id, p.name, p.job_title, o.name, p.email from"
        " (select rowid from search_person where search_person match ? order by rowid desc limit ?) f"
        " cross join person p on p.id = f.rowid left join organisation o on o.id = p.organisation_id"
        " where p.deleted_at is null"
    )
    return tuple(PersonFound(*row) for row in _pick_by_name(view, sql, match, words, limit))


def _find_notes(view: View, match: str, words: tuple[str, ...], limit: int) -> tuple[NoteFound, ...]:
    rows = view.rows(
        "select n.at, n.text, d.title, d.id, null, null from"
        " (select rowid from search_note where search_note match ? order by rowid desc limit ?) f"
        " cross join note n on n.id = f.rowid cross join deal d on d.id = n.deal_id where d.deleted_at is null limit ?",
        (match, _RANKED, limit),
    )
    rows += view.rows(
        "select n.at, n.text, coalesce(p.name, o.name), null, p.id, o.id from"
        " (select rowid from search_contact_note where search_contact_note match ? order by rowid desc limit ?) f"
        " cross join contact_note n on n.id = f.rowid left join person p on p.id = n.person_id"
        " left join organisation o on o.id = n.organisation_id"
        " where coalesce(p.deleted_at, o.deleted_at) is null limit ?",
        (match, _RANKED, limit),
    )
    newest = sorted(rows, key=lambda row: row[0], reverse=True)[:limit]
    return tuple(NoteFound(cut_snippet(text, words), on or "", *ids) for _at, text, on, *ids in newest)


def _find_activities(view: View, match: str, limit: int) -> tuple[ActivityFound, ...]:
    rows = view.rows(
        "select a.id, a.kind, a.subject, a.done_at is not null, a.due_on,"  # noqa: S608 - our own condition
        " coalesce(d.title, p.name, o.name) from"
        " (select rowid from search_activity where search_activity match ? order by rowid desc limit ?) f"
        " cross join activity a on a.id = f.rowid left join deal d on d.id = a.deal_id"
        " left join person p on p.id = a.person_id left join organisation o on o.id = a.organisation_id"
        f" where {SHOWN}"
        " order by a.done_at is not null, coalesce(a.due_on, '9999'), a.id desc limit ?",
        (match, _RANKED * 4, limit),
    )
    return tuple(
        ActivityFound(row_id, kind, subject, bool(done), date.fromisoformat(due) if due else None, on)
        for row_id, kind, subject, done, due, on in rows
    )


def _read_deals(view: View, ids: Sequence[int]) -> tuple[DealFound, ...]:
    """The deals in the order of the ids, without those in the bin."""
    marks = ", ".join("?" * len(ids))
    rows = view.rows(
        "select d.id, d.title, o.name, d.status, s.name,"  # noqa: S608 - marks only
        " (select count(*) from stage e where e.pipeline_id = d.pipeline_id and e.is_open and not e.is_archived"
        " and e.position < s.position),"
        " (select count(*) from stage e where e.pipeline_id = d.pipeline_id and e.is_open and not e.is_archived),"
        " d.value, d.currency, w.name from deal d left join organisation o on o.id = d.organisation_id"
        " left join stage s on s.id = d.stage_id left join owner w on w.id = d.owner_id"
        f" where d.deleted_at is null and d.id in ({marks})",
        tuple(ids),
    )
    by_id = {row[0]: _to_deal(row) for row in rows}
    return tuple(by_id[deal_id] for deal_id in ids if deal_id in by_id)


def _to_deal(row: Row) -> DealFound:
    deal_id, title, organisation, status, stage, position, stages, value, currency, owner = row
    money = None if value is None else Money(value, currency)
    return DealFound(deal_id, title, organisation, status, stage, position or 0, stages, money, owner)


def _rank(name: str, words: tuple[str, ...]) -> int:
    """0 where the name begins with the first word, 1 where it holds all of them, else 2."""
    folded = fold_text(name)
    if folded.startswith(words[0]):
        return 0
    return 1 if all(word in folded for word in words) else 2


def _pick_by_name(view: View, sql: str, match: str, words: tuple[str, ...], limit: int) -> list[Row]:
    """The best of rows whose second column is a name: by their rank, then the shortest, then by the alphabet."""
    rows = view.rows(sql, (match, _NAMES_RANKED))
    if len(rows) == _NAMES_RANKED:
        # There are more: those whose name begins so must be among them.
        first = view.rows(sql, (f"{{name}} : ^ {to_match(words[:1])} AND {match}", _NAMES_RANKED))
        rows = list(dict.fromkeys((*first, *rows)))
    return sorted(rows, key=lambda row: (_rank(row[1], words), len(row[1]), fold_text(row[1]), row[0]))[:limit]

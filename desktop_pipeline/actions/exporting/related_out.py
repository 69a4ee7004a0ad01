"""What an export tells beside its deals: organisations, people, activities, line items, and the owner's lists."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from desktop_pipeline.storage.database import Row, Value
from desktop_pipeline.storage.workspace import View

_OPEN = "(select count(*) from deal x where x.organisation_id = o.id and x.status = 'open' and x.deleted_at is null)"
_ORGANISATIONS = (
    f"select o.id, o.name, o.industry, o.size, o.country, o.website, o.address, o.email, o.phone, {_OPEN}"  # noqa: S608 - our own text
    " from organisation o where o.deleted_at is null and {which} order by o.id"
)
_PEOPLE = (
    "select p.id, p.name, o.name, p.job_title, p.email, p.phone,"
    " (select json_group_array(c.value) from contact_point c where c.person_id = p.id and c.kind = 'email'),"
    " (select json_group_array(c.value) from contact_point c where c.person_id = p.id and c.kind = 'phone')"
    " from person p left join organisation o on o.id = p.organisation_id"
    " where p.deleted_at is null and {which} order by p.id"
)
_ACTIVITIES = (
    "select a.id, a.subject, k.name, a.kind, a.due_on, a.due_at, a.done_at, d.title, coalesce(o.name, q.name), p.name,"
    " w.name, a.result, a.note, d.id from activity a left join activity_kind k on k.key = a.kind"
    " left join deal d on d.id = a.deal_id left join organisation o on o.id = d.organisation_id"
    " left join organisation q on q.id = a.organisation_id left join person p on p.id = a.person_id"
    " left join owner w on w.id = a.owner_id"
    " where (d.id is null or d.deleted_at is null) and {which} order by a.id"
)
_LINES = (
    "select li.id, d.title, o.name, p.name, li.quantity, li.price, d.currency, li.discount, li.amount, d.id"
    " from line_item li join deal d on d.id = li.deal_id join product p on p.id = li.product_id"
    " left join organisation o on o.id = d.organisation_id"
    " where d.deleted_at is null and {which} order by li.deal_id, li.position, li.id"
)
_OF_DEALS = "(select value from json_each(?))"
# Which rows hang on some deals
_WHICH: Mapping[str, str] = {
    "organisation": f"o.id in (select organisation_id from deal where id in {_OF_DEALS})",  # noqa: S608 - our own text
    "person": f"p.id in (select person_id from deal_person where deal_id in {_OF_DEALS})",  # noqa: S608 - likewise
    "activity": f"a.deal_id in {_OF_DEALS}",
    "line": f"li.deal_id in {_OF_DEALS}",
}
_ALIAS = {"organisation": "o", "person": "p", "activity": "a", "line": "li"}
# What ends with the id of its deal
HANGING = frozenset(("activity", "line"))
_SQL = {"organisation": _ORGANISATIONS, "person": _PEOPLE, "activity": _ACTIVITIES, "line": _LINES}


@dataclass(frozen=True, slots=True)
class Which:
    """Which rows of a table: all of them, those that hang on some deals, or those of some ids."""

    deals: Sequence[int] | None = None
    ids: Sequence[int] | None = None


ALL = Which()


@dataclass(frozen=True, slots=True)
class OwnFieldOut:
    """A field of the owner's own that is exported; `choices` are names by id."""

    field_id: int
    name: str
    kind: str
    choices: Mapping[int, str] = field(default_factory=dict)


def read_rows(view: View, what: str, which: Which = ALL) -> Iterator[Row]:
    """Rows of organisations, people, activities or line items, one by one."""
    condition, bound = _find_condition(what, which)
    for portion in view.portions(_SQL[what].format(which=condition), bound):
        yield from portion


def count_rows(view: View, what: str, which: Which = ALL) -> int:
    """How many `read_rows` gives."""
    condition, bound = _find_condition(what, which)
    return int(view.value(f"select count(*) from ({_SQL[what].format(which=condition)})", bound))  # noqa: S608 - our own text


def read_own_fields(view: View, subject: str) -> list[OwnFieldOut]:
    """The owner's own fields of a subject, in their order."""
    fields = view.rows(
        "select id, name, kind from custom_field where subject = ? and not is_archived order by position, id",
        (subject,),
    )
    return [
        OwnFieldOut(
            field_id, name, kind, dict(view.rows("select id, name from custom_choice where field_id = ?", (field_id,)))
        )
        for field_id, name, kind in fields
    ]


def read_lists(view: View) -> dict[str, tuple[str, ...]]:
    """What the drop-downs offer, by the name of the list."""
    return {
        name: tuple(dict.fromkeys(str(row[0]) for row in view.rows(sql)))
        for name, sql in (
            ("Pipelines", "select name from pipeline where not is_archived order by position, id"),
            (
                "Stages",
                (
                    "select s.name from stage s join pipeline p on p.id = s.pipeline_id where s.is_open"
                    " and not s.is_archived and not p.is_archived order by p.position, p.id, s.position, s.id"
                ),
            ),
            ("Owners", "select name from owner where is_active order by name, id"),
            ("Sources", "select name from source where is_active order by name, id"),
            ("Lost reasons", "select name from reason where is_active and reason_group <> 'won' order by position, id"),
            ("Currencies", "select code from currency order by id"),
            ("Activity kinds", "select name from activity_kind where is_active order by position, id"),
        )
    }


def read_first_instant(view: View) -> int:
    """When the workspace began, in microseconds: of all that is in it the one thing that never changes."""
    return int(view.value("select at from journal_entry order by id limit 1") or 0)


def read_position(view: View) -> int:
    """The last change of the journal."""
    return int(view.value("select max(id) from journal_entry") or 0)


def _find_condition(what: str, which: Which) -> tuple[str, tuple[Value, ...]]:
    if which.ids is not None:
        return f"{_ALIAS[what]}.id in {_OF_DEALS}", (json.dumps(list(which.ids)),)
    if which.deals is not None:
        return _WHICH[what], (json.dumps(list(which.deals)),)
    return "1", ()

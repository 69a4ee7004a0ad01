"""Deals that begin with an earlier one: the same again, more for its customer, somebody it recommended."""

from datetime import datetime

from desktop_pipeline.actions.deals import create_within, shorten
from desktop_pipeline.actions.records import DealRow, find_organisation, find_person, list_people_there, read_deal_row
from desktop_pipeline.actions.relations import RelationKind
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.names import name_key, tidy
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import Deal, DealPerson, DealRelation, LineItem, Source
from desktop_pipeline.storage.workspace import Workspace

REFERRAL_SOURCE = "Referral"
_WORDS = {
    RelationKind.REPEAT: "Repeat “{}”",
    RelationKind.UPSELL: "More for the customer of “{}”",
    RelationKind.REFERRAL: "Referral through “{}”",
    RelationKind.RETRY: "Try “{}” again",
}


def start_later_deal(
    workspace: Workspace,
    earlier_id: int,
    kind: RelationKind,
    *,
    at: datetime,
    title: str | None = None,
    organisation: str | None = None,
    person: str | None = None,
) -> int:
    """Begins a deal that follows from an earlier one, related to it, in its pipeline's first stage; returns its id.

    The same again and another try take customer, people, owner, source and products along, more for the customer all
    but the products. A referral is for somebody else, who is named; its source is “Referral”, found or made. Raises
    InvalidError for an earlier deal in the wrong state.
    """
    with workspace.journal.change("Later deal") as draft:
        earlier = read_deal_row(draft, earlier_id)
        draft.label = _WORDS[kind].format(shorten(earlier.title))
        return start_within(
            draft,
            workspace,
            earlier,
            kind,
            at=at,
            title=title,
            organisation=organisation,
            person=person,
        )


def start_within(
    draft: Draft,
    workspace: Workspace,
    earlier: DealRow,
    kind: RelationKind,
    *,
    at: datetime,
    title: str | None = None,
    organisation: str | None = None,
    person: str | None = None,
) -> int:
    """Begins such a deal within a change that may hold more; raises as `start_later_deal` does."""
    _require_state(earlier, kind)
    is_referral = kind is RelationKind.REFERRAL
    if is_referral and not tidy(organisation or "") and not tidy(person or ""):
        message = "Name the organisation or the person who was recommended to you."
        raise InvalidError(message)
    organisation_id, source_id = _own_customer(draft, earlier.deal_id)
    if is_referral:
        organisation_id, source_id = find_organisation(draft, organisation), _find_referral_source(draft)
        named = find_person(draft, person, organisation_id)
        people: tuple[int, ...] = () if named is None else (named,)
    else:
        people = list_people_there(draft, earlier.deal_id)
    takes_products = kind in (RelationKind.REPEAT, RelationKind.RETRY)
    value = Money(earlier.value, earlier.currency) if takes_products and earlier.value is not None else None
    deal_id = create_within(
        draft,
        workspace,
        title=tidy(title or "") or _name(earlier.title, kind, organisation or person or ""),
        stage_id=_find_stage(draft, earlier.pipeline_id),
        at=at,
        organisation_id=organisation_id,
        person_ids=people,
        value=value,
        owner_id=_active_owner(draft, earlier.owner_id),
        source_id=source_id,
    )
    if takes_products:
        _copy_products(draft, earlier.deal_id, deal_id)
    if not is_referral:
        _copy_roles(draft, earlier.deal_id, deal_id)
    if value is None and earlier.currency != workspace.base_currency:
        draft.update(Deal, deal_id, currency=earlier.currency)
    draft.insert(DealRelation, deal=deal_id, earlier=earlier.deal_id, kind=kind.value)
    return deal_id


def _require_state(earlier: DealRow, kind: RelationKind) -> None:
    if kind is RelationKind.RETRY and earlier.status is not DealStatus.LOST:
        message = f"“{shorten(earlier.title)}” is {earlier.status}. Only a lost deal is tried again."
        raise InvalidError(message)
    if kind in (RelationKind.REPEAT, RelationKind.UPSELL) and earlier.status is not DealStatus.WON:
        message = f"“{shorten(earlier.title)}” is {earlier.status}. Win it first, then sell more."
        raise InvalidError(message)


def _name(title: str, kind: RelationKind, customer: str) -> str:
    return tidy(customer) if kind is RelationKind.REFERRAL else title


def _own_customer(draft: Draft, deal_id: int) -> tuple[int | None, int | None]:
    """Organisation and source; neither one from the bin nor a source that is used no more."""
    found = draft.row(
        "select (select id from organisation where id = d.organisation_id and deleted_at is null),"
        " (select id from source where id = d.source_id and is_active) from deal d where d.id = ?",
        (deal_id,),
    )
    assert found is not None
    return found[0], found[1]


def _copy_roles(draft: Draft, earlier_id: int, deal_id: int) -> None:
    roles: dict[int, str] = dict(
        draft.rows("select person_id, role from deal_person where deal_id = ? and role <> ''", (earlier_id,))
    )
    for row_id, person_id in draft.rows("select id, person_id from deal_person where deal_id = ?", (deal_id,)):
        if person_id in roles:
            draft.update(DealPerson, row_id, role=roles[person_id])


def _copy_products(draft: Draft, earlier_id: int, deal_id: int) -> None:
    lines = draft.rows(
        "select product_id, quantity, amount, price, discount, position from line_item where deal_id = ?"
        " order by position, id",
        (earlier_id,),
    )
    for product_id, quantity, amount, price, discount, position in lines:
        draft.insert(
            LineItem,
            deal=deal_id,
            product=product_id,
            quantity=quantity,
            amount=amount,
            price=price,
            discount=discount,
            position=position,
        )
    is_by_hand = draft.value("select is_value_by_hand from deal where id = ?", (earlier_id,))
    draft.update(Deal, deal_id, is_value_by_hand=bool(is_by_hand))


def _find_referral_source(draft: Draft) -> int:
    key = name_key(REFERRAL_SOURCE)
    for source_id, name in draft.rows("select id, name from source order by not is_active, id"):
        if name_key(str(name)) == key:
            return int(source_id)
    return draft.insert(Source, name=REFERRAL_SOURCE)


def _find_stage(draft: Draft, pipeline_id: int) -> int:
    """The first stage of the pipeline, or of the first one in use where that is put away."""
    found = draft.value(
        "select s.id from stage s join pipeline p on p.id = s.pipeline_id where s.is_open and not s.is_archived"
        " and not p.is_archived order by p.id <> ?, p.position, p.id, s.position, s.id",
        (pipeline_id,),
    )
    if found is None:
        message = "The pipeline has no open stage. Add one first."
        raise InvalidError(message)
    return int(found)


def _active_owner(draft: Draft, owner_id: int | None) -> int | None:
    found = draft.value("select id from owner where id = ? and is_active", (owner_id,))
    return None if found is None else int(found)

"""What the owner's lists show and do: team, sources, products, reasons, labels, competitors, kinds of activities."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.actions.leaving import hand_over
from desktop_pipeline.actions.list_details import KIND_ICONS, edit_kind, edit_owner, edit_product, edit_reason
from desktop_pipeline.actions.lists import (
    add_to_list,
    archive_in_list,
    delete_from_list,
    merge_in_list,
    rename_in_list,
    reorder_list,
    unarchive_in_list,
)
from desktop_pipeline.domain.deals import ReasonGroup
from desktop_pipeline.domain.lists import OwnedList
from desktop_pipeline.queries.settings import ListRow, read_list_rows
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.settings.use_words import say_all_uses, say_use
from desktop_pipeline.ui.typed import plain_amount, read_amount
from desktop_pipeline.ui.widgets.lines import Column, Line, ListSpec, RowAct

_TABLES = {
    OwnedList.OWNERS: ("owner", "deal", "activity", "history_event"),
    OwnedList.SOURCES: ("source", "deal", "organisation", "person"),
    OwnedList.LABELS: ("label", "deal_label"),
    OwnedList.PRODUCTS: ("product", "line_item"),
    OwnedList.REASONS: ("reason", "deal", "history_event"),
    OwnedList.COMPETITORS: ("competitor", "deal_competitor"),
    OwnedList.KINDS: ("activity_kind", "activity", "stage_activity", "criterion"),
}
_ORDERED = frozenset((OwnedList.REASONS, OwnedList.KINDS))
_YES, _NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class _Detail:
    """A column between the name and what uses it."""

    column: Column
    show: Callable[[ListRow], str]
    typed: Callable[[ListRow], str] | None = None


def make_team(session: Session) -> ListSpec:
    """People on the team."""

    def cell(name: str, title: str, keep: Callable[[int, str], object], width: int) -> _Detail:
        return _Detail(Column(title, keep, width=width), lambda row: row.text(name))

    workspace = session.workspace
    details = (
        cell("email", _say("E-mail"), lambda row_id, text: edit_owner(workspace, row_id, email=text), 170),
        cell("manager", _say("Manager"), lambda row_id, text: edit_owner(workspace, row_id, manager=text), 104),
        cell("region", _say("Region"), lambda row_id, text: edit_owner(workspace, row_id, region=text), 84),
    )
    return _make(
        session,
        OwnedList.OWNERS,
        _say("Team"),
        _say("People who hold deals. Somebody who has left is archived: their deals and figures stay."),
        _say("Add a person: type a name, Enter"),
        details,
    )


def make_sources(session: Session) -> ListSpec:
    """Where deals come from."""
    title, advice = _say("Sources"), _say("Where deals come from. Merge two that mean the same.")
    return _make(session, OwnedList.SOURCES, title, advice, _say("Add a source: type a name, Enter"))


def make_labels(session: Session) -> ListSpec:
    """Words that deals are marked with."""
    title, advice = _say("Labels"), _say("Words that deals are marked with.")
    return _make(session, OwnedList.LABELS, title, advice, _say("Add a label: type a name, Enter"))


def make_competitors(session: Session) -> ListSpec:
    """Who else wants the same deals."""
    title, advice = _say("Competitors"), _say("Who else wants the same deals.")
    return _make(session, OwnedList.COMPETITORS, title, advice, _say("Add a competitor: type a name, Enter"))


def make_products(session: Session, formats: Formats) -> ListSpec:
    """What is sold, with list prices."""
    workspace = session.workspace

    def keep_price(row_id: int, text: str) -> object:
        rows = read_list_rows(workspace, OwnedList.PRODUCTS)
        current = next((row.text("currency") for row in rows if row.row_id == row_id), "")
        typed = text.strip()
        currency = typed[:3] if typed[:3].isalpha() and typed[:3].isupper() else current or workspace.base_currency
        return edit_product(workspace, row_id, price=read_amount(typed, currency, formats))

    def typed_price(row: ListRow) -> str:
        if row.price is None:
            return ""
        bare = plain_amount(row.price, formats)
        return bare if row.price.currency == workspace.base_currency else f"{row.price.currency} {bare}"

    def keep_category(row_id: int, text: str) -> object:
        return edit_product(workspace, row_id, category=text)

    details = (
        _Detail(Column(_say("Category"), keep_category, width=140), lambda row: row.text("category")),
        _Detail(
            Column(_say("Price"), keep_price, width=110, right=True),
            lambda row: "" if row.price is None else formats.money(row.price),
            typed_price,
        ),
    )
    return _make(
        session,
        OwnedList.PRODUCTS,
        _say("Products"),
        _say("What you sell. A new price holds for new product lines; those on deals keep theirs."),
        _say("Add a product: type a name, Enter"),
        details,
    )


def make_lost_reasons(session: Session) -> ListSpec:
    """Why deals are lost, in groups."""
    workspace = session.workspace
    groups = (
        (ReasonGroup.WE_LOST.value, _say("We lost")),
        (ReasonGroup.NO_DECISION.value, _say("No decision")),
        (ReasonGroup.NOT_REAL.value, _say("Not a real deal")),
    )

    def keep_group(row_id: int, key: str) -> object:
        return edit_reason(workspace, row_id, group=ReasonGroup(key))

    details = (
        _Detail(
            Column(_say("Group"), keep_group, lambda _row_id: groups, width=130),
            lambda row: dict(groups)[row.group.value],
            lambda row: row.group.value,
        ),
        _make_note(session),
    )
    return _make(
        session,
        OwnedList.REASONS,
        _say("Reasons for losing"),
        _say("Asked for whenever a deal is lost. Deals that were never real count in no win rate."),
        _say("Add a reason: type it, Enter"),
        details,
        group=ReasonGroup.WE_LOST,
    )


def make_won_reasons(session: Session) -> ListSpec:
    """Why deals are won."""
    title, advice = _say("Reasons for winning"), ""
    adding = _say("Add a reason: type it, Enter")
    return _make(session, OwnedList.REASONS, title, advice, adding, (_make_note(session),), group=ReasonGroup.WON)


def make_kinds(session: Session) -> ListSpec:
    """Kinds of activities with their icons."""
    workspace = session.workspace
    names = {
        "phone": _say("Telephone"),
        "mail": _say("Letter"),
        "users": _say("People"),
        "map-pin": _say("Place"),
        "pencil": _say("Pencil"),
        "calendar-check": _say("Calendar"),
        "clipboard-check": _say("Checklist"),
        "file-text": _say("Paper"),
        "flag": _say("Flag"),
        "compass": _say("Compass"),
        "send": _say("Paper plane"),
    }
    choices = tuple((icon, names[icon]) for icon in KIND_ICONS)

    def keep_icon(row_id: int, key: str) -> object:
        return edit_kind(workspace, row_id, icon=key)

    detail = _Detail(
        Column(_say("Icon"), keep_icon, lambda _row_id: choices, width=110),
        lambda row: names.get(row.text("icon"), row.text("icon")),
        lambda row: row.text("icon"),
    )
    return _make(
        session,
        OwnedList.KINDS,
        _say("Kinds of activities"),
        _say("What can be planned and done for a deal. The first one is offered first."),
        _say("Add a kind: type a name, Enter"),
        (detail,),
    )


def _make_note(session: Session) -> _Detail:
    choices = ((_NO, _say("no")), (_YES, _say("yes")))

    def keep(row_id: int, key: str) -> object:
        return edit_reason(session.workspace, row_id, needs_note=key == _YES)

    def key_of(row: ListRow) -> str:
        return _YES if row.details.get("needs_note") else _NO

    column = Column(_say("Asks for a note"), keep, lambda _row_id: choices, width=118)
    return _Detail(column, lambda row: dict(choices)[key_of(row)], key_of)


def _list_handovers(
    session: Session, others: Callable[[int], list[tuple[int, str]]], line: Line, uses: int
) -> list[RowAct]:
    """What is done with the open deals of somebody on the team."""

    def hand(row_id: int, to_id: int, *, leaves: bool) -> object:
        return hand_over(session.workspace, row_id, to_id, at=session.now(), leaves=leaves)

    if line.is_archived:
        return []
    return [
        RowAct(words, choices=lambda: others(line.row_id), act_on=partial(hand, leaves=leaves), concerns=uses)
        for words, leaves in ((_say("Hand open deals to…"), False), (_say("Leaves; hand open deals to…"), True))
    ]


def _make(
    session: Session,
    owned: OwnedList,
    title: str,
    advice: str,
    adding: str,
    details: Sequence[_Detail] = (),
    *,
    group: ReasonGroup | None = None,
) -> ListSpec:
    workspace = session.workspace

    def read_rows() -> list[ListRow]:
        rows = read_list_rows(workspace, owned)
        is_won = group is ReasonGroup.WON
        return [row for row in rows if group is None or (row.group is ReasonGroup.WON) == is_won]

    def read() -> list[Line]:
        return [_to_line(row, details) for row in read_rows()]

    def others(row_id: int) -> list[tuple[int, str]]:
        return [(row.row_id, row.name) for row in read_rows() if row.is_active and row.row_id != row_id]

    def list_acts(line: Line) -> list[RowAct]:
        uses = sum(use.count for row in read_rows() if row.row_id == line.row_id for use in row.uses)
        if line.is_archived:
            back = RowAct(_say("Bring back"), partial(unarchive_in_list, workspace, owned))
        else:
            back = RowAct(_say("Archive"), partial(archive_in_list, workspace, owned))
        merge = RowAct(
            _say("Merge into…"),
            choices=lambda: others(line.row_id),
            act_on=partial(merge_in_list, workspace, owned),
            concerns=uses,
        )
        delete = RowAct(_say("Delete"), partial(delete_from_list, workspace, owned))
        if not others(line.row_id):
            return [back, delete]
        return [
            *(_list_handovers(session, others, line, uses) if owned is OwnedList.OWNERS else ()),
            back,
            merge,
            delete,
        ]

    return ListSpec(
        title=title,
        advice=advice,
        columns=(
            Column(_say("Name"), partial(rename_in_list, workspace, owned)),
            *(detail.column for detail in details),
            Column(_say("Used by"), width=140),
        ),
        read=read,
        tables=frozenset(_TABLES[owned]),
        adding=adding,
        add=lambda text: add_to_list(workspace, owned, text, group=group),
        acts=list_acts,
        reorder=partial(reorder_list, workspace, owned) if owned in _ORDERED else None,
    )


def _to_line(row: ListRow, details: Sequence[_Detail]) -> Line:
    shown = [detail.show(row) for detail in details]
    typed = [detail.typed(row) if detail.typed else detail.show(row) for detail in details]
    used = say_use(row.uses)
    return Line(
        row_id=row.row_id,
        cells=(row.name, *shown, used if row.is_active else _say("archived, {used}").format(used=used)),
        typed=(row.name, *typed, used),
        is_archived=not row.is_active,
        tip="\n".join(filter(None, (row.name, say_all_uses(row.uses)))),
    )


def _say(text: str) -> str:
    return QCoreApplication.translate("Settings", text)

"""Labels of a deal, and the competitors who want it too."""

from desktop_pipeline.actions.deals import shorten
from desktop_pipeline.actions.records import read_deal_row
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.names import name_key, tidy
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import Competitor, DealCompetitor, DealLabel, Label, Table
from desktop_pipeline.storage.workspace import Workspace

LONGEST_MARK = 60


def add_label(workspace: Workspace, deal_id: int, name: str) -> Change | None:
    """Marks a deal; a new word becomes one of the owner's labels. Raises InvalidError."""
    cleaned = clean_mark(name, "Name a label.")
    with workspace.journal.change("Label") as draft:
        deal = read_deal_row(draft, deal_id)
        draft.label = f"Label “{shorten(deal.title)}” {cleaned}"
        label_id = find_mark(draft, Label, "label", cleaned)
        if draft.value("select 1 from deal_label where deal_id = ? and label_id = ?", (deal_id, label_id)) is None:
            draft.insert(DealLabel, deal=deal_id, label=label_id)
    return draft.result


def remove_label(workspace: Workspace, deal_id: int, name: str) -> Change | None:
    """Takes a label off a deal; the label itself stays in the list."""
    with workspace.journal.change("Label") as draft:
        deal = read_deal_row(draft, deal_id)
        draft.label = f"Take {shorten(name)} off “{shorten(deal.title)}”"
        sql = "select dl.id from deal_label dl join label l on l.id = dl.label_id where dl.deal_id = ? and l.name = ?"
        found = draft.value(sql, (deal_id, name))
        if found is not None:
            draft.delete(DealLabel, int(found))
    return draft.result


def add_competitor(workspace: Workspace, deal_id: int, name: str) -> Change | None:
    """Notes who else wants the deal; a new name joins the owner's list. Raises InvalidError."""
    cleaned = clean_mark(name, "Name a competitor.")
    with workspace.journal.change("Competitor") as draft:
        deal = read_deal_row(draft, deal_id)
        draft.label = f"{shorten(cleaned)} competes for “{shorten(deal.title)}”"
        competitor_id = find_mark(draft, Competitor, "competitor", cleaned)
        sql = "select 1 from deal_competitor where deal_id = ? and competitor_id = ?"
        if draft.value(sql, (deal_id, competitor_id)) is None:
            draft.insert(DealCompetitor, deal=deal_id, competitor=competitor_id)
    return draft.result


def remove_competitor(workspace: Workspace, deal_id: int, name: str) -> Change | None:
    """Takes a competitor off a deal."""
    with workspace.journal.change("Competitor") as draft:
        deal = read_deal_row(draft, deal_id)
        draft.label = f"{shorten(name)} competes no more for “{shorten(deal.title)}”"
        sql = (
            "select dc.id from deal_competitor dc join competitor c on c.id = dc.competitor_id"
            " where dc.deal_id = ? and c.name = ?"
        )
        found = draft.value(sql, (deal_id, name))
        if found is not None:
            draft.delete(DealCompetitor, int(found))
    return draft.result


def clean_mark(name: str, empty: str = "Name it first.") -> str:
    """The words as they are kept; raises InvalidError for none or too many."""
    cleaned = tidy(name)
    if not cleaned or len(cleaned) > LONGEST_MARK:
        message = f"This can have {LONGEST_MARK} characters at most." if cleaned else empty
        raise InvalidError(message)
    return cleaned


def find_mark(draft: Draft, table: type[Table], named: str, name: str) -> int:
    """The row of that name, whatever its case; one that was put away is in use again."""
    key = name_key(name)
    # The table is one of our own names.
    for row_id, known, is_active in draft.rows(f"select id, name, is_active from {named} order by id"):  # noqa: S608
        if name_key(known) == key:
            if not is_active:
                draft.update(table, row_id, is_active=True)
            return int(row_id)
    return draft.insert(table, name=name)

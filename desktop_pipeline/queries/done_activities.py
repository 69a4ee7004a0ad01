"""What was done in a period, newest first, as lists on paper have it."""

# ruff: noqa: S608 - the conditions are put together from our own text; what a user chose is always bound

from desktop_pipeline.domain.periods import Period, start_of_day
from desktop_pipeline.metrics.selection import Selection
from desktop_pipeline.queries.activities import SHOWN, among
from desktop_pipeline.queries.agenda import AgendaFilter
from desktop_pipeline.storage.database import Value
from desktop_pipeline.storage.instants import to_microseconds
from desktop_pipeline.storage.workspace import View


def read_done_ids(view: View, period: Period, agenda: AgendaFilter, selection: Selection) -> list[int]:
    """Ids of the activities done in the period, by the owners and of the kinds of `agenda`.

    Of a selection it takes what is asked of the deal; whose it is, `agenda` says. What lies in the bin is left out.
    """
    owners, owner_ids = among("a.owner_id", agenda.owner_ids)
    kinds, keys = among("a.kind", agenda.kinds)
    deals, ids = _of_deals(selection)
    bounds = [to_microseconds(start_of_day(day, view.zone)) for day in (period.start, period.end)]
    rows = view.rows(
        "select a.id from activity a left join deal d on d.id = a.deal_id left join person p on p.id = a.person_id"
        " left join organisation o on o.id = a.organisation_id"
        f" where a.done_at >= ? and a.done_at < ? and {SHOWN}{owners}{kinds}{deals} order by a.done_at desc, a.id desc",
        (*bounds, *owner_ids, *keys, *ids),
    )
    return [int(row[0]) for row in rows]


def _of_deals(selection: Selection) -> tuple[str, list[Value]]:
    """Conditions on deals `d`; an id below zero asks for those that have none."""
    said, bound = "", list[Value]()
    for column, wanted in (("d.pipeline_id", selection.pipeline), ("d.source_id", selection.source)):
        if wanted is not None:
            said += f" and d.id is not null and {column} is ?"
            bound.append(wanted if wanted >= 0 else None)
    for table, column, wanted in (
        ("line_item", "product_id", selection.product),
        ("deal_label", "label_id", selection.label),
    ):
        lines = f"select 1 from {table} l where l.deal_id = d.id"
        if wanted is not None and wanted < 0:
            said += f" and d.id is not null and not exists ({lines})"
        elif wanted is not None:
            said += f" and exists ({lines} and l.{column} = ?)"
            bound.append(wanted)
    return said, bound

"""What lies in the bin: deleted deals, people and organisations, the newest first."""

from dataclasses import dataclass
from datetime import datetime

from desktop_pipeline.domain.names import fold
from desktop_pipeline.storage.instants import from_microseconds
from desktop_pipeline.storage.workspace import View


@dataclass(frozen=True, slots=True)
class Binned:
    """A row in the bin: `table` is deal, person or organisation; `detail` is the organisation it belongs to."""

    table: str
    row_id: int
    name: str
    detail: str
    deleted_at: datetime


def read_bin(view: View, text: str = "", limit: int = 1000) -> list[Binned]:
    """The rows whose name or organisation holds every word of the text, whatever its accents."""
    words = fold(text).split()
    wanted = "".join(" and instr(fold(name || ' ' || coalesce(detail, '')), ?)" for _word in words)
    # The words are bound; the conditions are our own text.
    rows = view.rows(
        "select kind, id, name, coalesce(detail, ''), deleted_at from ("  # noqa: S608
        " select 'deal' kind, d.id, d.title name, o.name detail, d.deleted_at"
        "  from deal d left join organisation o on o.id = d.organisation_id"
        " union all select 'person', p.id, p.name, o.name, p.deleted_at"
        "  from person p left join organisation o on o.id = p.organisation_id"
        " union all select 'organisation', id, name, null, deleted_at from organisation"
        f") where deleted_at is not null{wanted} order by deleted_at desc, kind, id desc limit ?",
        (*words, limit),
    )
    return [Binned(kind, row_id, name, detail, from_microseconds(at)) for kind, row_id, name, detail, at in rows]

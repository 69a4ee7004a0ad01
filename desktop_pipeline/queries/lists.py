"""The lists an owner keeps, as screens offer them: owners, products, sources, stages, reasons, pipelines."""

from typing import NamedTuple

from desktop_pipeline.domain.names import fold, name_key
from desktop_pipeline.storage.database import Reader

_MOST_OFFERED = 12


class Named(NamedTuple):
    """A row that is chosen by its name."""

    row_id: int
    name: str


class LostReason(NamedTuple):
    """A reason a deal can be lost for."""

    reason_id: int
    name: str
    needs_note: bool


def read_pipelines(reader: Reader) -> list[Named]:
    """Pipelines in use, in their order."""
    return [
        Named(*row) for row in reader.rows("select id, name from pipeline where not is_archived order by position, id")
    ]


def read_stages(reader: Reader, pipeline_id: int) -> list[Named]:
    """Open stages in use of a pipeline, in their order."""
    sql = "select id, name from stage where pipeline_id = ? and is_open and not is_archived order by position, id"
    return [Named(*row) for row in reader.rows(sql, (pipeline_id,))]


def read_owners(reader: Reader) -> list[Named]:
    """People on the team, by name."""
    return [Named(*row) for row in reader.rows("select id, name from owner where is_active order by name, id")]


def find_owner(reader: Reader, name: str) -> int | None:
    """The person on the team of that name: who sits at the computer is one of them, or nobody is."""
    wanted = name_key(name)
    return next((owner.row_id for owner in read_owners(reader) if name_key(owner.name) == wanted), None)


def read_products(reader: Reader) -> list[Named]:
    """Products, by name."""
    return [Named(*row) for row in reader.rows("select id, name from product where is_active order by name, id")]


def read_sources(reader: Reader) -> list[Named]:
    """Sources, by name."""
    return [Named(*row) for row in reader.rows("select id, name from source where is_active order by name, id")]


def read_labels(reader: Reader) -> list[Named]:
    """Labels, by name."""
    return [Named(*row) for row in reader.rows("select id, name from label where is_active order by name, id")]


def read_organisation_names(reader: Reader, text: str) -> list[str]:
    """Names of organisations that hold the text, whatever its accents, for completing what is typed."""
    sql = "select name from organisation where deleted_at is null and instr(fold(name), ?) order by name limit ?"
    return [str(row[0]) for row in reader.rows(sql, (fold(text), _MOST_OFFERED))]


def read_lost_reasons(reader: Reader) -> list[LostReason]:
    """Why deals can be lost, in the owner's order."""
    sql = "select id, name, needs_note from reason where is_active and reason_group <> 'won' order by position, id"
    return [LostReason(row[0], row[1], bool(row[2])) for row in reader.rows(sql)]

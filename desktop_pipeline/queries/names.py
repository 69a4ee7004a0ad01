"""Names of rows by their ids, in the order in which screens list them."""

import json
from collections.abc import Iterable
from typing import Literal

from desktop_pipeline.domain.names import fold
from desktop_pipeline.storage.database import Reader

NamedTable = Literal["pipeline", "stage", "owner", "source", "product", "label"]


def read_names(reader: Reader, table: NamedTable, ids: Iterable[int]) -> list[str]:
    """Their names in the order of letters, each once; those that are gone are left out."""
    wanted = sorted(ids)
    if not wanted:
        return []
    sql = f"select name from {table} where id in (select value from json_each(?))"  # noqa: S608 - our own names
    return sorted({str(row[0]) for row in reader.rows(sql, (json.dumps(wanted),))}, key=fold)

"""Organisations by their ids."""

import json
from collections.abc import Sequence

from desktop_pipeline.storage.database import Reader


def read_organisations(reader: Reader, organisation_ids: Sequence[int]) -> dict[int, str]:
    """Their names by id, also of those in the bin."""
    sql = "select id, name from organisation where id in (select value from json_each(?))"
    return dict(reader.rows(sql, (json.dumps(list(organisation_ids)),)))

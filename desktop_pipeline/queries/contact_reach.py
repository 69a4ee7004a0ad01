"""How people and organisations are reached: for lists that are taken along on paper."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from desktop_pipeline.queries.contact_standing import Subject
from desktop_pipeline.storage.workspace import View


@dataclass(frozen=True, slots=True)
class Reach:
    """The main e-mail and phone; None where there is none."""

    email: str | None
    phone: str | None


def read_reach(view: View, subject: Subject, ids: Sequence[int]) -> dict[int, Reach]:
    """By id; those that are gone are left out."""
    # The table is our own name.
    sql = f"select id, email, phone from {subject.value} where id in (select value from json_each(?))"  # noqa: S608
    return {row_id: Reach(email, phone) for row_id, email, phone in view.rows(sql, (json.dumps(list(ids)),))}

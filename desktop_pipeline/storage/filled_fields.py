"""What tells in SQL whether a field is filled that an exit criterion can ask for."""

from collections.abc import Mapping

# By domain.gates.AskedField, of the deal `d`.
FILLED: Mapping[str, str] = {
    "value": "d.value is not null",
    "expected_close": "d.expected_close_on is not null",
    "organisation": "d.organisation_id is not null",
    "owner": "d.owner_id is not null",
    "source": "d.source_id is not null",
    "person": "exists (select 1 from deal_person p where p.deal_id = d.id)",
    "product": "exists (select 1 from line_item l where l.deal_id = d.id)",
}

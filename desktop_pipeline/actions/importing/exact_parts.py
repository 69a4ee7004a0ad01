"""The parts of a deal that a cell of our own export tells whole: its labels, and the person that is shown."""

from desktop_pipeline.actions.importing.names import NameIds
from desktop_pipeline.actions.records import DealRow
from desktop_pipeline.exchange.records import DealFields
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import DealLabel, DealPerson

_SHOWN_PERSON = (
    "select dp.id, dp.person_id from deal_person dp join person p on p.id = dp.person_id"
    " where dp.deal_id = ? and p.deleted_at is null order by dp.id limit 1"
)


class ExactParts:
    """Takes away what is not told any more; what is new the usual way adds."""

    def __init__(self, draft: Draft, ids: NameIds) -> None:
        self._draft = draft
        self._ids = ids

    def update(self, deal: DealRow, changed: set[str], fields: DealFields) -> None:
        """Changes one deal."""
        if "labels" in changed:
            kept = {self._ids.labels[label] for label in fields.labels}
            for row_id, label_id in self._draft.rows(
                "select id, label_id from deal_label where deal_id = ? order by id", (deal.deal_id,)
            ):
                if label_id not in kept:
                    self._draft.delete(DealLabel, row_id)
        if "person" in changed:
            self._replace_person(deal, self._ids.people[fields.person] if fields.person else None)

    def _replace_person(self, deal: DealRow, person_id: int | None) -> None:
        """In the place of the one that is shown, whose role was theirs."""
        shown = self._draft.row(_SHOWN_PERSON, (deal.deal_id,))
        if shown is None or shown[1] == person_id:
            return
        is_there = self._draft.value(
            "select 1 from deal_person where deal_id = ? and person_id = ?", (deal.deal_id, person_id)
        )
        if person_id is None or is_there:
            self._draft.delete(DealPerson, shown[0])
        else:
            self._draft.update(DealPerson, shown[0], person=person_id, role="")

"""Answering what qualifies a deal: budget, authority, need and timeline."""

from datetime import date

from desktop_pipeline.actions.deals import shorten
from desktop_pipeline.actions.records import read_deal_row
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.qualification import State, check_state, check_topic, clean_evidence
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.tables import Answer
from desktop_pipeline.storage.workspace import Workspace

_FIRST = date(1900, 1, 1)


def set_answer(
    workspace: Workspace, deal_id: int, topic: str, state: str, evidence: str = "", *, on: date
) -> Change | None:
    """Answers a topic of a deal on a day, which is when it will be asked again from; raises InvalidError.

    The same answer on a later day is a confirmation. An answer that is unknown has no day.
    """
    chosen, known, cleaned = check_topic(topic), check_state(state), clean_evidence(evidence)
    if not _FIRST <= on <= workspace.today():
        message = "An answer was given today or on an earlier day."
        raise InvalidError(message)
    with workspace.journal.change("Answer") as draft:
        deal = read_deal_row(draft, deal_id)
        draft.label = f"Answer {chosen} of “{shorten(deal.title)}”"
        columns = {"state": known, "evidence": cleaned, "answered_on": None if known is State.UNKNOWN else on}
        found = draft.value("select id from answer where deal_id = ? and topic = ?", (deal_id, chosen))
        if found is not None:
            draft.update(Answer, int(found), **columns)
        elif known is not State.UNKNOWN or cleaned:
            draft.insert(Answer, deal=deal_id, topic=chosen, **columns)
    return draft.result

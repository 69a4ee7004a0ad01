"""What a card tells of its exit criteria when it is pointed at: which of them are still open."""

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.queries.gates import CriterionLine, read_criteria
from desktop_pipeline.ui.session import Session


def list_open(session: Session, deal_id: int) -> list[str]:
    """What is open before the next stage or before winning, a line each; that nothing is, where all are met."""
    gate = read_criteria(session.workspace, deal_id)
    if gate is None or not gate.criteria:
        return []
    still_open = [line for line in gate.criteria if not line.is_met]
    if not still_open:
        ready = _tr("Ready for {stage}: all is met") if gate.next_stage else _tr("Ready to be won: all is met")
        return [ready.format(stage=gate.next_stage)]
    before = _tr("Still open before {stage}:") if gate.next_stage else _tr("Still open before winning:")
    return [before.format(stage=gate.next_stage), *(f"– {_word(line)}" for line in still_open)]


def _word(line: CriterionLine) -> str:
    text = line.criterion.text
    return _tr("{criterion} (required)").format(criterion=text) if line.criterion.is_required else text


def _tr(text: str) -> str:
    return QCoreApplication.translate("Board", text)

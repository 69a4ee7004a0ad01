"""Notes and objections that were begun and not yet kept, by what they are about."""

from contextlib import suppress
from datetime import datetime
from typing import Final, Literal

from desktop_pipeline.actions import Workspace
from desktop_pipeline.domain.custom_fields import FieldSubject
from desktop_pipeline.domain.errors import PipelineError

# What a customer objects to, of a deal
OBJECTION: Final = "objection"
_Subject = FieldSubject | Literal["objection"]


class HalfNotes:
    """They outlive the field they are written into: where their deal or contact is shown next, they come back."""

    def __init__(self) -> None:
        self._texts: dict[tuple[_Subject, int], str] = {}

    def read(self, subject: _Subject, row_id: int) -> str:
        """What was begun about it."""
        return self._texts.get((subject, row_id), "")

    def remember(self, subject: _Subject, row_id: int, text: str) -> None:
        """As far as it is written now."""
        if text.strip():
            self._texts[subject, row_id] = text
        else:
            self._texts.pop((subject, row_id), None)

    def keep_all(self, workspace: Workspace, *, at: datetime) -> None:
        """The file is being closed: they become notes and objections; what they were about may be gone."""
        texts, self._texts = self._texts, {}
        for (subject, row_id), text in texts.items():
            with suppress(PipelineError):
                _keep(workspace, subject, row_id, text, at)


def _keep(workspace: Workspace, subject: _Subject, row_id: int, text: str, at: datetime) -> None:
    from desktop_pipeline.actions.contact_rows import ORGANISATION, PERSON  # noqa: PLC0415 - not before the first paint
    from desktop_pipeline.actions.notes import add_note  # noqa: PLC0415 - likewise
    from desktop_pipeline.actions.objections import raise_objection  # noqa: PLC0415 - likewise
    from desktop_pipeline.actions.reaching import add_contact_note  # noqa: PLC0415 - likewise

    if subject == OBJECTION:
        raise_objection(workspace, row_id, text, on=workspace.today())
    elif subject is FieldSubject.DEAL:
        add_note(workspace, row_id, text, at=at)
    else:
        holder = PERSON if subject is FieldSubject.PERSON else ORGANISATION
        add_contact_note(workspace, holder, row_id, text, at=at)

"""What hangs on deals, people and organisations: activities and notes, each once however often its file comes."""

from typing import TYPE_CHECKING

from desktop_pipeline.domain.names import clean_text, name_key
from desktop_pipeline.exchange.known import KnownAttached
from desktop_pipeline.exchange.records import PlannedActivity, PlannedNote, Target

if TYPE_CHECKING:
    from desktop_pipeline.exchange.planning.draft import PlanDraft

_NEW = -1


class Hanging:
    """Gathers activities and notes; what the workspace has, or an earlier row told, is left out."""

    def __init__(self, draft: "PlanDraft") -> None:
        self._draft = draft
        self._known: KnownAttached | None = None
        self._activities: dict[tuple[object, ...], PlannedActivity] = {}
        self._notes: dict[tuple[object, ...], PlannedNote] = {}

    @property
    def known(self) -> KnownAttached:
        """What hangs on the workspace's rows, asked for with the first thing that may."""
        if self._known is None:
            self._known = self._draft.known.attached()
        return self._known

    def hang_activity(self, activity: PlannedActivity) -> None:
        """Adds an activity that is not there yet."""
        subject = name_key(activity.subject)
        day = activity.due_on or activity.done_on
        # A day to come on which it was done is not kept: such an activity is known without its day.
        is_kept = day is not None and (activity.due_on is not None or day <= self.known.today)
        kept = day.isoformat() if day is not None and is_kept else None
        if not any((*place, subject, kept) in self.known.activities for place in self.places(activity.target)):
            self._activities.setdefault((activity.target, subject, day), activity)

    def hang_note(self, note: PlannedNote) -> None:
        """Adds a note that is not there yet, as clean as notes are kept."""
        text = clean_text(note.text)
        if text and not any((*place, text) in self.known.notes for place in self.places(note.target)):
            self._notes.setdefault((note.target, text), PlannedNote(note.target, text, note.at, note.author))

    def activities(self) -> tuple[PlannedActivity, ...]:
        return tuple(self._activities.values())

    def notes(self) -> tuple[PlannedNote, ...]:
        return tuple(self._notes.values())

    def places(self, target: Target) -> list[tuple[str, int]]:
        """Where a target is in the workspace; nowhere for something new."""
        if target.deal_id is not None:
            return [("deal", target.deal_id)]
        if target.deal is not None:
            return []
        draft = self._draft
        places: list[tuple[str, int]] = []
        if target.person is not None:
            places.append(("person", draft.people.known_id(target.person) or _NEW))
        if target.organisation is not None:
            places.append(("organisation", draft.organisations.known_id(target.organisation) or _NEW))
        return places or [("nobody", 0)]

"""The one place from which every screen moves, wins, loses, reopens, deletes and restores deals."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QWidget

from desktop_pipeline.actions import bulk, deals
from desktop_pipeline.actions.bulk import BulkEdit
from desktop_pipeline.actions.gates import GatedChange
from desktop_pipeline.domain.after_sale import retry_day
from desktop_pipeline.domain.errors import GateError, PipelineError
from desktop_pipeline.domain.names import name_key
from desktop_pipeline.domain.qualification import NOT_A_FIT
from desktop_pipeline.queries.gates import read_stage_name, read_titles
from desktop_pipeline.queries.lists import read_lost_reasons
from desktop_pipeline.ui.acts.gate_dialog import GateDialog
from desktop_pipeline.ui.acts.lost_dialog import LostDialog
from desktop_pipeline.ui.change_words import say_done
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.long_work import LongWork, attempt
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme

Then = Callable[[], object]
Result = TypeVar("Result")
# So much of what is still open is named by a toast, and one of it at least.
_LETTERS = 60
# So many are changed within a blink.
_MOST_AT_ONCE = 300


class Say(Protocol):
    """How a sentence is told, as `Toast.show_text` does."""

    def __call__(self, text: str, detail: str = "", *, undo: bool = False) -> None:
        """Say a sentence and a quieter one."""


class DealActs(QObject):
    """Asks the action, and the user where the action needs more; a refusal changes nothing and is told by `say`.

    Each returns whether it was done at once, or goes on with nothing to be asked. `then` is run after it was done, also
    where a question came before, or a worker did it.
    """

    def __init__(
        self,
        session: Session,
        theme: Theme,
        say: Say,
        parent: QWidget,
        *,
        formats: Formats | None = None,
        tasks: Tasks | None = None,
    ) -> None:
        """More deals than change within a blink are changed by `tasks`, where there are any."""
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._say = say
        self._home = parent
        self._formats = formats or Formats(zone=session.workspace.zone)
        self.long_work = None if tasks is None else LongWork(session, tasks, theme, parent)
        self.most_at_once = _MOST_AT_ONCE

    def move(self, ids: Sequence[int], stage_id: int, after: int | None = None, *, then: Then | None = None) -> bool:
        """Put deals into a stage, below the deal `after` or at the top."""
        workspace = self._session.workspace

        def act(why: str | None) -> GatedChange | None:
            return deals.move_deals(workspace, ids, stage_id, after=after, at=self._session.now(), why=why)

        return self._pass_gate(ids, act, self.tr("ready for {stage}"), stage_id, then)

    def win(self, ids: Sequence[int], *, then: Then | None = None) -> bool:
        """Close deals as won."""
        workspace = self._session.workspace

        def act(why: str | None) -> GatedChange | None:
            return deals.win_deals(workspace, ids, at=self._session.now(), why=why)

        return self._pass_gate(ids, act, self.tr("ready to be won"), None, then)

    def lose(self, ids: Sequence[int], *, then: Then | None = None, reason: str = "") -> LostDialog | None:
        """Ask why deals are lost and close them with the answer; None where they cannot be lost.

        `reason` names the one that is taken already, so that Enter is enough.
        """
        return self._ask_reason(ids, name_key(reason) or None, then)

    def not_a_fit(self, ids: Sequence[int], *, then: Then | None = None) -> LostDialog | None:
        """The same with “Not a fit” taken already, so that Enter is enough (reverse qualification)."""
        return self._ask_reason(ids, NOT_A_FIT, then)

    def edit(self, ids: Sequence[int], wish: BulkEdit) -> bool:
        """Edit many deals as one change."""
        workspace = self._session.workspace

        def act(why: str | None) -> GatedChange | None:
            return bulk.edit_deals(workspace, ids, wish, at=self._session.now(), why=why)

        return self._pass_gate(ids, act, self.tr("ready for {stage}"), wish.stage_id, None)

    def reopen(self, deal_id: int) -> bool:
        """Make a closed deal open again."""
        workspace, now = self._session.workspace, self._session.now()
        return self._try([deal_id], lambda: deals.reopen_deal(workspace, deal_id, at=now), None)

    def delete(self, ids: Sequence[int], *, then: Then | None = None) -> bool:
        """Put deals into the bin."""
        workspace, now = self._session.workspace, self._session.now()
        return self._try(ids, lambda: deals.delete_deals(workspace, ids, at=now), then)

    def _pass_gate(
        self,
        ids: Sequence[int],
        act: Callable[[str | None], GatedChange | None],
        ready: str,
        stage_id: int | None,
        then: Then | None,
    ) -> bool:
        def attempt_with(why: str | None, done: Then, failed: Callable[[PipelineError], object]) -> None:
            def tell(change: GatedChange | None) -> None:
                still_open = () if change is None else change.still_open
                if change is not None and still_open:
                    self._say(say_done(change.label), self._say_open(still_open), undo=True)
                if then is not None:
                    then()
                done()

            self._attempt(ids, lambda: act(why), tell, failed)

        refusals: list[PipelineError] = []

        def refuse(error: PipelineError) -> None:
            refusals.append(error)
            if isinstance(error, GateError):
                stage = "" if stage_id is None else read_stage_name(self._session.workspace, stage_id)
                words = ready.format(stage=stage)
                GateDialog(self._session, self._theme, self._formats, error, words, attempt_with, self._home).open()
            else:
                self._say(str(error))

        attempt_with(None, lambda: None, refuse)
        return not refusals

    def _ask_reason(self, ids: Sequence[int], wanted: str | None, then: Then | None) -> LostDialog | None:
        workspace = self._session.workspace
        if workspace.is_read_only:
            self._say(self.tr("The file is open for reading only."))
            return None
        if not ids:
            return None
        reasons = read_lost_reasons(workspace)
        named = {name_key(reason.name): reason.reason_id for reason in reasons}
        # One that is meant and not in the list any more is not replaced by another: then none is chosen.
        chosen = next(iter(named.values()), None) if wanted is None else named.get(wanted)
        what = self._name(ids)
        dialog = LostDialog(self._theme, what, reasons, self._home, several=len(ids) > 1, chosen=chosen)
        dialog.reason_chosen.connect(
            lambda reason_id, note: self._lose(ids, reason_id, note, dialog.retry_months, then)
        )
        dialog.open()
        return dialog

    def _lose(self, ids: Sequence[int], reason_id: int, note: str, months: int | None, then: Then | None) -> None:
        workspace, now = self._session.workspace, self._session.now()
        again = None if months is None else retry_day(self._session.today(), months)
        self._try(
            ids,
            lambda: deals.lose_deals(workspace, ids, reason_id=reason_id, note=note, at=now, retry_on=again),
            then,
        )

    def _try(self, ids: Sequence[int], act: Callable[[], object], then: Then | None) -> bool:
        refusals: list[PipelineError] = []

        def refuse(error: PipelineError) -> None:
            refusals.append(error)
            self._say(str(error))

        self._attempt(ids, act, lambda _change: None if then is None else then(), refuse)
        return not refusals

    def _attempt(
        self,
        ids: Sequence[int],
        act: Callable[[], Result],
        done: Callable[[Result], object],
        failed: Callable[[PipelineError], object],
    ) -> None:
        if self.long_work is None or len(ids) <= self.most_at_once:
            attempt(act, done, failed)
            return
        words = self.tr("{count} deals are being changed…").format(count=self._formats.number(len(ids)))
        self.long_work.run(words, act, done, failed)

    def _name(self, ids: Sequence[int]) -> str:
        if len(ids) == 1:
            titles = read_titles(self._session.workspace, ids)
            return f"“{deals.shorten(titles.get(ids[0], ''))}”"
        return QCoreApplication.translate("DealActs", "%Ln deals", None, len(ids))

    def _say_open(self, texts: Sequence[str]) -> str:
        named = 1
        while named < len(texts) and len("; ".join(texts[: named + 1])) <= _LETTERS:
            named += 1
        shown = "; ".join(texts[:named])
        if len(texts) > named:
            return self.tr("Still open: {shown}; and {count} more").format(shown=shown, count=len(texts) - named)
        return self.tr("Still open: {shown}").format(shown=shown)

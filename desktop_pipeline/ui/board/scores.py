"""What the board knows of scores: all of them for whoever sorts or filters by them, the best fifth, the reasons."""

from collections.abc import Callable, Collection, Mapping
from datetime import date

from desktop_pipeline.actions import Change
from desktop_pipeline.domain.scores import OF_OTHERS, ScoreField
from desktop_pipeline.queries.board_cards import CardField, Order
from desktop_pipeline.queries.board_filter import Attention, BoardFilter
from desktop_pipeline.queries.ideal_profile import (
    KnownProfile,
    carry_profile,
    forget_profile,
    hand_profile,
    read_profile,
    recheck_profile,
    take_profile,
    takes_long,
)
from desktop_pipeline.queries.kept_scores import KeptScores, count_open
from desktop_pipeline.queries.scores import prime_scores, read_rules, read_score
from desktop_pipeline.ui.board.looks import BoardLooks
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks


class BoardScores:
    """Kept current change by change; `arrived` is called when cards can have the scores that they awaited."""

    def __init__(self, session: Session, tasks: Tasks, formats: Formats) -> None:
        self._session = session
        self._tasks = tasks
        self._formats = formats
        self._kept = KeptScores(session.workspace)
        self.arrived: Callable[[], None] = lambda: None
        # Not known before somebody shows scores.
        self._are_awaited: bool | None = None
        # Of the file, when the last change was heard of.
        self._version = session.workspace.version

    def are_awaited(self, looks: BoardLooks, read_filter: Callable[[], BoardFilter]) -> bool:
        """Whether cards are read without their scores: these would take long, and nothing else on the board needs them.

        Asked for, they come once; from then on cards have them at once.
        """
        if self._are_awaited is None and CardField.SCORE in looks.fields:
            self._are_awaited = self._would_take_long()
        return bool(self._are_awaited) and not self._are_all_needed(looks, read_filter())

    def _would_take_long(self) -> bool:
        workspace = self._session.workspace
        return takes_long(workspace) and any(rule.condition.field is ScoreField.IDEAL for rule in read_rules(workspace))

    def follow(self, change: Change, looks: BoardLooks, board_filter: BoardFilter, open_ids: Collection[int]) -> None:
        """What is known of scores is brought to what the change has left.

        `open_ids` are those of the touched deals that are known to have been open before.
        """
        self._kept.follow(change.touched.ids_by_table)
        self._follow_profile(change.touched.ids_by_table, open_ids)
        self.prime(looks, board_filter)

    def prime(self, looks: BoardLooks, board_filter: BoardFilter) -> None:
        """A board that sorts or filters by scores is read with those that are known, as they are kept."""
        workspace, today = self._session.workspace, self._session.today()
        if self._are_all_needed(looks, board_filter):
            prime_scores(workspace, self._kept.read(workspace, today), today=today)

    def pass_over(self) -> None:
        """Something has changed while there was no board to follow it."""
        self._version = self._session.workspace.version
        forget_profile(self._session.workspace)

    def _are_all_needed(self, looks: BoardLooks, board_filter: BoardFilter) -> bool:
        is_sorted = Order.SCORE in {looks.month_order, *looks.orders.values()}
        return is_sorted or Attention.BEST in board_filter.attention

    def _follow_profile(self, tables: Mapping[str, Collection[int]] | None, open_ids: Collection[int]) -> None:
        workspace = self._session.workspace
        since, self._version = self._version, workspace.version
        deal_ids = () if tables is None else tables.get("deal", ())
        # What is closed now may be told apart otherwise, also where it was closed before.
        is_closed = bool(deal_ids) and count_open(workspace, deal_ids) != len(deal_ids)
        if tables is None or "reason" in tables or is_closed:
            forget_profile(workspace)
        elif "organisation" in tables or len(open_ids) != len(deal_ids):
            recheck_profile(workspace, since)
        else:
            carry_profile(workspace, since)

    def hang_together(self) -> bool:
        """Whether a deal that is won gives points to others of its organisation."""
        rules = read_rules(self._session.workspace)
        return any(rule.condition.field in OF_OTHERS for rule in rules)

    def ask(self) -> None:
        """Bring the scores that cards await; let the session know the best fifth, for the cards and other screens."""
        if self._are_awaited:
            self._ask_profile()
        else:
            self._ask_best()

    def _ask_profile(self) -> None:
        today, version = self._session.today(), self._session.workspace.version
        self._tasks.run(
            lambda _progress: self._read_profile(today),
            lambda known: self._on_profile(known, version),
            lambda _error: self._on_profile(None, version),
            key="board profile",
        )

    def _read_profile(self, today: date) -> KnownProfile | None:
        with self._session.workspace.reading() as view:
            read_profile(view, today=today)
            return hand_profile(view)

    def _on_profile(self, known: KnownProfile | None, version: int) -> None:
        workspace = self._session.workspace
        if workspace.version != version:
            # Somebody has committed meanwhile: it may have been read before, or after.
            self._ask_profile()
            return
        take_profile(workspace, known)
        self._are_awaited = False
        self.arrived()
        self._ask_best()

    def _ask_best(self) -> None:
        today, profile = self._session.today(), hand_profile(self._session.workspace)
        self._tasks.run(
            lambda _progress: self._kept.find_best(today, profile),
            self._session.note_best,
            lambda _error: None,
            key="board best fifth",
        )

    def explain(self, deal_id: int) -> list[str]:
        """The reasons of a deal's score, a line each."""
        from desktop_pipeline.queries.score_names import read_score_names  # noqa: PLC0415 - when it is pointed at
        from desktop_pipeline.ui.widgets.score_words import list_reasons  # noqa: PLC0415

        workspace = self._session.workspace
        score = read_score(workspace, deal_id, today=self._session.today())
        return [] if score is None else list_reasons(score, read_score_names(workspace), self._formats)

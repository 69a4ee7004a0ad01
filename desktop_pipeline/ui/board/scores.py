"""What the board knows of scores: all of them for whoever sorts or filters by them, the best fifth, the reasons."""

from desktop_pipeline.actions import Change
from desktop_pipeline.domain.scores import OF_OTHERS
from desktop_pipeline.queries.board_cards import Order
from desktop_pipeline.queries.board_filter import Attention, BoardFilter
from desktop_pipeline.queries.kept_scores import KeptScores
from desktop_pipeline.queries.scores import prime_scores, read_rules, read_score
from desktop_pipeline.ui.board.looks import BoardLooks
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks


class BoardScores:
    """Kept current change by change."""

    def __init__(self, session: Session, tasks: Tasks, formats: Formats) -> None:
        self._session = session
        self._tasks = tasks
        self._formats = formats
        self._kept = KeptScores(session.workspace)

    def follow(self, change: Change, looks: BoardLooks, board_filter: BoardFilter) -> None:
        """What is known of all scores goes on to a board that sorts or filters by them."""
        self._kept.follow(change.touched.ids_by_table)
        workspace, today = self._session.workspace, self._session.today()
        is_sorted = Order.SCORE in {looks.month_order, *looks.orders.values()}
        if is_sorted or Attention.BEST in board_filter.attention:
            prime_scores(workspace, self._kept.read(workspace, today), today=today)

    def hang_together(self) -> bool:
        """Whether a deal that is won gives points to others of its organisation."""
        rules = read_rules(self._session.workspace)
        return any(rule.condition.field in OF_OTHERS for rule in rules)

    def ask_best(self) -> None:
        """Let the session know the best fifth, for the cards and for whoever shows a deal."""
        today = self._session.today()
        self._tasks.run(
            lambda _progress: self._kept.find_best(today),
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

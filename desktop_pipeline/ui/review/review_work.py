"""What a review asks of workers: its plan, where the pipeline stands, its start and its end."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.actions.reviews import finish_review, start_review
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.domain.forecasts import KeptForecast
from desktop_pipeline.domain.reviews import ReviewPlan, Standing
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.reviews import ReviewView
from desktop_pipeline.ui.long_work import LongWork
from desktop_pipeline.ui.review.closing_page import Ending
from desktop_pipeline.ui.review.gathering import Planned, gather_end, gather_plan, gather_standing
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks

Refuse = Callable[[PipelineError], None]


class ReviewWork:
    """Each answers on the window's thread, by one of the two functions it is handed."""

    def __init__(self, session: Session, tasks: Tasks, figures: Figures, long_work: LongWork) -> None:
        self._session = session
        self._tasks = tasks
        self._figures = figures
        self._long_work = long_work

    def plan(self, owner_id: int | None, show: Callable[[Planned], None], refuse: Refuse) -> None:
        """The review that could start."""
        session, figures = self._session, self._figures
        self._tasks.run(lambda _progress: gather_plan(session, figures, owner_id), show, refuse, key="review plan")

    def read_standing(self, review: ReviewView, show: Callable[[Standing], None], refuse: Refuse) -> None:
        """Where the pipeline stands today."""
        figures, today = self._figures, self._session.today()
        self._tasks.run(
            lambda _progress: gather_standing(figures, review, today),
            show,
            refuse,
            key="review standing",
        )

    def start(self, plan: ReviewPlan, most_at_once: int, then: Callable[[int], object], refuse: Refuse) -> None:
        """Starts it and hands its id over; one of more deals than `most_at_once` on a worker, with a word."""
        workspace, at = self._session.workspace, self._session.now()

        def write() -> int:
            return start_review(workspace, plan, at=at)

        waiting = QCoreApplication.translate("ReviewPage", "The review is being prepared…")
        self._long_work.attempt(waiting, write, then, refuse, is_large=len(plan.queue) > most_at_once)

    def finish(self, review: ReviewView, ending: Ending, then: Callable[[int], object], refuse: Refuse) -> None:
        """Ends it as it was asked for."""
        session, figures, today = self._session, self._figures, self._session.today()

        def write(standing: Standing, forecast: KeptForecast | None) -> None:
            try:
                finish_review(
                    session.workspace,
                    review.review_id,
                    standing,
                    next_on=ending.next_on,
                    at=session.now(),
                    forecast=forecast,
                    note=ending.note,
                )
            except PipelineError as error:
                refuse(error)
            else:
                then(review.review_id)

        if ending.keeps_forecast:
            self._tasks.run(
                lambda _progress: gather_end(session, figures, review, today),
                lambda ended: write(ended.standing, ended.forecast),
                refuse,
                key="review end",
            )
        else:
            self._tasks.run(
                lambda _progress: gather_standing(figures, review, today),
                lambda standing: write(standing, None),
                refuse,
                key="review end",
            )

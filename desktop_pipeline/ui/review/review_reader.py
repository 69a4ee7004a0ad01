"""Reads reviews for their screen: of one that is known only what changed, a large one that is not on a worker."""

from collections.abc import Callable

from desktop_pipeline.actions import Change
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.queries.reviews import ReviewView, count_lines, read_review, read_review_again
from desktop_pipeline.queries.touched_reviews import find_touched_deals
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks

# A review of more deals takes longer than a blink, to be begun as to be read.
_MOST_AT_ONCE = 500
# After so many changes that nobody looked at the review is read as a whole.
_MOST_CHANGES = 200
Shown = Callable[[ReviewView | None], object]


class ReviewReader:
    """Keeps the review that was read last; `note` is to be told of every change.

    A review of more deals than `most_at_once` is large.
    """

    def __init__(self, session: Session, tasks: Tasks, fail: Callable[[PipelineError], object]) -> None:
        self._session = session
        self._tasks = tasks
        self._fail = fail
        self.most_at_once = _MOST_AT_ONCE
        self._known: ReviewView | None = None
        self._changes: list[Change] = []
        self._reading: int | None = None
        self._then: Shown = _show_nobody

    @property
    def is_reading(self) -> bool:
        """Whether a worker reads."""
        return self._reading is not None

    def note(self, change: Change) -> None:
        """Something was changed since the last review was read."""
        if len(self._changes) >= _MOST_CHANGES:
            self._known = None
        if self._known is not None or self._reading is not None:
            self._changes.append(change)

    def read(self, review_id: int | None, then: Shown) -> None:
        """Calls `then` with the review, at once where that is quick; of several wishes only the newest is answered."""
        self._then = then
        if review_id is not None and review_id == self._reading:
            return
        self._reading = None
        if review_id is None:
            self._take(None)
            return
        workspace = self._session.workspace
        known = self._known
        if known is not None and known.review_id == review_id:
            deals = find_touched_deals(workspace, known, self._changes)
            if deals is not None:
                self._take(read_review_again(workspace, known, deals))
                return
        if count_lines(workspace, review_id) <= self.most_at_once:
            self._take(read_review(workspace, review_id))
            return
        self._read_large(review_id)

    def _read_large(self, review_id: int) -> None:
        workspace = self._session.workspace
        self._known = None
        self._changes.clear()
        self._reading = review_id

        def read(_progress: object) -> ReviewView | None:
            with workspace.reading() as view:
                return read_review(view, review_id)

        def done(found: ReviewView | None) -> None:
            if self._reading != review_id:
                return
            self._reading = None
            # What was changed meanwhile is read once more.
            self._known = found
            self.read(review_id if found is not None else None, self._then)

        def failed(error: PipelineError) -> None:
            self._reading = None
            self._fail(error)

        self._tasks.run(read, done, failed, key="review")

    def _take(self, found: ReviewView | None) -> None:
        self._known = found
        self._changes.clear()
        self._then(found)


def _show_nobody(_found: ReviewView | None) -> None:
    """Nobody waits."""

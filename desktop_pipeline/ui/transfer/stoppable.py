"""Progress that the dialog itself can stop, and still hears how the work ended."""

from desktop_pipeline.ui.tasks import CancelledError, Progress


class Stoppable(Progress):
    """Work that Tasks gives up is never heard of again; an import may be past stopping, and that must be told."""

    def __init__(self) -> None:
        super().__init__()
        self.outer: Progress | None = None

    def report(self, done: int, total: int) -> None:
        if self.outer is not None and self.outer.cancelled:
            raise CancelledError
        super().report(done, total)

"""The switch at the top of what keeps a pipeline clean: the review, the lists, and the reviews of before."""

from enum import StrEnum

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.segmented import Segmented


class ReviewPlace(StrEnum):
    """Where the switch leads; each is the key of a screen."""

    REVIEW = "review"
    CLEAN_UP = "hygiene"
    DATA = "data quality"
    PAST = "past reviews"


_PLACES = tuple(ReviewPlace)


def name_review() -> str:
    """The title before the switch: one for all its places, so that it stays where it is."""
    return QCoreApplication.translate("ReviewSwitch", "Review")


class ReviewSwitch(QWidget):
    """Stands where it was made for until somebody shows it elsewhere.

    Signals: `went_to(key)` when another place is chosen: the screen passes it on, and the switch stays as it is, so
    that it still tells where one is when the screen is seen again.
    """

    went_to = Signal(str)

    def __init__(self, theme: Theme, here: ReviewPlace) -> None:
        super().__init__()
        self._here = here
        self._counts: dict[ReviewPlace, int] = {}
        self.segments = Segmented(theme, self._say())
        self.segments.choose(_PLACES.index(here))
        self.segments.chosen.connect(self._on_chosen)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.segments)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self.segments)

    def stand_at(self, here: ReviewPlace) -> None:
        """Show another place as taken, without telling anybody."""
        self._here = here
        self.segments.blockSignals(True)
        self.segments.choose(_PLACES.index(here))
        self.segments.blockSignals(False)

    def show_counts(self, counts: dict[ReviewPlace, int]) -> None:
        """How much waits at some of the places; nothing is shown for none."""
        self._counts = dict(counts)
        self.segments.reword(self._say())

    def _say(self) -> list[str]:
        words = {
            ReviewPlace.REVIEW: QCoreApplication.translate("ReviewSwitch", "Review"),
            ReviewPlace.CLEAN_UP: QCoreApplication.translate("ReviewSwitch", "Clean up"),
            ReviewPlace.DATA: QCoreApplication.translate("ReviewSwitch", "Data"),
            ReviewPlace.PAST: QCoreApplication.translate("ReviewSwitch", "Past reviews"),
        }
        return [
            f"{words[place]} {self._counts[place]}" if self._counts.get(place) else words[place] for place in _PLACES
        ]

    def _on_chosen(self, index: int) -> None:
        place = _PLACES[index]
        if place is not self._here:
            self.stand_at(self._here)
            self.went_to.emit(place.value)

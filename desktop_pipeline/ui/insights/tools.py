"""What every page of Insights is given: the figures, the look, and where its numbers lead to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from desktop_pipeline.domain.periods import Period
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.reports.words import Words
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme

if TYPE_CHECKING:
    from desktop_pipeline.metrics.telling.parts import Part
    from desktop_pipeline.reports.tables.sheets import Sheet


class OpenDeals(Protocol):
    """Opens the deals behind a figure of the shown question, under a title; `how` works it out in words.

    `period` is the figure's own where that is another one than the question's.
    """

    def __call__(self, part: "Part", title: str, how: str = "", period: Period | None = None) -> None:
        """Opens them."""


@dataclass(frozen=True, eq=False, slots=True)
class InsightTools:
    """Handed to each page by the shell."""

    session: Session
    figures: Figures
    tasks: Tasks
    theme: Theme
    formats: Formats
    words: Words
    open_deals: OpenDeals
    open_list: Callable[[Sequence[int], str], None]  # deals by their ids, under a title
    go: Callable[[str], None]  # to another page by its key
    open_deal: Callable[[int], None]
    say: Callable[[str], None]  # a sentence at the foot of the window
    facts: Callable[[], Sequence[tuple[str, str]]]  # what is asked, in words, for whoever exports
    # The title of the shown page, and what all its panels hold.
    page_sheets: "Callable[[], tuple[str, Sequence[Sheet]]]" = lambda: ("", ())
    want_deal: Callable[[str], None] = lambda _organisation: None  # a new one with an organisation of that name
    write_to: Callable[[Sequence[int]], None] = lambda _people: None

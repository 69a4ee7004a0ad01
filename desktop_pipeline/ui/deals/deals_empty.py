"""What stands below the heads of the table where no deal is listed: why, and what can be done about it."""

from dataclasses import replace

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.queries.deal_question import DealQuestion
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.empty_state import EmptyState


class DealsEmpty(EmptyState):
    """`tell` finds the words for a question; `acted` asks for its filters to be taken away."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "rows-3", "", "")

    def tell(self, question: DealQuestion) -> None:
        if question != clear_filters(question):
            self.show_words(
                self.tr("No deal matches these filters"), "", icon="search", action=self.tr("Clear filters")
            )
        elif question.status is DealStatus.WON:
            self.show_words(self.tr("No won deals"), self.tr("Deals you win are listed here."), icon="rows-3")
        elif question.status is DealStatus.LOST:
            self.show_words(self.tr("No lost deals"), self.tr("Deals you lose are listed here."), icon="rows-3")
        else:
            missing = self.tr("No deals yet") if question.status is None else self.tr("No open deals")
            self.show_words(missing, self.tr("Add one:"), key="N", icon="rows-3")


def clear_filters(question: DealQuestion) -> DealQuestion:
    """The same question of all deals of its status."""
    return replace(DealQuestion(), status=question.status, sorts=question.sorts, group=question.group)

"""What every page asks the figures: the period of the question, and the one it is compared with."""

from datetime import timedelta

from desktop_pipeline.metrics.telling.asked import Asked
from desktop_pipeline.ui.insights.question import Question
from desktop_pipeline.ui.insights.tools import InsightTools


def ask_now(tools: InsightTools, question: Question) -> Asked:
    """The period asked for; safe on a worker thread."""
    return tools.figures.ask(question.as_of, question.span.period, question.selection)


def ask_before(tools: InsightTools, question: Question) -> Asked | None:
    """The period it is compared with, as it was known on its last day; None where there is none."""
    before = question.span.before
    if before is None:
        return None
    return tools.figures.ask(before.end - timedelta(days=1), before, question.selection)

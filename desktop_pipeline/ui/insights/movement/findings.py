"""What the page Movement shows, worked out on a worker."""

from dataclasses import dataclass

from desktop_pipeline.domain.periods import Period
from desktop_pipeline.metrics.changing.largest_moves import find_largest
from desktop_pipeline.metrics.changing.movement import Movement, find_moves, sum_up
from desktop_pipeline.metrics.population import LeftOut, count_deals
from desktop_pipeline.metrics.selection import EVERYTHING
from desktop_pipeline.queries.gates import read_titles
from desktop_pipeline.reports.changing.movement_words import DueChoice, MovedTitle, find_due
from desktop_pipeline.ui.insights.asking import ask_before, ask_now
from desktop_pipeline.ui.insights.question import Question
from desktop_pipeline.ui.insights.tools import InsightTools

_MOST = 60


@dataclass(frozen=True, slots=True)
class MovementFindings:
    """From the evening before the period to its end, of all deals or of those due in some days."""

    choice: DueChoice
    due: Period | None
    movement: Movement
    before: Movement | None  # of the period it is compared with, where it is not by due date
    moved: tuple[MovedTitle, ...]  # the largest first
    left_out: tuple[LeftOut, ...]
    is_filtered: bool


def gather_movement(tools: InsightTools, question: Question, choice: DueChoice) -> MovementFindings:
    """Safe on a worker thread."""
    asked = ask_now(tools, question)
    due = find_due(choice, question.as_of)
    moves = asked.moves if due is None else find_moves(asked.moment.trail(asked.period), asked.selection, due)
    movement = sum_up(moves, by_due=due is not None)
    largest = find_largest(moves, _MOST)
    with tools.session.workspace.reading() as view:
        titles = read_titles(view, [move.deal_id for move in largest])
    return MovementFindings(
        choice=choice,
        due=due,
        movement=movement,
        before=_find_before(tools, question) if due is None else None,
        moved=tuple(MovedTitle(move.deal_id, titles.get(move.deal_id, ""), move.bar, move.value) for move in largest),
        left_out=count_deals(moves.left_out()),
        is_filtered=question.selection != EVERYTHING or due is not None,
    )


def _find_before(tools: InsightTools, question: Question) -> Movement | None:
    then = ask_before(tools, question)
    return None if then is None else sum_up(then.moves)

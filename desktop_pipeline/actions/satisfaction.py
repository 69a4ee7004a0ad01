"""How satisfied the customer of a won deal is, and what went wrong after the sale."""

from datetime import date

from desktop_pipeline.actions.deals import shorten
from desktop_pipeline.actions.records import DealRow, read_deal_row
from desktop_pipeline.domain.activities import check_day
from desktop_pipeline.domain.after_sale import check_score, clean_words
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.errors import InvalidError, NotFoundError
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import Problem, Satisfaction
from desktop_pipeline.storage.workspace import Workspace


def note_satisfaction(workspace: Workspace, deal_id: int, score: int, *, on: date, note: str = "") -> int:
    """Notes what a customer said from 0 to 10, and returns its id; raises InvalidError."""
    check_score(score)
    check_day(on)
    words = clean_words(note)
    with workspace.journal.change("Satisfaction") as draft:
        deal = _require_won(draft, deal_id)
        draft.label = f"Satisfaction {score} of 10 with “{shorten(deal.title)}”"
        return draft.insert(Satisfaction, deal=deal_id, on=on, score=score, note=words)


def reword_satisfaction(workspace: Workspace, satisfaction_id: int, note: str) -> Change | None:
    """Words the note of a score anew."""
    words = clean_words(note)
    with workspace.journal.change("Satisfaction") as draft:
        draft.label = f"Edit the satisfaction with “{shorten(_find(draft, 'satisfaction', satisfaction_id))}”"
        draft.update(Satisfaction, satisfaction_id, note=words)
    return draft.result


def remove_satisfaction(workspace: Workspace, satisfaction_id: int) -> Change | None:
    """Takes a score away."""
    with workspace.journal.change("Satisfaction") as draft:
        draft.label = f"Remove the satisfaction with “{shorten(_find(draft, 'satisfaction', satisfaction_id))}”"
        draft.delete(Satisfaction, satisfaction_id)
    return draft.result


def raise_problem(workspace: Workspace, deal_id: int, text: str, *, on: date) -> int:
    """Notes what went wrong after the sale, and returns its id; raises InvalidError for nothing written."""
    words = _require_words(text)
    with workspace.journal.change("Problem") as draft:
        deal = _require_won(draft, deal_id)
        draft.label = f"Problem with “{shorten(deal.title)}”"
        return draft.insert(Problem, deal=deal_id, text=words, raised_on=on)


def reword_problem(workspace: Workspace, problem_id: int, text: str) -> Change | None:
    """Words a problem anew; raises InvalidError for nothing written."""
    words = _require_words(text)
    with workspace.journal.change("Problem") as draft:
        draft.label = f"Edit the problem with “{shorten(_find(draft, 'problem', problem_id))}”"
        draft.update(Problem, problem_id, text=words)
    return draft.result


def solve_problem(workspace: Workspace, problem_id: int, solution: str = "", *, on: date) -> Change | None:
    """Says that a problem is solved, and how; said again it words the solution anew."""
    words = clean_words(solution)
    with workspace.journal.change("Problem") as draft:
        draft.label = f"Solve the problem with “{shorten(_find(draft, 'problem', problem_id))}”"
        known = draft.value("select solved_on from problem where id = ?", (problem_id,))
        draft.update(Problem, problem_id, solution=words, solved_on=date.fromisoformat(known) if known else on)
    return draft.result


def reopen_problem(workspace: Workspace, problem_id: int) -> Change | None:
    """Says that a problem is not solved after all; what was written of the solution stays."""
    with workspace.journal.change("Problem") as draft:
        draft.label = f"Open the problem with “{shorten(_find(draft, 'problem', problem_id))}” again"
        draft.update(Problem, problem_id, solved_on=None)
    return draft.result


def remove_problem(workspace: Workspace, problem_id: int) -> Change | None:
    """Takes a problem off its deal."""
    with workspace.journal.change("Problem") as draft:
        draft.label = f"Remove the problem with “{shorten(_find(draft, 'problem', problem_id))}”"
        draft.delete(Problem, problem_id)
    return draft.result


def _require_words(text: str) -> str:
    words = clean_words(text)
    if not words:
        message = "Write what went wrong."
        raise InvalidError(message)
    return words


def _require_won(draft: Draft, deal_id: int) -> DealRow:
    deal = read_deal_row(draft, deal_id)
    if deal.status is not DealStatus.WON:
        message = f"“{shorten(deal.title)}” is {deal.status}. This is noted for won deals."
        raise InvalidError(message)
    return deal


def _find(draft: Draft, table: str, row_id: int) -> str:
    """The title of the row's deal; the table is one of our own two."""
    found = draft.value(f"select deal_id from {table} where id = ?", (row_id,))  # noqa: S608
    if found is None:
        message = "This is not noted any more."
        raise NotFoundError(message)
    return read_deal_row(draft, found).title

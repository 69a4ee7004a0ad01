"""After the sale: the checklist of a won deal, how content its customer is, and lost deals that are tried again."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.names import clean_text
from desktop_pipeline.domain.periods import add_months

LONGEST_WORDS = 4_000
LEAST_SCORE, MOST_SCORE = 0, 10
_HAPPY, _CONTENT = 9, 7
# What a retry is usually put off by, in months.
RETRY_MONTHS = (3, 6, 12)
# Without a win for so many months a customer counts as gone (METRICS §16); settable within the range.
USUAL_CHURN_MONTHS = 12
MOST_CHURN_MONTHS = 120


class Purpose(StrEnum):
    """What a line of the checklist is for."""

    THANK = "thank"
    DELIVER = "deliver"
    CHECK_IN = "check_in"
    ASK_REVIEW = "ask_review"
    ASK_REFERRAL = "ask_referral"
    OWN = "own"


class TickState(StrEnum):
    """How far a line is; what an activity was planned for is done when that is."""

    OPEN = "open"
    DONE = "done"
    LEFT_OUT = "left out"


class Mood(StrEnum):
    """What a score from 0 to 10 means, as net promoter surveys band it."""

    UNHAPPY = "unhappy"
    CONTENT = "content"
    HAPPY = "happy"


@dataclass(frozen=True, slots=True)
class ChecklistStep:
    """A line of the checklist as it is shipped: `kind` is that of its activity, `after_days` count from the win."""

    purpose: Purpose
    text: str
    kind: str
    after_days: int


USUAL_CHECKLIST = (
    ChecklistStep(Purpose.THANK, "Thank the customer", "email", 1),
    ChecklistStep(Purpose.DELIVER, "Deliver, and see that it is all there", "task", 7),
    ChecklistStep(Purpose.CHECK_IN, "Check in: is all as promised?", "call", 30),
    ChecklistStep(Purpose.ASK_REVIEW, "Ask for a review", "email", 35),
    ChecklistStep(Purpose.CHECK_IN, "Check in after three months", "call", 90),
    ChecklistStep(Purpose.ASK_REFERRAL, "Ask who else could use this", "call", 95),
)


def judge_score(score: int) -> Mood:
    """9 and 10 are happy, 7 and 8 content, the rest unhappy."""
    return Mood.HAPPY if score >= _HAPPY else Mood.CONTENT if score >= _CONTENT else Mood.UNHAPPY


def check_score(score: int) -> int:
    """A score from 0 to 10; raises InvalidError."""
    if not LEAST_SCORE <= score <= MOST_SCORE:
        message = f"How satisfied a customer is goes from {LEAST_SCORE} to {MOST_SCORE}."
        raise InvalidError(message)
    return score


def clean_words(text: str) -> str:
    """A note, problem or solution trimmed; raises InvalidError for a very long one."""
    words = clean_text(text)
    if len(words) > LONGEST_WORDS:
        message = f"This can have {LONGEST_WORDS:,} characters at most; it has {len(words):,}."
        raise InvalidError(message)
    return words


def check_churn_months(months: int) -> int:
    """After how many months without a win a customer counts as gone; raises InvalidError."""
    if not 1 <= months <= MOST_CHURN_MONTHS:
        message = f"Choose from 1 to {MOST_CHURN_MONTHS} months."
        raise InvalidError(message)
    return months


def retry_day(today: date, months: int) -> date:
    """The day so many months from today on which a lost deal is proposed again."""
    return add_months(today, months)


def check_retry(day: date, today: date) -> date:
    """A day still to come; raises InvalidError."""
    if day <= today:
        message = "Choose a day still to come to try again."
        raise InvalidError(message)
    return day

"""What the page Ideal customer shows, worked out on a worker."""

from dataclasses import dataclass

import numpy as np

from desktop_pipeline.metrics.people.ideal_customer import IdealCustomer, find_ideal_customer
from desktop_pipeline.metrics.population import LeftOut, Why, count_deals, find_left_out
from desktop_pipeline.metrics.rates import Rate, rate_of
from desktop_pipeline.ui.insights.asking import ask_now
from desktop_pipeline.ui.insights.question import Question
from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.tasks import Progress

_KEEP_OUT_OF_RATES = frozenset((Why.NOT_REAL, Why.CLOSING_UNKNOWN))


@dataclass(frozen=True, slots=True)
class IdealFindings:
    """What those who buy have in common, beside the win rate of all closed deals."""

    ideal: IdealCustomer
    win_rate: Rate
    left_out: tuple[LeftOut, ...]


def gather_ideal(tools: InsightTools, question: Question, _progress: Progress) -> IdealFindings:
    """Safe on a worker thread."""
    asked = ask_now(tools, question)
    won, lost = (int(np.count_nonzero(flags)) for flags in (asked.population.won, asked.population.lost))
    return IdealFindings(
        ideal=find_ideal_customer(asked.moment, asked.population),
        win_rate=rate_of(won, won + lost),
        left_out=count_deals(
            reason for reason in find_left_out(asked.moment, asked.population) if reason.why in _KEEP_OUT_OF_RATES
        ),
    )

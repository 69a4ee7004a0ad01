"""What the page Ideal customer shows, worked out on a worker."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from desktop_pipeline.metrics.people.customers import Customers, measure_customers
from desktop_pipeline.metrics.people.ideal_customer import IdealCustomer, find_ideal_customer
from desktop_pipeline.metrics.rates import Rate, rate_of
from desktop_pipeline.queries.after_sale import read_churn_months
from desktop_pipeline.queries.organisations import read_organisations
from desktop_pipeline.ui.insights.asking import ask_before, ask_now
from desktop_pipeline.ui.insights.question import Question
from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.tasks import Progress


@dataclass(frozen=True, slots=True)
class CustomerFindings:
    """What those who buy have in common, and the organisations that bought."""

    ideal: IdealCustomer
    win_rate: Rate  # of all closed deals
    customers: Customers
    before: Customers | None  # up to the end of the period it is compared with
    names: Mapping[int, str]  # of organisations
    currency: str


def gather_customers(tools: InsightTools, question: Question, _progress: Progress) -> CustomerFindings:
    """Safe on a worker thread."""
    asked, then = ask_now(tools, question), ask_before(tools, question)
    with tools.session.workspace.reading() as view:
        customers = measure_customers(asked.moment, asked.population, churn_months=read_churn_months(view))
        shown = {line.organisation_id for line in (*customers.lines, *customers.gone)}
        names = read_organisations(view, sorted(shown))
    won, lost = (int(np.count_nonzero(flags)) for flags in (asked.population.won, asked.population.lost))
    return CustomerFindings(
        ideal=find_ideal_customer(asked.moment, asked.population),
        win_rate=rate_of(won, won + lost),
        customers=customers,
        before=None if then is None else measure_customers(then.moment, then.population),
        names=names,
        currency=asked.moment.history.rates.base,
    )

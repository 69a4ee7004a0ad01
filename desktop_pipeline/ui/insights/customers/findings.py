"""What the page Customers shows, worked out on a worker."""

from collections.abc import Mapping
from dataclasses import dataclass

from desktop_pipeline.metrics.people.customers import Customers, measure_customers
from desktop_pipeline.queries.after_sale import read_churn_months
from desktop_pipeline.queries.organisations import read_organisations
from desktop_pipeline.ui.insights.asking import ask_before, ask_now
from desktop_pipeline.ui.insights.question import Question
from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.tasks import Progress


@dataclass(frozen=True, slots=True)
class CustomerFindings:
    """The organisations that bought."""

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
    return CustomerFindings(
        customers=customers,
        before=None if then is None else measure_customers(then.moment, then.population),
        names=names,
        currency=asked.moment.history.rates.base,
    )

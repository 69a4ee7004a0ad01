"""What the page Leads and sources shows, worked out on a worker."""

from dataclasses import dataclass

from desktop_pipeline.metrics.people.leads import Leads, measure_leads
from desktop_pipeline.metrics.people.sources import SourceLine, measure_sources
from desktop_pipeline.metrics.population import LeftOut
from desktop_pipeline.ui.insights.asking import ask_before, ask_now
from desktop_pipeline.ui.insights.question import Question
from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.tasks import Progress

_STEPS = 3


@dataclass(frozen=True, slots=True)
class LeadFindings:
    """The leads of the period and of the one it is compared with, and their sources."""

    leads: Leads
    before: Leads | None
    sources: tuple[SourceLine, ...]
    sources_before: tuple[SourceLine, ...]
    currency: str
    left_out: tuple[LeftOut, ...]


def gather_leads(tools: InsightTools, question: Question, progress: Progress) -> LeadFindings:
    """Safe on a worker thread."""
    asked, only = ask_now(tools, question), question.selection.source
    leads = measure_leads(asked.moment, asked.chosen, asked.period, now=asked.now)
    progress.report(1, _STEPS)
    then, before = ask_before(tools, question), None
    sources_before: tuple[SourceLine, ...] = ()
    if then is not None:
        before = measure_leads(then.moment, then.chosen, then.period)
        sources_before = measure_sources(then.moment, then.population, then.period, only=only)
    progress.report(2, _STEPS)
    return LeadFindings(
        leads=leads,
        before=before,
        sources_before=sources_before,
        sources=measure_sources(asked.moment, asked.population, asked.period, only=only, now=asked.now),
        currency=asked.moment.history.rates.base,
        left_out=leads.left_out,
    )

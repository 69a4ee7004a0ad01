"""The open deals that score highest, worked out on a worker."""

import numpy as np

from desktop_pipeline.domain.scores import find_best_fifth
from desktop_pipeline.metrics.history import NO_VALUE
from desktop_pipeline.queries.deals_table import read_lines
from desktop_pipeline.queries.kept_scores import KeptScores
from desktop_pipeline.reports.people.best_leads_words import BestLead, BestLeads
from desktop_pipeline.ui.insights.question import Question
from desktop_pipeline.ui.insights.tools import InsightTools

_MOST = 100


def gather_best(tools: InsightTools, question: Question, kept: KeptScores) -> BestLeads:
    """Those of the best fifth of all open deals that pass the filter (METRICS §10); safe on a worker thread."""
    asked = tools.figures.ask(question.as_of, question.span.period, question.selection)
    moment, amount = asked.moment, asked.population.amount
    with tools.session.workspace.reading() as view:
        scores = kept.read(view, question.as_of)
        fifth, ids = find_best_fifth(scores), moment.history.deals.ids
        rows = np.flatnonzero(asked.population.active & np.isin(ids, np.fromiter(fifth, dtype=np.int64)))
        found = sorted(zip(ids[rows].tolist(), rows.tolist(), strict=True), key=lambda one: (-scores[one[0]], one[0]))
        rows_by_id = dict(found)
        lines = read_lines(view, list(rows_by_id)[:_MOST], today=view.today(), now=view.now())
    worth = {line.deal_id: int(amount[rows_by_id[line.deal_id]]) for line in lines}
    best = tuple(
        BestLead(
            deal_id=line.deal_id,
            title=line.title,
            organisation=line.organisation or "",
            score=scores[line.deal_id],
            stage=line.stage or "",
            owner=line.owner or "",
            value=None if worth[line.deal_id] == NO_VALUE else worth[line.deal_id],
        )
        for line in lines
    )
    return BestLeads(best, len(found), has_scores=bool(scores), currency=moment.history.rates.base)

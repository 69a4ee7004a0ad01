"""The panels of leads: qualified each month, from MQL to SQL, and the time to the first answer."""

from desktop_pipeline.metrics.people.leads import Answer, QualifiedMonth
from desktop_pipeline.metrics.rates import Sample
from desktop_pipeline.metrics.stages.passages import Fate
from desktop_pipeline.metrics.telling.parts import Part, PartKind
from desktop_pipeline.reports.left_out_words import say_all_left_out
from desktop_pipeline.reports.people.leads_words import (
    answer_qualified,
    answer_qualifying,
    how_qualified,
    how_qualifying,
    no_milestone,
    say_month,
    sheet_of_months,
    sheet_of_qualifying,
)
from desktop_pipeline.reports.people.response_words import (
    answer_response,
    count_answers,
    how_response,
    name_answer,
    sheet_of_response,
)
from desktop_pipeline.reports.said_values import say_counts
from desktop_pipeline.reports.spans import Span, describe_dates
from desktop_pipeline.reports.stages.stage_words import say_moved_on
from desktop_pipeline.ui.charts.count_months import CountMonth, CountMonths
from desktop_pipeline.ui.charts.segment_rows import Segment, SegmentRow, SegmentRows
from desktop_pipeline.ui.insights.leads.findings import LeadFindings
from desktop_pipeline.ui.insights.panel import Panel
from desktop_pipeline.ui.insights.question import Question
from desktop_pipeline.ui.insights.tools import InsightTools

_MOST_MONTHS = 36
_TONES = {
    Answer.WITHIN_HOUR: "greenMark",
    Answer.LATER: "bar",
    Answer.UNANSWERED: "amberMark",
    Answer.WAITING: "striped",
}


class QualifiedPanel(Panel):
    """A column for each month."""

    def __init__(self, tools: InsightTools) -> None:
        self.chart = CountMonths(tools.theme, tools.formats)
        super().__init__(tools, tools.words.translate("Insights", "How many leads qualify each month?"), self.chart)

    def show_leads(self, question: Question, found: LeadFindings) -> None:
        words, leads = self.tools.words, found.leads
        self.show_caption(describe_dates(question.span, words))
        self.show_how(how_qualified(words))
        self.show_sheet(sheet_of_months(self.title, leads, say_all_left_out(found.left_out, words), words))
        if not leads.has_sql:
            self.show_empty(no_milestone(words, "SQL"))
            return
        if not leads.months:
            self.show_empty(self.tr("This period has not begun."))
            return
        months = leads.months
        first = next((place for place, month in enumerate(months) if month.deals), max(0, len(months) - 1))
        shown = months[max(first, len(months) - _MOST_MONTHS) :]
        columns = [self._column(month, question.span) for month in shown]
        self.chart.show_months(columns)
        answer = answer_qualified(leads, found.before, words)
        if any(column.is_part for column in columns):
            answer += " " + self.tr("Striped: part of a month.")
        self.show_answer(answer)

    def _column(self, month: QualifiedMonth, span: Span) -> CountMonth:
        words = self.tools.words
        return CountMonth(
            month.first_day,
            month.deals,
            say_month(month, words),
            month.days is not None,
            not span.holds_month(month.first_day),
            Part(PartKind.QUALIFIED_IN, (month.first_day.isoformat(),)),
            self.tr("Qualified in {month}").format(month=words.month(month.first_day)),
        )


class QualifyingPanel(Panel):
    """Created, became MQL, became SQL; and of the MQL how many became SQL."""

    def __init__(self, tools: InsightTools) -> None:
        self.chart = SegmentRows(tools.theme, tools.formats)
        super().__init__(tools, tools.words.translate("Insights", "How many MQL become SQL?"), self.chart)

    def show_leads(self, found: LeadFindings) -> None:
        words, leads = self.tools.words, found.leads
        number = words.formats.number
        self.show_caption(
            self.tr("{created} created, {mql} MQL, {sql} SQL").format(
                created=number(leads.created), mql=number(leads.became_mql), sql=number(leads.became_sql)
            )
        )
        self.show_how(how_qualifying(words))
        self.show_sheet(sheet_of_qualifying(self.title, leads, say_all_left_out(found.left_out, words), words))
        if not leads.has_mql or not leads.has_sql:
            self.show_empty(no_milestone(words, "SQL" if leads.has_mql else "MQL"))
            return
        if not leads.mql_to_sql.reached:
            self.show_empty(self.tr("No deal became MQL in this period."))
            return
        self.chart.show_rows([self._row(found)])
        self.show_answer(answer_qualifying(leads.mql_to_sql, words))

    def _row(self, found: LeadFindings) -> SegmentRow:
        words, qualifying = self.tools.words, found.leads.mql_to_sql
        name = self.tr("MQL to SQL")
        parts = (
            (qualifying.advanced, "bar", self.tr("Became SQL"), Fate.ADVANCED),
            (qualifying.undecided, "striped", self.tr("Undecided"), Fate.UNDECIDED),
            (qualifying.dropped, "gone", self.tr("Lost before SQL"), Fate.DROPPED),
        )
        rate = qualifying.resolved
        return SegmentRow(
            name,
            tuple(
                Segment(
                    deals / qualifying.reached,
                    tone,
                    f"{title}: {words.deals(deals)}",
                    Part(PartKind.BECAME_MQL, (int(fate),)),
                    title,
                )
                for deals, tone, title, fate in parts
            ),
            answer_qualifying(qualifying, words),
            strong="" if rate.sample is Sample.COUNTS_ONLY else say_moved_on(rate, words),
            quiet=say_counts(rate, words) if rate.n else "",
            rate=rate,
            part=Part(PartKind.BECAME_MQL),
            title=self.tr("Became MQL"),
        )


class ResponsePanel(Panel):
    """New leads by how soon they were called, written to or met."""

    def __init__(self, tools: InsightTools) -> None:
        self.chart = SegmentRows(tools.theme)
        super().__init__(tools, tools.words.translate("Insights", "How soon are leads answered?"), self.chart)

    def show_leads(self, found: LeadFindings) -> None:
        words, response = self.tools.words, found.leads.response
        self.show_caption(self.tr("leads created in the period"))
        self.show_how(how_response(words))
        notes = say_all_left_out(found.left_out, words)
        self.show_sheet(sheet_of_response(self.title, response, notes, words))
        counts = count_answers(response)
        if not any(counts.values()):
            self.show_empty(self.tr("No lead was created in this period."))
            return
        shown = [answer for answer in Answer if counts[answer] or answer is not Answer.WAITING]
        self.chart.show_rows([self._row(answer, counts[answer]) for answer in shown])
        self.show_answer(answer_response(response, found.before.response if found.before else None, words))

    def _row(self, answer: Answer, deals: int) -> SegmentRow:
        words, name = self.tools.words, name_answer(answer, self.tools.words)
        title = self.tr("Answered: {when}").format(when=name)
        part = Part(PartKind.ANSWERED, (answer.value,))
        said = f"{title}, {words.deals(deals)}"
        return SegmentRow(
            name,
            (Segment(deals, _TONES[answer], said, part, title),),
            said,
            strong=words.formats.number(deals),
            part=part,
            title=title,
        )

"""The panel of what those who buy have in common."""

from desktop_pipeline.metrics.people.ideal_customer import Attribute, Likeness
from desktop_pipeline.reports.answers import needs_more
from desktop_pipeline.reports.people.customer_words import (
    answer_ideal,
    how_ideal,
    name_attribute,
    name_likeness,
    part_of_likeness,
    say_lift,
    say_likeness,
    sheet_of_ideal,
    to_show,
)
from desktop_pipeline.reports.said_values import FEWEST, say_counts, say_rate
from desktop_pipeline.reports.spans import describe_briefly, describe_dates
from desktop_pipeline.ui.charts.rate_rows import RateRow, RateRows
from desktop_pipeline.ui.insights.ideal.findings import IdealFindings
from desktop_pipeline.ui.insights.page_switch import PageSwitch
from desktop_pipeline.ui.insights.panel import Panel
from desktop_pipeline.ui.insights.question import Question
from desktop_pipeline.ui.insights.tools import InsightTools

_ALL = "all"
_DAILY = 3
# As wide as a digit, so that the figures before the counts stand below each other.
_FIGURE_SPACE = "\N{FIGURE SPACE}"


class IdealPanel(Panel):
    """Win rates of every value with their ranges, beside the average; the attribute is chosen at the panel."""

    def __init__(self, tools: InsightTools) -> None:
        self.chart = RateRows(tools.theme, tools.formats)
        words = tools.words
        titles = [(_ALL, words.translate("Insights", "All"))]
        titles += [(attribute.value, name_attribute(attribute, words)) for attribute in Attribute]
        self.choice = PageSwitch(tools.theme, titles, daily=_DAILY, small=True)
        super().__init__(
            tools, words.translate("Insights", "Who buys more often than others?"), self.chart, self.choice
        )
        self._found: IdealFindings | None = None
        self.choice.page_chosen.connect(self._fill)

    @property
    def attribute(self) -> Attribute | None:
        """Which values are compared; None for all."""
        return None if self.choice.key == _ALL else Attribute(self.choice.key)

    def show_ideal(self, question: Question, found: IdealFindings) -> None:
        self._found = found
        words = self.tools.words
        self.show_caption(describe_dates(question.span, words), describe_briefly(question.span, words))
        self._fill()

    def _fill(self) -> None:
        found, words = self._found, self.tools.words
        if found is None:
            return
        self.show_how(how_ideal(found.ideal, words))
        self.show_sheet(sheet_of_ideal(self.title, found.ideal, self.attribute, words))
        if found.ideal.closed < FEWEST:
            self.show_empty(needs_more(found.ideal.closed, words))
            return
        shown = to_show(found.ideal, self.attribute)
        if all(one.name is None for one in shown):
            names = [name_attribute(one, words).lower() for one in ([self.attribute] if self.attribute else Attribute)]
            self.show_empty(self.tr("Not known for any closed deal: {names}.").format(names=", ".join(names)))
            return
        known = [one for one in shown if one.name is not None or self.attribute is not None]
        widest = max(len(say_counts(one.win_rate, words)) for one in known)
        rows = [self._line(one, widest) for one in known]
        self.chart.show_rates(rows, found.win_rate)
        legend = self.tr("Pale bar: the likely range (95 %). Dashed: the average, {rate}.")
        said = [answer_ideal(found.ideal, self.attribute, words), legend.format(rate=say_rate(found.win_rate, words))]
        self.show_answer(" ".join(said))

    def _line(self, one: Likeness, widest: int) -> RateRow:
        words = self.tools.words
        name = name_likeness(one, words, with_attribute=self.attribute is None)
        lift, counts = say_lift(one.lift, one.win_rate.n, words), say_counts(one.win_rate, words)
        numbers = (
            counts if one.lift is None or one.win_rate.n < FEWEST else f"{lift}  {counts.rjust(widest, _FIGURE_SPACE)}"
        )
        title = self.tr("{name}: closed").format(name=name)
        return RateRow(name, one.win_rate, numbers, say_likeness(one, words), part_of_likeness(one), title)

"""The panel of lost reasons."""

from desktop_pipeline.domain.deals import ReasonGroup
from desktop_pipeline.metrics.closing.lost_reasons import LostReasons, ReasonLine
from desktop_pipeline.metrics.telling.parts import Part, PartKind
from desktop_pipeline.reports.closing.reason_words import (
    answer_reasons,
    how_reasons,
    name_reason,
    say_share,
    sheet_of_reasons,
)
from desktop_pipeline.reports.spans import describe_briefly
from desktop_pipeline.ui.charts.bar_rows import BarRow, BarRows
from desktop_pipeline.ui.insights.overview_findings import OverviewFindings
from desktop_pipeline.ui.insights.panel import Panel
from desktop_pipeline.ui.insights.tools import InsightTools


class ReasonPanel(Panel):
    """Why deals were lost, the most frequent reason first; what decided against nobody is the darker."""

    def __init__(self, tools: InsightTools) -> None:
        self.chart = BarRows(tools.theme, thin=True)
        super().__init__(tools, tools.words.translate("Insights", "Why deals were lost"), self.chart)

    def show_overview(self, found: OverviewFindings) -> None:
        """Fill it with the losses of the period."""
        words, reasons, overview = self.tools.words, found.reasons, found.base.overview
        count = words.formats.number(reasons.lost)
        self.show_caption(
            self.tr("{count}, {dates}").format(count=count, dates=describe_briefly(found.base.span, words)),
            words.deals(reasons.lost),
            count,
        )
        lines = {Part(PartKind.LOST_REASON, (line.key,)): line for line in reasons.reasons}
        self.show_how(how_reasons(reasons, words), lambda part: how_reasons(reasons, words, of=lines.get(part)))
        self.show_sheet(sheet_of_reasons(self.title, reasons, overview.currency, found.stage_names, words))
        shown = [line for line in reasons.reasons if line.share is not None]
        if not shown:
            self.show_empty(self.tr("No deal was lost in this period."))
            return
        self.chart.show_rows([self._row(line, reasons, overview.currency) for line in shown])
        answer = answer_reasons(reasons, found.stage_names, words)
        if len({line.group is ReasonGroup.NO_DECISION for line in shown}) > 1:
            answer = f"{answer} " + self.tr("Dark: nobody decided.")
        self.show_answer(answer.strip())

    def _row(self, line: ReasonLine, reasons: LostReasons, currency: str) -> BarRow:
        words = self.tools.words
        name, share = name_reason(line, words), say_share(line, reasons, words)
        said = self.tr("{reason}: {count} of {lost}").format(
            reason=name, count=words.formats.number(line.deals), lost=words.deals(reasons.lost)
        )
        if line.value is not None:
            said += ", " + words.formats.whole_money(line.value, currency)
        return BarRow(
            name,
            line.deals,
            said,
            strong=words.formats.number(line.deals),
            quiet=share,
            tone="bar" if line.group is ReasonGroup.NO_DECISION else "pale",
            part=Part(PartKind.LOST_REASON, (line.key,)),
            title=self.tr("Lost: {reason}").format(reason=name),
        )

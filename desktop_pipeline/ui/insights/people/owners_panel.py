"""The panel of the owners: what each has, did and won."""

from dataclasses import replace

from desktop_pipeline.metrics.people.owners import OwnerLine
from desktop_pipeline.metrics.telling.parts import Part, PartKind
from desktop_pipeline.reports.closing.means import find_days, find_size
from desktop_pipeline.reports.left_out_words import say_all_left_out
from desktop_pipeline.reports.people.people_words import (
    answer_owners,
    how_owners,
    main_standing,
    name_owner,
    part_of_owner,
    rank_owners,
    say_attainment,
    say_standing,
    sheet_of_owners,
)
from desktop_pipeline.reports.said_values import DASH, say_average, say_counts, say_rate
from desktop_pipeline.reports.spans import describe_dates
from desktop_pipeline.ui.charts.cell_rows import Cell, CellRow, CellRows
from desktop_pipeline.ui.insights.panel import Panel
from desktop_pipeline.ui.insights.people.findings import PeopleFindings
from desktop_pipeline.ui.insights.question import Question
from desktop_pipeline.ui.insights.tools import InsightTools


class OwnersPanel(Panel):
    """A row for each owner; `hidden` rows are in the table."""

    def __init__(self, tools: InsightTools) -> None:
        self.chart = CellRows(tools.theme)
        super().__init__(tools, tools.words.translate("Insights", "What does each owner do and win?"), self.chart)

    def show_people(self, question: Question, found: PeopleFindings) -> None:
        words, lines = self.tools.words, rank_owners(found.owners.lines)
        self.show_caption(describe_dates(question.span, words))
        self.show_how(how_owners(words))
        notes = say_all_left_out(found.owners.left_out, words)
        before = {line.figures.key: line for line in found.before.lines} if found.before else {}
        self.show_sheet(sheet_of_owners(self.title, lines, before, found.currency, notes, words))
        if not lines:
            self.show_empty(self.tr("Nobody has a deal or an activity in this period."))
            return
        has_targets = any(line.standings for line in lines)
        heads = [
            self.tr("Owner"),
            self.tr("Active"),
            self.tr("Created"),
            self.tr("Won"),
            self.tr("Lost"),
            self.tr("Win rate"),
            self.tr("Won value"),
            self.tr("Average deal"),
            self.tr("Days to won"),
            self.tr("Steps done"),
            self.tr("Steps overdue"),
        ]
        heads += [self.tr("Of the target")] if has_targets else []
        rows = [self._row(line, found.currency, has_targets=has_targets) for line in lines]
        if any(line.pushes is not None for line in lines):
            heads.append(self.tr("Pushed"))
            rows = [
                replace(row, cells=(*row.cells, self._pushed(row.name, line)))
                for row, line in zip(rows, lines, strict=True)
            ]
        if found.before is not None:
            heads.append(self.tr("Won value before"))
            rows = [
                replace(row, cells=(*row.cells, self._before(before.get(line.figures.key), found.currency)))
                for row, line in zip(rows, lines, strict=True)
            ]
        self.chart.show_rows(heads, rows)
        self.show_answer(answer_owners(lines, found.currency, words))

    def _row(self, line: OwnerLine, currency: str, *, has_targets: bool) -> CellRow:
        row, words = line.figures, self.tools.words
        name, number = name_owner(row.name, words), words.formats.number
        key, money = (row.key,), words.formats.whole_money
        won, closed = part_of_owner(line, PartKind.WON), part_of_owner(line, PartKind.CLOSED)
        size, mean = say_average(find_size(row), currency, words), find_days(row)
        days = DASH if mean is None else number(round(mean))
        value = DASH if row.won_value is None else money(row.won_value, currency)
        counts = say_counts(row.win_rate, words)
        won_title = self.tr("{name}: won").format(name=name)
        cells = [
            self._count(name, row.active, self.tr("active"), part_of_owner(line, PartKind.ACTIVE)),
            self._count(name, line.created, self.tr("created"), Part(PartKind.OWNER_CREATED, key)),
            self._count(name, row.won, self.tr("won"), won),
            self._count(name, row.lost, self.tr("lost"), part_of_owner(line, PartKind.LOST)),
            Cell(
                say_rate(row.win_rate, words),
                self.tr("{name}: {counts} won").format(name=name, counts=counts),
                part=closed,
                title=self.tr("{name}: closed").format(name=name),
            ),
            Cell(value, self.tr("{name}: won for {sum}").format(name=name, sum=value), part=won, title=won_title),
            Cell(size, self.tr("{name}: {sum} a won deal").format(name=name, sum=size), part=won, title=won_title),
            Cell(days, self.tr("{name}: {days} days to won").format(name=name, days=days), part=won, title=won_title),
            self._steps(name, line.done, self.tr("steps done"), Part(PartKind.OWNER_DONE, key)),
            self._steps(name, line.overdue, self.tr("steps overdue"), Part(PartKind.OWNER_OVERDUE, key), warns=True),
        ]
        if has_targets:
            standing = main_standing(line)
            said = say_standing(standing, name, currency, words)
            cells.append(Cell(say_attainment(standing, words), said, part=won, title=won_title))
        return CellRow(name, tuple(cells), closed, self.tr("{name}: closed").format(name=name))

    def _pushed(self, name: str, line: OwnerLine) -> Cell:
        """How often what was due in the period was put off beyond it, and by how many days."""
        if line.pushes is None:
            return Cell(DASH, self.tr("{name}: nothing was due").format(name=name), tone="ink3")
        words, rate = self.tools.words, line.pushes.rate
        said = self.tr("{name}: {counts} pushed beyond the period").format(name=name, counts=say_counts(rate, words))
        if line.pushes.mean_days is not None:
            days = words.days(round(line.pushes.mean_days))
            said = self.tr("{said}, by {days} on average").format(said=said, days=days)
        part = Part(PartKind.OWNER_PUSHED, (line.figures.key,))
        return Cell(say_rate(rate, words), said, part=part, title=self.tr("{name}: pushed").format(name=name))

    def _before(self, line: OwnerLine | None, currency: str) -> Cell:
        if line is None or line.figures.won_value is None:
            return Cell(DASH, tone="ink3")
        return Cell(self.tools.formats.whole_money(line.figures.won_value, currency), tone="ink2")

    def _count(self, name: str, deals: int, what: str, part: Part) -> Cell:
        title = self.tr("{name}: {what}").format(name=name, what=what)
        tone = "ink" if deals else "ink3"
        return Cell(
            self.tools.formats.number(deals), f"{title}, {self.tools.words.deals(deals)}", tone, part=part, title=title
        )

    def _steps(self, name: str, steps: int, what: str, part: Part, *, warns: bool = False) -> Cell:
        title, number = self.tr("{name}: {what}").format(name=name, what=what), self.tools.formats.number(steps)
        marked = warns and steps > 0
        tone = "red" if marked else ("ink" if steps else "ink3")
        return Cell(number, f"{title}, {number}", tone, is_marked=marked, part=part, title=title)

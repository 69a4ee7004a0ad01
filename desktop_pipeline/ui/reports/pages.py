"""Lays a report out on pages and paints them: the one painter of preview, printer, PDF and pictures."""

from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtGui import QImage, QPainter

from desktop_pipeline.reports.content import (
    BarChart,
    Facts,
    Letterhead,
    MonthsChart,
    Notes,
    PageOpening,
    Passage,
    RangeChart,
    ReportContent,
    Section,
    Signatures,
    StopChart,
    Table,
    WonChart,
)
from desktop_pipeline.reports.figures import Figure
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.reports.blocks import Block, FigureStrip, Opening, cut_notes
from desktop_pipeline.ui.reports.charts import Beside, cut_stops, make_months_block, make_won_block
from desktop_pipeline.ui.reports.frame import Frame
from desktop_pipeline.ui.reports.logo import read_logo
from desktop_pipeline.ui.reports.row_charts import cut_bars, cut_ranges
from desktop_pipeline.ui.reports.sheet import TWIP, Sheet
from desktop_pipeline.ui.reports.signatures import SignatureBlock
from desktop_pipeline.ui.reports.tables import cut_table, plan_tables, whole_table
from desktop_pipeline.ui.reports.texts import LetterBlock, cut_facts, cut_passage
from desktop_pipeline.ui.theme import Theme

Told = TypeVar("Told")
Result = TypeVar("Result")
# How much is done, and of how much.
Step = tuple[int, int]
# Text without a title of its own stands close to what it follows.
_FOLLOWS_BY = 8 * TWIP


@dataclass(frozen=True, slots=True)
class Placed:
    """A block and the height at which it begins."""

    block: Block
    top: float


@dataclass(frozen=True, eq=False, slots=True)
class Pages:
    """A report as it lies on the pages of a sheet; numbers count from 1."""

    content: ReportContent
    sheet: Sheet
    placed: tuple[tuple[Placed, ...], ...]
    logo: QImage | None = None

    @property
    def count(self) -> int:
        """How many pages there are, at least one."""
        return len(self.placed)

    def paint(self, painter: QPainter, number: int) -> None:
        """Paints a page whole, head and foot included, in twips from the upper left corner of the paper."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        page = self.placed[number - 1]
        has_letter = any(isinstance(placed.block, LetterBlock) for placed in page)
        Frame(self.content, self.sheet, None if has_letter else self.logo).paint(painter, number, self.count)
        for placed in page:
            placed.block.paint(painter, self.sheet.left, placed.top)


def _ignore(_step: object) -> None:
    """Nobody waits."""


def finish(work: Generator[Told, None, Result], hear: Callable[[Told], object] = _ignore) -> Result:
    """Does stepwise work at one go, for who need not turn to anything else meanwhile; `hear` is told each step."""
    while True:
        try:
            step = next(work)
        except StopIteration as ended:
            result: Result = ended.value
            return result
        hear(step)


def lay_out(content: ReportContent, sheet: Sheet, formats: Formats) -> Generator[Step, None, Pages]:
    """Places the blocks of a report on pages, in steps of a few milliseconds."""
    logo = read_logo(content.company.logo)
    flow = _Flow(sheet)
    total = max(1, len(content.sections))
    flow.put(Opening(content.title, content.subtitle, content.story, sheet))
    flow.put_all(_strips(content.figures, sheet))
    maker = _Maker(sheet, formats, logo)
    waiting = list(content.sections)
    while waiting:
        section = waiting.pop(0)
        yield total - len(waiting), total
        if waiting and _is_half(section) and _is_half(waiting[0]):
            pair = maker.put_beside(section, waiting[0])
            if pair is not None:
                flow.put(pair)
                waiting.pop(0)
                continue
        if isinstance(section, PageOpening):
            flow.end_page()
        if isinstance(section, Passage) and not section.title:
            flow.come_closer(_FOLLOWS_BY)
        for block in maker.make(section, flow):
            if block is not None:
                flow.put(block)
            yield total - len(waiting), total
    return Pages(content, sheet, flow.ended(), logo)


def _is_half(section: Section) -> bool:
    return isinstance(section, Table | StopChart | WonChart | Facts | BarChart | RangeChart) and section.is_half


class _Flow:
    """Puts blocks below each other, on a new page where one does not fit."""

    def __init__(self, sheet: Sheet) -> None:
        self._pages: list[list[Placed]] = [[]]
        self._sheet = sheet
        self._top = sheet.body_top
        self._below = 0.0

    @property
    def room(self) -> float:
        """Height that is left on the page."""
        return self._sheet.body_bottom - self._top

    def put(self, block: Block) -> None:
        """Place the next block; one without height is left out."""
        height = block.height
        if not height:
            return
        if self._pages[-1] and height > self.room:
            self.end_page()
        self._pages[-1].append(Placed(block, self._top))
        self._below = block.below
        self._top += height + self._below

    def put_all(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            self.put(block)

    def come_closer(self, gap: float) -> None:
        """Leave no more than that below the last block."""
        if self._pages[-1] and self._below > gap:
            self._top -= self._below - gap
            self._below = gap

    def end_page(self) -> None:
        """What follows stands on another page."""
        if self._pages[-1]:
            self._pages.append([])
            self._top = self._sheet.body_top
            self._below = 0.0

    def ended(self) -> tuple[tuple[Placed, ...], ...]:
        """All pages; the last is empty only where there is nothing at all."""
        pages = self._pages if self._pages[-1] else self._pages[:-1] or [[]]
        return tuple(map(tuple, pages))


class _Maker:
    """Makes the blocks of sections."""

    def __init__(self, sheet: Sheet, formats: Formats, logo: QImage | None) -> None:
        self._sheet = sheet
        self._formats = formats
        self._logo = logo
        # Paper is light whatever the screen is.
        self._theme = Theme("light")

    def make(self, section: Section, flow: _Flow) -> Iterator[Block | None]:
        """The blocks of a section, and None where only some work was done."""
        if isinstance(section, Table):
            yield from self._make_tables(section, flow)
        elif isinstance(section, PageOpening):
            yield Opening(section.title, section.subtitle, section.story, self._sheet)
            yield from _strips(section.figures, self._sheet)
        else:
            yield from self._make_simple(section, self._sheet, flow.room)

    def put_beside(self, first: Section, second: Section) -> Block | None:
        """Both at half the width; None where they are too high for a page."""
        halves = self._sheet.halves()
        blocks = [self._make_half(section, half) for section, half in zip((first, second), halves, strict=True)]
        if any(block is None or block.height > self._sheet.body_height for block in blocks):
            return None
        left, right = blocks
        assert left is not None
        assert right is not None
        return Beside(left, right, (halves[0].left, halves[1].left))

    def _make_tables(self, table: Table, flow: _Flow) -> Iterator[Block | None]:
        plans = yield from plan_tables(table, self._sheet, self._theme)
        for plan in plans:
            yield from cut_table(plan, flow.room)

    def _make_half(self, section: Section, half: Sheet) -> Block | None:
        if isinstance(section, Table):
            plans = finish(plan_tables(section, half, self._theme))
            return whole_table(plans[0]) if len(plans) == 1 else None
        made = list(self._make_simple(section, half, half.body_height))
        return made[0] if len(made) == 1 else None

    def _make_simple(self, section: Section, sheet: Sheet, room: float) -> Iterator[Block]:
        if isinstance(section, Notes):
            yield from cut_notes(section, sheet)
        elif isinstance(section, Facts):
            yield from cut_facts(section, sheet, room)
        elif isinstance(section, Passage):
            yield from cut_passage(section, sheet, room)
        elif isinstance(section, BarChart):
            yield from cut_bars(section, sheet, room)
        elif isinstance(section, RangeChart):
            yield from cut_ranges(section, sheet, self._formats, room)
        elif isinstance(section, StopChart):
            yield from cut_stops(section, sheet)
        elif isinstance(section, MonthsChart):
            yield make_months_block(section, sheet, self._formats, room)
        elif isinstance(section, WonChart):
            yield make_won_block(section, sheet, self._formats)
        elif isinstance(section, Letterhead | Signatures):
            yield self._make_letter(section, sheet)

    def _make_letter(self, section: Letterhead | Signatures, sheet: Sheet) -> Block:
        if isinstance(section, Signatures):
            return SignatureBlock(section, sheet)
        return LetterBlock(section, self._logo, sheet)


def _strips(figures: tuple[Figure, ...], sheet: Sheet) -> Iterator[Block]:
    if figures:
        yield from FigureStrip(figures, sheet).parts()

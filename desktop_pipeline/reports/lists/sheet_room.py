"""How high the parts of a deal sheet come out on paper, guessed well enough to keep a deal on one page."""

from collections.abc import Mapping, Sequence
from math import ceil

from desktop_pipeline.reports.asked import ReportAsked
from desktop_pipeline.reports.content import Facts, Notes, Passage, Section, SectionName, Table
from desktop_pipeline.reports.figures import Figure

# Points of a page upright, without head and foot; a little is left for guesses that fall short.
_PAGES = {"A4": 694.0, "Letter": 644.0}
# Of two pages lying: what does not fit on the first one leaves some of it empty.
_TWO_PAGES = {"A4": 760.0, "Letter": 790.0}
_TITLE, _SUBTITLE, _STORY_LINE, _TILES = 25.0, 14.0, 15.5, 51.0
_STORY_GAP, _OPENING_GAP, _GAP = 9.0, 15.0, 22.0
_HEADING, _FACTS_TOP, _TABLE_TOP, _HEAD, _ROW = 15.0, 4.0, 3.0, 20.0, 18.5
_CAPTION, _LINE, _ROW_PAD = 10.5, 11.0, 7.5
_BELOW_LETTERS = 50
_PASSAGE_LINE, _PASSAGE_LETTERS = 13.0, 105
_WIDTH, _TILE_PAD, _FIGURE_LETTER = 504.0, 11.0, 7.8
# Letters that a line takes, rather too few.
_TITLE_LETTERS, _SUBTITLE_LETTERS, _STORY_LETTERS, _NOTE_LETTERS, _FACT_LETTERS = 40, 95, 82, 58, 34
_CELL_LETTERS: Mapping[str, int] = {
    SectionName.PEOPLE: 18,
    SectionName.LINES: 18,
    SectionName.CRITERIA: 40,
    SectionName.PLANNED: 17,
    SectionName.OBJECTIONS: 23,
    SectionName.ACTIVITIES: 74,
    SectionName.DECISIONS: 52,
}


def find_room(asked: ReportAsked) -> float:
    """How high a sheet may be: one page upright, or two that lie."""
    return (_TWO_PAGES if asked.is_landscape else _PAGES)[asked.paper or "A4"]


def guess_opening(title: str, subtitle: str, story: Sequence[str], figures: Sequence[Figure]) -> float:
    """Title, line below, story and figures."""
    # A very long title is cut after its third line.
    words = min(3, _lines(title, _TITLE_LETTERS)) * _TITLE + _lines(subtitle, _SUBTITLE_LETTERS) * _SUBTITLE
    told = _STORY_GAP + _lines(" ".join(story), _STORY_LETTERS) * _STORY_LINE if story else 0.0
    return words + told + _OPENING_GAP + _guess_tiles(figures)


def _guess_tiles(figures: Sequence[Figure]) -> float:
    """Beside each other, or in two rows where one of them is long."""
    if not figures:
        return 0.0
    longest = max(len(figure.value) for figure in figures) * _FIGURE_LETTER
    rows = 1 if longest <= _WIDTH / len(figures) - _TILE_PAD else 2
    return rows * _TILES + _GAP


def guess_height(sections: Sequence[Section]) -> float:
    """All of them below each other; of two halves that stand beside each other the higher one."""
    height, beside = 0.0, None
    for section in sections:
        own = _guess(section) + _GAP
        is_half = isinstance(section, Table | Facts) and section.is_half
        if is_half and beside is not None:
            height += max(0.0, own - beside)
            beside = None
        else:
            height += own
            beside = own if is_half else None
    # Nothing is below the last one.
    return height - _GAP if sections else 0.0


def _guess(section: Section) -> float:
    if isinstance(section, Table):
        top = _HEADING + (_CAPTION if section.caption else 0.0) + _TABLE_TOP + _HEAD
        return top + sum(_guess_row(section, place) for place in range(len(section.lines)))
    if isinstance(section, Facts):
        rows = sum(_lines(fact.text, _FACT_LETTERS) * _LINE + _ROW_PAD for fact in section.facts)
        return _HEADING + _FACTS_TOP + rows / max(1, section.columns)
    if isinstance(section, Passage):
        lines = sum(_lines(paragraph, _PASSAGE_LETTERS) for paragraph in section.paragraphs)
        return (_HEADING if section.title else 0.0) + len(section.paragraphs) * _FACTS_TOP + lines * _PASSAGE_LINE
    if isinstance(section, Notes):
        lines = sum(_lines(f"{note.term} {note.text}", _NOTE_LETTERS) for note in section.notes)
        return _HEADING + 2 * _FACTS_TOP + ceil(lines / 2 + 1) * _CAPTION
    return 0.0


def _guess_row(table: Table, place: int) -> float:
    line, letters = table.lines[place], _CELL_LETTERS.get(table.name, 20)
    wrapped = (
        _lines(cell, letters) for cell, column in zip(line.cells, table.columns, strict=True) if column.is_wrapped
    )
    below = _lines(line.below, _BELOW_LETTERS) * _CAPTION if line.below else 0.0
    return max(_ROW, _ROW_PAD + max(wrapped, default=1) * _LINE + below)


def _lines(text: str, letters: int) -> int:
    return max(1, ceil(len(text) / letters))

"""Names above rows and of sheets, where nothing says what they are: their owner is asked, nothing is made of them."""

import re
from collections.abc import Iterator, Sequence

from desktop_pipeline.domain.names import tidy
from desktop_pipeline.exchange.planning.draft import PlanDraft
from desktop_pipeline.exchange.reading.bands import BAND, SHEET
from desktop_pipeline.exchange.tables import is_blank, show
from desktop_pipeline.exchange.understanding.columns import Kind, Recognised, said_columns
from desktop_pipeline.exchange.understanding.kinds import IGNORE
from desktop_pipeline.exchange.understanding.periods import tells_period

SUBJECT = "sections"
_NAMED = ("owner", "organisation", "product", "label")
_SHOWN = 3
_LONGEST = 40
_QUESTIONS = {
    BAND: "who or what is named above the rows ({names})?",
    SHEET: "after whom or what are the sheets named ({names})?",
}
# Sheets that nobody has named
_UNNAMED = re.compile(
    r"(?:sheet|tabelle|feuille?|hoja|foglio|blad|arkusz|planilha|folha|sayfa|list|ark|taulukko|лист|аркуш)\s?\d*"
    r"(?:\s?\(\d+\))?",
    re.IGNORECASE,
)


def ask_about_sections(understood: Sequence[Recognised], draft: PlanDraft) -> None:
    """What the names above the rows of deals are, or those of their sheets."""
    names: dict[tuple[str, str], dict[str, None]] = {}
    choices: dict[tuple[str, str], tuple[str, ...]] = {}
    for found in understood:
        for header, index in _list_untold(found):
            place = (found.table.file, header)
            of_table = [tidy(show(cell)) for cell in found.different(index) if not is_blank(cell)]
            names.setdefault(place, {}).update(dict.fromkeys(of_table))
            choices[place] = (*(name for name in _NAMED if name not in found.columns), IGNORE)
    for place, told in names.items():
        if told and not any(map(_is_no_name, told)):
            shown = ", ".join(f"“{name}”" for name in list(told)[:_SHOWN]) + (", …" if len(told) > _SHOWN else "")
            file, header = place
            words = _QUESTIONS[header].format(names=shown)
            draft.notes.ask(file, header, words, "nothing", subject=SUBJECT, key=header, choices=choices[place])


def _is_no_name(text: str) -> bool:
    # A table that shares its rows with others is called by both names
    return len(text) > _LONGEST or " · " in text or tells_period(text) or _UNNAMED.fullmatch(text) is not None


def _list_untold(found: Recognised) -> Iterator[tuple[str, int]]:
    """The columns of such names in a table of deals that go nowhere, unless somebody said so."""
    if found.kind not in {Kind.DEALS, Kind.LEADS}:
        return
    used = {index for name in found.columns for index in found.indexes(name)}
    used |= set(said_columns(found.table, found.options))
    for header in _QUESTIONS:
        index = found.table.headers.index(header) if header in found.table.headers else None
        if index is not None and index not in used:
            yield header, index

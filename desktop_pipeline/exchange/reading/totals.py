"""Which rows are totals: a word for one, little else, and a figure that is the sum of what stands above."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from desktop_pipeline.exchange.tables import FORMULA_ERRORS, Cell, Row, few_filled

_WORDS = (
    *("total", "totals", "grand total", "grand totals", "subtotal", "subtotals", "sub total", "sub-total", "sum"),
    *("overall total", "total amount", "summe", "gesamt", "gesamtsumme", "gesamtbetrag", "gesamtergebnis", "ergebnis"),
    *("zwischensumme", "teilsumme", "insgesamt", "endsumme", "total général", "total general", "sous-total", "somme"),
    *("totaux", "suma", "suma total", "subtotales", "totales", "totale", "totale generale", "subtotale", "somma"),
    *("totais", "total geral", "soma", "totaal", "eindtotaal", "subtotaal", "som", "razem", "łącznie", "suma końcowa"),
    *("suma częściowa", "celkem", "mezisoučet", "součet", "spolu", "medzisúčet", "súčet", "összesen", "végösszeg"),
    *("részösszeg", "итого", "всего", "общий итог", "промежуточный итог", "подытог", "разом", "усього", "toplam"),
    *("genel toplam", "ara toplam", "summa", "totalt", "totalsumma", "delsumma", "delsum", "i alt", "sum totalt"),
    *("yhteensä", "välisumma", "kokonaissumma", "σύνολο", "γενικό σύνολο", "μερικό σύνολο", "ukupno", "skupaj"),
    *(
        "total de",
        "subtotal general",
        "合計",
        "小計",
        "総計",
        "总计",
        "合计",
        "小计",
        "总额",
        "합계",
        "소계",
        "총계",
        "σ",
        "∑",
    ),
)
_COUNTS = ("count", "anzahl", "nombre", "número", "numero", "aantal", "liczba", "počet", "количество", "antal", "件数")
_AVERAGES = (
    *("average", "mean", "avg", "durchschnitt", "mittelwert", "moyenne", "promedio", "media", "média", "gemiddelde"),
    *("średnia", "průměr", "среднее", "ortalama", "medel", "gennemsnitt", "平均"),
)
_LABEL = re.compile(
    rf"(?P<word>{'|'.join(map(re.escape, sorted(_WORDS + _COUNTS + _AVERAGES, key=len, reverse=True)))})"
    r"\s*(?P<count>\(.{1,30}\))?\s*[:：=]?",
    re.IGNORECASE,
)
_GROUP_WORDS = frozenset(("итог", "count", *(word for word in _WORDS if " " not in word)))
# Nothing that is sold is called so
_PART_WORDS = frozenset(
    (
        *("subtotal", "subtotals", "sub-total", "zwischensumme", "teilsumme", "gesamtsumme", "sous-total", "subtotale"),
        *("subtotales", "subtotaal", "mezisoučet", "medzisúčet", "részösszeg", "подытог", "delsumma", "delsum"),
        *("välisumma", "小計", "小计", "소계"),
    )
)
_CURRENCY = re.compile(r"[A-Z]{3}|[€$£¥]")
_NUMBER = re.compile(r"[^\d(-]{0,4}(?P<minus>[(-]?)[^\d]{0,4}(?P<digits>\d[\d.,'\u00a0\u202f ]*)\)?\s?[^\d]{0,4}")
_SPACING = str.maketrans("", "", "' \u00a0\u202f")
_NEAR = 0.011
_TINY = 1e-9
_TWO = 2
_CERTAIN = 0.8
_NESTED = 4
_MOST_PARTS = 200
_MOST_LAST = 3


class _Suspect(NamedTuple):
    """A row that may be a total: its label, whether that can be nothing else, and its figures by column."""

    at: int
    label: str
    group: str | None
    is_plain: bool
    figures: tuple[tuple[int, "Readings"], ...]


# A number under a decimal point and under a decimal comma: a text does not say which
Readings = tuple[float | None, float | None]


def find_totals(rows: Sequence[Row], width: int, usual: int, passed: Collection[int]) -> list[int]:
    """Indexes of the rows that are totals; `usual` is how many cells of a row are filled, `passed` are no rows."""
    most = max(_TWO, usual // _TWO, min(usual - 1, 4))
    suspects = []
    # The total of a forecast has a figure for every month: of the last rows each may be one, however full
    last = range(max(0, len(rows) - _MOST_LAST), len(rows))
    lean = frozenset(few_filled(rows, most))
    for index in sorted(lean.union(last)):
        if index not in passed:
            suspect = _suspect(index, rows[index])
            if suspect is not None and (index in lean or (suspect.label and suspect.group is None)):
                suspects.append(suspect)
    if not suspects:
        return []
    return _prove(rows, suspects, width, set(passed))


def read_number(cell: Cell) -> Readings | None:
    """A cell as a number, a text under either decimal mark; None where it is none."""
    if isinstance(cell, bool) or cell is None or isinstance(cell, date):
        return None
    if isinstance(cell, str):
        return _read_text(cell)
    return float(cell), float(cell)


@lru_cache(maxsize=1 << 14)
def _read_text(text: str) -> Readings | None:
    match = _NUMBER.fullmatch(text.strip())
    if match is None or len(text) > 30:  # noqa: PLR2004 - no number is longer
        return None
    digits = match["digits"].translate(_SPACING)
    sign = -1 if match["minus"] else 1
    readings = []
    for mark, grouping in ((".", ","), (",", ".")):
        plain = digits.replace(grouping, "").replace(mark, ".")
        readings.append(sign * float(plain) if plain.count(".") <= 1 else None)
    return readings[0], readings[1]


def _suspect(index: int, row: Row) -> _Suspect | None:
    texts: list[str] = []
    figures = []
    for column, cell in enumerate(row.cells):
        if cell is None or (isinstance(cell, str) and cell in FORMULA_ERRORS):
            # A sum that failed says nothing against the rest
            continue
        # “Total Q1” is short enough for a unit and its number
        is_label = isinstance(cell, str) and _group_of(cell) is not None
        reading = None if is_label else read_number(cell)
        if reading is not None:
            figures.append((column, reading))
        elif isinstance(cell, str):
            texts.append(cell.strip())
        else:
            return None
    labels = [text for text in texts if not _CURRENCY.fullmatch(text)]
    if not labels:
        return _Suspect(index, "", None, False, tuple(figures)) if figures and not texts else None
    if len(labels) > 1 or len(texts) > _TWO + 1:
        return None
    match = _LABEL.fullmatch(labels[0])
    if match:
        return _Suspect(index, match["word"].lower(), None, True, tuple(figures))
    group = _group_of(labels[0])
    return _Suspect(index, "total", group, _is_part(labels[0]), tuple(figures)) if group and figures else None


def _group_of(label: str) -> str | None:
    """The name in “Acme Total” or “Total Acme”."""
    words = label.rstrip(":").split()
    if len(words) >= _TWO and words[-1].lower() in _GROUP_WORDS:
        return " ".join(words[:-1])
    if len(words) >= _TWO and words[0].lower() in _GROUP_WORDS:
        return " ".join(words[1:])
    return None


def _is_part(label: str) -> bool:
    """Whether a label can only be that of a sum: “Subtotal March”, “Total Q1”. “Total refit” is a deal."""
    words = {word.lower() for word in label.rstrip(":").split()}
    return not words.isdisjoint(_PART_WORDS) or any(map(str.isdigit, label))


class _Sums:
    """Sums of some columns since the top and since the last total, under either decimal mark."""

    def __init__(self, columns: Iterable[int]) -> None:
        self.columns = tuple(columns)
        self.whole = {column: [0.0, 0.0] for column in self.columns}
        self.part = {column: [0.0, 0.0] for column in self.columns}
        self.parts: list[dict[int, list[float]]] = []
        self.whole_count = 0
        self.part_count = 0

    def add(self, row: Row) -> None:
        self.whole_count += 1
        self.part_count += 1
        for column in self.columns:
            reading = read_number(row.cells[column]) if column < len(row.cells) else None
            for mark, number in enumerate(reading or ()):
                if number is not None:
                    self.whole[column][mark] += number
                    self.part[column][mark] += number

    def start_part(self) -> None:
        self.part_count = 0
        self.parts = [*self.parts, self.part][-_MOST_PARTS:]
        self.part = {column: [0.0, 0.0] for column in self.columns}

    def prove(self, suspect: _Suspect) -> bool:
        """Whether a figure of the row is what its label says of the rows above it."""
        return any(self._fits(suspect.label, *figure) for figure in suspect.figures)

    def prove_all(self, suspect: _Suspect) -> bool:
        """Whether all of them are."""
        return all(self._fits(suspect.label, *figure) for figure in suspect.figures)

    def _fits(self, label: str, column: int, readings: Readings) -> bool:
        return any(
            number is not None and self._is_right(label, column, mark, number) for mark, number in enumerate(readings)
        )

    def _is_right(self, label: str, column: int, mark: int, number: float) -> bool:
        whole, part = self.whole[column][mark], self.part[column][mark]
        if label in _COUNTS:
            return number in {self.whole_count, self.part_count}
        if label in _AVERAGES:
            counts = ((whole, self.whole_count), (part, self.part_count))
            return any(count > 1 and abs(number - total / count) <= _NEAR for total, count in counts)
        if label == "" and self.part_count < _TWO:
            return False
        if number == 0 and label == "":
            return False
        return any(abs(number - total) <= _NEAR + _TINY * abs(total) for total in (whole, *self._nested(column, mark)))

    def _nested(self, column: int, mark: int) -> Iterator[float]:
        """The sum since the last total, since the one before, and so on: a total may span several subtotals."""
        total = self.part[column][mark]
        yield total
        for part in reversed(self.parts):
            total += part[column][mark]
            yield total


def _prove(rows: Sequence[Row], suspects: Sequence[_Suspect], width: int, passed: set[int]) -> list[int]:
    by_index = {suspect.at: suspect for suspect in suspects}
    sums = _Sums({column for suspect in suspects for column, _reading in suspect.figures})
    totals: list[int] = []
    for index, row in enumerate(rows):
        suspect = by_index.get(index)
        if suspect is not None and sums.part_count + sums.whole_count and _is_total(rows, suspect, sums, width, passed):
            totals.append(index)
            passed.add(index)
            sums.start_part()
        elif index not in passed:
            sums.add(row)
    return totals


def _is_total(rows: Sequence[Row], suspect: _Suspect, sums: _Sums, width: int, passed: set[int]) -> bool:
    if suspect.group is not None:
        # The row above, or above the totals of the groups within
        above = rows[max(0, suspect.at - _NESTED) : suspect.at]
        if any(_names(row, suspect.group) for row in above):
            return sums.prove(suspect)
        is_of_part = suspect.is_plain and sums.part_count >= _TWO
        return is_of_part and _leaves_open(rows, suspect, width, passed, 1) and sums.prove_all(suspect)
    is_last = all(index in passed for index in range(suspect.at + 1, len(rows)))
    if not suspect.label:
        is_parted = is_last or _stands_alone(rows, suspect.at)
        return is_parted and _leaves_open(rows, suspect, width, passed, 1) and sums.prove_all(suspect)
    if suspect.figures and sums.prove(suspect):
        return True
    # A filtered list keeps the total of the whole: the last row says it without proof where it leaves enough open
    return is_last and suspect.is_plain and _leaves_open(rows, suspect, width, passed, _TWO)


def _names(row: Row, group: str) -> bool:
    return any(isinstance(cell, str) and cell.strip().casefold() == group.casefold() for cell in row.cells)


def _stands_alone(rows: Sequence[Row], index: int) -> bool:
    return index + 1 < len(rows) and rows[index + 1].number > rows[index].number + 1


def _leaves_open(rows: Sequence[Row], suspect: _Suspect, width: int, passed: Collection[int], least: int) -> bool:
    """Whether so many columns or more, that rows above nearly always fill, have nothing here."""
    above = [rows[index] for index in range(max(0, suspect.at - 20), suspect.at) if index not in passed]
    cells = rows[suspect.at].cells
    if not above:
        return False
    certain = [
        column
        for column in range(width)
        if sum(column < len(row.cells) and row.cells[column] is not None for row in above) >= _CERTAIN * len(above)
    ]
    return sum(column >= len(cells) or cells[column] is None for column in certain) >= least

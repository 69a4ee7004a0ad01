"""Rows below a header that are no rows of its table: the header once more, totals, footers."""

import re
from collections.abc import Collection, Iterable, Sequence

from desktop_pipeline.exchange.own_export import STATE_HEADER
from desktop_pipeline.exchange.reading.bands import find_bands, find_groups, find_heads_of_sums
from desktop_pipeline.exchange.reading.totals import find_totals
from desktop_pipeline.exchange.tables import PassedRow, Row, Rows, Why, keep_rows, show

_USUAL_SAMPLE = 200
_UNTICKED = frozenset(("FALSE", "false", "☐"))
_RULERS = ("-", "=", "_", ":", "—", "–")
_RULE = re.compile(r":?(?:-{3,}|={3,}|_{3,}|—{3,}|–{3,}):?")
_TWO = 2
_WIDE = 3
_LONG_SENTENCE = 40
_FOOTERS = re.compile(
    r"""^(?:[*†¹²]+\s*\w.{8,}|\W*(?:
    confidential|copyright|©|all\ rights\ reserved|generated|created\ (?:by|on|at)\b|exported|printed|as\ of\b
    |run\ (?:date|by)|report\ (?:generated|run|created)|page\ \d+|sources?:|notes?:|data\ (?:as\ of|from)|last\ updated
    |end\ of\ report
    |vertraulich|erstellt|exportiert|gedruckt|stand:|seite\ \d+|quellen?:|hinweise?:|anmerkung(?:en)?:|alle\ rechte
    |confidentiel|généré|exporté|imprimé|créé\ (?:le|par)|tous\ droits|source\ :|remarques?\ ?:
    |confidencial|generado|gerado|exportado|impreso|impresso|página\ \d+|fuente:|fonte:|notas?:
    |todos\ (?:los|os)\ (?:derechos|direitos)
    |riservato|generato|esportato|stampato|pagina\ \d+|tutti\ i\ diritti
    |vertrouwelijk|gegenereerd|geëxporteerd|afgedrukt|bron:|opmerking
    |poufne|wygenerowano|wyeksportowano|strona\ \d+|źródło:
    |конфиденциально|сгенерировано|экспортировано|страница\ \d+|источник:
    |konfidentiell|fortrolig|luottamuksellinen|genererad|udskrevet|gizli|sayfa\ \d+|důvěrné|strana\ \d+
    |all\ (?:prices|amounts|figures|values)\b|alle\ (?:preise|beträge|angaben)\b|tous\ les\ (?:prix|montants)\b
    |todos\ los\ (?:precios|importes)\b|tutti\ i\ prezzi\b|alle\ (?:prijzen|bedragen)\b|legende?\s*:
    |機密|作成日|出力日|机密|导出
    ))""",
    re.IGNORECASE | re.VERBOSE,
)
# “Total: 12” has its number with it: what has another cell beside it is a deal that is called so
_COUNTS = re.compile(
    r"""^\W*(?:(?:grand\ )?totals?|number\ of|count|sum|summe|anzahl|gesamt(?:zahl|summe)?|insgesamt|nombre|somme|número
    |totale|totaal|aantal|suma|antal|summa|celkem|razem)\b[^:=]{0,30}[:=]\W{0,4}\d[\d.,'\s]*(?:[A-Z]{3}|\W{0,4})$""",
    re.IGNORECASE | re.VERBOSE,
)


def sort_out(
    rows: Sequence[Row], headers: Sequence[str], merged: Collection[int] = ()
) -> tuple[Sequence[Row], list[PassedRow], dict[int, str]]:
    """The rows of a table, and those that are none with the reason, both in order; and its bands by their numbers.

    `merged` are the numbers of rows that are one cell across.
    """
    if STATE_HEADER in headers:
        # Our own export has none of these: whatever stands there was written as a row.
        return _settle(rows), [], {}
    rows = _without_unticked(rows)
    width = sum(map(bool, headers))
    repeated = _find_repeated(rows, headers)
    why: dict[int, Why] = dict.fromkeys(repeated, "repeated header")
    why.update(dict.fromkeys(_find_rules(rows), "ruled line"))
    bands: dict[int, str] = {}
    if width >= _TWO:
        usual = _usual_fill(rows)
        if usual >= _TWO:
            why.update(dict.fromkeys(_find_footers(rows), "footer"))
            bands = find_bands(rows, usual, merged, frozenset(why))
            why.update(dict.fromkeys((*bands, *find_groups(rows)), "title"))
        totals = find_totals(rows, width, usual, frozenset(why))
        why.update(dict.fromkeys(totals, "total"))
        if totals and usual >= _WIDE:
            bands |= find_heads_of_sums(rows, frozenset(totals), frozenset(why))
            why.update(dict.fromkeys(bands, "title"))
    if not why:
        return _settle(rows), [], {}
    taken = keep_rows(rows, [index not in why for index in range(len(rows))])
    passed = [PassedRow(rows[index].number, reason, _say(rows[index])) for index, reason in sorted(why.items())]
    return taken, passed, {rows[index].number: text for index, text in bands.items()}


def _settle(rows: Sequence[Row]) -> Sequence[Row]:
    return rows if isinstance(rows, Rows) else tuple(rows)


def _say(row: Row) -> str:
    return " ".join(" · ".join(show(cell) for cell in row.cells if cell is not None).split())


def _usual_fill(rows: Sequence[Row]) -> int:
    """How many cells of a row are filled, as the fuller rows have it: below a short table the footer is longer."""
    fills = [len(row.cells) - row.cells.count(None) for row in rows[:_USUAL_SAMPLE]]
    return max(fills[0], sorted(fills)[len(fills) * 3 // 4]) if fills else 0


def _find_repeated(rows: Sequence[Row], headers: Sequence[str]) -> list[int]:
    filled = [(column, text) for column, text in enumerate(headers) if text]
    if not filled:
        return []
    first, text = filled[0]
    likely: Iterable[tuple[int, Row]] = enumerate(rows)
    if isinstance(rows, Rows):
        column = enumerate(rows.columns[first] if first < len(rows.columns) else ())
        likely = ((index, rows[index]) for index, cell in column if isinstance(cell, str) and text in cell)
    return [
        index
        for index, row in likely
        if first < len(row.cells)
        and isinstance(row.cells[first], str)
        and show(row.cells[first]).strip() == text
        and all(column < len(row.cells) and show(row.cells[column]).strip() == name for column, name in filled)
    ]


def _without_unticked(rows: Sequence[Row]) -> Sequence[Row]:
    """Without the rows below a table that hold boxes to tick and nothing else: they are as good as blank."""
    last = len(rows)
    while last and all(cell is None or cell is False or cell in _UNTICKED for cell in rows[last - 1].cells):
        last -= 1
    return rows[:last]


def _find_rules(rows: Sequence[Row]) -> list[int]:
    """Lines of dashes, as are drawn below a header: in every cell three of them at least."""
    likely: Iterable[int] = range(len(rows))
    if isinstance(rows, Rows):
        first = next((column for column in rows.columns if any(cell is not None for cell in column)), ())
        likely = (index for index, cell in enumerate(first) if isinstance(cell, str) and cell.startswith(_RULERS))
    return [
        index
        for index in likely
        if (told := [cell for cell in rows[index].cells if cell is not None])
        and all(isinstance(cell, str) and _RULE.fullmatch(cell.strip()) for cell in told)
    ]


def _only_text(row: Row) -> str | None:
    """The text of a row that holds nothing else."""
    if len(row.cells) - row.cells.count(None) != 1:
        return None
    cell = next(cell for cell in row.cells if cell is not None)
    return cell if isinstance(cell, str) else None


def _find_footers(rows: Sequence[Row]) -> list[int]:
    """Lines below the table: such as footers have, and what stands with them under the same gap."""
    first = len(rows)
    texts: list[str] = []
    while first and (text := _foot_line(rows[first - 1])) is not None:
        first -= 1
        texts.insert(0, text)
    for index in range(first, len(rows)):
        is_parted = index > 0 and rows[index].number > rows[index - 1].number + 1
        said = texts[index - first :]
        if _is_foot(said[0]) or (is_parted and any(map(_is_foot, said))):
            return list(range(index, len(rows)))
        if is_parted and all(len(text) >= _LONG_SENTENCE for text in said):
            return list(range(index, len(rows)))
    return []


def _is_foot(text: str) -> bool:
    return _FOOTERS.match(text) is not None or _COUNTS.match(text) is not None


def _foot_line(row: Row) -> str | None:
    """The text of a row that may be a footer: one text, or a label that footers have with its value."""
    text = _only_text(row)
    if text is not None:
        return text
    filled = [cell for cell in row.cells if cell is not None]
    is_labelled = len(filled) == _TWO and isinstance(filled[0], str) and _FOOTERS.match(filled[0])
    return str(filled[0]) if is_labelled else None

"""What is said of each column: where it goes, how sure that is, its first values, and a short note."""

from collections.abc import Collection, Sequence

from desktop_pipeline.domain.names import name_key, product_key
from desktop_pipeline.exchange.known import Known
from desktop_pipeline.exchange.tables import Cell, is_blank, show
from desktop_pipeline.exchange.understanding.contents import Shape, shape_of
from desktop_pipeline.exchange.understanding.headers import PARTED, VAGUE, HeaderMatch
from desktop_pipeline.exchange.understanding.kinds import CUSTOM, FIELDS, Kind, is_date
from desktop_pipeline.exchange.understanding.looks import TICKS
from desktop_pipeline.exchange.understanding.recognised import TOLD_APART, ColumnGuess, Confidence, Recognised
from desktop_pipeline.exchange.understanding.stage_meanings import meaning_of
from desktop_pipeline.exchange.understanding.units import COMMON_CODES, SIGN_CURRENCIES
from desktop_pipeline.exchange.understanding.vocabulary import normalise_header, vocabulary

_SAMPLES = 3
_LONGEST_SAMPLE = 60
# How the finding of a column speaks for itself
_SURENESS: dict[str, Confidence] = {
    "said": "sure",
    "preset": "sure",
    "alias": "sure",
    "near": "likely",
    "further": "likely",
}
# Of unknown headers only what cannot well be anything else is taken by its content
_BY_SHAPE = {Shape.EMAIL: "email", Shape.PHONE: "phone", Shape.MONEY: "value"}
# Headers of one word, over dates as over yes and no
_ENDS = {
    **dict.fromkeys(("closed", "abgeschlossen", "geschlossen", "clôturé", "cerrado", "fechado", "chiuso"), "closed"),
    **dict.fromkeys(("won", "gewonnen", "gagné", "ganado", "ganho", "vinto"), "won_at"),
    **dict.fromkeys(("signed", "unterschrieben", "signé", "firmado", "assinado", "firmato", "getekend"), "won_at"),
    **dict.fromkeys(("sold", "verkauft", "beauftragt", "vendu", "vendido", "venduto", "verkocht", "fechou"), "won_at"),
    **dict.fromkeys(("lost", "verloren", "perdu", "perdido", "perso"), "lost_at"),
}
_FLAGS = {"closed": "is_closed", "won_at": "is_won", "lost_at": "is_lost"}
# What tells how a deal ended
_ENDED = frozenset(("stage", "status", *_FLAGS.values(), "won_at", "lost_at"))
_MOSTLY = 0.8
_HALF = 0.5
_FITTING = {
    "email": {Shape.EMAIL},
    "value": {Shape.MONEY, Shape.NUMBER},
    "price": {Shape.MONEY, Shape.NUMBER},
    "probability": {Shape.PERCENT, Shape.NUMBER},
    "size": {Shape.NUMBER},
}
_NAMED = frozenset(("stage", "owner", "source", "product"))
_TELLS_NOTHING = frozenset((Shape.EMPTY, Shape.TEXT, Shape.CHOICE))
_LOOKED_AT = 1000
_CONTRARY = frozenset((Shape.TEXT, Shape.CHOICE, Shape.EMAIL, Shape.YES_NO))


def match_contents(found: Recognised, match: HeaderMatch, known: Known | None) -> None:
    """Columns that no header tells: addresses, phones, sums with a currency, names that the workspace has, and ends."""
    headers = found.table.headers
    # What is closed and not known to be won or not may be either
    has_won = "is_won" in match.columns or any(_end_named(header) == "won_at" for header in headers)
    free = match.free(range(len(headers))) if found.kind is Kind.DEALS and not _ENDED & set(match.columns) else ()
    telling = [index for index in free if _tells_ends(found.column(index))]
    # What tells where deals stand beside who won is believed before another column, which may tell where they stood
    standing = [index for index in telling if _tells_more_than_ends(found.column(index))]
    for index in match.free(range(len(headers))):
        cells = found.column(index)
        name = _known_names(found.kind, cells, known) or _by_shape(headers[index], _shape_with_ticks(cells))
        if name == "is_closed" and not has_won:
            continue
        if name in {"email", "phone"} and _is_of_owner(headers[index]):
            continue
        if name == "stage" and standing and index not in standing:
            continue
        if name in FIELDS[found.kind] and name not in match.columns:
            match.give(name, index, "content")
    if "currency" in FIELDS[found.kind] and "currency" not in match.columns and "value" in match.columns:
        naming = [index for index in match.free(range(len(headers))) if _names_currencies(found.different(index))]
        if naming:
            match.give("currency", naming[0], "content")
    telling = match.free(telling)
    if telling and not _ENDED & set(match.columns):
        match.give("status", telling[0], "content")


def _is_of_owner(header: str) -> bool:
    """“Assignee e-mail” is the address of a colleague, and nobody's who buys."""
    key = f" {normalise_header(header)} "
    return any(f" {alias} " in key for alias in vocabulary().fields[Kind.DEALS]["owner"])


def _names_currencies(different: Sequence[Cell]) -> bool:
    """Whether a column has codes and signs of currencies, whatever it is called: its amounts are in no other."""
    words = [show(cell).strip() for cell in different if not is_blank(cell)]
    return sum(word in COMMON_CODES or word in SIGN_CURRENCIES for word in words) > _HALF * len(words)


def _tells_ends(cells: Sequence[Cell]) -> bool:
    """Whether a column of words says of some rows that they are won and of others that they are lost."""
    met = {meaning_of(cell, None) for cell in dict.fromkeys(cells) if isinstance(cell, str)}
    return {"won", "lost"} <= met


def _tells_more_than_ends(cells: Sequence[Cell]) -> bool:
    """Whether words stand there that may be stages."""
    return any(meaning_of(cell, None) is None for cell in set(cells) if isinstance(cell, str) and not is_blank(cell))


def _shape_with_ticks(cells: Sequence[Cell]) -> Shape:
    """A column of nothing but ticks says yes wherever it has one; “?” and “open” beside yes and no say neither."""
    words = vocabulary()
    keys = {cell: normalise_header(cell) for cell in set(cells) if isinstance(cell, str)}
    silent = {
        cell for cell, key in keys.items() if key.strip("?") in words.unknowns or words.outcomes.get(key) == "open"
    }
    shape = shape_of([cell for cell in cells if cell not in silent] if silent and len(keys) > len(silent) else cells)
    if shape not in {Shape.TEXT, Shape.CHOICE}:
        return shape
    filled = {show(cell).strip().casefold() for cell in cells if not is_blank(cell)}
    return Shape.YES_NO if filled <= TICKS and filled <= set(vocabulary().truths) else shape


def _end_named(header: str) -> str:
    """The field of the day of that end; any word for an outcome names one."""
    # “Lost?” over yes and no
    key = normalise_header(header).rstrip(" ?")
    return _ENDS.get(key) or {"won": "won_at", "lost": "lost_at"}.get(vocabulary().outcomes.get(key, ""), "")


def _by_shape(header: str, shape: Shape) -> str:
    end = _end_named(header)
    if shape is Shape.DATE:
        return end
    return _FLAGS.get(end, "") if shape is Shape.YES_NO else _BY_SHAPE.get(shape, "")


def _known_names(kind: Kind, cells: Sequence[Cell], known: Known | None) -> str:
    if known is None or kind not in {Kind.DEALS, Kind.LEADS, Kind.ACTIVITIES}:
        return ""
    keys = {name_key(show(cell)) for cell in cells if isinstance(cell, str) and not is_blank(cell)}
    stages = {name_key(stage.name) for stage in known.stages}
    for name, names in (
        ("owner", known.owners.keys()),
        ("stage", stages),
        ("organisation", known.organisations.keys()),
    ):
        if keys and len(keys & names) >= _MOSTLY * len(keys):
            return name
    return ""


def guess_columns(found: Recognised, match: HeaderMatch, known: Known | None) -> tuple[ColumnGuess, ...]:
    """Every column that has a header or a cell."""
    fields = {index: name for name in found.columns for index in found.indexes(name)}
    guesses = []
    for index in range(max(len(found.table.headers), len(found.cells))):
        header = found.table.headers[index] if index < len(found.table.headers) else ""
        cells = found.column(index)
        samples = _samples(cells)
        if not header.strip() and not samples:
            continue
        name = fields.get(index, "")
        confidence, note = _judge(found, name, header, cells, match.how.get(index, ""), known)
        if found.table.are_heads_guessed and confidence == "sure" and match.how.get(index) != "said":
            confidence = "likely"
        guesses.append(ColumnGuess(index, header, name, confidence, samples, note, not samples))
    return tuple(guesses)


def _samples(cells: Sequence[Cell]) -> tuple[str, ...]:
    """The first different values; beyond the first rows only whether there is any."""
    samples: dict[str, None] = {}
    for number, cell in enumerate(cells):
        if not is_blank(cell):
            samples[show(cell)[:_LONGEST_SAMPLE].strip()] = None
        if len(samples) == _SAMPLES or (samples and number > _LOOKED_AT):
            break
    return tuple(samples)


def _judge(
    found: Recognised, name: str, header: str, cells: Sequence[Cell], how: str, known: Known | None
) -> tuple[Confidence, str]:
    if not name and how == PARTED:
        return "none", TOLD_APART
    if not name:
        shape = shape_of(cells[:_LOOKED_AT]) if how != "left out" else Shape.EMPTY
        return "none", "" if shape in _TELLS_NOTHING else shape.value
    confidence = _SURENESS.get(how, "likely")
    note = ""
    if how == "alias" and normalise_header(header) in VAGUE:
        confidence = "likely"
    if how == "content":
        confidence, note = (
            ("check" if name in {"phone", "value", "title"} else "likely"),
            shape_of(cells[:_LOOKED_AT]).value,
        )
    elif is_date(name):
        confidence, note = _judge_dates(found, name, confidence, cells)
    elif name in found.amount_habits:
        confidence, note = _judge_numbers(found, name, confidence, cells)
    elif name in _NAMED and known is not None:
        confidence, note = _judge_words(found, name, confidence, cells, known)
    elif name.startswith(CUSTOM):
        note = shape_of(cells).value
    elif how != "said" and name in _FITTING and shape_of(cells[:_LOOKED_AT]) in _CONTRARY - _FITTING[name]:
        confidence = "check"
    return confidence, note


def _judge_dates(found: Recognised, name: str, confidence: Confidence, cells: Sequence[Cell]) -> tuple[Confidence, str]:
    if shape_of(cells[:_LOOKED_AT]) in _CONTRARY:
        return "check", ""
    reading = found.date_readings[name]
    if reading.is_asked:
        return "check", "day or month first?"
    return confidence, f"{reading.habit.order} first" if reading.habit.example or _is_ordered(cells) else ""


def _is_ordered(cells: Sequence[Cell]) -> bool:
    """Whether the first written date of a column has its day or month in front at all."""
    first = next((cell for cell in cells if isinstance(cell, str) and cell.strip()), "")
    return "/" in first or (first[:3].count(".") == 1 and first[:1].isdigit())


def _judge_numbers(
    found: Recognised, name: str, confidence: Confidence, cells: Sequence[Cell]
) -> tuple[Confidence, str]:
    if shape_of(cells[:_LOOKED_AT]) in _CONTRARY:
        return "check", ""
    habit = found.amount_habits[name]
    if habit.both:
        return "check", f"both {habit.both[0]} and {habit.both[1]}"
    return ("check", f"is {habit.example} more than a thousand?") if habit.example else (confidence, "")


def _judge_words(
    found: Recognised, name: str, confidence: Confidence, cells: Sequence[Cell], known: Known
) -> tuple[Confidence, str]:
    words = {show(cell).strip() for cell in set(cells) if not is_blank(cell)}
    names: Collection[str]
    match name:
        case "stage":
            names = {name_key(stage.name) for stage in known.stages}
            met = sum(name_key(word) in names or meaning_of(word, found.preset) is not None for word in words)
        case "product":
            names = known.products
            met = sum(product_key(word) in names for word in words)
        case _:
            names = known.owners if name == "owner" else known.sources
            met = sum(name_key(word) in names for word in words)
    if not names or met == len(words):
        return confidence, ""
    what = "people" if name == "owner" else "values"
    return ("likely" if met >= _HALF * len(words) else confidence), f"{met} of {len(words)} {what}"

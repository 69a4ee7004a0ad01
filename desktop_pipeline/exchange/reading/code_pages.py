"""How plausible a text is under each of the code pages that spreadsheets were written in."""

import re
import unicodedata
from collections.abc import Iterable

# The usual ones of Windows first; where two make equally good words, the earlier one is meant
CODE_PAGES = (
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "shift_jis", "gbk"),
    *("cp1257", "latin-1", "koi8_r", "cp1255", "cp1256", "big5", "euc_kr"),
)
# Their words are not weighed: they are offered, never taken
_ONLY_OFFERED = frozenset(("latin-1", "koi8_r", "cp1255", "cp1256", "big5", "euc_kr"))
_OFFERED = -1.0
# Letters beyond ASCII of languages, and how readily a word of them is believed
_LANGUAGES = (
    *(("äöüß", 1.0), ("àâçéèêëîïôùû", 1.0), ("áéíóúüñ", 1.0), ("àçéèíïóòúü", 1.0), ("áâãàçéêíóôú", 1.0)),
    *(("àèéìîòóù", 1.0), ("åäöæøéü", 1.0), ("ëïéèêöüó", 1.0), ("ąćęłńóśźż", 1.0), ("áäčďéěíĺľňóôŕřšťúůýž", 1.0)),
    *(("áéíóöőúüű", 1.0), ("čćđšž", 1.0), ("ăâîşţșț", 1.0), ("çğıöşüâîû", 1.0), ("ąčęėįšųūž", 1.0)),
    *(("āčēģīķļņšūž", 1.0), ("àâæçéèêëîïôœùûüÿ", 0.8), ("áðéíóúýþæö", 0.8), ("äõöüšž", 0.8)),
)
_ALPHABETS = tuple((frozenset(letters), weight) for letters, weight in _LANGUAGES)
# Portuguese has this letter before this one only; standing elsewhere it is mostly a Hungarian one misread
_PORTUGUESE = ("õe", "ô")
_SYMBOLS = frozenset("£€§°©®™…–—“”„‘’«»·•½¼¾\u00a0¡¿´ªº")
# Where a word ends although nothing of ASCII stands between
_BREAKS = re.compile("[…–—“”„‘’‚‹›«»•€\u00a0¡¿§©®™°]+")
_TOKEN = re.compile(r"[^\x00-@\[-`{-\x7f]+")
_FREQUENT = {"CYRILLIC": frozenset("оеаинтсрвлкм"), "GREEK": frozenset("αοιετσςνηυρπκλάέήίόύώ")}
_SHARE_OF_FREQUENT = 0.7
_ODD_CASE = 0.3
_MOST_WORDS = 2000


def rate(sample: bytes, page: str) -> float:
    """From 0 to 1 how much the lines look like words under a code page."""
    if page in _ONLY_OFFERED:
        return _OFFERED
    words = _strange_words(sample.decode(page, "replace"))
    scores = [_rate_han(word, page) if page in {"shift_jis", "gbk"} else _rate_word(word) for word in words]
    return round(sum(scores) / len(scores), 2) if scores else 0.0


def is_one_language(sample: bytes, page: str) -> bool:
    """Whether one alphabet has all letters beyond ASCII: those of a wrong page are of several languages."""
    letters = {letter for word in _strange_words(sample.decode(page, "replace")) for letter in _lower(word)}
    strange = {letter for letter in letters if letter.isalpha() and not letter.isascii()}
    return any(strange <= alphabet for alphabet, _weight in _ALPHABETS)


def _lower(word: str) -> str:
    """Without the dot that a Turkish capital leaves beside its small letter."""
    return word.replace("İ", "i").lower()


def _strange_words(text: str) -> list[str]:
    """Runs of letters (and whatever is not ASCII) that hold more than ASCII, each once."""
    tokens = dict.fromkeys(token for token in _TOKEN.findall(text) if not token.isascii())
    words: dict[str, None] = {}
    for token in tokens:
        parts = [part for part in _BREAKS.split(token) if part and not part.isascii()]
        words.update(dict.fromkeys(parts or [token]))
        if len(words) >= _MOST_WORDS:
            break
    return list(words)


def _rate_word(word: str) -> float:
    if all(letter in _SYMBOLS for letter in word):
        return 1.0
    strange = {letter for letter in _lower(word).replace(*_PORTUGUESE) if not letter.isascii()}
    if not all(map(str.isalpha, strange)):
        return 0.0
    if not strange:
        return _rate_case(word)
    script = _script(strange)
    if script == "LATIN":
        return _rate_case(word) * max((weight for letters, weight in _ALPHABETS if strange <= letters), default=0.0)
    if script in _FREQUENT and not any(letter.isascii() for letter in word):
        letters = word.lower()
        share = sum(letter in _FREQUENT[script] for letter in letters) / len(letters)
        return min(1.0, share / _SHARE_OF_FREQUENT) * _rate_case(word) * (0.0 if "ς" in letters[:-1] else 1.0)
    return 0.0


def _rate_case(word: str) -> float:
    return 1.0 if word.islower() or word.isupper() or word.istitle() or word[1:].islower() else _ODD_CASE


def _script(letters: Iterable[str]) -> str:
    """The one script that all letters belong to, else nothing."""
    scripts = {unicodedata.name(letter, "?").partition(" ")[0] for letter in letters}
    return scripts.pop() if len(scripts) == 1 else ""


def _rate_han(word: str, page: str) -> float:
    """Kana and the characters of everyday count; rare ones and such as stand alone among letters do not."""
    strange = [letter for letter in word if not letter.isascii()]
    if len(strange) == 1 and len(word) > 1:
        return 0.0
    return sum(_rate_character(letter, page) for letter in strange) / len(strange)


def _rate_character(letter: str, page: str) -> float:
    lead = letter.encode(page, "replace")[0]
    if page == "gbk":
        raw = letter.encode(page, "replace")
        is_common = len(raw) > 1 and (0xB0 <= raw[0] <= 0xD7 or raw[0] in {0xA1, 0xA3}) and raw[1] >= 0xA1  # noqa: PLR2004
        return 1.0 if is_common else 0.0
    name = unicodedata.name(letter, "?")
    if name.startswith("HALFWIDTH"):
        return 0.1
    if name.startswith(("HIRAGANA", "KATAKANA", "FULLWIDTH", "IDEOGRAPHIC")):
        return 1.0
    # The first level of JIS X 0208 is what people write
    return 1.0 if 0x81 <= lead <= 0x97 else 0.1  # noqa: PLR2004

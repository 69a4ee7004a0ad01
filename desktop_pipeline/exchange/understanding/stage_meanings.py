"""What one word of a stage or status column stands for, by a product's words and by those of all languages."""

import re

from desktop_pipeline.domain.blanks import BLANKS
from desktop_pipeline.domain.names import name_key, tidy
from desktop_pipeline.exchange.understanding.presets import Preset
from desktop_pipeline.exchange.understanding.vocabulary import normalise_header, vocabulary

# “✔ won”, “Won!”
_ORNAMENTS = re.compile(r"^[^\w]+|[^\w]+$")
# “5. Won”, “S5 - Closed Won”
NUMBERED = re.compile(r"[a-z]{0,2}(?P<number>\d{1,2})\s*[-–.):]\s*", re.IGNORECASE)
_BEHIND = re.compile(r"[^(]+\((?P<rest>[^()]+)\)\s*")
_LONGEST = 80
_PARTED = re.compile(rf"\s[-–—]\s|{BLANKS}[:;,/]\s*")


def meaning_of(word: str, preset: Preset | None) -> str | None:
    """`open`, `won`, `lost` or `ignore` where the word is known as one of them; None: a stage, or a word we lack."""
    key = normalise_header(word)
    if preset is not None and (own := preset.statuses.get(key)) is not None:
        return own
    outcomes = vocabulary().outcomes
    if key in outcomes or len(word) > _LONGEST:
        return outcomes.get(key)
    told = outcomes.get(_ORNAMENTS.sub("", key))
    if told is None and (parts := _PARTED.split(word, maxsplit=1))[1:]:
        # “Lost - too dear”, “Won, PO received”
        first = outcomes.get(normalise_header(parts[0]))
        told = first if first in {"won", "lost"} else None
    if told is None and (match := NUMBERED.match(word)):
        told = outcomes.get(normalise_header(word[match.end() :]))
    return told


def reason_of(word: str, preset: Preset | None) -> str | None:
    """What a word for a lost deal says of why: “too dear” of “Lost - too dear” and of “Lost (too dear)”."""
    if len(word) > _LONGEST or meaning_of(word, preset) != "lost":
        return None
    match = _BEHIND.fullmatch(word)
    parts = _PARTED.split(word, maxsplit=1)
    rest = tidy(match["rest"] if match else parts[1] if parts[1:] else "").strip(" .!-–—")
    # A date or a number is none
    return rest if rest and not any(map(str.isdigit, rest)) and meaning_of(rest, preset) is None else None


def leans(word: str) -> bool:
    """Whether a word, or what it says among others, may well mean that a deal is won or lost."""
    key = normalise_header(word)
    told = f" {key} "
    return key in vocabulary().leanings or any(f" {part} " in told for part in vocabulary().leaning_parts)


def stage_name(word: str, preset: Preset | None) -> str:
    """The name of a stage that a product's file gives by an internal value: `qualifiedtobuy` → Qualified To Buy."""
    return word if preset is None else preset.stage_names.get(name_key(word), word)

"""What one word of a stage or status column stands for, by a product's words and by those of all languages."""

import re

from desktop_pipeline.domain.blanks import BLANKS
from desktop_pipeline.domain.names import name_key
from desktop_pipeline.exchange.understanding.presets import Preset
from desktop_pipeline.exchange.understanding.vocabulary import normalise_header, vocabulary

# “✔ won”, “Won!”
_ORNAMENTS = re.compile(r"^[^\w]+|[^\w]+$")
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
    return told


def stage_name(word: str, preset: Preset | None) -> str:
    """The name of a stage that a product's file gives by an internal value: `qualifiedtobuy` → Qualified To Buy."""
    return word if preset is None else preset.stage_names.get(name_key(word), word)

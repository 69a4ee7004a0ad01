"""What one word of a stage or status column stands for, by a product's words and by those of all languages."""

from desktop_pipeline.domain.names import name_key
from desktop_pipeline.exchange.understanding.presets import Preset
from desktop_pipeline.exchange.understanding.vocabulary import normalise_header, vocabulary


def meaning_of(word: str, preset: Preset | None) -> str | None:
    """`open`, `won`, `lost` or `ignore` where the word is known as one of them; None: a stage, or a word we lack."""
    key = normalise_header(word)
    if preset is not None and (own := preset.statuses.get(key)) is not None:
        return own
    return vocabulary().outcomes.get(key)


def stage_name(word: str, preset: Preset | None) -> str:
    """The name of a stage that a product's file gives by an internal value: `qualifiedtobuy` → Qualified To Buy."""
    return word if preset is None else preset.stage_names.get(name_key(word), word)

"""People as a vCard file, for address books and telephones."""

from collections.abc import Sequence
from pathlib import Path

from desktop_pipeline.actions.outputs import check_may_replace
from desktop_pipeline.domain.cards import Card
from desktop_pipeline.domain.errors import CannotOpenError, InvalidError


def save_cards(out: Path, cards: Sequence[Card]) -> Path:
    """Writes them whole or not at all; raises InvalidError for none, RefusedError or CannotOpenError."""
    from desktop_pipeline.exchange.writing.cards import write_cards  # noqa: PLC0415 - when some are written
    from desktop_pipeline.exchange.writing.unfinished import forget  # noqa: PLC0415 - likewise

    if not cards:
        message = "There is nobody to export."
        raise InvalidError(message)
    check_may_replace(out)
    unfinished = out.with_name(f".{out.name}.unfinished")
    try:
        unfinished.write_bytes(write_cards(cards))
        unfinished.replace(out)
    except OSError as error:
        forget(unfinished)
        sentence = f"“{out.name}” cannot be written: {error.strerror}. Choose another folder or name."
        raise CannotOpenError(sentence) from error
    return out

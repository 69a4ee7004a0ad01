"""Writes what is known about one person as a file that people and programs can read."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

from desktop_pipeline.domain.errors import CannotOpenError
from desktop_pipeline.exchange.writing.unfinished import forget

Told: TypeAlias = "str | int | float | bool | list[Told] | dict[str, Told] | None"


def write_person(path: Path, told: Mapping[str, Told]) -> None:
    """UTF-8 JSON, whole or not at all; raises CannotOpenError."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        unfinished.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        unfinished.replace(path)
    except OSError as error:
        message = f"“{path.name}” cannot be written: {error.strerror}."
        raise CannotOpenError(message) from error
    finally:
        forget(unfinished)

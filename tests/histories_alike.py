"""Whether two histories hold the same columns."""

from dataclasses import fields, is_dataclass

import numpy as np


def find_difference(one: object, other: object, path: str = "history") -> str | None:
    """Where two histories differ in value or type; None where nowhere."""
    if isinstance(one, np.ndarray):
        assert isinstance(other, np.ndarray)
        alike = one.dtype == other.dtype and np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
        return None if alike else f"{path}: {one} {one.dtype} is not {other} {other.dtype}"
    if is_dataclass(one):
        found = (
            find_difference(getattr(one, field.name), getattr(other, field.name), f"{path}.{field.name}")
            for field in fields(one)
        )
        return next((difference for difference in found if difference), None)
    return None if one == other else f"{path}: {one} is not {other}"

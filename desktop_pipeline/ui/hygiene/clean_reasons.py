"""The reasons by which deals to clean up are chosen: what stands against them, no life left, or asleep."""

from collections import Counter
from collections.abc import Callable, Collection

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.metrics.changing.cleaning import DealToClean
from desktop_pipeline.metrics.changing.hygiene import Flag
from desktop_pipeline.queries.cleaning import CleaningList
from desktop_pipeline.ui.hygiene.flag_words import name_flag

_FLAGS = tuple(Flag)
# A flag is chosen by its place; these stand beside them.
DEAD, ASLEEP = 100, 101


def choose_deals(found: CleaningList, taken: Collection[int]) -> tuple[DealToClean, ...]:
    """The deals to which one of the taken reasons applies; all but those asleep where none is taken."""
    if ASLEEP in taken:
        return found.asleep
    if not taken:
        return found.deals
    flags = {_FLAGS[place] for place in taken if place < len(_FLAGS)}
    return tuple(deal for deal in found.deals if (DEAD in taken and deal.is_dead) or not flags.isdisjoint(deal.flags))


def list_reasons(found: CleaningList, taken: Collection[int], number: Callable[[int], str]) -> list[tuple[int, str]]:
    """What can be taken, each with how many deals it applies to; a flag that no deal bears only while it is taken."""
    counted = Counter(flag for deal in found.deals for flag in deal.flags)
    reasons = [
        (place, f"{name_flag(flag)}  {number(counted[flag])}")
        for place, flag in enumerate(_FLAGS)
        if counted[flag] or place in taken
    ]
    dead = sum(deal.is_dead for deal in found.deals)
    return [
        *reasons,
        (DEAD, f"{_say('No life left')}  {number(dead)}"),
        (ASLEEP, f"{_say('Asleep')}  {number(len(found.asleep))}"),
    ]


def _say(text: str) -> str:
    return QCoreApplication.translate("CleanPage", text)

"""The commands of the window as the palette lists them: the same entries that the menu bar has."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from desktop_pipeline.queries.search_words import find_ranges, fold_text, split_words


@dataclass(frozen=True, slots=True)
class PaletteCommand:
    """One command with its keys (`("Ctrl", "K")`); `place` is the menu in which it stands."""

    text: str
    keys: tuple[str, ...]
    act: Callable[[], object]
    enabled: bool = True
    place: str = ""


def collect_commands(bar: QMenuBar) -> list[PaletteCommand]:
    """Every entry of the menus as fit as it is now, those of menus in menus included."""
    return [command for action in bar.actions() for command in _walk(action.menu(), plain(action.text()))]


def find_commands(commands: Sequence[PaletteCommand], text: str) -> list[PaletteCommand]:
    """The commands of which every word typed begins a word; those that begin so come first."""
    words = split_words(text)
    start = " ".join(words)
    found = [
        command
        for command in commands
        if all(find_ranges(f"{command.text} {command.place}", (word,)) for word in words)
    ]
    return sorted(found, key=lambda command: (not command.enabled, not fold_text(command.text).startswith(start)))


def plain(text: str) -> str:
    """An entry's words without the mark of its key and without the key shown behind them."""
    words = text.partition("\t")[0].replace("&&", "\0").replace("&", "")
    return words.replace("\0", "&")


def _walk(menu: object, place: str) -> Iterator[PaletteCommand]:
    if not isinstance(menu, QMenu):
        return
    menu.aboutToShow.emit()  # some entries are named when their menu opens
    for action in menu.actions():
        if isinstance(action.menu(), QMenu):
            yield from _walk(action.menu(), plain(action.text()))
        elif not action.isSeparator() and action.isVisible() and action.text():
            shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            keys = _split_keys(shown or action.text().partition("\t")[2])
            yield PaletteCommand(plain(action.text()), keys, action.trigger, action.isEnabled(), place)


def _split_keys(shown: str) -> tuple[str, ...]:
    if shown.endswith("+"):
        return (*_split_keys(shown[:-2]), "+") if len(shown) > 1 else ("+",)
    return tuple(shown.split("+")) if shown else ()

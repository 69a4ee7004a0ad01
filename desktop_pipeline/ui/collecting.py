"""When Python looks for garbage: only on the window's thread, since a worker would free widgets outside theirs."""

import gc

_MANY = 5_000


class _Holds:
    """How many have asked to wait; the collector is the process's own, so there is one count."""

    count = 0


def hold_collection() -> None:
    """Puts collecting off until each hold is released."""
    _Holds.count += 1
    gc.disable()


def release_collection() -> None:
    """Ends one hold; the last one lets Python collect again."""
    _Holds.count = max(0, _Holds.count - 1)
    if not _Holds.count:
        if gc.get_count()[0] > _MANY:
            # All that came meanwhile counts as old at once: looked through as young, the findings of a page would keep
            # the window for a frame or two, the rows of a spreadsheet for a fifth of a second
            gc.freeze()
            gc.unfreeze()
        gc.enable()

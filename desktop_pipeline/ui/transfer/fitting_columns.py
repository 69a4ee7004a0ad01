"""How wide the columns of a table are whose last one stays in sight where the others run sideways."""

from collections.abc import Sequence

_FEWEST = 3


def fit_widths(wished: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Widths of columns whose last one stays in sight over the others: where they run sideways, none is cut by it.

    Where all can be in sight they shrink towards `least`; else the first ones that can be take the room up exactly.
    """
    if not wished or sum(wished) <= room:
        return list(wished)
    if sum(least) <= room:
        return _shrink(wished, least, room)
    before = room - wished[-1]
    whole = 0
    while whole < len(wished) - 1 and sum(least[: whole + 1]) <= before:
        whole += 1
    if whole < _FEWEST:
        return list(wished)
    head = wished[:whole]
    if sum(head) > before:
        return [*_shrink(head, least[:whole], before), *wished[whole:]]
    more, rest = divmod(before - sum(head), whole - 1)
    return [head[0], *(width + more + (place < rest) for place, width in enumerate(head[1:])), *wished[whole:]]


def _shrink(wished: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    over, spare = sum(wished) - room, sum(wished) - sum(least)
    widths = [wish - (wish - fewest) * over // spare for wish, fewest in zip(wished, least, strict=True)]
    for place in range(len(widths)):
        # What rounding has left over
        widths[place] -= min(max(0, sum(widths) - room), widths[place] - least[place])
    return widths

"""Asks with how few and how many deals a stage is healthy."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.span_popover import SpanPopover

Limits = tuple[int | None, int | None]


class LimitsPopover(SpanPopover):
    """`keep(too few, too many)` is asked once, on Enter; empty means no limit."""

    def __init__(
        self, theme: Theme, stage: str, limits: Limits, keep: Callable[[int | None, int | None], None], parent: QWidget
    ) -> None:
        names = (self.tr("At least"), self.tr("At most"))
        first, last = ("" if limit is None else str(limit) for limit in limits)
        super().__init__(
            theme,
            self.tr("Deals in {stage}").format(stage=stage),
            names,
            (first, last),
            lambda few, many: keep(_read_limit(few), _read_limit(many)),
            parent,
            live=False,
        )


def _read_limit(text: str) -> int | None:
    typed = text.strip()
    if not typed:
        return None
    if not (typed.isascii() and typed.isdecimal() and len(typed) < len("1000000000")):
        message = QCoreApplication.translate("Board", "“{text}” is not a number of deals.").format(text=typed)
        raise InvalidError(message)
    return int(typed)

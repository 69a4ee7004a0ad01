"""How a panel or a figure is worked out, and what was left out of it."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.widgets.popover import Popover
from desktop_pipeline.ui.widgets.words import Words

_WIDTH = 380


class HowPopover(Popover):
    """A title, the working with its own numbers, and the notes."""

    def __init__(self, tools: InsightTools, title: str, how: str, notes: Sequence[str], parent: QWidget) -> None:
        super().__init__(tools.theme, _WIDTH, parent)
        self.head(title)
        self.texts = (how, *notes)
        for place, text in enumerate(self.texts):
            self.body.addWidget(Words(tools.theme, text, "secondary", "ink2" if place else "ink", wrap=True))
        self.setAccessibleDescription(" ".join(self.texts))

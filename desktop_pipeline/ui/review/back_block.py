"""Back to an earlier stage: to which one."""

from collections.abc import Sequence

from PySide6.QtCore import Qt

from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.queries.lists import Named
from desktop_pipeline.ui.review.answer_block import AnswerBlock
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.choice_chips import ChoiceChips


class BackBlock(AnswerBlock):
    """The stages before its own; the one just before is taken."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.title.show_words(self.tr("Back to an earlier stage"))
        self._stages: tuple[Named, ...] = ()
        self.stages = ChoiceChips(theme, self.tr("Stage"))
        self.body.addWidget(self.stages)
        self.body.addStretch(1)
        self.say(self.tr("its days there are counted anew"))

    def ask(self, stages: Sequence[Named]) -> None:
        """Offer these, from the first of the pipeline to the one just before."""
        self._stages = tuple(stages)
        self.stages.set_choices([(stage.name, "") for stage in stages], len(stages) - 1 if stages else None)

    @property
    def taken(self) -> Named | None:
        """The stage that is chosen."""
        return None if self.stages.taken is None else self._stages[self.stages.taken]

    def answer(self) -> int:
        """Id of the stage. Raises InvalidError where there is none."""
        stage = self.taken
        if stage is None:
            raise InvalidError(self.tr("It is in the first stage already."))
        return stage.row_id

    def focus_first(self) -> bool:
        self.stages.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

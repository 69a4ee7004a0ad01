"""Won: what closing it as won means."""

from desktop_pipeline.ui.review.answer_block import AnswerBlock
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.words import Words


class WonBlock(AnswerBlock):
    """Asks nothing; what is required before is asked when it is saved."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.title.show_words(self.tr("Won"))
        self.words = Words(theme, "", "body", "ink2", wrap=True)
        self.body.addWidget(self.words)
        self.body.addStretch(1)
        self.say(self.tr("Enter closes it as won today"))

    def ask(self, value: str) -> None:
        """Ask for a deal of that value."""
        self.words.show_words(self.tr("It is counted as won today with {value}.").format(value=value))

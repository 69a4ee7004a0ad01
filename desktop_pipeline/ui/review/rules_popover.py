"""What puts deals into a review, how often it is held, and how many of the biggest come in anyway."""

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QWidget

from desktop_pipeline.actions import Workspace
from desktop_pipeline.actions.reviews import set_review_rhythm, set_review_rules
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.domain.reviews import MOST_BIGGEST, Cause, Rhythm, Rules
from desktop_pipeline.queries.reviews import read_review_rules, read_rhythm
from desktop_pipeline.ui.review.review_words import name_cause, name_rhythm
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.key_hint import PrimaryButton
from desktop_pipeline.ui.widgets.popover import Popover
from desktop_pipeline.ui.widgets.words import Words

_WIDTH = 480
_NUMBER = 56


class RulesPopover(Popover):
    """Enter keeps, Esc leaves; in a file that is only read it shows them."""

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, _WIDTH, parent)
        self._workspace = workspace
        rules, rhythm = read_review_rules(workspace), read_rhythm(workspace)
        self.head(self.tr("Rules of the review"), self.tr("A deal comes in for each reason that is ticked."))
        self.boxes = {cause: QCheckBox(name_cause(cause)) for cause in Cause}
        self.biggest = QLineEdit(str(rules.biggest))
        self.biggest.setValidator(QIntValidator(1, MOST_BIGGEST, self.biggest))
        self.biggest.setFixedWidth(theme.size(_NUMBER))
        self.biggest.setAccessibleName(self.tr("How many of the biggest deals"))
        self.rhythm = QComboBox()
        self.rhythm.setAccessibleName(self.tr("How often it is held"))
        for each in Rhythm:
            self.rhythm.addItem(name_rhythm(each), each.value)
        self.rhythm.setCurrentIndex(list(Rhythm).index(rhythm))
        held = QHBoxLayout()
        held.addWidget(Words(theme, self.tr("Held")))
        held.addWidget(self.rhythm, 1)
        self.body.addLayout(held)
        causes = self.body
        for cause, box in self.boxes.items():
            box.setChecked(rules.asks(cause))
            if cause is Cause.BIGGEST:
                row = QHBoxLayout()
                row.addWidget(box, 1)
                row.addWidget(self.biggest)
                causes.addLayout(row)
                box.toggled.connect(self.biggest.setEnabled)
            else:
                causes.addWidget(box)
        causes.setSpacing(6)
        self.biggest.setEnabled(rules.asks(Cause.BIGGEST))
        self.add_error_line()
        self._add_foot(can_change=not workspace.is_read_only)

    def read_rules(self) -> Rules:
        """What is ticked now."""
        causes = frozenset(cause for cause, box in self.boxes.items() if box.isChecked())
        return Rules(causes, self.biggest.locale().toInt(self.biggest.text())[0])

    def submit(self) -> None:
        """Keep it, or say what is wrong."""
        try:
            self._keep(self.read_rules(), list(Rhythm)[self.rhythm.currentIndex()])
        except PipelineError as error:
            self.refuse(str(error))
            return
        self.close()

    def _keep(self, rules: Rules, rhythm: Rhythm) -> None:
        workspace = self._workspace
        if rules != read_review_rules(workspace):
            set_review_rules(workspace, rules)
        if rhythm is not read_rhythm(workspace):
            set_review_rhythm(workspace, rhythm)

    def _add_foot(self, *, can_change: bool) -> None:
        keep = PrimaryButton(self._theme, self.tr("Keep"), key=self.tr("Enter"))
        keep.clicked.connect(self.submit)
        leave = ActionButton(self._theme, self.tr("Cancel"), role="ink2", flat=True, keys=(self.tr("Esc"),))
        leave.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.addWidget(leave)
        foot.addStretch(1)
        foot.addWidget(keep)
        self.body.addLayout(foot)
        if not can_change:
            keep.setEnabled(False)
            for widget in (*self.boxes.values(), self.biggest, self.rhythm):
                widget.setEnabled(False)

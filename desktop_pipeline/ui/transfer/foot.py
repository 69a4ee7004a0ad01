"""The foot of the wizard: back at the left, a remark, the sum of it all, and the way on at the right."""

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop_pipeline.actions.importing.reports import ImportReport
from desktop_pipeline.ui.key_names import name_keys
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.key_hint import PrimaryButton
from desktop_pipeline.ui.widgets.painting import draw_hairline
from desktop_pipeline.ui.widgets.words import ElidedWords

_FOOT = 54


class WizardFoot(QWidget):
    """All buttons of all steps; each step shows those it needs."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        # While something is worked on, what was said of it stays.
        self.keeps_said = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.back = ActionButton(theme, self.tr("Back"))
        self.undo = ActionButton(theme, self.tr("Undo the whole import"), icon="undo-2")
        self.save_report = ActionButton(theme, self.tr("Save the report…"), role="ink2", flat=True)
        self.said = ElidedWords(theme, style="secondary", role="ink2")
        self.sum = ElidedWords(theme, style="body", role="ink2")
        self.cancel = ActionButton(theme, self.tr("Cancel"))
        self.other = ActionButton(theme, self.tr("Look at the columns"))
        self.another = ActionButton(theme, self.tr("Import another"))
        self.next = PrimaryButton(theme, "", key=self.tr("Enter"))
        for button, key in (
            (self.back, "Alt+Left"),
            (self.undo, "Alt+U"),
            (self.save_report, "Alt+R"),
            (self.other, "Alt+C"),
            (self.another, "Alt+N"),
        ):
            button.setShortcut(key)
            button.setToolTip(f"{button.text()} ({name_keys(key)})")
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 1, 20, 0)
        row.setSpacing(8)
        for button in (self.back, self.undo, self.save_report):
            row.addWidget(button)
        row.addSpacing(4)
        row.addWidget(self.said, 1)
        for widget in (self.sum, self.cancel, self.other, self.another, self.next):
            row.addWidget(widget)
        theme.changed.connect(self.updateGeometry)

    def show_only(self, *shown: QWidget) -> None:
        """Of all that may stand here, these; the remark always does."""
        for widget in (
            self.back,
            self.undo,
            self.save_report,
            self.sum,
            self.cancel,
            self.other,
            self.another,
            self.next,
        ):
            widget.setVisible(widget in shown)

    def show_files(self, rows: str, *, is_clear: bool) -> None:
        """The first step; where nothing is to be asked it goes on to the check."""
        self.name_next(self.tr("Check {rows}").format(rows=rows) if is_clear else self.tr("Look at the columns"))
        self.show_only(self.cancel, self.next, *[self.other] * is_clear)
        self._promise(self.tr("Nothing changes before the last step."))

    def show_columns(self, rows: str) -> None:
        """The second step."""
        self.name_next(self.tr("Check {rows}").format(rows=rows))
        self.show_only(self.back, self.sum, self.next)
        self._promise(self.tr("Nothing changes before the last step. The whole import can be undone."))

    def show_check(self, rows: str) -> None:
        """The third step."""
        self.name_next(self.tr("Import {rows}").format(rows=rows))
        self.show_only(self.back, self.sum, self.next)
        self._promise(self.tr("Nothing is written before this. The whole import can be undone."))

    def show_result(self, report: ImportReport | None) -> None:
        """The last step; what changed nothing cannot be undone."""
        self.name_next(self.tr("Open the board"))
        self.next.setEnabled(True)
        shown = [self.another, self.next]
        if report is not None:
            shown += [self.undo] * (report.change is not None) + [self.save_report]
            self.undo.setEnabled(True)
        self.show_only(*shown)

    def _promise(self, words: str) -> None:
        if self.said.text() == "" or not self.keeps_said:
            self.said.show_words(words, "ink2")

    def name_next(self, words: str) -> None:
        """What the way on is called."""
        self.next.setText(words)
        self.next.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(400, self._theme.size(_FOOT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("inset"))
        draw_hairline(painter, self._theme.color("line"), QPointF(0, 0.5), QPointF(self.width(), 0.5))

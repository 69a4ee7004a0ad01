"""Exit criteria one below the other: what is met with its day, what is open on amber."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QVBoxLayout,
    QWidget,
)

from desktop_pipeline.domain.gates import CriterionKind
from desktop_pipeline.queries.gates import CriterionLine
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.gate_words import word_when
from desktop_pipeline.ui.widgets.painted_button import PaintedButton
from desktop_pipeline.ui.widgets.painting import RIGHT, draw_focus_ring, draw_text, text_width
from desktop_pipeline.ui.widgets.words import set_tooltip

ROW = 29
_BOX = 16
_PAD = 11
_TEXT = 37
_ABOVE = 5


class CriterionRow(PaintedButton):
    """Space ticks it or opens what meets it; F2 or E writes down the evidence of one that is ticked."""

    evidence_written = Signal(str)

    def __init__(self, theme: Theme, line: CriterionLine, when: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._when = when
        self._editor: QLineEdit | None = None
        self.line = line
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        text = line.criterion.text
        state = self.tr("met") if line.is_met else self.tr("open")
        self.setAccessibleName(", ".join(part for part in (text, state, when) if part))
        if self.is_ticked_by_hand:
            self.setAccessibleDescription(self.tr("Space ticks it, F2 writes down the evidence"))
        set_tooltip(self, f"{text}: {line.evidence}" if line.evidence else text)
        theme.changed.connect(self.updateGeometry)

    @property
    def is_ticked_by_hand(self) -> bool:
        """Whether it is met by a tick rather than by what the deal holds."""
        return self.line.criterion.kind is CriterionKind.TICK

    @property
    def editor(self) -> QLineEdit | None:
        """Where the evidence is written, while it is."""
        return self._editor

    def write_evidence(self) -> None:
        """Let the user say on what grounds it is met."""
        if not self.is_ticked_by_hand or self._editor is not None:
            return
        self._editor = editor = QLineEdit(self.line.evidence, self)
        editor.setPlaceholderText(self.tr("Evidence: what was said, and by whom"))
        editor.setAccessibleName(self.tr("Evidence"))
        editor.setGeometry(self._theme.size(_TEXT) - 10, 0, self.width() - self._theme.size(_TEXT) + 6, self.height())
        editor.installEventFilter(self)
        editor.editingFinished.connect(self._close_editor)
        editor.show()
        editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def sizeHint(self) -> QSize:
        width = self._theme.size(_TEXT) + text_width(self._theme, "body", self.line.criterion.text)
        width += text_width(self._theme, "caption_medium", self._when) + 24 if self._when else 0
        return QSize(round(width) + _PAD, self._theme.size(ROW))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self._theme.size(ROW))

    def fit(self, width: int) -> None:
        """As high as its text needs at that width: a criterion is a sentence to be read whole."""
        box = self._text_box(width)
        flags = int(Qt.TextFlag.TextWordWrap)
        lines = self._theme.metrics("value").boundingRect(QRectF(0, 0, box.width(), 10_000), flags, self._text)
        self.setFixedHeight(max(self._theme.size(ROW), round(lines.height()) + 2 * _ABOVE))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit(event.size().width())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: False, Qt.Key.Key_Down: True}.get(Qt.Key(event.key()))
        if step is not None:
            self.focusNextPrevChild(step)
        elif event.key() in {Qt.Key.Key_F2, Qt.Key.Key_E}:
            self.write_evidence()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # What a line of text leaves over would turn the row's tick or close the dialog.
        if watched is self._editor and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._keep_evidence()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self._close_editor()
                return True
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, line = self._theme, self.line
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isEnabled() and (self.underMouse() or self.isDown()):
            painter.fillRect(self.rect(), theme.color("hover"))
        self._paint_box(painter)
        when = QRectF(0, 0, self.width() - _PAD, self.height())
        style, role = ("caption", "ink3") if line.is_met else ("caption_medium", "amber")
        if self._when:
            draw_text(
                painter,
                theme,
                "caption" if style == "caption" else "caption_medium",
                theme.color(role),
                when,
                self._when,
                RIGHT,
            )
        painter.setFont(theme.font("body" if line.is_met else "value"))
        painter.setPen(theme.color("ink"))
        box = self._text_box(self.width()).adjusted(0, 0, 0, self.height())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap), self._text)
        if self.hasFocus():
            draw_focus_ring(painter, theme, QRectF(self.rect()).adjusted(3, 3, -3, -3), 4)

    def _text_box(self, width: int) -> QRectF:
        left = self._theme.size(_TEXT)
        taken = text_width(self._theme, "caption_medium", self._when) + 12 if self._when else 0
        return QRectF(left, 0, max(1.0, width - left - _PAD - taken), 0)

    @property
    def _text(self) -> str:
        return self.line.criterion.text

    def _paint_box(self, painter: QPainter) -> None:
        option = QStyleOptionButton()
        option.initFrom(self)
        side = self._theme.size(_BOX)
        option.rect = QRect(_PAD, (self.height() - side) // 2, side, side)
        option.state = QStyle.StateFlag.State_On if self.line.is_met else QStyle.StateFlag.State_Off
        if self.isEnabled():
            option.state |= QStyle.StateFlag.State_Enabled
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorCheckBox, option, painter, self)

    def _keep_evidence(self) -> None:
        if self._editor is not None:
            text = self._editor.text().strip()
            self._close_editor()
            self.evidence_written.emit(text)

    def _close_editor(self) -> None:
        editor, self._editor = self._editor, None
        if editor is not None:
            had_focus = editor.hasFocus()
            editor.hide()
            editor.deleteLater()
            if had_focus:
                self.setFocus(Qt.FocusReason.OtherFocusReason)


class CriteriaList(QWidget):
    """A framed list of criteria.

    Signals: `ticked(criterion id, evidence)`, `unticked(criterion id)`; `asked(CriterionLine)` for one that a field, an
    activity or an answer meets.
    """

    ticked = Signal(int, str)
    unticked = Signal(int)
    asked = Signal(object)

    def __init__(self, theme: Theme, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._formats = formats
        self.rows: list[CriterionRow] = []
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(1, 1, 1, 1)
        self._rows.setSpacing(0)
        self.setAccessibleName(self.tr("Exit criteria"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_lines(self, lines: Sequence[CriterionLine], today: date, *, can_edit: bool = True) -> None:
        """Show these criteria; the focus stays on the row it was on."""
        if [row.line for row in self.rows] == list(lines) and all(row.isEnabled() == can_edit for row in self.rows):
            return
        focused = next((place for place, row in enumerate(self.rows) if row.hasFocus()), None)
        for row in self.rows:
            self._rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [CriterionRow(self._theme, line, word_when(line, self._formats, today), self) for line in lines]
        for row in self.rows:
            self._rows.addWidget(row)
            row.setEnabled(can_edit)
            row.clicked.connect(lambda _checked=False, row=row: self._turn(row))
            row.evidence_written.connect(
                lambda evidence, row=row: self.ticked.emit(row.line.criterion.criterion_id, evidence)
            )
            row.show()
        self.fit(self.width() - 2)
        if focused is not None and self.rows:
            self.rows[min(focused, len(self.rows) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)
        self.updateGeometry()
        self.update()

    def fit(self, width: int) -> None:
        """As high as its rows need at that width, before it has it."""
        for row in self.rows:
            row.fit(width)
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = QPainterPath()
        path.addRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.fillPath(path, theme.color("surface"))
        painter.save()
        painter.setClipPath(path)
        for row in self.rows:
            if not row.line.is_met:
                painter.fillRect(row.geometry(), theme.color("amberSoft"))
            if row is not self.rows[-1]:
                bottom = row.geometry().bottom()
                painter.fillRect(QRect(0, bottom, self.width(), 1), theme.color("line"))
        painter.restore()
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawPath(path)

    def _turn(self, row: CriterionRow) -> None:
        if not row.is_ticked_by_hand:
            self.asked.emit(row.line)
        elif row.line.is_met:
            self.unticked.emit(row.line.criterion.criterion_id)
        else:
            self.ticked.emit(row.line.criterion.criterion_id, "")

"""Every key there is, by the place where it is one."""

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop_pipeline.ui.key_names import HISTORY_KEY
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.key_hint import PrimaryButton, hint_width, paint_key_hint
from desktop_pipeline.ui.widgets.words import Words

_KEYS = 72
# Keys that are pressed together or mean the same, and what they do.
KeyLine = tuple[tuple[str, ...], str]


class KeysDialog(QDialog):
    """Two columns of short lists; Enter and Esc close it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_say("Keys"))
        self.lines: list[KeyLine] = []
        self._theme = theme
        lists = QHBoxLayout()
        lists.setSpacing(28)
        for groups in ((_on_the_board(),), (_in_activities(), _in_a_review()), (_everywhere(),)):
            column = QVBoxLayout()
            column.setSpacing(16)
            for title, lines in groups:
                column.addLayout(self._make_list(title, lines))
            column.addStretch(1)
            lists.addLayout(column)
        close = PrimaryButton(theme, _say("Close"), key=_say("Enter"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(16)
        layout.addLayout(lists)
        layout.addLayout(foot)

    def _make_list(self, title: str, lines: tuple[KeyLine, ...]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(0, self._theme.size(_KEYS))
        grid.setColumnStretch(1, 1)
        grid.addWidget(Words(self._theme, title, "strong"), 0, 0, 1, 2)
        for row, (keys, does) in enumerate(lines, start=1):
            grid.addWidget(_Keys(self._theme, keys, does), row, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(Words(self._theme, does, "secondary", "ink2"), row, 1)
        self.lines += lines
        return grid


class _Keys(QWidget):
    """Keys as they are shown where their actions are."""

    def __init__(self, theme: Theme, keys: tuple[str, ...], does: str) -> None:
        super().__init__()
        self._theme = theme
        self._keys = keys
        self.setAccessibleName(f"{' '.join(keys)}: {does}")
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        return QSize(round(hint_width(self._theme, self._keys)) + 1, self._theme.size(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_key_hint(painter, theme, 0, self.height() / 2, self._keys, (theme.color("line2"), theme.color("ink2")))


def _say(text: str) -> str:
    return QCoreApplication.translate("Keys", text)


def _on_the_board() -> tuple[str, tuple[KeyLine, ...]]:
    control, shift = _say("Ctrl"), _say("Shift")
    return _say("On the board"), (
        (("←", "↑", "→", "↓"), _say("move the focus")),
        ((control, "←", "→"), _say("move the deal one stage")),
        ((control, "↑", "↓"), _say("move it within its stage")),
        ((_say("Space"),), _say("select")),
        ((shift, "↑", "↓"), _say("select more")),
        ((control, "A"), _say("select the whole column")),
        ((_say("Enter"),), _say("open the deal")),
        ((_say("Esc"),), _say("close or cancel")),
        (("N",), _say("new deal")),
        (("A",), _say("new activity")),
        (("O", "T", "D"), _say("owner, labels, close date")),
        (("F2",), _say("value")),
        (("W", "L", "X"), _say("won, lost, not a fit")),
        ((_say("Del"),), _say("delete")),
        (("[", "]"), _say("collapse, expand a column")),
    )


def _in_activities() -> tuple[str, tuple[KeyLine, ...]]:
    return _say("In activities"), (
        ((_say("Space"),), _say("done")),
        (("E", "M", "T"), _say("edit, move, tomorrow")),
        (("S",), _say("skip once")),
        (("C",), _say("make the calls")),
        (("L",), _say("move all that is late")),
    )


def _in_a_review() -> tuple[str, tuple[KeyLine, ...]]:
    return _say("In a review"), (
        (("1", "2", "3", "4"), _say("choose")),
        (("5",), _say("snooze")),
        (("W", "S", "N"), _say("won, skip, note")),
        (("O",), _say("open the deal")),
        ((_say("Enter"),), _say("save and go on")),
        ((_say("Esc"),), _say("pause")),
    )


def _everywhere() -> tuple[str, tuple[KeyLine, ...]]:
    control, shift = _say("Ctrl"), _say("Shift")
    return _say("Everywhere"), (
        ((control, "K"), _say("search everything")),
        (("/",), _say("filter")),
        ((control, "F"), _say("find on this page")),
        ((control, "Z"), _say("undo")),
        ((control, shift, "Z"), _say("redo")),
        ((control, HISTORY_KEY[-1]), _say("history")),
        ((control, "1"), _say("the screens, up to Ctrl+6")),
        ((control, ","), _say("settings")),
        ((control, "P"), _say("print what is shown")),
        ((control, "7"), _say("all reports")),
        ((control, "V"), _say("paste rows of a spreadsheet")),
        (("F8",), _say("the reminder that is shown")),
    )

"""What is seen before a workspace is open."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop_pipeline.actions import read_clock
from desktop_pipeline.domain.stages import read_templates
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.onboarding.bring import DropArea, SampleCard
from desktop_pipeline.ui.onboarding.currencies import guess_currency, name_currencies
from desktop_pipeline.ui.onboarding.recent_files import RecentFiles
from desktop_pipeline.ui.onboarding.template_card import TemplateCard
from desktop_pipeline.ui.preferences import RecentFile
from desktop_pipeline.ui.spreadsheets import name_kinds
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.key_hint import PrimaryButton
from desktop_pipeline.ui.widgets.words import Words

_WIDEST = 1006  # the cards' focus rings take three pixels on each side of 1000
_USUAL_TEMPLATE = "meeting"
_MARK = 40
_SIDE = 25
_GAP = 6


class StartPage(QScrollArea):
    """Signals: `create_asked(template, currency, name)`, `import_asked(paths)`, `sample_asked`, `open_asked(path)`.

    The path of `open_asked` is None when the user wants to look for another file.
    """

    create_asked = Signal(str, str, str)
    import_asked = Signal(list)
    sample_asked = Signal()
    open_asked = Signal(object)

    def __init__(self, theme: Theme, formats: Formats, *, clock: Callable[[], datetime] = read_clock) -> None:
        super().__init__()
        self._theme = theme
        self._formats = formats
        self.cards: list[TemplateCard] = []
        self.currencies = QComboBox()
        self.user_name = QLineEdit()
        self._refusal = Words(theme, style="secondary", role="red")
        self.create_button = PrimaryButton(theme, "", key=self.tr("Enter"))
        self.drop_area = DropArea(theme)
        self.sample = SampleCard(theme)
        self.recent = RecentFiles(theme, formats, clock)
        self.chooser: QFileDialog | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self._make_page())
        self._connect()
        self._name_create_button()

    @property
    def template(self) -> str:
        """The key of the template that is chosen."""
        return next(card.template.key for card in self.cards if card.isChecked())

    @property
    def currency(self) -> str:
        """The currency that is chosen, as its ISO code."""
        return str(self.currencies.currentData())

    @property
    def refusal(self) -> str:
        """Why nothing was made; empty while nothing is wrong."""
        return "" if self._refusal.isHidden() else self._refusal.text()

    def show_recent(self, files: Sequence[RecentFile]) -> None:
        """Show the files that were open before; without any the block is left out."""
        self.recent.show_files(files)

    def show_user(self, name: str) -> None:
        """Show who is at the computer, where that is known already."""
        self.user_name.setText(name)

    def ask_create(self) -> None:
        """Ask for a workspace with what is chosen; says what is missing."""
        name = " ".join(self.user_name.text().split())
        if not name:
            self._refusal.show_words(self.tr("Type your name; it is recorded with what you change."))
            self._refusal.show()
            self.user_name.setFocus()
            return
        self._refusal.hide()
        self.create_asked.emit(self.template, self.currency, name)

    def choose_spreadsheets(self) -> None:
        """Let the user look for spreadsheets."""
        self.chooser = QFileDialog(self, self.tr("Import spreadsheets"), "", name_kinds())
        self.chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.chooser.setFileMode(QFileDialog.FileMode.ExistingFiles)
        self.chooser.filesSelected.connect(lambda names: self.import_asked.emit([Path(name) for name in names]))
        self.chooser.open()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        next(card for card in self.cards if card.isChecked()).setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._level_cards()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            super().keyPressEvent(event)
            return
        focused = self.focusWidget()
        if isinstance(focused, QPushButton) and focused is not self.create_button:
            focused.click()
        else:
            self.ask_create()

    def _make_page(self) -> QWidget:
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addLayout(self._make_head())
        column.addSpacing(34)
        column.addLayout(
            self._make_title(self.tr("Begin with stages"), self.tr("the steps a deal goes through, first to last"))
        )
        column.addSpacing(6)
        column.addLayout(self._make_cards())
        column.addSpacing(14)
        column.addLayout(self._make_choices())
        column.addSpacing(26)
        column.addLayout(self._make_title(self.tr("Or bring your deals"), ""))
        column.addSpacing(6)
        bring = QHBoxLayout()
        bring.setSpacing(6)
        bring.addWidget(self.drop_area, 1)
        bring.addWidget(self.sample, 1)
        column.addLayout(bring)
        column.addSpacing(22)
        column.addWidget(self.recent)
        column.addStretch(1)
        self._body = QWidget()
        self._body.setLayout(column)
        column.setContentsMargins(0, 0, 0, 0)
        page = _Canvas(self._theme)
        layout = QHBoxLayout(page)
        layout.setContentsMargins(_SIDE, 44, _SIDE, 28)
        layout.addStretch(1)
        layout.addWidget(self._body, 1000)
        layout.addStretch(1)
        return page

    def _make_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(3, 0, 3, 0)
        head.setSpacing(18)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Words(self._theme, self.tr("Start your pipeline"), "title"))
        said = self.tr("Your deals live in one file on this computer. No account, no server, nothing leaves it.")
        words.addWidget(Words(self._theme, said, "body", "ink2"))
        head.addWidget(_AppMark(self._theme))
        head.addLayout(words, 1)
        return head

    def _make_title(self, title: str, more: str) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(3, 0, 3, 0)
        line.setSpacing(10)
        line.addWidget(Words(self._theme, title, "section"))
        line.addWidget(Words(self._theme, more, "secondary", "ink3"), 1)
        return line

    def _make_cards(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(_GAP)
        group = QButtonGroup(self)
        for template in read_templates().values():
            card = TemplateCard(self._theme, template)
            card.setChecked(template.key == _USUAL_TEMPLATE)
            card.toggled.connect(self._name_create_button)
            group.addButton(card)
            self.cards.append(card)
        self.cards.sort(key=lambda card: len(card.template.stages))
        for card in self.cards:
            row.addWidget(card, 1)
        return row

    def _make_choices(self) -> QHBoxLayout:
        for code, name in name_currencies().items():
            self.currencies.addItem(f"{name}, {self._formats.symbol(code)}", code)
        self.currencies.setCurrentIndex(self.currencies.findData(guess_currency(self._formats.locale)))
        # Where the room is short it gives way, not the button.
        self.currencies.setMinimumWidth(self._theme.size(96))
        self.currencies.setAccessibleName(self.tr("Currency"))
        self.user_name.setAccessibleName(self.tr("Your name"))
        self.user_name.setPlaceholderText(self.tr("First and last name"))
        self.user_name.setFixedWidth(self._theme.size(180))
        self._refusal.hide()
        row = QHBoxLayout()
        row.setContentsMargins(3, 0, 3, 0)
        row.setSpacing(8)
        row.addWidget(Words(self._theme, self.tr("Your name"), "body", "ink2"))
        row.addWidget(self.user_name)
        row.addSpacing(14)
        row.addWidget(Words(self._theme, self.tr("Currency"), "body", "ink2"))
        row.addWidget(self.currencies)
        row.addSpacing(6)
        row.addWidget(self._refusal)
        row.addStretch(1)
        row.addWidget(self.create_button)
        return row

    def _connect(self) -> None:
        self._theme.changed.connect(self._level_cards)
        self.create_button.clicked.connect(self.ask_create)
        self.user_name.textEdited.connect(self._refusal.hide)
        self.drop_area.clicked.connect(self.choose_spreadsheets)
        self.drop_area.dropped.connect(self.import_asked)
        self.sample.open_asked.connect(self.sample_asked)
        self.recent.open_asked.connect(self.open_asked)
        self.recent.other_asked.connect(lambda: self.open_asked.emit(None))

    def _level_cards(self) -> None:
        count = len(self.cards)
        widest = self._theme.size(_WIDEST)
        self._body.setMaximumWidth(widest)
        width = (min(widest, self.viewport().width() - 2 * _SIDE) - (count - 1) * _GAP) // count
        highest = max(card.purpose_height(width) for card in self.cards)
        for card in self.cards:
            card.level(highest)

    def _name_create_button(self) -> None:
        chosen = next((card for card in self.cards if card.isChecked()), None)
        if chosen is not None:
            count = len(chosen.template.stages)
            self.create_button.setText(self.tr("Create with {count} stages").format(count=count))


class _AppMark(QWidget):
    """The program's own mark: a pipeline on its way."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedSize(_MARK, _MARK)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(self._theme.color("accent"), 2))
        painter.drawEllipse(ring)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("accent"))
        painter.drawPie(ring.adjusted(3, 3, -3, -3), 90 * 16, -216 * 16)


class _Canvas(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), self._theme.color("canvas"))

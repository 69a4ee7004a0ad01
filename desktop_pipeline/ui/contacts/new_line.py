"""The line a new person or organisation is typed into: the parts between commas find their fields by themselves."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desktop_pipeline.domain.contacts import phone_key, site_domain
from desktop_pipeline.queries.contact_standing import Subject
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import draw_hairline
from desktop_pipeline.ui.widgets.words import Words

_HEIGHT = 44
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed: the first part is the name, the next plain one where they are, the one after what they do."""

    name: str
    place: str | None = None
    work: str | None = None
    email: str | None = None
    phone: str | None = None
    website: str | None = None


def read_typed(text: str) -> Typed:
    """`Ines Calloway, Copperline, ines@copperline.example, +44 5550 10200`."""
    name, *rest = (part.strip() for part in text.split(","))
    found: dict[str, str] = {}
    for part in rest:
        kind = _guess(part)
        if part and kind not in found:
            found[kind] = part
        elif part and kind == "place":
            found.setdefault("work", part)
    return Typed(name, **found)


def _guess(part: str) -> str:
    if "@" in part:
        return "email"
    if phone_key(part) is not None and not _LETTERS & set(part.lower()):
        return "phone"
    return "website" if site_domain(part) and " " not in part else "place"


class NewLine(QWidget):
    """Enter adds and stays open, Esc closes. Signals: `typed(Typed)`; `closed()`."""

    typed = Signal(object)
    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.field = QLineEdit()
        self.field.setMaxLength(4_000)
        self._refusal = Words(theme, "", "secondary", "red")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 0, 14, 1)
        layout.addWidget(self.field, 1)
        layout.addWidget(self._refusal)
        self.field.textEdited.connect(lambda _text: self._refusal.hide())
        self.field.returnPressed.connect(self._on_return)
        theme.changed.connect(self._fit)
        self._fit()
        self.hide()

    def begin(self, subject: Subject) -> None:
        """Open the line for a new person or organisation."""
        hint = (
            self.tr("Name, organisation, e-mail, phone: Enter adds, Esc closes")
            if subject is Subject.PEOPLE
            else self.tr("Name, industry, website, phone: Enter adds, Esc closes")
        )
        self.field.setPlaceholderText(hint)
        self.field.setAccessibleName(self.tr("New: {parts}").format(parts=hint))
        self._refusal.hide()
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def refuse(self, sentence: str) -> None:
        """Say why nothing was added; what was typed stays."""
        self._refusal.show_words(sentence)
        self._refusal.show()

    def finish(self) -> None:
        """Leave."""
        self.field.clear()
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # What the field does not take comes here.
        if event.key() == Qt.Key.Key_Escape:
            self.finish()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("surface"))
        bottom = self.height() - 0.5
        draw_hairline(painter, self._theme.color("line"), QPointF(0, bottom), QPointF(self.width(), bottom))

    def _on_return(self) -> None:
        self.typed.emit(read_typed(self.field.text()))

    def _fit(self) -> None:
        self.setFixedHeight(self._theme.size(_HEIGHT))

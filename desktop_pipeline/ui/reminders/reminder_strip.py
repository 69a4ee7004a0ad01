"""The strip above the screens with the reminders that came: open, put off, or seen."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMenu, QWidget

from desktop_pipeline.domain.reminders import Snooze
from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.reminders.reminder_words import ReminderWords
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.icon_button import IconButton
from desktop_pipeline.ui.widgets.painting import draw_hairline
from desktop_pipeline.ui.widgets.words import ElidedWords

_HEIGHT = 40
_LEFT = 40
_ICON = 16


class ReminderStrip(QWidget):
    """Signals: `open_wanted()`, `finish_wanted()`, `snoozed(Snooze)`, `dismissed()`."""

    open_wanted = Signal()
    finish_wanted = Signal()
    snoozed = Signal(object)
    dismissed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.title = ElidedWords(theme, "", "strong")
        self.detail = ElidedWords(theme, "", "body", "ink2")
        self.open_button = ActionButton(theme, self.tr("Open"))
        self.finish_button = ActionButton(theme, self.tr("Done…"))
        self.snooze_button = ActionButton(theme, self.tr("Later"), icon="clock")
        self.close_button = IconButton(theme, "x", self.tr("Seen"), key=self.tr("Esc"))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.size(_LEFT), 0, 14, 0)
        row.setSpacing(8)
        row.addWidget(self.title)
        row.addWidget(self.detail, 1)
        for button in (self.open_button, self.finish_button, self.snooze_button, self.close_button):
            row.addWidget(button)
        self.open_button.clicked.connect(self.open_wanted)
        self.finish_button.clicked.connect(self.finish_wanted)
        self.snooze_button.clicked.connect(self.ask_how_long)
        self.close_button.clicked.connect(self.dismissed)
        self._dress()
        theme.changed.connect(self._dress)
        self.hide()

    def show_words(self, words: ReminderWords, *, is_one: bool) -> None:
        """Says what is reminded of; a screen reader says it by itself."""
        is_new = words.title != self.title.text() or words.text != self.detail.text() or not self.isVisible()
        self.title.show_words(words.title)
        self.detail.show_words(words.text)
        self.finish_button.setVisible(is_one)
        self.open_button.setText(self.tr("Open") if is_one else self.tr("Show all"))
        self.open_button.updateGeometry()
        self.setAccessibleName(self.tr("Reminder: {title}. {text}").format(title=words.title, text=words.text))
        self.show()
        if is_new:
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def focus_first(self) -> None:
        """Gives it the keys."""
        self.open_button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def ask_how_long(self) -> QMenu:
        """Opens the choice of how long it is put off."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        add_snoozes(menu, self.snoozed.emit)
        menu.popup(self.snooze_button.mapToGlobal(QPoint(0, self.snooze_button.height() + 4)))
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = self.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self.dismissed.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and isinstance(focused, QAbstractButton):
            # Outside of a dialog only Space presses a button.
            focused.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("accentSoft"))
        side = theme.size(_ICON)
        place = QRectF(theme.size(16), round((self.height() - side) / 2), side, side)
        drawing = icon_pixmap(theme, "clock", side, "accent", self.devicePixelRatioF())
        painter.drawPixmap(place.topLeft(), drawing)
        bottom = self.height() - 0.5
        draw_hairline(painter, theme.color("accentLine"), QPointF(0, bottom), QPointF(self.width(), bottom))

    def _dress(self) -> None:
        self.setFixedHeight(self._theme.size(_HEIGHT))
        self.update()


def add_snoozes(menu: QMenu, choose: Callable[[Snooze], object]) -> None:
    """The lengths that a reminder can be put off for, as entries of a menu."""
    for snooze, words in (
        (Snooze.TEN_MINUTES, QCoreApplication.translate("Reminders", "In 10 minutes")),
        (Snooze.HOUR, QCoreApplication.translate("Reminders", "In 1 hour")),
        (Snooze.TOMORROW, QCoreApplication.translate("Reminders", "Tomorrow, 9:00")),
    ):
        action = menu.addAction(words)
        action.triggered.connect(lambda _checked=False, snooze=snooze: choose(snooze))

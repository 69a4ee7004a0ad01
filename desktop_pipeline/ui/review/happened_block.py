"""What happened to a deal last, and whom one can call or write to about it."""

import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop_pipeline.queries.deal_parts import DealPersonView
from desktop_pipeline.queries.review_deal import HappenedLine
from desktop_pipeline.ui.formats import Formats, kind_name
from desktop_pipeline.ui.menus import escape_ampersands
from desktop_pipeline.ui.review.deal_head import Icon
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.avatar import Avatar
from desktop_pipeline.ui.widgets.timeline_words import activity_icon
from desktop_pipeline.ui.widgets.words import ElidedWords, Words

_MOST = 4
_DAY = 82
_PERSON = 24
_ICONS = {
    "note": "sticky-note",
    "moved": "arrow-right",
    "reopened": "corner-up-left",
    "passed": "list-checks",
    "message": "mail",
}


class HappenedBlock(QWidget):
    """Signals: `call_asked()`, `write_asked()`; `open_url` hands an address to the system."""

    write_asked = Signal()

    def __init__(self, session: Session, theme: Theme, formats: Formats, open_url: Callable[[QUrl], object]) -> None:
        super().__init__()
        self._session = session
        self._theme = theme
        self._formats = formats
        self._open_url = open_url
        self._phone = ""
        self._rows: list[QWidget] = []
        self._none = Words(theme, self.tr("Nothing is known yet."), "secondary", "ink3")
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        self.avatar = Avatar(theme, "", size=_PERSON)
        self.name = ElidedWords(theme, "", "body")
        self.role = ElidedWords(theme, "", "caption", "ink3")
        self.call = ActionButton(theme, self.tr("Call"), icon="phone")
        self.write = ActionButton(theme, self.tr("Write"), icon="mail")
        self.call.clicked.connect(self.ask_call)
        self.write.clicked.connect(self.write_asked)
        self._arrange()

    def show_happened(self, lines: Sequence[HappenedLine]) -> None:
        """Show the latest, newest first."""
        for row in self._rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [self._make_row(line) for line in lines[:_MOST]]
        for row in self._rows:
            self._list.addWidget(row)
        self._none.setVisible(not lines)

    def show_person(self, person: DealPersonView | None) -> None:
        """Show whom to talk to."""
        self._person.setVisible(person is not None)
        if person is None:
            return
        self._phone = person.phone or ""
        self.avatar.show_person(person.name)
        self.name.show_words(person.name)
        self.role.show_words(person.job_title or person.role or "")
        self.role.setVisible(bool(self.role.text()))
        self.call.setEnabled(bool(self._phone))
        self.write.setEnabled(bool(person.email))
        self.call.setAccessibleName(self.tr("Call {name}").format(name=person.name))
        self.write.setAccessibleName(self.tr("Write to {name}").format(name=person.name))
        self.call.setToolTip("" if self._phone else self.tr("No phone number is known"))
        self.write.setToolTip("" if person.email else self.tr("No e-mail address is known"))

    def ask_call(self) -> QMenu:
        """What will be dialled is shown before anything is handed to the system."""
        number = self._phone
        dialled = re.sub(r"[^\d+*#]", "", number).replace("#", "%23")
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        call = menu.addAction(escape_ampersands(self.tr("Call {address}").format(address=number)))
        call.triggered.connect(lambda: self._open_url(QUrl(f"tel:{dialled}")))
        copy = menu.addAction(escape_ampersands(self.tr("Copy {address}").format(address=number)))
        copy.triggered.connect(lambda: QGuiApplication.clipboard().setText(number))
        menu.popup(self.call.mapToGlobal(QPoint(0, self.call.height() + 4)))
        return menu

    def _make_row(self, line: HappenedLine) -> QWidget:
        theme, today = self._theme, self._session.today()
        row = QWidget()
        cells = QHBoxLayout(row)
        cells.setContentsMargins(0, 0, 0, 0)
        cells.setSpacing(8)
        day = Words(theme, self._formats.day(line.day, today), "secondary", "ink2")
        day.setFixedWidth(theme.size(_DAY))
        icon = "calendar" if line.was_missed else _ICONS.get(line.kind) or activity_icon(line.kind)
        cells.addWidget(day)
        cells.addWidget(Icon(theme, icon, 13))
        cells.addWidget(ElidedWords(theme, self._say(line), "secondary", "ink"), 1)
        return row

    def _say(self, line: HappenedLine) -> str:
        what = line.text or self._name_kind(line.kind)
        if line.was_missed:
            return self.tr("{what}, did not happen").format(what=what)
        words = {
            "moved": self.tr("Moved to {what}"),
            "reopened": self.tr("Reopened in {what}"),
            "passed": self.tr("Passed anyway: {what}"),
        }
        return words.get(line.kind, "{what}").format(what=what) if line.text else what

    def _name_kind(self, kind: str) -> str:
        named = {"moved": self.tr("Moved"), "reopened": self.tr("Reopened"), "message": self.tr("Reply")}
        return named.get(kind) or kind_name(kind)

    def _arrange(self) -> None:
        self._person = QWidget()
        person = QGridLayout(self._person)
        person.setContentsMargins(0, 4, 0, 0)
        person.setHorizontalSpacing(8)
        person.setVerticalSpacing(0)
        person.addWidget(self.avatar, 0, 0, 2, 1)
        person.addWidget(self.name, 0, 1)
        person.addWidget(self.role, 1, 1)
        person.addWidget(self.call, 0, 2, 2, 1)
        person.addWidget(self.write, 0, 3, 2, 1)
        person.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(7)
        column.addWidget(Words(self._theme, self.tr("What happened last"), "strong"))
        column.addWidget(self._none)
        column.addLayout(self._list)
        column.addWidget(self._person)
        column.addStretch(1)

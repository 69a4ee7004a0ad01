"""A call to be made: whom and under which number, how it went, and on to the next."""

from collections.abc import Callable

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_pipeline.domain.contacts import phone_link
from desktop_pipeline.queries.calls import Call
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.activity_finisher import ActivityFinisher
from desktop_pipeline.ui.widgets.link_button import LinkButton
from desktop_pipeline.ui.widgets.words import FewLines, Words, set_tooltip


class CallCard(ActivityFinisher):
    """As the finisher, with the numbers on top: D dials the first, S goes on without it. Signals: `skipped()`."""

    skipped = Signal()

    def __init__(
        self,
        session: Session,
        theme: Theme,
        formats: Formats,
        call: Call,
        place: tuple[int, int],
        parent: QWidget,
        *,
        open_url: Callable[[QUrl], bool] = QDesktopServices.openUrl,
    ) -> None:
        super().__init__(session, theme, formats, call.activity, parent)
        self._open_url = open_url
        self._call = call
        number, count = place
        counted = self.tr("Call {number} of {count}").format(number=formats.number(number), count=formats.number(count))
        self.head(call.activity.subject, f"{counted} · {self.detail.text()}")
        self.numbers = [self._make_number(each.phone, each.name) for each in call.numbers]
        if self.numbers:
            first = self.tr("{number} (D)").format(number=self.numbers[0].text())
            set_tooltip(self.numbers[0], first)
        self.skip = ActionButton(theme, self.tr("Skip"), role="ink2", flat=True, keys=("S",))
        self.skip.clicked.connect(self._on_skip)
        self.leave.setText(self.tr("Stop"))
        self.leave.updateGeometry()
        self.body.insertLayout(1, self._arrange_numbers(call))
        self.foot.insertWidget(1, self.skip)

    def dial(self, phone: str) -> None:
        """Hands a number to the program that the system has for calls, or says that there is none."""
        link = phone_link(phone)
        if link is None or not self._open_url(QUrl(link)):
            self.refuse(self.tr("This computer has no program for calls. The number is {phone}.").format(phone=phone))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = "" if self.note.hasFocus() else event.text().lower()
        if letter == "s":
            self._on_skip()
        elif letter == "d" and self._call.numbers:
            self.dial(self._call.numbers[0].phone)
        else:
            super().keyPressEvent(event)

    def _on_skip(self) -> None:
        self.skipped.emit()
        self.close()

    def _make_number(self, phone: str, name: str) -> LinkButton:
        link = LinkButton(self._theme, self.tr("{phone}, {name}").format(phone=phone, name=name))
        link.setAccessibleName(self.tr("Call {name}, {phone}").format(name=name, phone=phone))
        link.clicked.connect(lambda: self.dial(phone))
        return link

    def _arrange_numbers(self, call: Call) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        for link in self.numbers:
            column.addWidget(link)
        if not self.numbers:
            none = self.tr("No number is known for this call.")
            column.addWidget(Words(self._theme, none, "secondary", "amber"))
        if call.last_word is not None:
            when = self._formats.instant(call.last_word.at, self._session.today())
            text = " ".join(call.last_word.text.split())
            last = self.tr("{when}: {text}").format(when=when, text=text)
            column.addSpacing(4)
            column.addWidget(FewLines(self._theme, last, "secondary", "ink2"))
        return column

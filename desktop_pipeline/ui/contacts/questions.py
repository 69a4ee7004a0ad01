"""Two questions about a person: when they left and which deals go back, and whether to erase them for good."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication, QPoint, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_pipeline.queries.leaving import LeftDeal
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.day_popup import DayPopup
from desktop_pipeline.ui.widgets.key_hint import PrimaryButton
from desktop_pipeline.ui.widgets.words import Words, set_tooltip

_WIDTH = 460
_MOST_SHOWN = 12
_LONGEST = 330
_LONGEST_NAME = 40


class LeftDialog(QDialog):
    """Signals: `confirmed(day, {deal id: stage id})` with the open deals that go back to qualification."""

    confirmed = Signal(object, object)

    def __init__(
        self, theme: Theme, formats: Formats, name: str, deals: Sequence[LeftDeal], today: date, parent: QWidget
    ) -> None:
        super().__init__(parent)
        _dress(self, theme, self.tr("Has left"))
        self._theme = theme
        self._formats = formats
        self._today = today
        self.day = today
        self.day_button = QPushButton()
        self.day_button.setAutoDefault(False)
        self.boxes: dict[int, QCheckBox] = {}
        self._stages = {deal.deal_id: deal.back_to for deal in deals if deal.back_to is not None}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(Words(theme, self.tr("{name} has left").format(name=_cut(name)), "section", wrap=True))
        when = QHBoxLayout()
        when.addWidget(Words(theme, self.tr("Since"), "secondary", "ink3"))
        when.addWidget(self.day_button)
        when.addStretch(1)
        layout.addLayout(when)
        self._add_deals(layout, deals)
        confirm = PrimaryButton(theme, self.tr("Mark as left"), key=self.tr("Enter"))
        confirm.setDefault(True)
        self.confirm = confirm
        layout.addLayout(_make_foot(self, theme, confirm))
        self.day_button.clicked.connect(self._ask_day)
        confirm.clicked.connect(self._confirm)
        self._show_day(today)

    def _add_deals(self, layout: QVBoxLayout, deals: Sequence[LeftDeal]) -> None:
        if not deals:
            layout.addWidget(Words(self._theme, self.tr("They have no open deals."), "body", "ink2"))
            return
        text = self.tr("Most deals that fall apart do so because somebody new decides. Ask again who decides.")
        if self._stages:
            text = self.tr(
                "Most deals that fall apart do so because somebody new decides. Ask again who decides:"
                " take these back to qualification?"
            )
        layout.addWidget(Words(self._theme, text, "body", "ink2", wrap=True))
        # Those that there is something to decide about come first.
        for deal in sorted(deals, key=lambda deal: deal.back_to is None)[:_MOST_SHOWN]:
            layout.addWidget(self._make_row(deal))
        if len(deals) > _MOST_SHOWN:
            rest = self.tr("And {count} more, which stay where they are.").format(count=len(deals) - _MOST_SHOWN)
            layout.addWidget(Words(self._theme, rest, "secondary", "ink3"))

    def _make_row(self, deal: LeftDeal) -> QWidget:
        if deal.back_to is None:
            text = self.tr("{title}, stays in {stage}").format(title=deal.title, stage=deal.stage)
            return Words(self._theme, self._cut(text), "body", "ink3")
        text = self.tr("{title}: {stage} → {back}").format(
            title=deal.title, stage=deal.stage, back=deal.back_to_name or ""
        )
        box = QCheckBox(self._cut(text).replace("&", "&&"))
        box.setAccessibleName(text)
        set_tooltip(box, text)
        box.setChecked(True)
        self.boxes[deal.deal_id] = box
        return box

    def _cut(self, text: str) -> str:
        room = self._theme.size(_LONGEST) + 40
        return self._theme.metrics("body").elidedText(text, Qt.TextElideMode.ElideMiddle, room)

    def _ask_day(self) -> None:
        popup = DayPopup(self._theme, self._formats, self.day, self._today, self.tr("Today"), self, is_none_today=True)
        popup.taken.connect(lambda day: self._show_day(day or self._today))
        popup.open_at(self.day_button.mapToGlobal(QPoint(0, self.day_button.height() + 4)))

    def _show_day(self, day: date) -> None:
        self.day = day
        text = self._formats.day(day, self._today)
        self.day_button.setText(text)
        self.day_button.setAccessibleName(self.tr("Since {day}").format(day=text))

    def _confirm(self) -> None:
        back = {deal_id: self._stages[deal_id] for deal_id, box in self.boxes.items() if box.isChecked()}
        self.confirmed.emit(self.day, back)
        self.accept()


class EraseDialog(QDialog):
    """The one act that asks, since nothing undoes it. Signals: `confirmed()`."""

    confirmed = Signal()

    def __init__(self, theme: Theme, name: str, deals: int, copies: Sequence[str], parent: QWidget) -> None:
        """`copies` names the files beside this one that may still hold the person afterwards."""
        super().__init__(parent)
        _dress(self, theme, self.tr("Erase a person"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(Words(theme, self.tr("Erase {name} for good?").format(name=_cut(name)), "section", wrap=True))
        lines = [
            self.tr("This cannot be undone, and nothing here can bring them back."),
            self.tr(
                "Name, e-mails, phones, notes and files go. In other texts and in the history of changes their name"
                " becomes “[erased]”; changes that held it can no longer be undone."
            ),
            _say_deals(deals),
        ]
        if copies:
            lines.append(self.tr("Copies may still hold them: {names}.").format(names=", ".join(copies)))
        for place, line in enumerate(lines):
            layout.addWidget(
                Words(theme, line, "strong" if not place else "body", "ink" if not place else "ink2", wrap=True)
            )
        self.confirm = ActionButton(theme, self.tr("Erase for good"), role="red")
        layout.addLayout(_make_foot(self, theme, self.confirm, default=True))
        self.confirm.clicked.connect(self._confirm)

    def _confirm(self) -> None:
        self.confirmed.emit()
        self.accept()


def _say_deals(count: int) -> str:
    translate = QCoreApplication.translate
    if not count:
        return translate("Contacts", "They are on no deal.")
    if count == 1:
        return translate("Contacts", "They are on 1 deal. It stays, without them.")
    return translate("Contacts", "They are on {count} deals. These stay, without them.").format(count=count)


def _cut(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"


def _dress(dialog: QDialog, theme: Theme, title: str) -> None:
    dialog.setWindowTitle(title)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFixedWidth(theme.size(_WIDTH))


def _make_foot(dialog: QDialog, theme: Theme, confirm: QPushButton, *, default: bool = False) -> QHBoxLayout:
    """Cancel and the act; with `default` it is Cancel that Enter presses."""
    cancel = ActionButton(theme, dialog.tr("Cancel"), keys=(dialog.tr("Esc"),))
    cancel.setAutoDefault(default)
    cancel.setDefault(default)
    cancel.clicked.connect(dialog.reject)
    foot = QHBoxLayout()
    foot.setSpacing(8)
    foot.addStretch(1)
    foot.addWidget(cancel)
    foot.addWidget(confirm)
    return foot

"""What new offers begin with: their taxes, number, end and words."""

import re
from decimal import Decimal
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop_pipeline.actions import Change
from desktop_pipeline.actions.company import (
    add_tax_rate,
    edit_offer_settings,
    edit_tax_rate,
    remove_tax_rate,
    reorder_tax_rates,
)
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.line_items import plain_number
from desktop_pipeline.queries.company import TaxRateRow, read_offer_settings, read_tax_rates
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.typed import read_number, without_percent
from desktop_pipeline.ui.widgets.error_note import ErrorNote
from desktop_pipeline.ui.widgets.lines import Column, Line, ListSpec, RowAct
from desktop_pipeline.ui.widgets.list_section import ListSection
from desktop_pipeline.ui.widgets.saved_fields import SavedLine, SavedText
from desktop_pipeline.ui.widgets.words import Words

_WIDEST = 640
_LABEL = 136
_SHORT = 132
_YES, _NO = "yes", "no"
_TYPED = re.compile(r"(?P<name>.*\S)\s+(?P<percent>\S+)", re.DOTALL)


class OffersSection(QWidget):
    """Saves each field as it is left; offers that were made stay as they are."""

    def __init__(self, session: Session, theme: Theme, formats: Formats) -> None:
        super().__init__()
        self._session = session
        self._theme = theme
        self._formats = formats
        self.note = ErrorNote(theme, self)
        self._make_fields()
        self.taxes = ListSection(session, theme, make_taxes(session, formats), heading=False)
        self.next_number = Words(theme, "", "secondary", "ink2", wrap=True)
        for field in self._fields():
            field.setEnabled(not session.workspace.is_read_only)
        self._arrange()
        session.changed.connect(self._on_changed)

    def focus_list(self) -> None:
        """Gives the keys to the first field."""
        self.prefix.setFocus()

    def add_new(self) -> None:
        """Gives the keys to the field that adds a tax."""
        self.taxes.add_new()

    def refresh(self) -> None:
        """Reads what is kept again."""
        today = self._session.today()
        kept = read_offer_settings(self._session.workspace, today)
        self.prefix.show_value(kept.prefix)
        self.serial.show_value(str(kept.next_serial))
        self.valid_days.show_value(str(kept.valid_days) if kept.valid_days else "")
        self.intro.show_value(kept.intro)
        self.terms.show_value(kept.terms)
        self.tax_note.show_value(kept.tax_note)
        self.next_number.show_words(self.tr("The next offer is {number}.").format(number=kept.number_on(today)))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _on_changed(self, change: Change) -> None:
        if self.isVisible() and (change.touches("setting") or change.touches("offer")):
            self.refresh()

    def _make_fields(self) -> None:
        theme, workspace, note, tr = self._theme, self._session.workspace, self.note, self.tr
        self.prefix = SavedLine(
            tr("Numbers begin with"), note, lambda text: edit_offer_settings(workspace, prefix=text)
        )
        self.serial = SavedLine(tr("Next number"), note, self._keep_serial)
        self.valid_days = SavedLine(tr("Valid for, in days"), note, self._keep_days)
        self.valid_days.setPlaceholderText(tr("no end"))
        self.intro = SavedText(
            theme, tr("Introduction"), note, lambda text: edit_offer_settings(workspace, intro=text), lines=3
        )
        self.terms = SavedText(
            theme, tr("Terms"), note, lambda text: edit_offer_settings(workspace, terms=text), lines=5
        )
        self.tax_note = SavedText(
            theme,
            tr("Where no tax is charged"),
            note,
            lambda text: edit_offer_settings(workspace, tax_note=text),
            lines=2,
        )
        self.tax_note.setPlaceholderText(tr("A sentence why, where the law asks for one"))

    def _keep_serial(self, text: str) -> object:
        return edit_offer_settings(self._session.workspace, next_serial=self._read_whole(text))

    def _keep_days(self, text: str) -> object:
        days = self._read_whole(text) if text.strip() else 0
        return edit_offer_settings(self._session.workspace, valid_days=days)

    def _read_whole(self, text: str) -> int:
        number = read_number(text, self._formats)
        if number != int(number):
            raise InvalidError(self.tr("Type a whole number."))
        return int(number)

    def _fields(self) -> tuple[QWidget, ...]:
        return (self.prefix, self.serial, self.valid_days, self.intro, self.terms, self.tax_note)

    def _arrange(self) -> None:
        theme, tr = self._theme, self.tr
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(Words(theme, tr("Offers and taxes"), "section"))
        advice = tr("What new offers begin with. Those that were made keep their numbers, taxes and words.")
        layout.addWidget(Words(theme, advice, "secondary", "ink2", wrap=True))
        layout.addSpacing(4)
        layout.addLayout(self._make_grid())
        layout.addSpacing(12)
        layout.addWidget(self.taxes)
        layout.addStretch(1)
        self.setMaximumWidth(theme.size(_WIDEST))

    def _make_grid(self) -> QGridLayout:
        theme, tr = self._theme, self.tr
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        titles = (
            *(tr("Numbers begin with"), tr("Next number"), tr("Valid for, in days"), tr("Introduction"), tr("Terms")),
            tr("Where no tax is charged"),
        )
        place = 0
        for words, field in zip(titles, self._fields(), strict=True):
            label = Words(theme, words, "body", "ink2", wrap=True)
            label.setBuddy(field)
            label.setFixedWidth(theme.size(_LABEL))
            label.setMinimumHeight(theme.size(28))
            grid.addWidget(label, place, 0, Qt.AlignmentFlag.AlignTop)
            is_short = field in {self.prefix, self.serial, self.valid_days}
            if is_short:
                field.setMaximumWidth(theme.size(_SHORT))
            grid.addWidget(field, place, 1, Qt.AlignmentFlag.AlignLeft if is_short else Qt.AlignmentFlag(0))
            place += 1
            if field is self.serial:
                grid.addWidget(self.next_number, place, 1)
                place += 1
        grid.setColumnStretch(1, 1)
        return grid


def make_taxes(session: Session, formats: Formats) -> ListSpec:
    """The taxes that lines of offers can bear, typed as “VAT 21”."""
    workspace = session.workspace
    choices = ((_YES, _say("begin with it")), (_NO, _say("do not")))

    def read_percent(text: str) -> Decimal:
        return read_number(without_percent(text, formats), formats)

    def add(text: str) -> int:
        typed = _TYPED.fullmatch(without_percent(text, formats))
        if typed is None or not any(sign.isdigit() for sign in typed["percent"]):
            raise InvalidError(_say("Type a name and a percentage, such as VAT 21."))
        return add_tax_rate(workspace, typed["name"], read_percent(typed["percent"]))

    def show(row: TaxRateRow) -> Line:
        percent = formats.number(row.percent, len(plain_number(row.percent).partition(".")[2]))
        usual = dict(choices)[_YES] if row.is_default else "–"
        cells = (row.name, f"{percent}\N{NO-BREAK SPACE}%", usual)
        typed = (row.name, percent, _YES if row.is_default else _NO)
        return Line(row.rate_id, cells, typed, is_archived=not row.is_active)

    def list_acts(line: Line) -> list[RowAct]:
        rest = RowAct(
            _say("Bring back") if line.is_archived else _say("Archive"),
            lambda rate_id: edit_tax_rate(workspace, rate_id, is_active=line.is_archived),
        )
        return [rest, RowAct(_say("Delete"), partial(remove_tax_rate, workspace))]

    return ListSpec(
        title=_say("Taxes"),
        advice="",
        columns=(
            Column(_say("Name"), lambda rate_id, text: edit_tax_rate(workspace, rate_id, name=text)),
            Column(
                _say("Percent"),
                lambda rate_id, text: edit_tax_rate(workspace, rate_id, percent=read_percent(text)),
                width=90,
                right=True,
            ),
            Column(
                _say("New offers"),
                lambda rate_id, key: edit_tax_rate(workspace, rate_id, is_default=key == _YES),
                lambda _rate_id: choices,
                width=120,
            ),
        ),
        read=lambda: [show(row) for row in read_tax_rates(workspace)],
        tables=frozenset(("tax_rate",)),
        adding=_say("Add a tax: VAT 21, Enter"),
        add=add,
        acts=list_acts,
        reorder=partial(reorder_tax_rates, workspace),
    )


def _say(text: str) -> str:
    return QCoreApplication.translate("Settings", text)

"""The owner's own fields of a deal, each edited by what its kind takes."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from PySide6.QtCore import QCoreApplication, Qt, QUrl
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_pipeline.domain.custom_fields import FieldKind, read_money
from desktop_pipeline.domain.money import Money
from desktop_pipeline.queries.deal import DealView
from desktop_pipeline.queries.deal_parts import CustomFieldView
from desktop_pipeline.queries.lists import Named
from desktop_pipeline.ui.deal.choice_field import ChoiceField
from desktop_pipeline.ui.deal.day_field import DayField
from desktop_pipeline.ui.deal.edits import DealEdits
from desktop_pipeline.ui.deal.marks_field import MarksField
from desktop_pipeline.ui.deal.sections import Block
from desktop_pipeline.ui.deal.surroundings import Surroundings
from desktop_pipeline.ui.typed import plain_amount, read_amount, read_number
from desktop_pipeline.ui.widgets.field import PAD, Field
from desktop_pipeline.ui.widgets.field_long import LongField
from desktop_pipeline.ui.widgets.icon_button import IconButton
from desktop_pipeline.ui.widgets.text_field import TextField
from desktop_pipeline.ui.widgets.words import ElidedWords

LABEL_WIDTH = 92
_YES, _NO = 1, 2


class CustomBlock(Block):
    """Nothing at all where there are no such fields."""

    def __init__(self, around: Surroundings, edits: DealEdits) -> None:
        super().__init__(around, QCoreApplication.translate("DealPanel", "Your fields"))
        self._edits = edits
        self._currency = ""

    def show_deal(self, view: DealView) -> None:
        """Show what the fields hold for a deal."""
        self._currency = view.currency
        self.setVisible(bool(view.custom))
        self.show_rows((view.deal_id, view.custom, view.currency), lambda: self._make_rows(view))

    def _make_rows(self, view: DealView) -> None:
        for custom in view.custom:
            label = ElidedWords(self._theme, custom.name, "secondary", "ink3")
            label.setFixedWidth(self._theme.size(LABEL_WIDTH))
            label.setContentsMargins(PAD, 0, 0, 0)
            label.setMinimumHeight(self._theme.size(24))
            field = self._make_field(custom)
            field.setEnabled(not self._around.is_read_only)
            row = QHBoxLayout()
            row.setContentsMargins(0, 1, 0, 1)
            row.setSpacing(0)
            row.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(self.keep(f"custom:{custom.field_id}", field), 1)
            if custom.kind is FieldKind.LINK and isinstance(custom.value, str):
                row.addWidget(self._make_open(custom, custom.value))
            self._rows.addLayout(row)

    def _make_field(self, custom: CustomFieldView) -> Field:
        makers: dict[FieldKind, Callable[[CustomFieldView], Field]] = {
            FieldKind.TEXT: self._make_text,
            FieldKind.DATE: self._make_day,
            FieldKind.CHOICE: self._make_choice,
            FieldKind.CHOICES: self._make_choices,
            FieldKind.YES_NO: self._make_yes_no,
            FieldKind.MONEY: self._make_money,
            FieldKind.NUMBER: self._make_number,
        }
        return makers.get(custom.kind, self._make_link)(custom)

    def _make_text(self, custom: CustomFieldView) -> Field:
        field = LongField(self._theme, custom.name, self._around.note, lambda text: self._keep(custom, text))
        field.show_text(str(custom.value or ""), self.tr("Empty"))
        return field

    def _make_link(self, custom: CustomFieldView) -> Field:
        return self._make_typed(custom, str(custom.value or ""), str(custom.value or ""), lambda text: text)

    def _make_number(self, custom: CustomFieldView) -> Field:
        kept = str(custom.value or "")
        places = len(kept.partition(".")[2])
        shown = self._formats.number(Decimal(kept), places) if kept else ""
        return self._make_typed(custom, shown, shown, lambda text: read_number(text, self._formats) if text else None)

    def _make_money(self, custom: CustomFieldView) -> Field:
        money = read_money(custom.value)
        currency = money.currency if money else self._currency

        def read(text: str) -> Money | None:
            return read_amount(text, currency, self._formats)

        return self._make_typed(
            custom, self._formats.money(money) if money else "", plain_amount(money, self._formats), read
        )

    def _make_typed(self, custom: CustomFieldView, shown: str, typed: str, read: Callable[[str], object]) -> TextField:
        field = TextField(
            self._theme, custom.name, self._around.note, lambda text: self._keep(custom, read(text.strip()))
        )
        field.show_value(shown or self.tr("Empty"), is_empty=not shown)
        field.show_typed(typed)
        return field

    def _make_day(self, custom: CustomFieldView) -> Field:
        session = self._around.session
        field = DayField(
            self._theme,
            self._formats,
            custom.name,
            self._around.note,
            lambda day: self._keep(custom, day),
            session.today,
            none=self.tr("Empty"),
        )
        day = date.fromisoformat(custom.value) if isinstance(custom.value, str) else None
        field.show_day(day, self._formats.day(day, session.today()) if day else "")
        return field

    def _make_choice(self, custom: CustomFieldView) -> Field:
        taken = custom.value if isinstance(custom.value, int) else None
        return self._make_list(custom, custom.choices, taken, lambda chosen: chosen)

    def _make_yes_no(self, custom: CustomFieldView) -> Field:
        choices = (Named(_YES, self.tr("Yes")), Named(_NO, self.tr("No")))
        taken = None if custom.value is None else _YES if custom.value else _NO
        return self._make_list(custom, choices, taken, lambda chosen: None if chosen is None else chosen == _YES)

    def _make_list(
        self,
        custom: CustomFieldView,
        choices: tuple[Named, ...],
        taken: int | None,
        read: Callable[[int | None], object],
    ) -> Field:
        field = ChoiceField(
            self._theme,
            custom.name,
            self._around.note,
            lambda chosen: self._keep(custom, read(chosen)),
            lambda: choices,
            none=self.tr("Empty"),
        )
        name = next((choice.name for choice in choices if choice.row_id == taken), None)
        field.show_chosen(taken, name)
        return field

    def _make_choices(self, custom: CustomFieldView) -> Field:
        taken = custom.value if isinstance(custom.value, list) else []
        ids = {choice.name: choice.row_id for choice in custom.choices}

        def turn(name: str, is_on: bool) -> None:  # noqa: FBT001 - what a tick hands over
            left = set(taken) - {ids[name]}
            self._keep(custom, left | {ids[name]} if is_on else left)

        field = MarksField(self._theme, custom.name, self._around.note, turn, lambda: list(ids), none=self.tr("Empty"))
        field.show_names(tuple(choice.name for choice in custom.choices if choice.row_id in taken))
        return field

    def _make_open(self, custom: CustomFieldView, link: str) -> QWidget:
        button = IconButton(self._theme, "maximize-2", self.tr("Open {address}").format(address=link))
        button.clicked.connect(lambda: self._around.open_url(QUrl(link)))
        return self.keep(f"open:{custom.field_id}", button)

    def _keep(self, custom: CustomFieldView, value: object) -> None:
        self._edits.keep_custom(custom.field_id, None if value == set() else value)

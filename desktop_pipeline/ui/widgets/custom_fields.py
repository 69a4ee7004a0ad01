"""The owner's own fields of a deal, a person or an organisation: for each the field that its kind takes."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from PySide6.QtCore import QCoreApplication, QUrl

from desktop_pipeline.domain.custom_fields import FieldKind, read_money
from desktop_pipeline.domain.money import Money
from desktop_pipeline.queries.deal_parts import CustomFieldView
from desktop_pipeline.queries.lists import Named
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.typed import plain_amount, read_amount, read_number
from desktop_pipeline.ui.widgets.choice_field import ChoiceField
from desktop_pipeline.ui.widgets.day_field import DayField
from desktop_pipeline.ui.widgets.error_note import ErrorNote
from desktop_pipeline.ui.widgets.field import Field
from desktop_pipeline.ui.widgets.field_long import LongField
from desktop_pipeline.ui.widgets.icon_button import IconButton
from desktop_pipeline.ui.widgets.marks_field import MarksField
from desktop_pipeline.ui.widgets.text_field import TextField

_YES, _NO = 1, 2


class CustomFieldMaker:
    """`keep(field id, value)` keeps what was typed or chosen and raises PipelineError; `open_url` opens a link."""

    def __init__(
        self,
        theme: Theme,
        formats: Formats,
        note: ErrorNote,
        read_today: Callable[[], date],
        keep: Callable[[int, object], object],
        open_url: Callable[[QUrl], object],
    ) -> None:
        self._theme = theme
        self._formats = formats
        self._note = note
        self._read_today = read_today
        self._keep = keep
        self._open_url = open_url

    def make(self, custom: CustomFieldView, currency: str) -> Field:
        """The field with what it holds; a first amount is taken in the currency."""
        if custom.kind is FieldKind.MONEY:
            return self._make_money(custom, currency)
        makers: dict[FieldKind, Callable[[CustomFieldView], Field]] = {
            FieldKind.TEXT: self._make_text,
            FieldKind.DATE: self._make_day,
            FieldKind.CHOICE: self._make_choice,
            FieldKind.CHOICES: self._make_choices,
            FieldKind.YES_NO: self._make_yes_no,
            FieldKind.NUMBER: self._make_number,
        }
        return makers.get(custom.kind, self._make_link)(custom)

    def make_opener(self, custom: CustomFieldView) -> IconButton | None:
        """What opens the link that a field holds."""
        link = custom.value
        if custom.kind is not FieldKind.LINK or not isinstance(link, str):
            return None
        button = IconButton(self._theme, "maximize-2", _tr("Open {address}").format(address=link))
        button.clicked.connect(lambda: self._open_url(QUrl(link)))
        return button

    def _make_text(self, custom: CustomFieldView) -> Field:
        field = LongField(self._theme, custom.name, self._note, lambda text: self._keep_value(custom, text))
        field.show_text(str(custom.value or ""), _tr("Empty"))
        return field

    def _make_link(self, custom: CustomFieldView) -> Field:
        return self._make_typed(custom, str(custom.value or ""), str(custom.value or ""), lambda text: text)

    def _make_number(self, custom: CustomFieldView) -> Field:
        kept = str(custom.value or "")
        places = len(kept.partition(".")[2])
        shown = self._formats.number(Decimal(kept), places) if kept else ""
        return self._make_typed(custom, shown, shown, lambda text: read_number(text, self._formats) if text else None)

    def _make_money(self, custom: CustomFieldView, currency: str) -> Field:
        money = read_money(custom.value)
        code = money.currency if money else currency

        def read(text: str) -> Money | None:
            return read_amount(text, code, self._formats)

        return self._make_typed(
            custom, self._formats.money(money) if money else "", plain_amount(money, self._formats), read
        )

    def _make_typed(self, custom: CustomFieldView, shown: str, typed: str, read: Callable[[str], object]) -> TextField:
        field = TextField(
            self._theme, custom.name, self._note, lambda text: self._keep_value(custom, read(text.strip()))
        )
        field.show_value(shown or _tr("Empty"), is_empty=not shown)
        field.show_typed(typed)
        return field

    def _make_day(self, custom: CustomFieldView) -> Field:
        today = self._read_today()
        field = DayField(
            self._theme,
            self._formats,
            custom.name,
            self._note,
            lambda day: self._keep_value(custom, day),
            self._read_today,
            none=_tr("Empty"),
        )
        day = date.fromisoformat(custom.value) if isinstance(custom.value, str) else None
        field.show_day(day, self._formats.day(day, today) if day else "")
        return field

    def _make_choice(self, custom: CustomFieldView) -> Field:
        taken = custom.value if isinstance(custom.value, int) else None
        return self._make_list(custom, custom.choices, taken, lambda chosen: chosen)

    def _make_yes_no(self, custom: CustomFieldView) -> Field:
        choices = (Named(_YES, _tr("Yes")), Named(_NO, _tr("No")))
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
            self._note,
            lambda chosen: self._keep_value(custom, read(chosen)),
            lambda: choices,
            none=_tr("Empty"),
        )
        name = next((choice.name for choice in choices if choice.row_id == taken), None)
        field.show_chosen(taken, name)
        return field

    def _make_choices(self, custom: CustomFieldView) -> Field:
        taken = custom.value if isinstance(custom.value, list) else []
        ids = {choice.name: choice.row_id for choice in custom.choices}

        def turn(name: str, is_on: bool) -> None:  # noqa: FBT001 - what a tick hands over
            left = set(taken) - {ids[name]}
            self._keep_value(custom, left | {ids[name]} if is_on else left)

        field = MarksField(self._theme, custom.name, self._note, turn, lambda: list(ids), none=_tr("Empty"))
        field.show_names(tuple(choice.name for choice in custom.choices if choice.row_id in taken))
        return field

    def _keep_value(self, custom: CustomFieldView, value: object) -> None:
        self._keep(custom.field_id, None if value == set() else value)


def _tr(text: str) -> str:
    return QCoreApplication.translate("CustomFields", text)

"""The editor of one line of a deal: quantity, price and discount, with what they come to while they are typed."""

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from desktop_pipeline.actions.line_items import LineEdit, edit_line
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.domain.line_items import check_discount, check_quantity, plain_number, work_out_amount
from desktop_pipeline.domain.money import Money
from desktop_pipeline.queries.deal_parts import DealProduct
from desktop_pipeline.ui.deal.row_pieces import Choice
from desktop_pipeline.ui.deal.surroundings import Surroundings
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.typed import plain_amount, read_amount, read_number, without_percent
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.popover import Popover
from desktop_pipeline.ui.widgets.words import Words

_WIDTH = 300


class LineEditor(Popover):
    """Enter keeps everything and closes; Esc leaves the line as it was. `choices` are what else can be done."""

    def __init__(
        self, around: Surroundings, line: DealProduct, currency: str, choices: list[Choice], parent: QWidget
    ) -> None:
        super().__init__(around.theme, _WIDTH, parent)
        self._around = around
        self._line = line
        self._currency = currency
        formats = around.formats
        self.quantity = self._make_field(self.tr("Quantity"), word_quantity(line.quantity, formats))
        self.price = self._make_field(self.tr("Price each"), plain_amount(line.price, formats))
        discount = "" if line.discount is None else word_quantity(line.discount, formats)
        self.discount = self._make_field(self.tr("Discount %"), discount)
        self.amount = Words(around.theme, "", "strong")
        self.amount.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.head(line.name)
        self._arrange(choices)
        self._show_amount()

    def open_at(self, place: QPoint) -> None:
        super().open_at(place)
        self.price.setFocus(Qt.FocusReason.PopupFocusReason)
        self.price.selectAll()

    def submit(self) -> None:
        session = self._around.session
        try:
            fields = self._read()
            edit_line(session.workspace, self._line.line_id, at=session.now(), **fields)
        except PipelineError as error:
            self.refuse(str(error))
            return
        self.close()

    def _read(self) -> LineEdit:
        formats = self._around.formats
        price = read_amount(self.price.text(), self._currency, formats)
        typed = without_percent(self.discount.text(), formats)
        return LineEdit(
            quantity=check_quantity(read_number(self.quantity.text(), formats)),
            price=None if price is None else price.minor,
            discount=check_discount(read_number(typed, formats)) if typed else None,
        )

    def _show_amount(self) -> None:
        self.refuse("")
        try:
            fields = self._read()
            price = fields["price"]
            known = price is not None
            amount = work_out_amount(fields["quantity"], price, fields["discount"]) if price is not None else None
        except PipelineError:
            known, amount = True, None
        kept = self._line.amount if not known and self._line.price is None else None
        shown = kept if amount is None else Money(amount, self._currency)
        self.amount.show_words(self._around.formats.money(shown))

    def _make_field(self, name: str, text: str) -> QLineEdit:
        field = QLineEdit(text)
        field.setAccessibleName(name)
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
        field.textEdited.connect(self._show_amount)
        return field

    def _arrange(self, choices: list[Choice]) -> None:
        grid = QGridLayout()
        grid.setVerticalSpacing(6)
        for row, field in enumerate((self.quantity, self.price, self.discount)):
            grid.addWidget(Words(self._theme, field.accessibleName(), "secondary", "ink2"), row, 0)
            grid.addWidget(field, row, 1)
        grid.addWidget(Words(self._theme, self.tr("Amount"), "secondary", "ink2"), 3, 0)
        grid.addWidget(self.amount, 3, 1)
        self.body.addLayout(grid)
        self.add_error_line()
        foot = QHBoxLayout()
        foot.setSpacing(4)
        for choice in choices:
            if choice is None:
                foot.addStretch(1)
                continue
            words, icon_name, role, act = choice
            foot.addWidget(self._make_button(words, icon_name, role, act))
        self.body.addLayout(foot)

    def _make_button(self, words: str, icon_name: str, role: str, act: Callable[[], object]) -> ActionButton:
        button = ActionButton(self._theme, words, icon=icon_name, role=role, flat=True)
        button.clicked.connect(self.close)
        # Told without the state of the button, which an act takes for its own.
        button.clicked.connect(lambda _checked=False: act())
        return button


def word_quantity(quantity: Decimal, formats: Formats) -> str:
    """A number with the decimals it has."""
    plain = plain_number(quantity)
    return formats.number(quantity, len(plain.partition(".")[2]))

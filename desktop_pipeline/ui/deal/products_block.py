"""The products of a deal as lines, with their total, and whether the deal's value follows them."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from desktop_pipeline.actions.line_items import add_line, edit_line, follow_products, order_lines, remove_line
from desktop_pipeline.queries.deal import DealView
from desktop_pipeline.queries.deal_parts import DealProduct, find_product_names
from desktop_pipeline.queries.lists import Named
from desktop_pipeline.ui.deal.line_editor import LineEditor, word_quantity
from desktop_pipeline.ui.deal.row_pieces import Choice, LinkField
from desktop_pipeline.ui.deal.sections import Block, make_rule
from desktop_pipeline.ui.deal.surroundings import Surroundings
from desktop_pipeline.ui.typed import plain_amount, read_number
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.field import PAD
from desktop_pipeline.ui.widgets.name_popup import NamePopup
from desktop_pipeline.ui.widgets.text_field import TextField
from desktop_pipeline.ui.widgets.words import Words, set_tooltip

_AMOUNT = 110


class ProductLine(LinkField):
    """The name of a line: Enter opens its editor, Delete takes it off, Ctrl+↑ and ↓ move it."""

    def __init__(self, block: "ProductsBlock", around: Surroundings, line: DealProduct) -> None:
        super().__init__(
            around.theme, block.tr("Product"), around.note, lambda: block.open_line(line, self), role="ink2"
        )
        self._block = block
        self.line = line
        self.show_value(line.name)
        if not around.is_read_only:
            self.offer(lambda: block.offer_all(line, self))
        self.setAccessibleDescription(self.tr("Enter edits, Delete takes it off, Ctrl+Up and Ctrl+Down move it"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self._block.remove(self.line, self)
        elif by and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._block.move_line(self.line, by, self)
        else:
            super().keyPressEvent(event)


class ProductsBlock(Block):
    """What is sold, how many, for how much; the total where every amount is known."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(
            around,
            QCoreApplication.translate("DealPanel", "Products"),
            add=QCoreApplication.translate("DealPanel", "Add a product"),
        )
        self._view: DealView | None = None
        self.popup: NamePopup | LineEditor | None = None
        assert self.add_button is not None
        self.add_button.clicked.connect(self.ask_product)

    def show_deal(self, view: DealView) -> None:
        """Show a deal's products."""
        self._view = view
        shown = (view.deal_id, view.products, view.value, view.is_value_by_hand, view.currency)
        self.show_rows(shown, lambda: self._make_rows(view))

    def ask_product(self) -> None:
        """Let a product be named that joins the deal."""
        view, place = self._view, self.add_button
        if view is None or place is None:
            return
        names: list[str] = []

        def find(text: str) -> list[Named]:
            names[:] = find_product_names(self._around.session.workspace, text)
            return [Named(number, name) for number, name in enumerate(names, start=1)]

        popup = NamePopup(self._theme, self.tr("Add a product"), find, place, new=self.tr("Add “{text}”"))
        popup.taken.connect(lambda chosen: self._add(view.deal_id, names[chosen - 1]))
        popup.named.connect(lambda name: self._add(view.deal_id, name))
        self.open_popup(popup, place)
        self.popup = popup

    def open_line(self, line: DealProduct, place: QWidget) -> None:
        """Open the editor of a line below its name."""
        if self._around.is_read_only:
            return
        view = self._view
        assert view is not None
        self.popup = LineEditor(self._around, line, view.currency, self._choices(line), place)
        self.open_popup(self.popup, place)

    def offer_all(self, line: DealProduct, place: QWidget) -> list[Choice]:
        """What can be done with a line."""
        edit: Choice = (self.tr("Edit…"), "pencil", "ink2", lambda: self.open_line(line, place))
        return [edit, None, *self._choices(line)]

    def _choices(self, line: DealProduct) -> list[Choice]:
        return [
            (self.tr("Up"), "chevron-up", "ink2", lambda: self.move_line(line, -1, self)),
            (self.tr("Down"), "chevron-down", "ink2", lambda: self.move_line(line, 1, self)),
            None,
            (self.tr("Remove"), "trash-2", "red", lambda: self.remove(line, self)),
        ]

    def remove(self, line: DealProduct, place: QWidget) -> None:
        """Take a line off the deal."""
        session = self._around.session
        self._around.attempt(lambda: remove_line(session.workspace, line.line_id, at=session.now()), place)

    def move_line(self, line: DealProduct, by: int, place: QWidget) -> None:
        """Move a line up (−1) or down (1)."""
        view = self._view
        if view is None or self._around.is_read_only:
            return
        order = [product.line_id for product in view.products]
        spot = order.index(line.line_id)
        target = max(0, min(len(order) - 1, spot + by))
        order.insert(target, order.pop(spot))
        workspace = self._around.session.workspace
        self._around.attempt(lambda: order_lines(workspace, view.deal_id, order), place)

    def _add(self, deal_id: int, name: str) -> None:
        session = self._around.session
        assert self.add_button is not None
        self._around.attempt(lambda: add_line(session.workspace, deal_id, name, at=session.now()), self.add_button)

    def _make_rows(self, view: DealView) -> None:
        if not view.products:
            self.add_empty(self.tr("No products on this deal."))
            return
        table = QGridLayout()
        table.setHorizontalSpacing(2)
        table.setVerticalSpacing(0)
        table.setColumnStretch(0, 1)
        for place, line in enumerate(view.products):
            for column, widget in enumerate(self._make_row(line)):
                table.addWidget(widget, place, column)
        self._rows.addLayout(table)
        self._rows.addLayout(make_rule(self._theme))
        self._add_total(view)

    def _make_row(self, line: DealProduct) -> tuple[QWidget, ...]:
        name = self.keep(f"line:{line.line_id}", ProductLine(self, self._around, line))
        # The name gives way to the numbers.
        name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        quantity = TextField(
            self._theme,
            self.tr("Quantity of {product}").format(product=line.name),
            self._around.note,
            lambda text: self._keep_quantity(line, text),
            role="ink2",
        )
        quantity.align_right()
        quantity.show_value(word_quantity(line.quantity, self._formats))
        quantity.show_typed(word_quantity(line.quantity, self._formats))
        quantity.setEnabled(not self._around.is_read_only)
        amount = LinkField(
            self._theme,
            self.tr("Amount of {product}").format(product=line.name),
            self._around.note,
            lambda: self.open_line(line, amount),
        )
        amount.align_right()
        amount.keep_width(_AMOUNT)
        shown = plain_amount(line.amount, self._formats) or self._formats.money(None)
        amount.show_value(shown, is_empty=line.amount is None)
        set_tooltip(amount, self._tell(line))
        # The number is the second stop of the Tab key; the name opens the same editor.
        amount.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        return name, self.keep(f"quantity:{line.line_id}", quantity), amount

    def _tell(self, line: DealProduct) -> str:
        """How the amount comes about."""
        if line.price is None:
            return self.tr("No price yet") if line.amount is None else self.tr("The amount is known, the price is not")
        parts = [self.tr("{price} each").format(price=self._formats.money(line.price))]
        if line.discount is not None:
            parts.append(self.tr("{share} % off").format(share=word_quantity(line.discount, self._formats)))
        return ", ".join(parts)

    def _keep_quantity(self, line: DealProduct, text: str) -> None:
        session = self._around.session
        quantity = read_number(text, self._formats)
        edit_line(session.workspace, line.line_id, at=session.now(), quantity=quantity)

    def _add_total(self, view: DealView) -> None:
        total = view.products_total
        row = QHBoxLayout()
        row.setContentsMargins(PAD, 2, PAD, 0)
        row.addWidget(Words(self._theme, self.tr("Total"), "strong"), 1)
        row.addWidget(Words(self._theme, self._formats.money(total), "strong"))
        self._rows.addLayout(row)
        words = self._word_value(view)
        if words:
            said = Words(self._theme, words, "caption", "ink3", wrap=True)
            said.setContentsMargins(PAD, 2, PAD, 2)
            self._rows.addWidget(said)
        if total is not None and view.is_value_by_hand and view.value != total:
            self._rows.addWidget(self._make_follow(view), 0, Qt.AlignmentFlag.AlignLeft)

    def _make_follow(self, view: DealView) -> ActionButton:
        session = self._around.session
        button = ActionButton(self._theme, self.tr("Follow the products"), icon="refresh-cw", flat=True)
        button.clicked.connect(
            lambda: self._around.attempt(
                lambda: follow_products(session.workspace, view.deal_id, at=session.now()), button
            )
        )
        button.setEnabled(not self._around.is_read_only)
        return self.keep("follow", button)

    def _word_value(self, view: DealView) -> str:
        total = view.products_total
        if total is None:
            return self.tr("A price is missing; until it is there the deal keeps its value.")
        if not view.is_value_by_hand:
            return self.tr("The deal’s value follows its products.")
        if view.value is None:
            return self.tr("The deal has no value; its products add up to {total}.").format(
                total=self._formats.money(total)
            )
        if view.value != total:
            return self.tr("The value is set by hand; the products add up to {total}.").format(
                total=self._formats.money(total)
            )
        return ""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.line_items import LineEdit, add_line, edit_line, follow_products, order_lines, remove_line
from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.domain.errors import InvalidError, NotFoundError
from desktop_pipeline.domain.line_items import rescale_amount, work_out_amount
from desktop_pipeline.domain.money import LARGEST_MINOR, Money
from desktop_pipeline.queries.deal import read_deal
from desktop_pipeline.queries.deal_parts import DealProduct
from desktop_pipeline.storage.tables import LineItem, Product
from tests.workspaces import Desk, read_content


@pytest.fixture
def deal(desk: Desk) -> int:
    """A deal whose value nobody knows yet, and two products with list prices."""
    with desk.journal.change("Products", sealed=True) as draft:
        for name, price, currency in (("Oak door", 12_345, "EUR"), ("Hinge", 199, "GBP")):
            draft.insert(Product, name=name, name_key=name.replace(" ", "").casefold(), price=price, currency=currency)
    return desk.deal(value=None)


def lines(desk: Desk, deal: int) -> tuple[DealProduct, ...]:
    view = read_deal(desk.workspace, deal, today=desk.workspace.today())
    assert view is not None
    return view.products


@pytest.mark.parametrize(
    ("quantity", "price", "discount", "amount"),
    [
        ("1", 12_345, None, 12_345),
        ("2.5", 101, None, 252),  # 252.5, half to even
        ("1.5", 101, None, 152),  # 151.5
        ("0.001", 1_500, None, 2),  # 1.5
        ("0.001", 500, None, 0),  # 0.5
        ("3", 3_333, "33.333", 6_666),
        ("1", 10**16, "0.001", 9_999_900_000_000_000),
        ("7", 19_999, "100", 0),
    ],
)
def test_an_amount_is_exact_and_rounded_once(quantity: str, price: int, discount: str | None, amount: int) -> None:
    assert work_out_amount(Decimal(quantity), price, Decimal(discount) if discount else None) == amount


@given(st.integers(1, 10**9), st.integers(0, 10**7), st.integers(0, 100_000))
def test_an_amount_is_never_off_by_more_than_half_a_cent(thousandths: int, price: int, discount: int) -> None:
    exact = thousandths * price * (100_000 - discount)  # in units of 1e-8
    amount = work_out_amount(Decimal(thousandths) / 1000, price, Decimal(discount) / 1000)
    assert abs(exact - amount * 10**8) <= 5 * 10**7


def test_the_value_follows_the_products_while_nobody_set_it(desk: Desk, deal: int) -> None:
    line = add_line(desk.workspace, deal, "oak DOOR", at=desk.later(), quantity=Decimal("2.5"))
    assert desk.row(deal, "value", "is_value_by_hand") == (30_862, 0)
    edit_line(desk.workspace, line, at=desk.later(), discount=Decimal(10))
    assert desk.row(deal, "value") == (27_776,)
    assert desk.events(deal) == [EventKind.CREATED, EventKind.VALUE, EventKind.VALUE]
    assert desk.faults() == []


def test_a_value_set_by_hand_stays_until_it_is_let_follow(desk: Desk, deal: int) -> None:
    add_line(desk.workspace, deal, "Oak door", at=desk.later())
    edit_deal(desk.workspace, deal, at=desk.later(), value=Money(5_000, "EUR"))
    line = add_line(desk.workspace, deal, "Oak door", at=desk.later())
    edit_line(desk.workspace, line, at=desk.later(), price=100)
    assert desk.row(deal, "value", "is_value_by_hand") == (5_000, 1)
    assert follow_products(desk.workspace, deal, at=desk.later()) is not None
    assert desk.row(deal, "value", "is_value_by_hand") == (12_445, 0)
    assert follow_products(desk.workspace, deal, at=desk.later()) is None
    assert desk.faults() == []


def test_a_value_that_was_known_before_the_first_product_is_by_hand(desk: Desk) -> None:
    known = desk.deal(value=120_000)
    add_line(desk.workspace, known, "Lamp", at=desk.later())
    assert desk.row(known, "value", "is_value_by_hand") == (120_000, 1)


def test_the_value_waits_until_every_amount_is_known(desk: Desk, deal: int) -> None:
    add_line(desk.workspace, deal, "Oak door", at=desk.later())
    hinge = add_line(desk.workspace, deal, "Hinge", at=desk.later())
    assert lines(desk, deal)[1].price is None  # its list price is in another currency
    assert desk.row(deal, "value") == (12_345,)
    edit_line(desk.workspace, hinge, at=desk.later(), price=55)
    assert desk.row(deal, "value") == (12_400,)
    with pytest.raises(InvalidError, match="price"):
        follow_products(desk.workspace, desk.deal(title="Bare"), at=desk.later())


def test_an_amount_without_a_price_keeps_its_rate(desk: Desk, deal: int) -> None:
    with desk.journal.change("Import") as draft:
        line = draft.insert(LineItem, deal=deal, product=1, quantity=8, amount=1_960_000)
    edit_line(desk.workspace, line, at=desk.later(), quantity=Decimal(9))
    assert lines(desk, deal)[0].amount == Money(2_205_000, "EUR")
    assert rescale_amount(100, Decimal(1), Decimal(3)) == 33
    with pytest.raises(InvalidError, match="price first"):
        edit_line(desk.workspace, line, at=desk.later(), discount=Decimal(5))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"quantity": Decimal(0)}, "above 0"),
        ({"quantity": Decimal(-1)}, "above 0"),
        ({"quantity": Decimal("NaN")}, "above 0"),
        ({"quantity": Decimal("1e10")}, "above 0"),
        ({"quantity": Decimal("1.0001")}, "3 decimal places"),
        ({"price": -1}, "below zero"),
        ({"price": 10**17}, "too large"),
        ({"price": 10**15, "quantity": Decimal(100)}, "more than can be kept"),
        ({"discount": Decimal("100.001")}, "between 0 % and 100 %"),
        ({"discount": Decimal("0.0001")}, "3 decimal places"),
    ],
)
def test_what_a_line_cannot_be_is_refused_and_changes_nothing(
    desk: Desk, deal: int, fields: LineEdit, sentence: str
) -> None:
    line = add_line(desk.workspace, deal, "Oak door", at=desk.later())
    before = read_content(desk.workspace)
    with pytest.raises(InvalidError, match=sentence):
        edit_line(desk.workspace, line, at=desk.later(), **fields)
    assert read_content(desk.workspace) == before


@pytest.mark.parametrize("fields", [{"quantity": Decimal("2.50")}, {"price": 12_345}, {"discount": Decimal("5.0")}, {}])
def test_a_line_that_keeps_its_values_leaves_no_trace(desk: Desk, deal: int, fields: LineEdit) -> None:
    line = add_line(desk.workspace, deal, "Oak door", at=desk.later(), quantity=Decimal("2.5"))
    edit_line(desk.workspace, line, at=desk.later(), discount=Decimal(5))
    entries = desk.journal.entries()
    assert edit_line(desk.workspace, line, at=desk.later(), **fields) is None
    assert desk.journal.entries() == entries


def test_lines_are_reordered_and_removed_and_each_step_is_undone(desk: Desk, deal: int) -> None:
    states = [read_content(desk.workspace)]
    first = add_line(desk.workspace, deal, "Oak door", at=desk.later())
    states.append(read_content(desk.workspace))
    second = add_line(desk.workspace, deal, "<b>New</b>", at=desk.later())
    states.append(read_content(desk.workspace))
    order_lines(desk.workspace, deal, [second, first])
    assert [line.line_id for line in lines(desk, deal)] == [second, first]
    states.append(read_content(desk.workspace))
    remove_line(desk.workspace, second, at=desk.later())
    assert [line.name for line in lines(desk, deal)] == ["Oak door"]
    for state in reversed(states):
        desk.journal.undo()
        assert read_content(desk.workspace) == state
    with pytest.raises(InvalidError):
        order_lines(desk.workspace, deal, [1])
    with pytest.raises(NotFoundError):
        remove_line(desk.workspace, first, at=desk.later())


def test_a_discount_is_kept_as_it_was_typed(desk: Desk, deal: int) -> None:
    line = add_line(desk.workspace, deal, "Oak door", at=desk.later())
    edit_line(desk.workspace, line, at=desk.later(), discount=Decimal("12.50"))
    (shown,) = lines(desk, deal)
    assert (shown.discount, shown.amount) == (Decimal("12.5"), Money(10_802, "EUR"))
    edit_line(desk.workspace, line, at=desk.later(), discount=None)
    (shown,) = lines(desk, deal)
    assert (shown.discount, shown.amount) == (None, Money(12_345, "EUR"))


def test_the_value_goes_down_by_a_line_that_is_removed_and_stays_after_the_last(desk: Desk, deal: int) -> None:
    first, second = (add_line(desk.workspace, deal, "Oak door", at=desk.later()) for _ in range(2))
    assert desk.row(deal, "value") == (24_690,)
    remove_line(desk.workspace, first, at=desk.later())
    assert desk.row(deal, "value") == (12_345,)
    remove_line(desk.workspace, second, at=desk.later())
    assert desk.row(deal, "value") == (12_345,)
    assert desk.faults() == []


def test_a_value_that_was_emptied_by_hand_does_not_follow_the_next_product(desk: Desk, deal: int) -> None:
    add_line(desk.workspace, deal, "Oak door", at=desk.later())
    edit_deal(desk.workspace, deal, at=desk.later(), value=None)
    add_line(desk.workspace, deal, "Oak door", at=desk.later())
    assert desk.row(deal, "value", "is_value_by_hand") == (None, 1)


def test_what_was_done_to_products_is_told_by_name(desk: Desk, deal: int) -> None:
    line, other = (add_line(desk.workspace, deal, name, at=desk.later()) for name in ("Oak door", "Lamp"))
    edit_line(desk.workspace, line, at=desk.later(), price=100)
    order_lines(desk.workspace, deal, [other, line])
    remove_line(desk.workspace, other, at=desk.later())
    edit_deal(desk.workspace, deal, at=desk.later(), value=Money(5_000, "EUR"))
    follow_products(desk.workspace, deal, at=desk.later())
    told = [entry.label for entry in desk.journal.entries(order="id desc", limit=7)]
    assert told == [
        "Let the value of “Oak table” follow its products",
        "Edit “Oak table”",
        "Remove Lamp from “Oak table”",
        "Reorder products of “Oak table”",
        "Edit Oak door on “Oak table”",
        "Add Lamp to “Oak table”",
        "Add Oak door to “Oak table”",
    ]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "Name a product."),
        ("  ", "Name a product."),
        ("x" * 301, "A product can have 300 characters at most."),
    ],
)
def test_a_product_needs_a_name_of_some_length(desk: Desk, deal: int, name: str, said: str) -> None:
    with pytest.raises(InvalidError) as refused:
        add_line(desk.workspace, deal, name, at=desk.later())
    assert str(refused.value) == said
    add_line(desk.workspace, deal, "x" * 300, at=desk.later())


def test_a_product_is_added_below_those_that_are_there(desk: Desk, deal: int) -> None:
    names = ["Oak door", "Lamp", "Shelf", "Handle"]
    for name in names:
        add_line(desk.workspace, deal, name, at=desk.later())
    assert [line.name for line in lines(desk, deal)] == names
    positions = desk.workspace.rows("select position from line_item where deal_id = ? order by id", (deal,))
    assert positions == [(0,), (1,), (2,), (3,)]


def test_products_add_up_to_the_largest_amount_and_to_no_more(desk: Desk, deal: int) -> None:
    first, second = (add_line(desk.workspace, deal, "Oak door", at=desk.later()) for _ in range(2))
    edit_line(desk.workspace, second, at=desk.later(), price=1)
    edit_line(desk.workspace, first, at=desk.later(), price=LARGEST_MINOR - 1)
    assert desk.row(deal, "value") == (LARGEST_MINOR,)
    with pytest.raises(InvalidError, match=r"^The products add up to more than can be kept exactly\.$"):
        edit_line(desk.workspace, second, at=desk.later(), price=2)
    for line in (first, second):
        edit_line(desk.workspace, line, at=desk.later(), price=0)
    assert desk.row(deal, "value") == (0,)


def test_a_line_whose_price_is_taken_away_has_no_amount(desk: Desk, deal: int) -> None:
    line = add_line(desk.workspace, deal, "Oak door", at=desk.later())
    edit_line(desk.workspace, line, at=desk.later(), price=None)
    (shown,) = lines(desk, deal)
    assert (shown.price, shown.amount) == (None, None)
    edit_line(desk.workspace, line, at=desk.later(), quantity=Decimal(2))
    assert lines(desk, deal)[0].amount is None

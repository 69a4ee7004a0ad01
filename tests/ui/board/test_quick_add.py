from decimal import Decimal

import pytest

from desktop_pipeline.ui.board.quick_add import QuickDeal, parse_quick_add


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("Loft bookcases, Petrel House, 7400", QuickDeal("Loft bookcases", "Petrel House", Decimal(7400))),
        ("Loft bookcases, Petrel House, €7,400", QuickDeal("Loft bookcases", "Petrel House", Decimal(7400))),
        ("Loft bookcases, Petrel House, 7.400,50", QuickDeal("Loft bookcases", "Petrel House", Decimal("7400.50"))),
        ("Loft bookcases, 7400", QuickDeal("Loft bookcases", None, Decimal(7400))),
        ("Loft bookcases, Petrel House", QuickDeal("Loft bookcases", "Petrel House", None)),
        ("Loft bookcases", QuickDeal("Loft bookcases", None, None)),
        ("Doors, Ivo, Dunn & Sons, 900", QuickDeal("Doors", "Ivo, Dunn & Sons", Decimal(900))),
        ("7400", QuickDeal("7400", None, None)),
        ("Doors, about 900", QuickDeal("Doors", "about 900", None)),
        ("Doors, -900", QuickDeal("Doors", "-900", None)),
        ("Doors, , 900", QuickDeal("Doors", None, Decimal(900))),
    ],
)
def test_title_organisation_and_value_are_told_apart(typed: str, understood: QuickDeal) -> None:
    assert parse_quick_add(typed) == understood


@pytest.mark.parametrize("typed", ["", "   ", ", Petrel House, 900"])
def test_a_line_without_a_title_is_no_deal(typed: str) -> None:
    assert parse_quick_add(typed) is None

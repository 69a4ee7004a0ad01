"""Where on the sheet the fields stand that a criterion can ask for."""

from PySide6.QtWidgets import QWidget

from desktop_pipeline.domain.gates import AskedField, custom_field
from desktop_pipeline.ui.deal.custom_block import CustomBlock
from desktop_pipeline.ui.deal.details import Details
from desktop_pipeline.ui.deal.header import Header
from desktop_pipeline.ui.deal.people_block import PeopleBlock
from desktop_pipeline.ui.deal.products_block import ProductsBlock


def find_field(
    name: str, header: Header, details: Details, people: PeopleBlock, products: ProductsBlock, custom: CustomBlock
) -> QWidget | None:
    """What takes the keys to fill in the field; None where the sheet has none of this name."""
    own = custom_field(name)
    if own is not None:
        return custom.named(f"custom:{own}")
    return {
        AskedField.VALUE.value: header.value,
        AskedField.EXPECTED_CLOSE.value: header.close_day,
        AskedField.OWNER.value: header.owner,
        AskedField.ORGANISATION.value: header.organisation,
        AskedField.SOURCE.value: details.source,
        AskedField.PERSON.value: people.add_button,
        AskedField.PRODUCT.value: products.add_button,
    }.get(name)

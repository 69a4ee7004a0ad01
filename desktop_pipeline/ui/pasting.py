"""Rows of a spreadsheet on the clipboard, and what they are where they are pasted."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QTableView

if TYPE_CHECKING:
    from desktop_pipeline.actions.importing.pasting import Holding, Pasted
    from desktop_pipeline.ui.workspace_page import WorkspacePage

# Beyond this nobody copied it by hand
_LONGEST = 32 << 20


def read_clipboard(mime: QMimeData, page: "WorkspacePage") -> "Pasted | None":
    """What was copied elsewhere, with the columns that are shown; None where it holds no rows."""
    from desktop_pipeline.actions.importing.pasting import Pasted, holds_rows  # noqa: PLC0415 - when something is pasted

    text, html = mime.text(), mime.html()
    if not text and mime.hasFormat("text/csv"):
        text = bytes(mime.data("text/csv").data()).decode("utf-8", "replace")
    if len(text) > _LONGEST:
        return None
    holding, heads = _find_home(page)
    pasted = Pasted(text, html if len(html) <= _LONGEST else "", holding, heads)
    return pasted if holds_rows(pasted) else None


def _find_home(page: "WorkspacePage") -> "tuple[Holding, tuple[str, ...]]":
    """What is listed on the page that is shown, and the heads of the columns there."""
    shown = page.stack.currentWidget()
    if page.current == "deals":
        from desktop_pipeline.ui.deals.deals_page import DealsPage  # noqa: PLC0415 - it is there already

        return "deals", shown.view.shown_heads() if isinstance(shown, DealsPage) else ()
    if page.current == "contacts":
        from desktop_pipeline.queries.contact_standing import Subject  # noqa: PLC0415 - likewise
        from desktop_pipeline.ui.contacts.contacts_page import ContactsPage  # noqa: PLC0415 - likewise

        if isinstance(shown, ContactsPage):
            return "people" if shown.subject is Subject.PEOPLE else "organisations", _read_heads(shown.table)
    return "deals", ()


def _read_heads(table: QTableView) -> tuple[str, ...]:
    """The heads of the columns that can be seen, from the left."""
    header, model = table.horizontalHeader(), table.model()
    sections = sorted(range(header.count()), key=header.visualIndex)
    shown = (section for section in sections if not table.isColumnHidden(section))
    return tuple(str(model.headerData(section, Qt.Orientation.Horizontal) or "") for section in shown)

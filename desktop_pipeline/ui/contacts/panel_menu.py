"""The menu of the contact panel: further addresses, links, leaving, merging, exporting, erasing, deleting."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMenu, QWidget

from desktop_pipeline.domain.contacts import PointKind, web_link
from desktop_pipeline.queries.contact import OrganisationView, PersonView
from desktop_pipeline.ui.contacts.asks import READS_ONLY, Ask


def make_menu(
    view: PersonView | OrganisationView,
    *,
    writes: bool,
    begin_point: Callable[[PointKind], object],
    open_link: Callable[[str], object],
    act: Callable[[Ask], object],
    parent: QWidget,
) -> QMenu:
    """What can be done with the person or organisation that is shown."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for text, kind in (
        (_say("Add e-mail"), PointKind.EMAIL),
        (_say("Add phone"), PointKind.PHONE),
        (_say("Add link"), PointKind.LINK),
    ):
        action = menu.addAction(text)
        action.triggered.connect(lambda _checked=False, kind=kind: begin_point(kind))
        action.setEnabled(writes)
    for text, address in ((_say("Open website"), view.website), (_say("Open LinkedIn"), view.linkedin)):
        link = web_link(address) if address else None
        if link is not None:
            menu.addAction(text).triggered.connect(lambda _checked=False, link=link: open_link(link))
    menu.addSeparator()
    for text, ask in _list_entries(view):
        action = menu.addAction(text)
        action.triggered.connect(lambda _checked=False, ask=ask: act(ask))
        action.setEnabled(writes or ask in READS_ONLY)
    return menu


def _list_entries(view: PersonView | OrganisationView) -> list[tuple[str, Ask]]:
    entries = [(_say("New activity…\tA"), Ask.ACTIVITY), (_say("Merge with…\tM"), Ask.MERGE)]
    delete = (_say("Delete\tDel"), Ask.DELETE)
    if not isinstance(view, PersonView):
        return [*entries, delete]
    return [
        *entries,
        (_say("Has left…"), Ask.LEFT) if view.left_on is None else (_say("Is back"), Ask.BACK),
        (_say("Export as vCard…"), Ask.CARDS),
        (_say("Export what is known…"), Ask.EXPORT),
        delete,
        (_say("Erase for good…"), Ask.ERASE),
    ]


def _say(text: str) -> str:
    return QCoreApplication.translate("ContactPanel", text)

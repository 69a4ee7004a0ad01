"""The menu of the lists of contacts: the same as the keys, in words."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMenu, QWidget

from desktop_pipeline.queries.contact_standing import Subject
from desktop_pipeline.ui.contacts.asks import MERGED, READS_ONLY, Ask


def make_menu(subject: Subject, selected: int, *, writes: bool, act: Callable[[Ask], object], parent: QWidget) -> QMenu:
    """What can be done with those who are selected, each with its key."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for text, ask in _list_entries(subject, selected):
        action = menu.addAction(text)
        action.triggered.connect(lambda _checked=False, ask=ask: act(ask))
        action.setEnabled(writes or ask in READS_ONLY)
    return menu


def _list_entries(subject: Subject, selected: int) -> list[tuple[str, Ask]]:
    is_single, are_people = selected <= 1, subject is Subject.PEOPLE
    entries = [
        (_say("Edit the name\tF2"), Ask.EDIT_NAME, is_single),
        (_say("New activity…\tA"), Ask.ACTIVITY, is_single),
        (_say("Write an e-mail…\tCtrl+Shift+M"), Ask.WRITE, are_people),
        (_say("Move to organisation…\tO"), Ask.ORGANISATION, are_people),
        (_say("Start a cadence…\tC"), Ask.CADENCE, are_people),
        (_say("Merge the two…\tM"), Ask.MERGE, selected == MERGED),
        (_say("Export as vCard…"), Ask.CARDS, are_people),
        (_say("Delete\tDel"), Ask.DELETE, True),
    ]
    return [(text, ask) for text, ask, is_offered in entries if is_offered]


def _say(text: str) -> str:
    return QCoreApplication.translate("ContactsPage", text)

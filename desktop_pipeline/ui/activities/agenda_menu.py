"""The menu of an activity in the list: the same as the keys, in words."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMenu, QWidget

from desktop_pipeline.queries.activities import ActivityRow
from desktop_pipeline.ui.activities.agenda_list import Ask

# What only an open activity can be asked for.
_FOR_OPEN = frozenset({Ask.EDIT, Ask.MOVE, Ask.TOMORROW})
_FOR_ONE = frozenset({Ask.FINISH, Ask.EDIT, Ask.WRITE})
_OF_SERIES = frozenset({Ask.SKIP, Ask.REPEAT_NO_LONGER})


def make_menu(
    activity: ActivityRow | None, *, several: bool, writes: bool, act: Callable[[Ask], object], parent: QWidget
) -> QMenu:
    """What can be done with the activity that has the keys, or with `several` that are selected."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    is_done = activity is not None and activity.done_at is not None
    repeats = activity is not None and activity.repeat is not None
    is_mail = activity is not None and activity.kind.key == "email" and not is_done
    for text, key, ask in _list_entries(is_done=is_done, repeats=repeats, is_mail=is_mail):
        action = menu.addAction(f"{text}\t{key}" if key else text)
        action.triggered.connect(lambda _=False, ask=ask: act(ask))
        if ask is Ask.OPEN_DEAL:
            action.setEnabled(activity is not None and activity.deal_id is not None)
        else:
            is_single = ask in _FOR_ONE or ask in _OF_SERIES
            is_offered = not (is_single and several) and not (is_done and ask in _FOR_OPEN)
            action.setEnabled(is_offered and writes)
    return menu


def _list_entries(*, is_done: bool, repeats: bool, is_mail: bool) -> list[tuple[str, str, Ask]]:
    entries = [
        (_say("To be done again") if is_done else _say("Done…"), "Space", Ask.FINISH),
        (_say("Edit…"), "E", Ask.EDIT),
        (_say("Move…"), "M", Ask.MOVE),
        (_say("Move to tomorrow"), "T", Ask.TOMORROW),
    ]
    if is_mail:
        entries.insert(0, (_say("Write the e-mail…"), _say("Ctrl+Shift+M"), Ask.WRITE))
    if repeats:
        entries += [(_say("Skip this time"), "S", Ask.SKIP), (_say("Repeat no longer"), "", Ask.REPEAT_NO_LONGER)]
    return [
        *entries,
        (_say("Open the deal"), "O", Ask.OPEN_DEAL),
        (_say("New activity…"), "A", Ask.NEW),
        (_say("Delete this and all later ones") if repeats else _say("Delete"), "Del", Ask.DELETE),
    ]


def _say(text: str) -> str:
    return QCoreApplication.translate("ActivitiesPage", text)

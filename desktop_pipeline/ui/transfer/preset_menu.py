"""The list of programs whose spreadsheets are known."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtWidgets import QWidget

from desktop_pipeline.actions.importing.outlook import Outlook
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.transfer.choice_list import ChoiceList, Offer


def open_presets(
    theme: Theme, outlook: Outlook, current: str, beside: QWidget, taken: Callable[[str], object]
) -> ChoiceList:
    """Opens it below a button; `taken` is told the key of a preset, `auto` or `none`."""
    tr = QCoreApplication.translate
    offers = [
        Offer("auto", tr("Import", "Recognise it")),
        *(Offer(choice.value, choice.words) for choice in outlook.presets),
        Offer("none", tr("Import", "None of them")),
    ]
    popup = ChoiceList(theme, tr("Import", "Which program wrote it"), offers, current, beside)
    popup.taken.connect(taken)
    popup.open_at(beside.mapToGlobal(QPoint(0, beside.height() + 2)))
    return popup

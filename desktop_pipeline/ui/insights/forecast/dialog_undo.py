"""Undo and redo in a dialog, whose keys the window behind it does not hear."""

from collections.abc import Callable

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog

from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.ui.session import Session


def hear_undo(dialog: QDialog, session: Session, refuse: Callable[[str], object]) -> None:
    """The usual keys take the last change back or do it again; `refuse` says why that cannot be."""

    def attempt(act: Callable[[], object]) -> None:
        try:
            act()
        except PipelineError as error:
            refuse(str(error))

    for keys, act in (
        (QKeySequence.StandardKey.Undo, session.undo),
        (QKeySequence.StandardKey.Redo, session.redo),
    ):
        QShortcut(QKeySequence(keys), dialog).activated.connect(lambda act=act: attempt(act))

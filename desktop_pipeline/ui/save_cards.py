"""Asks where people go to as cards for address books, and writes them there."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_pipeline.actions.cards import save_cards
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.domain.file_names import clean_file_name
from desktop_pipeline.queries.cards import read_cards
from desktop_pipeline.ui.session import Session


def ask_cards(
    session: Session, parent: QWidget, said: Callable[[str], None], person_ids: Sequence[int] | None = None
) -> QFileDialog:
    """The dialog for a file of these people, or of all; `said` hears what came of it."""
    tr = QCoreApplication.translate
    dialog = QFileDialog(parent, tr("Cards", "Export contacts as vCard"), str(session.path.parent))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setNameFilter(tr("Cards", "vCard (*.vcf)"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("vcf")
    dialog.selectFile(f"{_name_file(session, person_ids)}.vcf")
    dialog.fileSelected.connect(lambda file: said(write_cards(session, Path(file), person_ids)))
    dialog.open()
    return dialog


def write_cards(session: Session, path: Path, person_ids: Sequence[int] | None = None) -> str:
    """Writes them and says so in a sentence; a refusal is one too."""
    cards = read_cards(session.workspace, person_ids)
    try:
        save_cards(path, cards)
    except PipelineError as error:
        return str(error)
    if len(cards) == 1:
        return QCoreApplication.translate("Cards", "1 contact written to {name}").format(name=path.name)
    said = QCoreApplication.translate("Cards", "{count} contacts written to {name}")
    return said.format(count=len(cards), name=path.name)


def _name_file(session: Session, person_ids: Sequence[int] | None) -> str:
    if person_ids is not None and len(person_ids) == 1:
        cards = read_cards(session.workspace, person_ids)
        if cards:
            return clean_file_name(cards[0].name)
    return clean_file_name(session.path.stem)

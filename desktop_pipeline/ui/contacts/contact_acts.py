"""What the page does with people and organisations, with the questions that come before some of it."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from desktop_pipeline.actions.contact_rows import ORGANISATION, PERSON
from desktop_pipeline.actions.duplicates import mark_distinct
from desktop_pipeline.actions.erasing import Erased, erase_person, list_copies
from desktop_pipeline.actions.leaving import mark_back, mark_left
from desktop_pipeline.actions.merging import merge_organisations, merge_people
from desktop_pipeline.actions.organisations import create_organisation, delete_organisations
from desktop_pipeline.actions.people import create_person, delete_people, reassign_people
from desktop_pipeline.actions.person_export import export_person
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.domain.file_names import clean_file_name
from desktop_pipeline.queries.contact import PersonView, count_deals
from desktop_pipeline.queries.contact_merge import read_merge
from desktop_pipeline.queries.contact_standing import Subject
from desktop_pipeline.queries.duplicates import SuspectedPair, read_duplicates
from desktop_pipeline.queries.leaving import read_left_deals
from desktop_pipeline.queries.lists import Named, read_organisation_names
from desktop_pipeline.ui.contacts.asks import MERGED, Ask
from desktop_pipeline.ui.contacts.duplicates_dialog import DuplicatesDialog
from desktop_pipeline.ui.contacts.merge_dialog import MergeDialog
from desktop_pipeline.ui.contacts.new_line import Typed
from desktop_pipeline.ui.contacts.questions import EraseDialog, LeftDialog
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.long_work import LongWork
from desktop_pipeline.ui.save_cards import ask_cards
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Progress, Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.name_popup import NamePopup

# So many are deleted within a blink.
_MOST_AT_ONCE = 500


class ContactActs(QObject):
    """Refusals and results are told by `said(sentence)`; `shown` is the dialog that is open."""

    said = Signal(str)

    def __init__(self, session: Session, tasks: Tasks, theme: Theme, formats: Formats, page: QWidget) -> None:
        super().__init__(page)
        self._session = session
        self._tasks = tasks
        self._theme = theme
        self._formats = formats
        self._page = page
        self.shown: QDialog | None = None
        self.long_work = LongWork(session, tasks, theme, page)
        self.most_at_once = _MOST_AT_ONCE

    def create(self, subject: Subject, typed: Typed) -> int:
        """Adds what was typed and returns its id; raises PipelineError."""
        if subject is Subject.PEOPLE:
            return create_person(
                self._session.workspace,
                name=typed.name,
                organisation=typed.place,
                job_title=typed.work,
                email=typed.email,
                phone=typed.phone,
                website=typed.website,
            )
        return create_organisation(
            self._session.workspace,
            name=typed.name,
            industry=typed.place,
            email=typed.email,
            phone=typed.phone,
            website=typed.website,
        )

    def delete(self, subject: Subject, ids: Sequence[int]) -> None:
        """Into the bin; undo brings them back."""
        session, delete = self._session, delete_people if subject is Subject.PEOPLE else delete_organisations
        self.long_work.attempt(
            self.tr("{count} contacts are being deleted…").format(count=self._formats.number(len(ids))),
            lambda: delete(session.workspace, ids, at=session.now()),
            lambda _change: None,
            lambda error: self.said.emit(str(error)),
            is_large=len(ids) > self.most_at_once,
        )

    def ask_organisation(self, ids: Sequence[int], place: QPoint) -> NamePopup:
        """Where these people work from now on; one change, taken back as one."""
        workspace = self._session.workspace
        none = self.tr("No organisation")

        def find(text: str) -> list[Named]:
            names = [*([] if text else [none]), *read_organisation_names(workspace, text)]
            return [Named(number, name) for number, name in enumerate(names, start=1)]

        def move(name: str | None) -> None:
            self.attempt(lambda: reassign_people(workspace, ids, name))

        title = self.tr("Move to organisation")
        if len(ids) > 1:
            title = self.tr("Move {count} people to organisation").format(count=self._formats.number(len(ids)))
        popup = NamePopup(self._theme, title, find, self._page, new=self.tr("New: {text}"))
        popup.taken.connect(lambda number: move(_named(find(popup.field.text().strip()), number, none)))
        popup.named.connect(move)
        popup.open_at(place)
        return popup

    def merge(self, subject: Subject, meant: Sequence[int], current: int | None) -> None:
        """Asks how the two are merged; of these the one that has the keys is kept."""
        if len(meant) != MERGED:
            self.said.emit(self.tr("Select two to merge: Ctrl+click or Shift+arrows."))
            return
        first, second = meant if current != meant[1] else reversed(meant)
        self.ask_merge(subject, (first, second))

    def change_person(self, ask: Ask, person: PersonView) -> None:
        """What is asked for a person alone: that they left, that they are back, that they are erased."""
        match ask:
            case Ask.LEFT:
                self.ask_left(person)
            case Ask.BACK:
                self.bring_back(person.person_id)
            case Ask.ERASE:
                self.ask_erase(person)

    def ask_merge(self, subject: Subject, ids: tuple[int, int]) -> MergeDialog:
        """Shows what merging the two would do."""
        workspace = self._session.workspace
        dialog = MergeDialog(
            self._theme,
            subject,
            ids,
            lambda kept, gone: read_merge(workspace, subject, kept, gone),
            self._page.window(),
        )
        merge = merge_people if subject is Subject.PEOPLE else merge_organisations
        dialog.merge_wanted.connect(
            lambda kept, gone, taken: self.attempt(lambda: merge(workspace, kept, gone, taken=taken))
        )
        self._open(dialog)
        return dialog

    def show_duplicates(self, subject: Subject) -> DuplicatesDialog:
        """Looks for duplicates on a worker and shows them."""
        dialog = DuplicatesDialog(self._theme, self._page.window())
        workspace = self._session.workspace
        is_there = [True]

        def look() -> None:
            def work(_progress: Progress) -> list[SuspectedPair]:
                with workspace.reading() as view:
                    return read_duplicates(view, subject)

            self._tasks.run(
                work,
                lambda pairs: dialog.show_pairs(pairs) if is_there else None,
                lambda error: dialog.show_refusal(str(error)) if is_there else None,
                key="duplicates",
            )

        def on_merge(first: int, second: int) -> None:
            self.ask_merge(subject, (first, second)).finished.connect(lambda _result: look() if is_there else None)

        dialog.finished.connect(lambda _result: is_there.clear())
        kind = PERSON if subject is Subject.PEOPLE else ORGANISATION
        dialog.told_apart.connect(
            lambda first, second: self.attempt(lambda: mark_distinct(workspace, kind, first, second))
        )
        dialog.merge_wanted.connect(on_merge)
        self._open(dialog)
        look()
        return dialog

    def ask_left(self, person: PersonView) -> LeftDialog:
        """Since when, and which open deals go back to qualification."""
        workspace = self._session.workspace
        dialog = LeftDialog(
            self._theme,
            self._formats,
            person.name,
            read_left_deals(workspace, person.person_id),
            self._session.today(),
            self._page.window(),
        )
        dialog.confirmed.connect(
            lambda day, back: self.attempt(
                lambda: mark_left(workspace, person.person_id, left_on=day, at=self._session.now(), back=back)
            )
        )
        self._open(dialog)
        return dialog

    def bring_back(self, person_id: int) -> None:
        """They work there after all."""
        self.attempt(lambda: mark_back(self._session.workspace, person_id))

    def ask_export(self, person: PersonView) -> QFileDialog:
        """Where everything about them is written to."""
        dialog = QFileDialog(self._page.window(), self.tr("Export what is known"), str(self._session.path.parent))
        dialog.setNameFilter(self.tr("JSON (*.json)"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("json")
        dialog.selectFile(f"{clean_file_name(person.name)}.json")
        dialog.fileSelected.connect(lambda file: self.export(person.person_id, Path(file)))
        self._open(dialog)
        return dialog

    def ask_cards(self, person_ids: Sequence[int]) -> QFileDialog:
        """Where they are written to as cards for address books."""
        dialog = ask_cards(self._session, self._page.window(), self.said.emit, person_ids)
        self.shown = dialog
        dialog.finished.connect(lambda _result: self._forget(dialog))
        return dialog

    def export(self, person_id: int, path: Path) -> None:
        """Writes everything about a person."""
        if self.attempt(lambda: export_person(self._session.workspace, person_id, path)):
            self.said.emit(self.tr("Written to {name}").format(name=path.name))

    def ask_erase(self, person: PersonView) -> EraseDialog:
        """The one act that asks."""
        copies = [path.name for path in list_copies(self._session.path)]
        deals = count_deals(self._session.workspace, person.person_id)
        dialog = EraseDialog(self._theme, person.name, deals, copies, self._page.window())
        dialog.confirmed.connect(lambda: self.erase(person.person_id))
        self._open(dialog)
        return dialog

    def erase(self, person_id: int) -> None:
        """Erases on a worker: in a large file everything is written anew."""
        workspace = self._session.workspace
        self.long_work.run(
            self.tr("Erasing. Everything that holds them is written anew."),
            lambda: erase_person(workspace, person_id),
            lambda erased: self.said.emit(self._say_erased(erased)),
            lambda error: self.said.emit(str(error)),
        )

    def attempt(self, act: Callable[[], object]) -> bool:
        """Does it; says why where it is refused."""
        try:
            act()
        except PipelineError as error:
            self.said.emit(str(error))
            return False
        return True

    def _say_erased(self, erased: Erased) -> str:
        parts = [self.tr("Erased.")]
        if erased.copies:
            names = ", ".join(path.name for path in erased.copies)
            parts.append(self.tr("These copies still hold them: {names}").format(names=names))
        if not erased.is_final:
            parts.append(self.tr("Free some disk space and close the file once, so that the disk forgets them too."))
        return " ".join(parts)

    def _open(self, dialog: QDialog) -> None:
        self.shown = dialog
        dialog.finished.connect(lambda _result: self._forget(dialog))
        dialog.open()

    def _forget(self, dialog: QDialog) -> None:
        if self.shown is dialog:
            self.shown = None


def _named(rows: Sequence[Named], number: int, none: str) -> str | None:
    """The name of that number among those offered; None for the words for none, which stand first."""
    name = next((row.name for row in rows if row.row_id == number), none)
    return None if number == 1 and name == none else name

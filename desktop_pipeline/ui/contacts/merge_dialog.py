"""Merging two people or two organisations: which field comes from which, and what moves, before anything happens."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop_pipeline.queries.contact_merge import MergePreview
from desktop_pipeline.queries.contact_standing import Subject
from desktop_pipeline.ui.contacts.contact_fields import label_field
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.key_hint import PrimaryButton
from desktop_pipeline.ui.widgets.words import ElidedWords, Words, set_tooltip

_WIDTH = 640
_SIDE = 210
_MOST_SHOWN = 40
_HIGHEST = 380


class MergeDialog(QDialog):
    """Open it with `open()`; `merge_wanted(kept id, gone id, names of the fields taken)` when it is confirmed."""

    merge_wanted = Signal(int, int, object)

    def __init__(
        self,
        theme: Theme,
        subject: Subject,
        ids: tuple[int, int],
        read: Callable[[int, int], MergePreview | None],
        parent: QWidget,
    ) -> None:
        """`read` gives the preview of keeping the first and letting the second go."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Merge"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._theme = theme
        self._ids = ids
        self._read = read
        self.preview: MergePreview | None = None
        self.takers: dict[str, tuple[QRadioButton, QRadioButton]] = {}
        people = subject is Subject.PEOPLE
        question = self.tr("Merge two people into one") if people else self.tr("Merge two organisations into one")
        self._what = Words(theme, "", "body", "ink2", wrap=True)
        self._foot = Words(theme, "", "secondary", "ink2", wrap=True)
        self.swap = ActionButton(theme, self.tr("Swap the two"))
        self.confirm = PrimaryButton(theme, self.tr("Merge"), key=self.tr("Enter"))
        self.confirm.setDefault(True)
        cancel = ActionButton(theme, self.tr("Cancel"), keys=(self.tr("Esc"),))
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # The dialog's own ground shows through.
        self._area.viewport().setAutoFillBackground(False)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.swap)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.confirm)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        for widget in (Words(theme, question, "section"), self._what, self._area, self._foot):
            layout.addWidget(widget)
        layout.addLayout(buttons)
        self.setFixedWidth(theme.size(_WIDTH))
        self.swap.clicked.connect(self._on_swap)
        self.confirm.clicked.connect(self._confirm)
        cancel.clicked.connect(self.reject)
        self._show()

    def taken(self) -> frozenset[str]:
        """Names of the fields that come from the one who goes."""
        return frozenset(name for name, (_kept, gone) in self.takers.items() if gone.isChecked())

    def _show(self) -> None:
        self.preview = preview = self._read(*self._ids)
        self.confirm.setEnabled(preview is not None)
        self.takers = {}
        grid_home = QWidget()
        grid = QGridLayout(grid_home)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setVerticalSpacing(2)
        grid.setHorizontalSpacing(12)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        if preview is None:
            self._what.show_words(self.tr("One of the two is not there any more."))
        else:
            self._fill(grid, preview)
        self._area.setWidget(grid_home)
        grid_home.setAutoFillBackground(False)
        self._area.setFixedHeight(min(self._theme.size(_HIGHEST), grid_home.sizeHint().height() + 4))

    def _fill(self, grid: QGridLayout, preview: MergePreview) -> None:
        text = self.tr("“{gone}” goes into “{kept}”. Choose what to keep where they differ.")
        self._what.show_words(text.format(gone=_cut(preview.gone_name), kept=_cut(preview.kept_name)))
        for column, head in ((1, self.tr("Stays")), (2, self.tr("Goes"))):
            grid.addWidget(ElidedWords(self._theme, head, "caption_medium", "ink3"), 0, column)
        for row, field in enumerate(preview.fields, 1):
            label = field.label or label_field(field.name)
            grid.addWidget(ElidedWords(self._theme, label, "secondary", "ink3"), row, 0)
            group = QButtonGroup(grid.parentWidget())
            kept, gone = self._make_choice(label, field.kept), self._make_choice(label, field.gone)
            group.addButton(kept)
            group.addButton(gone)
            (gone if field.is_better_taken else kept).setChecked(True)
            grid.addWidget(kept, row, 1)
            grid.addWidget(gone, row, 2)
            self.takers[field.name] = (kept, gone)
        if not preview.fields:
            grid.addWidget(Words(self._theme, self.tr("All fields are the same."), "body", "ink2"), 1, 1, 1, 2)
        self._foot.show_words(self._say_moved(preview))

    def _make_choice(self, label: str, value: str | None) -> QRadioButton:
        shown = value or self.tr("nothing")
        cut = self._theme.metrics("body").elidedText(shown, Qt.TextElideMode.ElideRight, self._theme.size(_SIDE))
        button = QRadioButton(cut.replace("&", "&&"))
        button.setAccessibleName(f"{label}: {shown}")
        set_tooltip(button, shown)
        return button

    def _say_moved(self, preview: MergePreview) -> str:
        parts = [_say_count(word, count) for word, count in preview.moved]
        moved = self.tr("Moves over: {what}.").format(what=", ".join(parts)) if parts else ""
        rest = self.tr(
            "An e-mail or phone that is not kept as the main one stays as a further one. Undo brings both back."
        )
        return f"{moved} {rest}".strip()

    def _on_swap(self) -> None:
        self._ids = (self._ids[1], self._ids[0])
        self._show()

    def _confirm(self) -> None:
        if self.preview is not None:
            self.merge_wanted.emit(self.preview.kept_id, self.preview.gone_id, self.taken())
            self.accept()


def _say_count(word: str, count: int) -> str:
    tr = QCoreApplication.translate
    one, several = {
        "deals": (tr("Contacts", "1 deal"), tr("Contacts", "{count} deals")),
        "people": (tr("Contacts", "1 person"), tr("Contacts", "{count} people")),
        "activities": (tr("Contacts", "1 activity"), tr("Contacts", "{count} activities")),
        "notes": (tr("Contacts", "1 note"), tr("Contacts", "{count} notes")),
        "addresses": (tr("Contacts", "1 further address"), tr("Contacts", "{count} further addresses")),
        "files": (tr("Contacts", "1 file"), tr("Contacts", "{count} files")),
    }[word]
    return one if count == 1 else several.format(count=count)


def _cut(name: str) -> str:
    return name if len(name) <= _MOST_SHOWN else name[: _MOST_SHOWN - 1] + "…"

"""The fields of a person or an organisation, each edited where it stands; empty ones that are rare wait to be shown."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from desktop_pipeline.domain.contacts import PointKind, mail_link, phone_link, web_link
from desktop_pipeline.queries.contact import Point
from desktop_pipeline.queries.lists import Named
from desktop_pipeline.ui.contacts.contact_edits import ContactEdits
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.choice_field import ChoiceField
from desktop_pipeline.ui.widgets.error_note import ErrorNote
from desktop_pipeline.ui.widgets.field import MOST_LINES, PAD
from desktop_pipeline.ui.widgets.text_field import TextField
from desktop_pipeline.ui.widgets.words import ElidedWords, Words

_LABEL = 84 + PAD
_ROW = 24
_NONE = 0  # ids begin at 1
_POINT = "point_id"
_LINKS = {PointKind.EMAIL: mail_link, PointKind.PHONE: phone_link, PointKind.LINK: web_link}
SOURCE = "source"
READ_ONLY = "role"


class ContactForm(QWidget):
    """`labels` gives the fields in their order with their words; those of `usual` are shown also while empty."""

    def __init__(
        self,
        theme: Theme,
        note: ErrorNote,
        edits: ContactEdits,
        labels: Mapping[str, str],
        usual: Sequence[str],
        *,
        suggest: Mapping[str, Callable[[str], list[str]]],
        read_sources: Callable[[], Sequence[Named]],
        opens: Callable[[str], object],
    ) -> None:
        """`opens` hands an address (tel:, mailto:, https:) to the program the system has for it."""
        super().__init__()
        self._theme = theme
        self._opens = opens
        self._note = note
        self._edits = edits
        self._usual = frozenset(usual)
        self._shows_all = False
        self._is_editable = True
        self._values: dict[str, str] = {}
        self.fields: dict[str, TextField] = {}
        self.points: dict[int, TextField] = {}
        self._rows: dict[str, tuple[Words, QWidget]] = {}
        self._grid = _make_grid(theme)
        self._further = _make_grid(theme)
        self.source = ChoiceField(
            theme, self.tr("Source"), note, edits.keep_source, read_sources, none=self.tr("No source")
        )
        self.role = ElidedWords(theme)
        self.more = ActionButton(theme, self.tr("More fields"), icon="chevron-down", role="ink2", flat=True, pad=PAD)
        for name, label in labels.items():
            self._add(name, label, suggest.get(name))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(self._grid)
        layout.addLayout(self._further)
        foot = QHBoxLayout()
        foot.addWidget(self.more)
        foot.addStretch(1)
        layout.addLayout(foot)
        self.more.clicked.connect(self._turn_more)

    def show_values(
        self, values: Mapping[str, str | None], points: Sequence[Point], source: tuple[int | None, str | None]
    ) -> None:
        """Show what is known; nothing is a pale word."""
        self._values = {name: value or "" for name, value in values.items()}
        self._values[SOURCE] = source[1] or ""
        self.source.show_chosen(*source)
        self.role.show_words(self._values.get(READ_ONLY, ""))
        for name, field in self.fields.items():
            value = self._values.get(name, "")
            field.show_value(value or self.tr("Empty"), is_empty=not value)
            field.show_typed(value)
        self._show_points(points)
        self._show_rows()

    def text_fields(self) -> list[TextField]:
        """Those that may have an editor open."""
        return [*self.fields.values(), *self.points.values()]

    def begin_point(self, point: PointKind) -> TextField:
        """An empty row for a further address, its editor open."""
        field = TextField(self._theme, _name_point(point), self._note, lambda text: self._edits.add_point(point, text))
        field.show_value(self.tr("Add"), is_empty=True)
        self._place_point(self._further.rowCount(), self._make_label(_name_point(point)), field)
        self.points[_NONE] = field
        field.show()
        self.updateGeometry()
        self.layout().activate()  # type: ignore[union-attr] # it has one
        field.open_editor()
        return field

    def set_editable(self, *, editable: bool) -> None:
        """Read only, every field is only read."""
        self._is_editable = editable
        for field in (*self.text_fields(), self.source):
            field.setEnabled(editable)

    def _add(self, name: str, label: str, suggest: Callable[[str], list[str]] | None) -> None:
        field: QWidget
        if name == SOURCE:
            field = self.source
        elif name == READ_ONLY:
            self.role.setContentsMargins(PAD, 0, 0, 0)
            field = self.role
        else:
            field = self.fields[name] = TextField(
                self._theme, label, self._note, self._edits.keep(name), suggest=suggest
            )
            field.take_lines(MOST_LINES)
        field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        words = self._make_label(label)
        row = self._grid.rowCount()
        self._grid.addWidget(words, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(field, row, 1)
        self._rows[name] = (words, field)

    def _make_label(self, text: str) -> Words:
        words = Words(self._theme, text, "secondary", "ink3")
        words.setContentsMargins(PAD, 0, 0, 0)
        words.setMinimumHeight(self._theme.size(_ROW))
        return words

    def _show_points(self, points: Sequence[Point]) -> None:
        while (cell := self._further.takeAt(0)) is not None:
            widget = cell.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.points = {}
        for row, point in enumerate(points):
            kind = PointKind(point.kind)
            label = TextField(
                self._theme,
                self.tr("Kind of {what}").format(what=_name_point(kind)),
                self._note,
                self._edits.keep_label(point.point_id),
                style="secondary",
                role="ink3",
            )
            label.show_value(point.label or _name_point(kind))
            label.show_typed(point.label)
            field = TextField(self._theme, _name_point(kind), self._note, self._edits.keep_point(point.point_id))
            field.show_value(point.value)
            field.show_typed(point.value)
            field.take_lines(MOST_LINES)
            field.setAccessibleDescription(self.tr("Enter edits, Delete takes it away"))
            self._give_menu(field, point)
            self._place_point(row, label, field)
            self.points[point.point_id] = field

    def open_menu(self, point: Point, place: QPoint) -> QMenu:
        """What can be done with a further address or number."""
        kind = PointKind(point.kind)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        link = _LINKS[kind](point.value)
        words = {
            PointKind.EMAIL: self.tr("Write"),
            PointKind.PHONE: self.tr("Call"),
            PointKind.LINK: self.tr("Open"),
        }
        reach = menu.addAction(words[kind])
        reach.triggered.connect(lambda: None if link is None else self._opens(link))
        reach.setEnabled(link is not None)
        menu.addAction(self.tr("Copy")).triggered.connect(lambda: QGuiApplication.clipboard().setText(point.value))
        menu.addSeparator()
        remove = menu.addAction(self.tr("Take away\tDel"))
        remove.triggered.connect(lambda: self._remove(point.point_id))
        remove.setEnabled(self._is_editable)
        menu.popup(place)
        return menu

    def _give_menu(self, field: TextField, point: Point) -> None:
        field.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        field.customContextMenuRequested.connect(lambda spot: self.open_menu(point, field.mapToGlobal(spot)))
        field.setProperty(_POINT, point.point_id)
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Delete:
            self._remove(int(watched.property(_POINT)))
            return True
        return super().eventFilter(watched, event)

    def _remove(self, point_id: int) -> None:
        field = self.points.get(point_id)
        if field is not None and self._is_editable:
            had_keys = field.hasFocus()
            if field.attempt(lambda: self._edits.remove_point(point_id)) and had_keys:
                self.more.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place_point(self, row: int, label: QWidget, field: QWidget) -> None:
        field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        label.setFixedWidth(self._theme.size(_LABEL))
        self._further.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        self._further.addWidget(field, row, 1)

    def _show_rows(self) -> None:
        hidden = 0
        for name, (words, field) in self._rows.items():
            is_shown = bool(self._values.get(name)) or (name in self._usual and name != READ_ONLY) or self._shows_all
            is_shown = is_shown and (name != READ_ONLY or bool(self._values.get(name)))
            words.setVisible(is_shown)
            field.setVisible(is_shown)
            hidden += name != READ_ONLY and not self._values.get(name) and name not in self._usual
        self.more.setVisible(bool(hidden))
        self.more.setText(self.tr("Fewer fields") if self._shows_all else self.tr("More fields"))

    def _turn_more(self) -> None:
        self._shows_all = not self._shows_all
        self._show_rows()


def _make_grid(theme: Theme) -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(0)
    grid.setVerticalSpacing(0)
    grid.setColumnMinimumWidth(0, theme.size(_LABEL))
    grid.setColumnStretch(1, 1)
    return grid


def _name_point(kind: PointKind) -> str:
    return {
        PointKind.EMAIL: QCoreApplication.translate("Contacts", "E-mail"),
        PointKind.PHONE: QCoreApplication.translate("Contacts", "Phone"),
        PointKind.LINK: QCoreApplication.translate("Contacts", "Link"),
    }[kind]

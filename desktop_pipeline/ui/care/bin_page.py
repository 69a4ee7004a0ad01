"""The bin: deleted deals, people and organisations, found by their names and put back."""

from collections import defaultdict

from PySide6.QtCore import QPointF, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from desktop_pipeline.actions.deals import restore_deals
from desktop_pipeline.actions.organisations import restore_organisations
from desktop_pipeline.actions.people import restore_people
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.queries.bin import Binned, read_bin
from desktop_pipeline.ui.care.rows_table import RowsModel, RowsTable
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.icons import icon
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.change_lines import name_table
from desktop_pipeline.ui.widgets.empty_state import EmptyState
from desktop_pipeline.ui.widgets.ground import lay_ground
from desktop_pipeline.ui.widgets.leading_icon import lead_with
from desktop_pipeline.ui.widgets.painting import draw_hairline
from desktop_pipeline.ui.widgets.words import Words

_TYPING_MS = 150
_MOST = 1000
_BAR, _SMALL_BAR = 48, 44
_SMALL_BELOW = 720


class BinPage(QWidget):
    """Signals: `said(sentence)` for a refusal, `counts_changed(texts)` for the status line, `new_asked()`."""

    said = Signal(str)
    counts_changed = Signal(list)
    new_asked = Signal()

    def __init__(
        self, session: Session, tasks: Tasks, theme: Theme, formats: Formats, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._formats = formats
        self._is_stale = True
        self.field = QLineEdit(clearButtonEnabled=True)
        lead_with(self.field, icon(theme, "search"))
        self.field.setPlaceholderText(self.tr("Find in the bin"))
        self.field.setAccessibleName(self.tr("Find in the bin"))
        self.model: RowsModel[Binned] = RowsModel(
            theme, (self.tr("Name"), self.tr("Kind"), self.tr("Organisation"), self.tr("Deleted")), self
        )
        self.table = RowsTable(theme, self.tr("In the bin, newest first"), wide=0, several=True)
        self.table.show_model(self.model, (200, 120, 220, 150))
        self.restore_button = ActionButton(theme, self.tr("Restore"), icon="undo-2", keys=(self.tr("Enter"),))
        self.empty = EmptyState(theme, "trash-2", "", "")
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._arrange()
        self._connect()
        self._fit()

    def focus_page(self) -> None:
        """Gives the keys to the list; to the field while nothing is listed."""
        (self.table if self.model.things else self.field).setFocus()

    def find(self) -> None:  # type: ignore[override] # every page's word; QWidget.find is a static look-up
        """Gives the keys to the field that finds."""
        self.field.setFocus()
        self.field.selectAll()

    def new(self) -> None:
        """Nothing is made in a bin: it is a deal that is meant."""
        self.new_asked.emit()

    def restore(self) -> None:
        """Puts the chosen rows back where they were; each kind is one change."""
        if not self.restore_button.isEnabled():
            return
        ids: dict[str, list[int]] = defaultdict(list)
        for row in self.table.chosen_rows():
            ids[self.model.things[row].table].append(self.model.things[row].row_id)
        workspace = self._session.workspace
        try:
            # What others belong to comes first.
            if ids["organisation"]:
                restore_organisations(workspace, ids["organisation"])
            if ids["person"]:
                restore_people(workspace, ids["person"])
            if ids["deal"]:
                restore_deals(workspace, ids["deal"], at=self._session.now())
        except PipelineError as error:
            self.said.emit(str(error))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._read()

    def _read(self) -> None:
        self._is_stale = False
        today = self._session.today()
        binned = read_bin(self._session.workspace, self.field.text(), _MOST)
        self.model.show_rows(
            [
                (
                    row,
                    (row.name, name_table(row.table), row.detail, self._formats.instant(row.deleted_at, today)),
                    False,
                )
                for row in binned
            ]
        )
        self.table.choose_first()
        if self.field.text().strip():
            self.empty.show_words(self.tr("Nothing in the bin has that name"), self.tr("Try another word."))
        else:
            self.empty.show_words(
                self.tr("The bin is empty"), self.tr("What you delete lies here until you restore it.")
            )
        self.pages.setCurrentIndex(0 if binned else 1)
        count = self._formats.number(len(binned))
        words = self.tr("1 in the bin") if len(binned) == 1 else self.tr("{count} in the bin").format(count=count)
        self.counts_changed.emit([words])
        self._fit()

    def _fit(self) -> None:
        self.restore_button.setEnabled(bool(self.table.chosen_rows()) and not self._session.workspace.is_read_only)

    def _on_changed(self) -> None:
        self._is_stale = True
        if self.isVisible():
            self._read()

    def _connect(self) -> None:
        self._session.changed.connect(self._on_changed)
        self.table.selectionModel().selectionChanged.connect(self._fit)
        self.table.taken.connect(self.restore)
        self.table.find_asked.connect(self.find)
        self.restore_button.clicked.connect(self.restore)
        self.field.textChanged.connect(self._typing.start)
        self.field.returnPressed.connect(self.table.setFocus)
        self._typing.timeout.connect(self._read)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(14, 0, 14, 1)
        head.setSpacing(10)
        head.addWidget(Words(self._theme, self.tr("Bin"), "section"))
        head.addWidget(self.field)
        head.addStretch(1)
        head.addWidget(self.restore_button)
        self._bar = bar = QWidget()
        bar.setLayout(head)
        nothing = QWidget()
        column = QVBoxLayout(nothing)
        column.addWidget(self.empty)
        column.addStretch(1)
        column.setContentsMargins(0, 0, 0, 0)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.table)
        self.pages.addWidget(nothing)
        body = QVBoxLayout()
        body.setContentsMargins(14, 14, 14, 14)
        body.addWidget(self.pages)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addLayout(body, 1)
        self._theme.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self._fit_bar()
        self.field.setFixedWidth(self._theme.size(260))
        lay_ground(self._theme, self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_bar()

    def _fit_bar(self) -> None:
        """44 high in a small window, 48 otherwise."""
        is_small = self.window().height() < _SMALL_BELOW
        self._bar.setFixedHeight(self._theme.size(_SMALL_BAR if is_small else _BAR))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        foot = self._bar.geometry().bottom() + 0.5
        draw_hairline(QPainter(self), self._theme.color("line"), QPointF(0, foot), QPointF(self.width(), foot))

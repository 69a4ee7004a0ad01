"""The toolbar above the table of deals: status, filters, grouping, columns and the primary button."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QMenu, QVBoxLayout, QWidget

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.queries.deal_question import DealQuestion, GroupKey
from desktop_pipeline.queries.lists import Named
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.chip import Chip, FilterChip, name_rows
from desktop_pipeline.ui.widgets.filter_field import FilterField
from desktop_pipeline.ui.widgets.icon_button import IconButton
from desktop_pipeline.ui.widgets.key_hint import PrimaryButton
from desktop_pipeline.ui.widgets.painting import draw_hairline
from desktop_pipeline.ui.widgets.popups import show_on_screen
from desktop_pipeline.ui.widgets.segmented import Segmented
from desktop_pipeline.ui.widgets.words import Words

_HEIGHT = 48
_SMALL_HEIGHT = 44
_FIELD = 200
_MIDDLE_FIELD = 164
_SMALL_FIELD = 132
_LEAST_FIELD = 88
_GAP = 8
_SIDES = 30
_BEST = 1
_STATUSES = (DealStatus.OPEN, DealStatus.WON, DealStatus.LOST, None)


class DealsToolbar(QWidget):
    """What the table is asked.

    Signals: `question_changed()`; `columns_wanted(place)` and `views_wanted(place)` for what opens below their buttons;
    `new_wanted()`; `left()` when the field loses the keys.
    """

    question_changed = Signal()
    columns_wanted = Signal(QPoint)
    views_wanted = Signal(QPoint)
    new_wanted = Signal()
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._group: GroupKey | None = None
        self._room = 0
        self._spare = 0
        self._is_small = False
        self.title = Words(theme, self.tr("Deals"), "section")
        self.title.setContentsMargins(0, 0, 6, 0)
        words = (self.tr("Open"), self.tr("Won"), self.tr("Lost"), self.tr("All"))
        self.status = Segmented(theme, words)
        self.status.setAccessibleName(self.tr("Status"))
        self.owners = FilterChip(theme, self.tr("Owner"), self.tr("{count} owners"), "user")
        self.stages = FilterChip(theme, self.tr("Stage"), self.tr("{count} stages"), "square-kanban")
        self.sources = FilterChip(theme, self.tr("Source"), self.tr("{count} sources"), "compass")
        self.labels = FilterChip(theme, self.tr("Label"), self.tr("{count} labels"), "tag")
        self.products = FilterChip(theme, self.tr("Product"), self.tr("{count} products"), "layers")
        self.scores = FilterChip(theme, self.tr("Score"), self.tr("{count} scores"), "target")
        self.scores.set_choices([(_BEST, self.tr("Best fifth by score"))])
        self.chips = (self.owners, self.stages, self.sources, self.labels, self.products, self.scores)
        self.fold = Chip(theme, self.tr("Filters"), "list-filter")
        self.grouping = Chip(theme, self.tr("Group"), "layers")
        self.columns = Chip(theme, self.tr("Columns"), "sliders-horizontal")
        self.saved = IconButton(theme, "bookmark", self.tr("Saved views"))
        self.field = FilterField(theme, self.tr("Filter deals"), self.tr("Find deals by title or organisation"))
        self.new_button = PrimaryButton(theme, self.tr("New deal"), icon="plus", key="N")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 0, 14, 1)
        layout.setSpacing(_GAP)
        # The chips go behind one where there is no room: they must not hold the window open.
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        for widget in (self.title, self.status, *self.chips, self.fold, self.grouping, self.columns):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addWidget(self.saved)
        layout.addWidget(self.field)
        layout.addWidget(self.new_button)
        # Bursts of keys are joined.
        self._typed = QTimer(self, singleShot=True, interval=120)
        self._typed.timeout.connect(self.question_changed)
        self.field.textChanged.connect(self._on_typed)
        self.field.left.connect(self.left)
        self.status.chosen.connect(lambda _index: self.question_changed.emit())
        for chip in self.chips:
            chip.chosen.connect(lambda _ids: self._on_chip())
        self.fold.clicked.connect(self.open_folded)
        self.grouping.clicked.connect(self.open_grouping)
        self.grouping.clear_wanted.connect(lambda: self.group_by(None))
        self.columns.clicked.connect(
            lambda: self.columns_wanted.emit(self.columns.mapToGlobal(QPoint(0, self.columns.height() + 4)))
        )
        self.saved.clicked.connect(
            lambda: self.views_wanted.emit(self.saved.mapToGlobal(QPoint(0, self.saved.height() + 4)))
        )
        self.new_button.clicked.connect(self.new_wanted)
        theme.changed.connect(self._dress)
        self._dress()

    def set_choices(
        self,
        *,
        owners: Sequence[Named],
        stages: Sequence[Named],
        sources: Sequence[Named],
        labels: Sequence[Named],
        products: Sequence[Named],
    ) -> None:
        """What there is to filter by."""
        for chip, rows, none in (
            (self.owners, owners, self.tr("No owner")),
            (self.stages, stages, ""),
            (self.sources, sources, self.tr("No source")),
            (self.labels, labels, self.tr("No label")),
            (self.products, products, self.tr("No product")),
        ):
            chip.set_choices(name_rows(rows, none))

    def read_question(self, kept: DealQuestion) -> DealQuestion:
        """What is set now; orders and what the toolbar does not show stay as they were."""
        return replace(
            kept,
            status=_STATUSES[self.status.current],
            owner_ids=self.owners.taken,
            stage_ids=self.stages.taken,
            source_ids=self.sources.taken,
            product_ids=self.products.taken,
            label_ids=self.labels.taken,
            best_fifth=_BEST in self.scores.taken,
            text=self.field.text().strip(),
            group=self._group,
        )

    def show_question(self, question: DealQuestion) -> None:
        """Set everything as a question asks, and tell it once."""
        was = self.blockSignals(True)
        self.status.choose(_STATUSES.index(question.status))
        best = frozenset({_BEST}) if question.best_fifth else frozenset()
        for chip, ids in (
            (self.owners, question.owner_ids),
            (self.stages, question.stage_ids),
            (self.sources, question.source_ids),
            (self.labels, question.label_ids),
            (self.products, question.product_ids),
            (self.scores, best),
        ):
            chip.take(ids)
        self.field.setText(question.text)
        self._typed.stop()
        self.group_by(question.group)
        self.blockSignals(was)
        self.question_changed.emit()

    def group_by(self, key: GroupKey | None) -> None:
        """Group the deals, or show them in one list."""
        self._group = key
        name = self._group_names().get(key) if key is not None else None
        words = self.tr("Group") if name is None else self.tr("By {name}").format(name=name.lower())
        self.grouping.show_value(words, is_set=key is not None)
        self._share_room()
        self.question_changed.emit()

    def open_grouping(self) -> QMenu:
        """What deals can be grouped by."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for key, name in ((None, self.tr("No groups")), *self._group_names().items()):
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(key == self._group)
            action.triggered.connect(lambda _checked=False, key=key: self.group_by(key))
        menu.popup(self.grouping.mapToGlobal(QPoint(0, self.grouping.height() + 4)))
        return menu

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        bottom = self.height() - 0.5
        draw_hairline(painter, self._theme.color("line"), QPointF(0, bottom), QPointF(self.width(), bottom))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.height())

    def arrange(self, width: int, *, small: bool) -> None:
        """Fit a room of that width; what finds none goes behind one chip, and a small window has 44 in height."""
        self._room, self._is_small = width, small
        self.setFixedHeight(self._theme.size(_SMALL_HEIGHT if small else _HEIGHT))
        self._share_room()

    def open_folded(self) -> QFrame:
        """The chips that are not shown, in a panel below the one that stands for them."""
        panel = QFrame(self, Qt.WindowType.Popup)
        panel.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        panel.setProperty("popup", True)
        layout = QVBoxLayout(panel)
        layout.setContentsMargins(10, 10, 10, 10)
        layout.setSpacing(_GAP)
        twins = []
        for chip in self._hidden():
            twin = chip.make_twin()
            twin.chosen.connect(chip.take)
            layout.addWidget(twin)
            twins.append(twin)
        show_on_screen(panel, self.fold.mapToGlobal(QPoint(0, self.fold.height() + 4)))
        twins[0].setFocus(Qt.FocusReason.PopupFocusReason)
        return panel

    def _share_room(self) -> None:
        """Take the fullest arrangement that fits: first the field gets shorter, then chips, title and words go."""
        for field, with_title, words in (
            (_FIELD, True, self.tr("New deal")),
            (_MIDDLE_FIELD, True, self.tr("New deal")),
            (_SMALL_FIELD, True, self.tr("New deal")),
            (_SMALL_FIELD, False, self.tr("New")),
            (_LEAST_FIELD, False, self.tr("New")),
        ):
            self.title.setVisible(with_title)
            self.new_button.setText(words)
            self.field.setFixedWidth(self._theme.size(field))
            if self._show_chips(len(self.chips) - 2 if field > _SMALL_FIELD else int(with_title)):
                break
        # What no chip needs is the field's again.
        self.field.setFixedWidth(min(self._theme.size(_FIELD), self.field.width() + self._spare))
        self.new_button.updateGeometry()
        self._name_fold()

    def _show_chips(self, at_least: int) -> bool:
        """Show the chips that find room, those that are set first; False where fewer do, or even the rest does not."""
        fixed: list[QWidget] = [self.status, self.grouping, self.columns, self.saved, self.new_button]
        fixed += [] if self.title.isHidden() else [self.title]
        left = self._room - _SIDES - self.field.width() - sum(widget.sizeHint().width() + _GAP for widget in fixed)
        shown = self._choose(left) if self._choose(left) == self.chips else self._choose(left - self._fold_width())
        self._spare = max(0, int(left - sum(chip.sizeHint().width() + _GAP for chip in shown)))
        if len(shown) < len(self.chips):
            self._spare = max(0, self._spare - self._fold_width())
        for chip in self.chips:
            chip.setVisible(chip in shown)
        self.fold.setVisible(len(shown) < len(self.chips))
        return len(shown) >= at_least and left >= (0 if len(shown) == len(self.chips) else self._fold_width())

    def _choose(self, left: float) -> tuple[FilterChip, ...]:
        wanted = sorted(self.chips, key=lambda chip: not chip.is_set)
        chosen = []
        for chip in wanted:
            left -= chip.sizeHint().width() + _GAP
            if left < 0:
                break
            chosen.append(chip)
        return tuple(chip for chip in self.chips if chip in chosen)

    def _fold_width(self) -> int:
        return self.fold.sizeHint().width() + _GAP

    def _hidden(self) -> list[FilterChip]:
        return [chip for chip in self.chips if chip.isHidden()]

    def _name_fold(self) -> None:
        hidden = sum(chip.is_set for chip in self._hidden())
        words = {0: self.tr("Filters"), 1: self.tr("1 filter")}.get(hidden)
        text = self.tr("{count} filters").format(count=hidden) if words is None else words
        self.fold.show_value(text, is_set=bool(hidden), clearable=False)

    def _on_chip(self) -> None:
        self._share_room()
        self.question_changed.emit()

    def _on_typed(self) -> None:
        self._typed.start()

    def _group_names(self) -> dict[GroupKey, str]:
        return {
            GroupKey.STAGE: self.tr("Stage"),
            GroupKey.OWNER: self.tr("Owner"),
            GroupKey.SOURCE: self.tr("Source"),
            GroupKey.ORGANISATION: self.tr("Organisation"),
            GroupKey.CLOSE_MONTH: self.tr("Month of closing"),
            GroupKey.STATUS: self.tr("Status"),
        }

    def _dress(self) -> None:
        self.arrange(self._room, small=self._is_small)

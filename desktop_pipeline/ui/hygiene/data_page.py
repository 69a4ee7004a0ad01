"""The data screen: twins, gaps, days out of order, values out of range, each with what sets it right."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QPoint, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop_pipeline.actions import Change
from desktop_pipeline.actions.contact_rows import ORGANISATION, PERSON
from desktop_pipeline.actions.duplicates import mark_deals_distinct, mark_distinct
from desktop_pipeline.queries.contact_standing import Subject
from desktop_pipeline.queries.data_quality import PAIRS, DataQuality, Issue, read_quality
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.hygiene.act_bar import ActBar
from desktop_pipeline.ui.hygiene.fixes import SINGLE, QualityFixes
from desktop_pipeline.ui.hygiene.issue_list import IssueList
from desktop_pipeline.ui.hygiene.issue_words import advise, name_issue, say_fix
from desktop_pipeline.ui.hygiene.quality_delegate import QualityDelegate
from desktop_pipeline.ui.hygiene.quality_list import Fix, QualityList
from desktop_pipeline.ui.hygiene.quality_model import QualityModel
from desktop_pipeline.ui.hygiene.toolbar import HygieneToolbar
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Progress, Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.empty_state import EmptyState
from desktop_pipeline.ui.widgets.ground import lay_ground
from desktop_pipeline.ui.widgets.painting import draw_hairline
from desktop_pipeline.ui.widgets.review_switch import ReviewPlace
from desktop_pipeline.ui.widgets.words import Words

_MARGIN = 20
_SMALL_BELOW = 720
_NARROW_BELOW = 1180
_SIDE, _SIDE_NARROW, _SIDE_MOST = 252, 216, 280
_SIDE_PAD = 10
# Where any of these changes, others may look alike.
_TWIN_TABLES = (
    *("deal", "person", "organisation", "contact_point", "kept_apart", "deal_relation", "deal_person", "setting"),
)


class DataPage(QWidget):
    """What is amiss with the data.

    Signals: `deal_opened(id)`, `contact_opened(Subject, id)`; `merge_asked(Subject, ids)`, `lost_asked(ids)` and
    `delete_asked(ids)`, which others know how to do; `rates_asked()`; `said(sentence)`, `counts_changed(texts)`,
    `went_to(key)`.
    """

    deal_opened = Signal(int)
    contact_opened = Signal(object, int)
    merge_asked = Signal(object, object)
    lost_asked = Signal(list)
    delete_asked = Signal(list)
    rates_asked = Signal()
    said = Signal(str)
    counts_changed = Signal(list)
    went_to = Signal(str)

    def __init__(
        self,
        session: Session,
        figures: Figures,
        tasks: Tasks,
        theme: Theme,
        formats: Formats,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._figures = figures
        self._tasks = tasks
        self._theme = theme
        self._formats = formats
        self._found: DataQuality | None = None
        # How often something changed that may make others look alike, and how often when the pairs were read.
        self._twin_changes, self._twins_of = 0, -1
        self._wants_keys = False
        self.toolbar = HygieneToolbar(theme, ReviewPlace.DATA)
        self.toolbar.owners.hide()
        self.toolbar.reasons.hide()
        self.issues = IssueList(theme, formats)
        self.heading = Words(theme, self.tr("Looking…"), "heading")
        self.advice = Words(theme, "", "body", "ink2", wrap=True)
        self.model = QualityModel(session, formats)
        self.list = QualityList(self.model, QualityDelegate(theme, formats, self.model))
        self.empty = EmptyState(theme, "circle-check", "", "")
        self.bar = ActBar(
            theme,
            (
                (Fix.SET_RIGHT, self.tr("Set right…"), self.tr("Set right…"), "pencil", "F"),
                (Fix.MERGE, self.tr("Merge…"), self.tr("Merge…"), "layers", "M"),
                (Fix.LOSE_SECOND, self.tr("Close the second as lost…"), self.tr("Lost…"), "circle-x", "L"),
                (Fix.DELETE_SECOND, self.tr("Delete the second"), self.tr("Delete"), "trash-2", "Del"),
                (Fix.TELL_APART, self.tr("Not the same"), self.tr("Differ"), "x", "X"),
                (Fix.OPEN, self.tr("Open"), self.tr("Open"), "maximize-2", "O"),
            ),
        )
        self.fixes = QualityFixes(session, theme, formats, self)
        self._arrange()
        self._dress()
        self._connect()

    @property
    def found(self) -> DataQuality | None:
        """What was read last."""
        return self._found

    def focus_page(self) -> None:
        """Give the keys to the kinds of trouble, or to the switch where there is none."""
        self._wants_keys = self._found is None
        target = self.issues if self.issues.count() else self.toolbar.switch
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def find(self) -> None:  # type: ignore[override] # Qt's finds a widget by its window
        """Give the keys to the kinds of trouble, which are the filter here."""
        self.focus_page()

    def new(self) -> None:
        """Set right the row with the keys."""
        self.fix(Fix.MERGE if self.model.shows_pairs else Fix.SET_RIGHT)

    def refresh(self) -> None:
        """Read everything again on a worker; what is shown stays until then."""
        today, workspace = self._session.today(), self._session.workspace
        changes = self._twin_changes
        twins = self._found.twins if self._found is not None and self._twins_of == changes else None

        def show(found: DataQuality) -> None:
            self._twins_of = changes
            self._show(found)

        def work(_progress: Progress) -> DataQuality:
            with workspace.reading() as view:
                return read_quality(view, self._figures, today=today, twins=twins)

        self._tasks.run(work, show, lambda error: self.said.emit(str(error)), key="data quality")

    def go_to(self, issue: Issue) -> None:
        """Show one kind of trouble."""
        found = self._found
        if found is not None and issue in found.issues:
            self.issues.setCurrentRow(found.issues.index(issue))

    def fix(self, fix: Fix) -> None:
        """Do what a key, a button or the menu asks for."""
        issue, place = self.model.issue, self.list.place_below()
        if issue is None or not self.list.currentIndex().isValid():
            return
        if fix is Fix.OPEN:
            self._open()
        elif self._session.workspace.is_read_only:
            self.said.emit(self.tr("This file is open for reading only."))
        elif issue in PAIRS:
            self._fix_pair(fix, issue)
        else:
            line = self.model.line(self.list.currentIndex().row())
            ids = self.list.taken_ids()
            if line is None:
                return
            if len(ids) > 1 and issue in SINGLE:
                self.said.emit(self.tr("One at a time: what is right for one is right for no other."))
                return
            self.fixes.set_right(issue, line, ids, place)

    def menu_at(self, place: QPoint) -> QMenu:
        """What can be done with the row that has the keys."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        issue = self.model.issue
        can_write = not self._session.workspace.is_read_only
        for fix, button in self.bar.buttons.items():
            if button.isVisibleTo(self.bar):
                action = menu.addAction(button.text().replace("&", "&&"))
                action.setEnabled(can_write or fix is Fix.OPEN)
                action.triggered.connect(lambda _=False, fix=fix: self.fix(Fix(fix)))
        row = self.list.currentIndex().row()
        line = self.model.line(row)
        if issue is Issue.CLOSED_BEFORE_CREATED and line is not None:
            action = menu.addAction(self.tr("Closed on…"))
            action.setEnabled(can_write)
            action.triggered.connect(lambda: self.fixes.correct_closing(line, self.list.place_below()))
        menu.popup(place)
        return menu

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        window = self.window()
        self.toolbar.arrange(small=window.height() < _SMALL_BELOW)
        self._widen_side()

    def paintEvent(self, event: QPaintEvent) -> None:
        side = self._side
        if not side.isVisible():
            return
        painter = QPainter(self)
        painter.fillRect(side.geometry(), self._theme.color("inset"))
        right = side.geometry().right() + 0.5
        draw_hairline(
            painter,
            self._theme.color("line"),
            QPoint(round(right), side.y()).toPointF(),
            QPoint(round(right), side.y() + side.height()).toPointF(),
        )

    def _connect(self) -> None:
        self.toolbar.went_to.connect(self.went_to)
        self.issues.issue_chosen.connect(self._show_issue)
        self.issues.entered.connect(self._enter)
        self.list.left.connect(lambda: self.issues.setFocus(Qt.FocusReason.OtherFocusReason))
        self.list.answered.connect(self.fix)
        self.list.menu_wanted.connect(self.menu_at)
        self.list.taken_changed.connect(self._offer)
        self.bar.chosen.connect(self.fix)
        self.fixes.said.connect(self.said)
        self.fixes.rates_asked.connect(self.rates_asked)
        self.fixes.ended.connect(self._on_ended)
        self._session.changed.connect(self._on_changed)
        self._theme.changed.connect(self._dress)

    def _arrange(self) -> None:
        self._side = QWidget()
        left = QVBoxLayout(self._side)
        left.setContentsMargins(_SIDE_PAD, 12, _SIDE_PAD, 8)
        left.addWidget(self.issues)
        head = QVBoxLayout()
        head.setContentsMargins(3, 0, 3, 4)
        head.setSpacing(2)
        head.addWidget(self.heading)
        head.addWidget(self.advice)
        column = QVBoxLayout()
        column.setContentsMargins(_MARGIN - 3, 14, _MARGIN - 3, 8)
        column.setSpacing(8)
        column.addLayout(head)
        told = QVBoxLayout()
        told.setContentsMargins(3, 0, 3, 0)
        told.addWidget(self.empty)
        column.addLayout(told)
        column.addWidget(self.list, 1)
        self._foot = QWidget()
        column.addWidget(self._foot, 1)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addLayout(column, 1)
        right.addWidget(self.bar)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self._side)
        body.addLayout(right, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.toolbar)
        page.addLayout(body, 1)
        self._widen_side()
        self.setAccessibleName(self.tr("Data"))
        self._show_parts(has_rows=True)

    def _widen_side(self) -> None:
        """Narrow in a small window, but so that its names are whole while that is not much more."""
        usual = _SIDE_NARROW if self.window().width() < _NARROW_BELOW else _SIDE
        whole = self.issues.whole_width() + 2 * _SIDE_PAD
        self._side.setFixedWidth(max(self._theme.size(usual), min(self._theme.size(_SIDE_MOST), whole)))

    def _dress(self) -> None:
        lay_ground(self._theme, self)
        self.list.doItemsLayout()
        self.issues.doItemsLayout()

    def _show(self, found: DataQuality) -> None:
        self._found = found
        self.issues.show_quality(found)
        self._widen_side()
        self._show_issue(self.issues.issue)
        self.toolbar.switch.show_counts({ReviewPlace.DATA: found.total})
        count = self._formats.number(found.total)
        self.counts_changed.emit([self.tr("{count} to set right").format(count=count)] if found.total else [])
        if self._wants_keys and self.isVisible():
            self.focus_page()

    def _show_issue(self, issue: Issue | None) -> None:
        found = self._found
        if found is None:
            return
        row, same = max(0, self.list.currentIndex().row()), issue is self.model.issue
        current, taken = self.model.deal_id(row), self.list.taken_ids()
        scrolled = self.list.verticalScrollBar().value()
        if issue is None:
            self.model.show_deals(None, ())
        elif issue in PAIRS:
            self.model.show_pairs(issue, found.twins.of(issue))
        else:
            self.model.show_deals(issue, found.deals[issue])
        kept = self.model.row_of(current) if same and current is not None else None
        self.list.verticalScrollBar().setValue(scrolled if same else 0)
        self.list.point_at(kept if kept is not None else row if same else 0)
        if kept is not None and len(taken) > 1:
            self.list.select_ids(taken)
        self._say(found, issue)
        self._offer()

    def _say(self, found: DataQuality, issue: Issue | None) -> None:
        self._show_parts(has_rows=issue is not None)
        if issue is None:
            self.heading.show_words(self.tr("Nothing amiss"))
            self.advice.hide()
            self.empty.show_words(
                self.tr("Nothing is duplicated, missing or out of order"),
                self.tr("What an import or a typing mistake leaves behind will be listed here."),
            )
            return
        self.heading.show_words(f"{name_issue(issue)}: {self._formats.number(found.count(issue))}")
        self.advice.show_words(advise(issue))
        self.advice.show()
        self.list.setAccessibleName(name_issue(issue))

    def _show_parts(self, *, has_rows: bool) -> None:
        self.list.setVisible(has_rows)
        self._side.setVisible(has_rows)
        self.bar.setVisible(has_rows)
        self.empty.setVisible(not has_rows)
        self._foot.setVisible(not has_rows)

    def _offer(self) -> None:
        issue, can_write = self.model.issue, not self._session.workspace.is_read_only
        if issue is None:
            return
        pairs, deals = issue in PAIRS, issue is Issue.SAME_DEALS
        ids = self.list.taken_ids()
        bar = self.bar
        bar.rename(Fix.SET_RIGHT, say_fix(issue))
        bar.offer(Fix.SET_RIGHT, shown=not pairs, enabled=can_write and (len(ids) == 1 or issue not in SINGLE))
        bar.offer(Fix.MERGE, shown=pairs and not deals, enabled=can_write)
        bar.offer(Fix.LOSE_SECOND, shown=deals, enabled=can_write)
        bar.offer(Fix.DELETE_SECOND, shown=deals, enabled=can_write)
        bar.offer(Fix.TELL_APART, shown=pairs, enabled=can_write)
        said = QCoreApplication.translate("DataPage", "%Ln deals selected", None, len(ids)) if len(ids) > 1 else ""
        bar.said.show_words(said)

    def _fix_pair(self, fix: Fix, issue: Issue) -> None:
        pair = self.list.pair()
        if pair is None:
            return
        workspace, first, second = self._session.workspace, pair.first_id, pair.second_id
        people = issue is Issue.SAME_PEOPLE
        if issue is Issue.SAME_DEALS:
            if fix is Fix.TELL_APART:
                self.fixes.attempt(lambda: mark_deals_distinct(workspace, first, second))
            elif fix is Fix.DELETE_SECOND:
                self.delete_asked.emit([second])
            elif fix is Fix.LOSE_SECOND:
                self.lost_asked.emit([second])
            else:
                self.said.emit(self.tr("Deals cannot be merged: close or delete the extra one."))
        elif fix is Fix.TELL_APART:
            self.fixes.attempt(lambda: mark_distinct(workspace, PERSON if people else ORGANISATION, first, second))
        elif fix is Fix.MERGE:
            self.merge_asked.emit(Subject.PEOPLE if people else Subject.ORGANISATIONS, (first, second))

    def _open(self) -> None:
        pair, ids = self.list.pair(), self.list.taken_ids()
        if pair is None:
            self._open_deals(ids[:1])
        elif self.model.issue is Issue.SAME_DEALS:
            self._open_deals([pair.first_id])
        else:
            subject = Subject.PEOPLE if self.model.issue is Issue.SAME_PEOPLE else Subject.ORGANISATIONS
            self.contact_opened.emit(subject, pair.first_id)

    def _open_deals(self, ids: Sequence[int]) -> None:
        for deal_id in ids:
            self.deal_opened.emit(deal_id)

    def _enter(self) -> None:
        if self.model.rowCount():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_changed(self, change: Change) -> None:
        if any(change.touches(table) for table in _TWIN_TABLES):
            self._twin_changes += 1
        if self.isVisible():
            self.refresh()

    def _on_ended(self) -> None:
        if self.isVisible():
            self._enter()

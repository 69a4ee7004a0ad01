"""The preview of a report: its pages as they will be, what it is asked for beside them, and the ways out."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QPoint, QSizeF, Qt, QTimer
from PySide6.QtGui import QKeySequence, QPalette, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from desktop_pipeline.actions import Change
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.reports.asked import ReportAsked, ReportKind
from desktop_pipeline.reports.asked_filters import goes_by_paper
from desktop_pipeline.reports.content import ReportContent
from desktop_pipeline.reports.making import Making
from desktop_pipeline.reports.making_kinds import make_report
from desktop_pipeline.reports.words import Words
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.reports.pages import Pages
from desktop_pipeline.ui.reports.preview.bar import PreviewBar
from desktop_pipeline.ui.reports.preview.foot import PreviewFoot, Ruled
from desktop_pipeline.ui.reports.preview.form import ReportForm
from desktop_pipeline.ui.reports.preview.making import Plan, ReportMaker
from desktop_pipeline.ui.reports.preview.out import Outside, PreviewOutputs
from desktop_pipeline.ui.reports.preview.pages import PageView
from desktop_pipeline.ui.reports.preview.saved import SavedReports
from desktop_pipeline.ui.reports.sheet import page_layout, sheet_of
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.kept_bar import keep_bar
from desktop_pipeline.ui.widgets.words import Words as Label

_SIDE = 296
_USUAL = (1240, 860)
_ROUND_IT = 40
_CHANGED_AFTER_MS = 300
_USUAL_ZOOM = 100


@dataclass(frozen=True, eq=False, slots=True)
class ShownPage:
    """A page of figures as the screen shows it: its title, and what makes its report on any thread."""

    title: str
    plan: Callable[[], ReportContent]


@dataclass(frozen=True, eq=False, slots=True)
class Shown:
    """What a preview begins with; `note` says what of the screen the report does not keep to.

    `page` is offered beside the reports, and shown first where `is_page`.
    """

    asked: ReportAsked
    note: str = ""
    page: ShownPage | None = None
    is_page: bool = False


class PreviewDialog(QDialog):
    """Shows a report page by page, asks what it shall be, and prints or saves it. Open it with `open()`."""

    def __init__(
        self,
        session: Session,
        tasks: Tasks,
        figures: Figures,
        shown: Shown,
        theme: Theme,
        formats: Formats,
        parent: QWidget,
        outside: Outside | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Reports"))
        self._session = session
        self._figures = figures
        self._theme = theme
        self._shown = shown
        self._outside = outside or Outside()
        self._words = Words(formats, QCoreApplication.translate)
        self._content: ReportContent | None = None
        self._pages: Pages | None = None
        self._written: Path | None = None
        self.form = ReportForm(
            session,
            theme,
            formats,
            self._words,
            shown.asked,
            page_title=self.tr("{page}, as it is shown").format(page=shown.page.title) if shown.page else "",
            is_page=shown.is_page,
        )
        self.saved = SavedReports(session, theme, lambda: self.form.asked)
        self.view = PageView(theme)
        self.bar = PreviewBar(theme, self.view)
        self.maker = ReportMaker(tasks, formats, self)
        self.out = PreviewOutputs(self._words, formats, self, self._outside)
        self.foot = PreviewFoot(theme)
        self._changing = QTimer(self, singleShot=True, interval=_CHANGED_AFTER_MS)
        self._lay_out()
        self._connect()
        self._dress()
        self.make()

    @property
    def asked(self) -> ReportAsked:
        """What is asked for now."""
        return self.form.asked

    @property
    def content(self) -> ReportContent | None:
        """The report as it lies on the pages; None until the first is made."""
        return self._pages.content if self._pages is not None else None

    @property
    def pages(self) -> Pages | None:
        """The pages that are shown; None while others are being made."""
        return self._pages

    @property
    def is_busy(self) -> bool:
        """Whether a report is being made, written or printed."""
        return self.maker.is_busy or self.out.is_busy

    def make(self) -> None:
        """Make what is asked for anew; what is shown stays until then."""
        self._content = self._pages = None
        if self.form.lacks:
            self._wait_for_choice(self.form.lacks)
            return
        self._begin("" if self.view.count else self.tr("Working out the figures…"))
        self.maker.gather(self._plan())

    def open_more(self) -> QMenu:
        """The other ways out."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text, act in (
            (self.tr("Picture of this page…"), lambda pages: self.out.ask_picture(pages, self.view.current)),
            (self.tr("E-mail draft…"), self.out.ask_email),
            (self.tr("Tables as Excel…"), lambda pages: self.out.ask_workbook(pages, self._plan_tables(pages))),
        ):
            menu.addAction(text).triggered.connect(lambda _=False, act=act: self._put_out(act))
        height = menu.sizeHint().height()
        menu.popup(self.foot.more_button.mapToGlobal(QPoint(0, -height - 4)))
        return menu

    def stop(self) -> None:
        """Give up what is under work."""
        was_making = self.maker.is_busy
        self.maker.stop()
        self.out.stop()
        self._rest()
        self.foot.again.setVisible(was_making)
        self.foot.say(self.tr("Stopped.") if was_making else self.tr("Stopped. Nothing was written."))

    def reject(self) -> None:
        if self.out.is_busy:
            # Esc gives up what is going on first; once more closes.
            self.stop()
        else:
            super().reject()

    def done(self, result: int) -> None:
        self._changing.stop()
        self.foot.stop_waiting()
        self.maker.stop()
        self.out.end()
        super().done(result)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # The style sheet takes colours back when a widget is first shown.
        self._dress()

    def _plan(self) -> Plan:
        if self.form.is_page and self._shown.page is not None:
            plan = self._shown.page.plan
            return lambda _report: plan()
        # All its parts: which of them are left out is chosen here.
        return self._plan_kind(replace(self.form.asked, left_out=frozenset()))

    def _plan_tables(self, pages: Pages) -> Plan:
        """A workbook has room for columns and lines that the paper has not."""
        asked = self.form.asked
        if self.form.is_page or not goes_by_paper(asked.kind):
            return lambda _report: pages.content
        return self._plan_kind(replace(asked, is_landscape=True), is_workbook=True)

    def _plan_kind(self, asked: ReportAsked, *, is_workbook: bool = False) -> Plan:
        workspace, figures, words, by = self._session.workspace, self._figures, self._words, self._outside.user
        return lambda report: make_report(Making(workspace, figures, asked, words, by, report, is_workbook))

    def ask(self, asked: ReportAsked) -> None:
        """Show another report."""
        self.form.show_asked(asked)

    @property
    def _is_whole(self) -> bool:
        """An offer is what was offered: no part of it is left out."""
        return self.form.asked.kind is ReportKind.OFFER and not self.form.is_page

    def _wait_for_choice(self, sentence: str) -> None:
        self.maker.stop()
        self.view.clear(sentence)
        self.form.hide_parts()
        self._rest()
        self.foot.say("")

    def _on_gathered(self, content: ReportContent) -> None:
        self._content = content
        self.setWindowTitle(content.title or self.tr("Reports"))
        if self._is_whole:
            self.form.hide_parts()
        else:
            self.form.show_parts(content)
        if self.form.asked.selection.industry is not None:
            self.form.offer_industries(self._figures.history().names.industries)
        self._lie_down()

    def _lie_down(self) -> None:
        """Lay the chosen parts out on the chosen paper."""
        if self._content is None:
            return
        asked = self.form.asked
        self._pages = None
        self._begin("")
        layout = page_layout(asked.paper or "A4", landscape=asked.is_landscape)
        content = self._content if self._is_whole else self._content.without(asked.left_out)
        self.maker.lay_out(content, sheet_of(layout))

    def _on_ready(self, pages: Pages) -> None:
        self._pages = pages
        self.view.show_pages(pages, QSizeF(pages.sheet.width, pages.sheet.height))
        self._rest()
        self.foot.say(self._shown.note if self.form.asked.kind is self._shown.asked.kind else "")

    def _on_failed(self, sentence: str) -> None:
        if self._pages is None:
            self.view.clear()
        self._rest()
        self.foot.again.setVisible(self._pages is None)
        self.foot.say(sentence, "red")

    def _on_ended(self, sentence: str, written: object) -> None:
        self._rest()
        self._written = written if isinstance(written, Path) else None
        self.foot.open_button.setVisible(self._written is not None)
        self.foot.say(sentence)

    def _begin(self, sentence: str) -> None:
        self.foot.begin(sentence)
        self._fit_buttons()

    def _rest(self) -> None:
        if self.foot.rest():
            self.view.setFocus()
        self._fit_buttons()

    def _fit_buttons(self) -> None:
        self.foot.allow_out(allowed=self._pages is not None and not self.out.is_busy)

    def _open_written(self) -> None:
        if self._written is not None:
            self._outside.opens(self._written)

    def _put_out(self, act: Callable[[Pages], object]) -> None:
        if self._pages is not None and not self.out.is_busy:
            act(self._pages)

    def _print(self) -> None:
        self._put_out(lambda pages: self.out.ask_print(pages, self.view.current))

    def _on_changed(self, change: Change) -> None:
        # What was saved under a name is no figure.
        touched = change.touched.ids_by_table
        if touched is None or touched.keys() - {"saved_view"}:
            self._changing.start()

    def _connect(self) -> None:
        maker, out = self.maker, self.out
        self.form.asked_changed.connect(self.make)
        self.form.parts_changed.connect(self._lie_down)
        self.saved.opened.connect(self.form.show_asked)
        self.saved.failed.connect(lambda sentence: self.foot.say(sentence, "red"))
        maker.gathered.connect(self._on_gathered)
        maker.ready.connect(self._on_ready)
        maker.progressed.connect(self.foot.show_part)
        maker.failed.connect(self._on_failed)
        out.began.connect(self._begin)
        out.progressed.connect(self.foot.show_part)
        out.ended.connect(self._on_ended)
        out.failed.connect(self._on_failed)
        self._changing.timeout.connect(self.make)
        self._session.changed.connect(self._on_changed)
        self._theme.changed.connect(self._dress)
        self.foot.cancel.clicked.connect(self.stop)
        self.foot.again.clicked.connect(self.make)
        self.foot.open_button.clicked.connect(self._open_written)
        self.foot.print_button.clicked.connect(self._print)
        self.foot.pdf_button.clicked.connect(lambda: self._put_out(self.out.ask_pdf))
        self.foot.more_button.clicked.connect(self.open_more)
        key = QKeySequence.StandardKey
        for keys, act in (
            (QKeySequence(key.Print), self._print),
            (QKeySequence(key.Save), lambda: self._put_out(self.out.ask_pdf)),
            (QKeySequence(key.ZoomIn), lambda: self.view.step_zoom(1)),
            (QKeySequence("Ctrl+="), lambda: self.view.step_zoom(1)),
            (QKeySequence(key.ZoomOut), lambda: self.view.step_zoom(-1)),
            (QKeySequence("Ctrl+0"), lambda: self.view.choose_zoom(_USUAL_ZOOM)),
        ):
            QShortcut(keys, self, act)

    def _dress(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, self._theme.color("surface"))
        for widget in (self._side, self._scroll.viewport()):
            widget.setPalette(palette)
            widget.setAutoFillBackground(True)
        # A scroll area fills what it holds in the window's colour.
        self._top.setAutoFillBackground(False)
        self._side.setFixedWidth(self._theme.size(_SIDE))

    def _lay_out(self) -> None:
        self._scroll = QScrollArea(widgetResizable=True)
        self._side = Ruled(self._theme, at_top=False)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        keep_bar(self._scroll)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._top = self._make_top()
        self._scroll.setWidget(self._top)
        column = QVBoxLayout(self._side)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._scroll, 1)
        column.addWidget(self.foot)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.bar)
        left.addWidget(self.view, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self._side)
        parent = self.parentWidget()
        room = parent.window().size() if parent is not None else self.screen().availableGeometry().size()
        self.resize(min(_USUAL[0], room.width() - _ROUND_IT), min(_USUAL[1], room.height() - _ROUND_IT))
        self.view.setFocus()

    def _make_top(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        saved = QVBoxLayout()
        saved.setContentsMargins(16, 12, 6, 0)
        saved.setSpacing(3)
        label = Label(self._theme, self.tr("Saved report"), "caption_medium", "ink3")
        label.setBuddy(self.saved.choice)
        saved.addWidget(label)
        saved.addWidget(self.saved)
        column.addLayout(saved)
        column.addWidget(self.form, 1)
        return holder

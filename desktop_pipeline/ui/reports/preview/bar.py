"""The bar above the pages of a preview: which page of how many, and how large."""

from PySide6.QtCore import QPointF, QSignalBlocker
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop_pipeline.ui.reports.preview.choices import Choice
from desktop_pipeline.ui.reports.preview.pages import ZOOMS, Fit, PageView
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.icon_button import IconButton
from desktop_pipeline.ui.widgets.painting import draw_hairline
from desktop_pipeline.ui.widgets.words import Words

HEIGHT = 44
_ZOOM_WIDTH = 132


class PreviewBar(QWidget):
    """Shows and turns a view's pages."""

    def __init__(self, theme: Theme, view: PageView) -> None:
        super().__init__()
        self._theme = theme
        self._view = view
        self.back = IconButton(theme, "chevron-left", self.tr("Previous page"), key="PgUp")
        self.on = IconButton(theme, "chevron-right", self.tr("Next page"), key="PgDn")
        self.place = Words(theme, "", "secondary", "ink2")
        self.zoom = Choice(self.tr("Size of the pages"))
        self.zoom.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 14, 1)
        row.setSpacing(6)
        for widget in (self.back, self.on, self.place):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.zoom)
        self.back.clicked.connect(lambda: view.go_to(view.current - 1))
        self.on.clicked.connect(lambda: view.go_to(view.current + 1))
        self.zoom.taken.connect(self._on_zoom)
        view.moved.connect(self._follow)
        theme.changed.connect(self._fit)
        self._fit()
        self._follow()

    def paintEvent(self, event: QPaintEvent) -> None:
        bottom = self.height() - 0.5
        draw_hairline(QPainter(self), self._theme.color("line"), QPointF(0, bottom), QPointF(self.width(), bottom))

    def _fit(self) -> None:
        self.setFixedHeight(self._theme.size(HEIGHT))
        self.zoom.setFixedWidth(self._theme.size(_ZOOM_WIDTH))

    def _on_zoom(self, what: object) -> None:
        if isinstance(what, Fit | int):
            self._view.choose_zoom(what)

    def _follow(self) -> None:
        view = self._view
        said = self.tr("Page {number} of {count}").format(number=view.current, count=view.count) if view.count else ""
        self.place.show_words(said)
        self.back.setEnabled(view.current > 1)
        self.on.setEnabled(view.current < view.count)
        lines: list[tuple[str, object]] = [(self.tr("Fit the width"), Fit.WIDTH), (self.tr("Whole page"), Fit.PAGE)]
        zooms = sorted({*ZOOMS, view.zoom} if isinstance(view.zoom, int) else ZOOMS)
        lines += [(self.tr("{percent} %").format(percent=zoom), zoom) for zoom in zooms]
        with QSignalBlocker(self.zoom):
            self.zoom.offer(lines, view.zoom)

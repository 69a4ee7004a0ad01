"""The head of the deal that is decided on: stage and days, title and value, whose it is and when it closes."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.queries.review_deal import ReviewDealView
from desktop_pipeline.queries.reviews import ReviewLine
from desktop_pipeline.ui.formats import Formats, to_qdate
from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.avatar import Avatar
from desktop_pipeline.ui.widgets.divider import Divider
from desktop_pipeline.ui.widgets.painted_button import PaintedButton
from desktop_pipeline.ui.widgets.painting import draw_focus_ring, draw_hairline, draw_text, text_width
from desktop_pipeline.ui.widgets.stage_mark import MARK, paint_lost_mark, paint_stage_mark, paint_won_mark
from desktop_pipeline.ui.widgets.words import ElidedWords, Words, set_plain, set_tooltip


class Icon(QWidget):
    """A small drawing in a row of words."""

    def __init__(self, theme: Theme, name: str, pixels: int = 14, role: str = "ink2") -> None:
        super().__init__()
        self._theme = theme
        self._name = name
        self._pixels = pixels
        self._role = role
        self.setFixedSize(theme.size(pixels), theme.size(pixels))
        theme.changed.connect(self.update)

    def show_icon(self, name: str) -> None:
        self._name = name
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        side = self._theme.size(self._pixels)
        drawing = icon_pixmap(self._theme, self._name, side, self._role, self.devicePixelRatioF())
        QPainter(self).drawPixmap(QPointF(0, 0), drawing)


class StageMark(QWidget):
    """How far along the deal is, or how it ended."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._line: ReviewLine | None = None
        self.setFixedSize(theme.size(MARK), theme.size(MARK))
        theme.changed.connect(self.update)

    def show_line(self, line: ReviewLine) -> None:
        """Show where a deal stands."""
        self._line = line
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._line is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self._line.status is DealStatus.WON:
            paint_won_mark(painter, self._theme, box)
        elif self._line.status is DealStatus.LOST:
            paint_lost_mark(painter, self._theme, box)
        else:
            paint_stage_mark(painter, self._theme, box, self._line.stage_place, self._line.stages)


class TitleButton(PaintedButton):
    """The deal's title; pressed, it opens the deal."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_title(self, title: str) -> None:
        set_plain(self, title)
        self.setAccessibleName(title)
        set_tooltip(self, self.tr("{title}: open the deal (O)").format(title=title))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        theme = self._theme
        return QSize(round(text_width(theme, "heading", self.text())) + 2, theme.line("heading") + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.size(60), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        colour = theme.color("accent" if self.underMouse() else "ink")
        draw_text(painter, theme, "heading", colour, box, self.text())
        if self.hasFocus():
            draw_focus_ring(painter, theme, box.adjusted(2, 2, -2, -2), 3)


class DealHead(QWidget):
    """Three rows over a hairline. `title` is a button that opens the deal."""

    def __init__(self, session: Session, theme: Theme, formats: Formats) -> None:
        super().__init__()
        self._session = session
        self._theme = theme
        self._formats = formats
        self.mark = StageMark(theme)
        self.stage = Words(theme, "", "secondary", "ink2")
        self.stay = ElidedWords(theme, "", "secondary", "ink3")
        self.place = Words(theme, "", "secondary", "ink3")
        self.title = TitleButton(theme)
        self.value = Words(theme, "", "heading")
        self.organisation = ElidedWords(theme, "", "body", "ink2")
        self.avatar = Avatar(theme, "")
        self.owner = ElidedWords(theme, "", "body", "ink2")
        self.closes = Words(theme, "", "body", "ink2")
        self.former = ElidedWords(theme, "", "body", "ink3")
        self._parts: list[tuple[QWidget, ...]] = []
        self._arrange()

    def show_place(self, place: int, count: int) -> None:
        """Say which of how many deals it is, from 1."""
        number = self._formats.number
        self.place.show_words(self.tr("{place} of {count}").format(place=number(place), count=number(count)))

    def show_line(self, line: ReviewLine) -> None:
        """Show what is known at once; the rest follows."""
        self.mark.show_line(line)
        self.stage.show_words(line.stage or "")
        self.stay.show_words("")
        self.title.show_title(line.title)
        self.value.show_words(self._formats.money(line.value))
        self._show_facts(line.organisation, line.owner, None, ())

    def show_deal(self, view: ReviewDealView) -> None:
        """Show all of a deal."""
        self.show_line(view.line)
        number = self._formats.number
        if view.days_in_stage is not None and view.usual_days is not None:
            said = self.tr("for {days} days, usual {usual}")
            self.stay.show_words(said.format(days=number(view.days_in_stage), usual=number(view.usual_days)))
        elif view.days_in_stage is not None:
            self.stay.show_words(self.tr("for {days} days").format(days=number(view.days_in_stage)))
        deal = view.deal
        self._show_facts(deal.organisation, deal.owner, deal.expected_close_on, view.former_closes)

    def narrow(self, *, is_cramped: bool) -> None:
        """Less room above the hairline in a cramped window."""
        self._rows.setContentsMargins(0, 0, 0, 8 if is_cramped else 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        bottom = self.height() - 0.5
        draw_hairline(painter, self._theme.color("line"), QPointF(0, bottom), QPointF(self.width(), bottom))

    def _show_facts(
        self, organisation: str | None, owner: str | None, closes_on: date | None, former: Sequence[date]
    ) -> None:
        today = self._session.today()
        self.organisation.show_words(organisation or "")
        self.avatar.show_person(owner or "")
        self.owner.show_words(owner or "")
        closes, was = "", ""
        if closes_on is not None:
            late = self.tr("was to close {day}") if closes_on < today else self.tr("closes {day}")
            closes = late.format(day=_short(closes_on, today, self._formats))
        if former:
            days = ", ".join(_short(day, today, self._formats) for day in former)
            was = self.tr("earlier: {days}").format(days=days)
        self.closes.show_words(closes)
        self.former.show_words(was)
        shown = [bool(organisation), bool(owner), bool(closes or was)]
        for place, (widgets, is_shown) in enumerate(zip(self._parts, shown, strict=True)):
            divider, *others = widgets
            divider.setVisible(is_shown and any(shown[:place]))
            for widget in others:
                widget.setVisible(is_shown)

    def _arrange(self) -> None:
        theme = self._theme
        first = QHBoxLayout()
        first.setSpacing(6)
        first.addWidget(self.mark)
        first.addWidget(self.stage)
        first.addWidget(self.stay, 1)
        first.addWidget(self.place)
        second = QHBoxLayout()
        second.setSpacing(16)
        second.addWidget(self.title)
        second.addStretch(1)
        second.addWidget(self.value)
        third = QHBoxLayout()
        third.setSpacing(6)
        for icon, words in (
            (Icon(theme, "building-2"), (self.organisation,)),
            (self.avatar, (self.owner,)),
            (Icon(theme, "calendar"), (self.closes, self.former)),
        ):
            divider = Divider(theme)
            parts: tuple[QWidget, ...] = (divider, icon, *words)
            self._parts.append(parts)
            for widget in parts:
                third.addWidget(widget)
        third.addStretch(1)
        self._rows = QVBoxLayout(self)
        self._rows.setSpacing(3)
        for row in (first, second, third):
            self._rows.addLayout(row)
        self.narrow(is_cramped=False)


def _short(day: date, today: date, formats: Formats) -> str:
    pattern = "d MMM" if day.year == today.year else "d MMM yyyy"
    return formats.locale.toString(to_qdate(day), pattern)

"""One stage of the board as it stood: its head and the list of its cards; nothing on it can be changed."""

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop_pipeline.queries.board_as_of import PastColumn
from desktop_pipeline.ui.board.card_delegate import GAP, INSET, CardDelegate
from desktop_pipeline.ui.board.card_words import count_deals
from desktop_pipeline.ui.board.past_words import name_column, word_column_changes
from desktop_pipeline.ui.board.stage_cards import StageCards
from desktop_pipeline.ui.board.stage_list import StageList
from desktop_pipeline.ui.board.thin_bar import ThinBar
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.empty_state import EmptyState
from desktop_pipeline.ui.widgets.painting import draw_text
from desktop_pipeline.ui.widgets.stage_mark import MARK, paint_stage_mark

HEAD_SIDE = 10
_LINES = (22, 18, 21)
_TOP, _BELOW = 6, 8
_BAR = 8
_FOOT = 8


class PastStage(QWidget):
    """`show_column` fills it; the cards are read page by page."""

    def __init__(self, theme: Theme, formats: Formats, cards: StageCards, delegate: CardDelegate) -> None:
        super().__init__()
        self._theme = theme
        self._formats = formats
        self._delegate = delegate
        self._column: PastColumn | None = None
        self._place = (0, 1)
        self._sums = ("", "", "")
        self._is_spoken_for = False
        self.list = StageList(cards, delegate)
        self.empty = EmptyState(theme, "square-kanban", "", "")
        self._bar = ThinBar(theme, self.list.verticalScrollBar())
        for child in (self.list, self.empty, self._bar):
            child.setParent(self)
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.changed.connect(self.arrange)
        theme.changed.connect(self.update)

    @property
    def column(self) -> PastColumn | None:
        """What it shows."""
        return self._column

    def show_column(
        self, column: PastColumn, place: tuple[int, int], currency: str, *, filtered: bool, has_match: bool
    ) -> None:
        """Show a stage; `place` is its position among so many stages; `filtered`: some deals may be left out.

        Where no column `has_match`, the board says so for all of them.
        """
        self._is_spoken_for = not has_match
        self._column, self._place = column, place
        money, known = self._formats, column.deals - column.without_value - column.without_rate
        total = money.whole_money(column.value, currency) if known or not column.deals else self.tr("no values yet")
        weighted = ""
        if column.weighted is not None and known:
            weighted = self.tr("weighted {sum}").format(sum=money.rounded_money(column.weighted, currency))
        changes = word_column_changes(column.since)
        self._sums = (total, weighted, changes)
        named = (name_column(column.name), count_deals(column.deals), total, changes)
        self.list.setAccessibleName(", ".join(part for part in named if part))
        name = name_column(column.name)
        if filtered:
            self.empty.show_words(self.tr("No match in {stage}").format(stage=name), "", icon="list-filter")
        else:
            missing = self.tr("No deals in {stage}").format(stage=name)
            self.empty.show_words(missing, self.tr("at the end of that day"), icon="square-kanban")
        self.list.cards.start_again(column.deals)
        self.list.scrollToTop()
        self.arrange()
        self.update()

    def head_height(self) -> int:
        """Three lines and the gap below them."""
        return _TOP + sum(map(self._theme.size, _LINES)) + _BELOW

    def room_for_cards(self) -> QRect:
        """Where the cards stand, in the coordinates of what all columns stand on."""
        return self.geometry().adjusted(INSET, self.head_height(), -INSET, 0)

    def arrange(self) -> None:
        """Place list and bar."""
        top, width, cards = self.head_height(), self.width(), self.list.cards
        self.empty.setVisible(not cards.total and not self._is_spoken_for)
        self.empty.setGeometry(INSET, top, width - 2 * INSET, self.empty.sizeHint().height())
        list_top = top - GAP // 2
        height = min(cards.total * self._delegate.row_height(), max(0, self.height() - list_top - _FOOT))
        self.list.setVisible(bool(cards.total))
        self.list.setGeometry(0, list_top, width, height)
        self._bar.setGeometry(width - _BAR, list_top, _BAR, height)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.size(231) + 2 * INSET, 400)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.size(212) + 2 * INSET, 120)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._bar.show_when(hovered=True)

    def leaveEvent(self, event: QEvent) -> None:
        self._bar.show_when(hovered=False)

    def paintEvent(self, event: QPaintEvent) -> None:
        column = self._column
        if column is None:
            return
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first, second, third = map(theme.size, _LINES)
        width = self.width() - 2 * HEAD_SIDE
        self._paint_name(painter, column, QRectF(HEAD_SIDE, _TOP, width, first))
        line = QRectF(HEAD_SIDE, _TOP + first, width, second)
        total, weighted, changes = self._sums
        taken = draw_text(painter, theme, "secondary_strong", theme.color("ink"), line, total)
        line.adjust(taken + 6, 0, 0, 0)
        draw_text(painter, theme, "secondary", theme.color("ink3"), line, weighted)
        below = QRectF(HEAD_SIDE, _TOP + first + second, width, third)
        draw_text(painter, theme, "caption", theme.color("ink2"), below, changes)

    def _paint_name(self, painter: QPainter, column: PastColumn, line: QRectF) -> None:
        theme = self._theme
        side = theme.size(MARK)
        mark = QRectF(line.left(), line.center().y() - side / 2, side, side)
        if column.name:
            paint_stage_mark(painter, theme, mark, *self._place, role="ink3" if column.is_archived else "accent")
        else:
            ratio = painter.device().devicePixelRatioF()
            painter.drawPixmap(mark.topLeft(), icon_pixmap(theme, "circle-help", side, "ink3", ratio))
        count = self._formats.number(column.deals)
        room = theme.metrics("secondary").horizontalAdvance(count) + 8
        name = line.adjusted(side + 7, 0, -room, 0)
        text = name_column(column.name)
        if column.is_archived:
            text = self.tr("{stage} (removed since)").format(stage=text)
        name.adjust(draw_text(painter, theme, "strong", theme.color("ink"), name, text) + 7, 0, room, 0)
        draw_text(painter, theme, "secondary", theme.color("ink3"), name, count)

"""Paints a deal card, 94 or (compact) 72 high, and keeps the finished card as a pixmap."""

from collections.abc import Callable, Hashable
from datetime import date, datetime
from typing import NamedTuple

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QHelpEvent, QPainter, QPen, QPixmap, QPixmapCache
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from desktop_pipeline.actions import read_clock
from desktop_pipeline.domain.hygiene import NextStep, Pace
from desktop_pipeline.queries.board_cards import CardField, DealCard
from desktop_pipeline.ui.board.card_fields import paint_clock, paint_criteria, paint_stale_mark
from desktop_pipeline.ui.board.card_words import word_stale
from desktop_pipeline.ui.board.looks import USUAL_FIELDS
from desktop_pipeline.ui.board.stage_cards import BesideRole, CardRole
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.theme import FontStyle, Theme
from desktop_pipeline.ui.widgets.avatar import AVATAR, paint_avatar
from desktop_pipeline.ui.widgets.lead_clock import word_clock
from desktop_pipeline.ui.widgets.next_step_mark import paint_next_step_mark
from desktop_pipeline.ui.widgets.painting import CENTRE, RIGHT, dashed_pen, draw_focus_ring, draw_text, text_width
from desktop_pipeline.ui.widgets.score_badge import badge_size, paint_score
from desktop_pipeline.ui.widgets.words import escape

GAP = 6
INSET = 4
# So many painted rows are found again without asking for their key: what a large window shows, twice.
_MOST_SHOWN = 160
RADIUS = 8
_PAD_LEFT = 11
_PAD_RIGHT = 9
_PAD_TOP = 8
_PAD_FOOT = 7
# The outline; with padding and rows it adds up to 94 and 72.
_EDGE = 1
_CLOCK = 11
_LABEL_HEIGHT = 16
_MORE_WIDTH = 18
# Less is not worth beginning a word in.
_LEAST_ROOM = 30
# Of two digits, as nearly all are.
_USUAL_SCORE = 50
Index = QModelIndex | QPersistentModelIndex
# Width, height, pixels to a point, the day, and the look of the theme and the board.
Frame = tuple[int, int, float, date, Hashable]


class CardState(NamedTuple):
    """How a card is shown just now; `beside` is said beside the value: the stage, on a board by month.

    `best`: the deal is among the best fifth by its score. `clock`: a new lead waits.
    """

    hovered: bool = False
    selected: bool = False
    focused: bool = False
    held: bool = False
    beside: str = ""
    best: bool = False
    clock: "ClockWords | None" = None


class ClockWords(NamedTuple):
    """What the clock of a new lead says just now, and whether the target has passed."""

    text: str
    is_late: bool


class CardDelegate(QStyledItemDelegate):
    """One for the whole board; `compact`, `fields`, `lifted` and `best` are set by the board, which then repaints.

    `explain_score` tells the reasons of a deal's score, a line each.
    """

    def __init__(
        self,
        theme: Theme,
        formats: Formats,
        today: Callable[[], date],
        now: Callable[[], datetime] = read_clock,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._formats = formats
        self._today = today
        self._now = now
        self.compact = False
        self.fields = USUAL_FIELDS
        self.lifted: frozenset[int] = frozenset()
        self.best: frozenset[int] = frozenset()
        self.explain_score: Callable[[int], list[str]] = lambda _deal_id: []
        # The last picture of each deal with all that it was painted from.
        self._shown: dict[int, tuple[DealCard, CardState, Frame, QPixmap]] = {}

    def card_height(self) -> int:
        """94, or 72 when compact; grows with the text size."""
        size = self._theme.size
        if self.compact:
            return _PAD_TOP + size(18) + 2 + size(17) + 3 + size(16) + _PAD_FOOT + _EDGE
        return _PAD_TOP + size(18) + size(17) + 4 + size(18) + 5 + size(16) + _PAD_FOOT + _EDGE

    def row_height(self) -> int:
        """A card and the gap to the next one."""
        return self.card_height() + GAP

    def card_rect(self, row: QRectF) -> QRectF:
        """The card inside its row, which leaves room for the focus ring all round."""
        return row.adjusted(INSET, GAP / 2, -INSET, -GAP / 2)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        # A list gives its rows its own width; only the height is ours to say.
        return QSize(1, self.row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card = index.data(CardRole)
        if not isinstance(card, DealCard):
            return
        flag = QStyle.StateFlag
        state = CardState(
            hovered=bool(option.state & flag.State_MouseOver),
            selected=bool(option.state & flag.State_Selected),
            focused=bool(option.state & flag.State_HasFocus),
            beside=str(index.data(BesideRole) or ""),
        )
        frame = self.frame(option.rect.size(), painter.device().devicePixelRatioF())
        self.paint_row(painter, QRectF(option.rect), card, state, frame)

    def paint_row(self, painter: QPainter, row: QRectF, card: DealCard, state: CardState, frame: Frame) -> None:
        """The card in its row, or the place that it has left; `frame` is asked once for all rows of a list."""
        if card.deal_id in self.lifted:
            self.paint_gap(painter, row)
            return
        unfocused = state._replace(focused=False) if state.focused else state
        painter.drawPixmap(row.topLeft(), self._find_picture(card, unfocused, frame))
        if state.focused:
            # Over the picture: the focus goes from card to card, and neither need be painted anew.
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_focus_ring(painter, self._theme, self.card_rect(row).adjusted(-0.5, -0.5, 0.5, 0.5), RADIUS)

    def frame(self, size: QSize, ratio: float) -> Frame:
        """All that the rows of a list have in common; equal frames mean equal looks."""
        theme = self._theme
        look = (theme.name, theme.text_percent, self.fields, self.compact)
        return (size.width(), size.height(), ratio, self._today(), look)

    def picture(self, card: DealCard, size: QSize, state: CardState, ratio: float) -> QPixmap:
        """The painted row, from Qt's pixmap cache where nothing about it has changed."""
        return self._find_picture(card, state, self.frame(size, ratio))

    def _find_picture(self, card: DealCard, state: CardState, frame: Frame) -> QPixmap:
        if card.deal_id in self.best:
            state = state._replace(best=True)
        if card.clock is not None:
            now = self._now()
            words = ClockWords(self._formats.span(card.clock.waited(now)), card.clock.is_late(now))
            state = state._replace(clock=words)
        known = self._shown.get(card.deal_id)
        if known is not None and known[0] is card and known[1] == state and known[2] == frame:
            return known[3]
        # Equal keys must mean equal pixels: all of the card, the day, the place and the look go in.
        key = f"card/{card.deal_id}/{hash((card, state, frame)):x}"
        pixmap = QPixmap()
        if not QPixmapCache.find(key, pixmap):
            pixmap = self._make_picture(card, state, frame)
            QPixmapCache.insert(key, pixmap)
        if len(self._shown) >= _MOST_SHOWN:
            self._shown.clear()
        self._shown[card.deal_id] = (card, state, frame, pixmap)
        return pixmap

    def _make_picture(self, card: DealCard, state: CardState, frame: Frame) -> QPixmap:
        width, height, ratio, *_ = frame
        pixmap = QPixmap(round(width * ratio), round(height * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_card(painter, card, self.card_rect(QRectF(0, 0, width, height)), state)
        painter.end()
        return pixmap

    def paint_gap(self, painter: QPainter, row: QRectF) -> None:
        """The dashed place a card in the hand has left."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(dashed_pen(self._theme.color("line2")))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(self.card_rect(row).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        painter.restore()

    def paint_slot(self, painter: QPainter, row: QRectF, *, barred: bool = False) -> None:
        """The dashed place where a card will land; hatched where something required is still open."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(dashed_pen(self._theme.color("amber" if barred else "accent")))
        painter.setBrush(self._theme.color("amberSoft" if barred else "accentSoft"))
        place = self.card_rect(row).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(place, RADIUS, RADIUS)
        if barred:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QBrush(self._theme.color("amberLine"), Qt.BrushStyle.BDiagPattern))
            painter.drawRoundedRect(place, RADIUS, RADIUS)
        painter.restore()

    def paint_card(self, painter: QPainter, card: DealCard, rect: QRectF, state: CardState) -> None:
        """The card filling `rect`, with everything on it."""
        self._paint_ground(painter, card, rect, state)
        size = self._theme.size
        left, right = rect.left() + _EDGE + _PAD_LEFT, rect.right() - _EDGE - _PAD_RIGHT
        top = rect.top() + _PAD_TOP + (0 if self.compact else _EDGE)
        self._paint_title(painter, card, QRectF(left, top, right - left, size(18)))
        top += size(18)
        second = QRectF(left, top + (2 if self.compact else 0), right - left, size(17))
        room = self._paint_age(painter, card, second, state.clock)
        second.adjust(0, 0, -room, 0)
        if self.compact:
            self._paint_value_and_organisation(painter, card, second, state)
            top += 2 + size(17) + 3
        else:
            self._paint_organisation(painter, card, second)
            top += size(17) + 4
            self._paint_value_and_labels(painter, card, QRectF(left, top, right - left, size(18)), state)
            top += size(18) + 5
        last = QRectF(left, top, right - left, size(16))
        if CardField.CRITERIA in self.fields and card.asked:
            last.adjust(0, 0, -paint_criteria(painter, self._theme, card, last) - GAP, 0)
        # A sale needs no next step; what is planned after it is shown.
        if CardField.STEP in self.fields and (card.closed_on is None or card.next_step is not NextStep.NONE):
            self._paint_next_step(painter, card, last)

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        card = index.data(CardRole)
        if event.type() != QEvent.Type.ToolTip or not isinstance(card, DealCard):
            return False
        room = self.card_rect(QRectF(option.rect)).width() - _PAD_LEFT - _PAD_RIGHT
        title_cut = text_width(self._theme, "strong", card.title) > room - AVATAR - GAP
        organisation_cut = (
            bool(card.organisation) and text_width(self._theme, "secondary", card.organisation or "") > room - 44
        )
        lines = [text for text, cut in ((card.title, title_cut), (card.organisation or "", organisation_cut)) if cut]
        lines += [word_clock(card.clock, self._formats, self._now())] if card.clock is not None else []
        lines += [word_stale(card.untouched)] if card.untouched is not None else []
        if self._score_rect(card, self.card_rect(QRectF(option.rect))).contains(QPointF(event.pos())):
            lines = [*([self.tr("Among the best fifth")] if card.deal_id in self.best else [])]
            lines += self.explain_score(card.deal_id)
        # Qt guesses markup in tooltips: what a customer wrote is escaped inside markup of our own.
        text = "<qt>" + "<br>".join(escape(line) for line in lines) + "</qt>" if lines else ""
        QToolTip.showText(event.globalPos(), text, view)
        return True

    def _score_rect(self, card: DealCard, rect: QRectF) -> QRectF:
        """Where the badge stands on a card; nowhere where there is none."""
        if card.score is None or self.compact or CardField.SCORE not in self.fields:
            return QRectF()
        size, badge = self._theme.size, badge_size(self._theme, card.score, is_best=card.deal_id in self.best)
        top = rect.top() + _PAD_TOP + _EDGE + size(18) + size(17) + 4
        right = rect.right() - _EDGE - _PAD_RIGHT
        return QRectF(right - badge.width(), top, badge.width(), size(18))

    def _paint_ground(self, painter: QPainter, card: DealCard, rect: QRectF, state: CardState) -> None:
        theme = self._theme
        fill, line = {
            Pace.USUAL: ("surface", "line2" if state.hovered else "line"),
            Pace.SLOW: ("amberSoft", "amberLine"),
            Pace.STUCK: ("redSoft", "redLine"),
        }[card.pace]
        if state.selected:
            fill, line = "accentSoft", "accentLine"
        painter.setPen(QPen(theme.color("accent" if state.held else line), 1))
        painter.setBrush(theme.color(fill))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)

    def _paint_title(self, painter: QPainter, card: DealCard, row: QRectF) -> None:
        theme = self._theme
        avatar = theme.size(AVATAR)
        room = row.width()
        if card.owner and CardField.OWNER in self.fields:
            paint_avatar(painter, theme, QRectF(row.right() - avatar, row.top(), avatar, avatar), card.owner)
            room -= avatar + GAP
        draw_text(
            painter, theme, "strong", theme.color("ink"), QRectF(row.left(), row.top(), room, row.height()), card.title
        )

    def _paint_age(self, painter: QPainter, card: DealCard, row: QRectF, clock: ClockWords | None) -> float:
        """Days in the stage at the right, of a won deal the day, of a new lead its clock; returns the room it takes."""
        theme = self._theme
        if clock is not None:
            return paint_clock(painter, theme, clock.text, row, is_late=clock.is_late) + GAP
        if card.closed_on is not None:
            text = self._formats.day(card.closed_on, self._today())
            return draw_text(painter, theme, "caption", theme.color("ink3"), row, text, RIGHT) + GAP
        taken = 0.0
        if card.days_in_stage is not None and CardField.DAYS in self.fields:
            taken = self._paint_days(painter, card, card.days_in_stage, row)
        if card.untouched is not None:
            paint_stale_mark(painter, theme, QPointF(row.right() - taken - 5, row.center().y()))
            taken += 11
        return taken + GAP if taken else 0

    def _paint_days(self, painter: QPainter, card: DealCard, days: int, row: QRectF) -> float:
        theme = self._theme
        text = self._formats.days(days)
        style: FontStyle = "caption" if card.pace is Pace.USUAL else "caption_strong"
        role = "ink3" if card.pace is Pace.USUAL else _pace_role(card.pace)
        width = text_width(theme, style, text)
        draw_text(painter, theme, style, theme.color(role), row, text, RIGHT)
        if card.pace is not Pace.USUAL:
            clock = icon_pixmap(theme, "clock", _CLOCK, role, painter.device().devicePixelRatioF())
            painter.drawPixmap(QPointF(row.right() - width - _CLOCK - 3, round(row.center().y() - _CLOCK / 2)), clock)
            width += _CLOCK + 4
        return width + 3

    def _paint_organisation(self, painter: QPainter, card: DealCard, row: QRectF) -> None:
        theme, line = self._theme, QRectF(row)
        if card.organisation and CardField.ORGANISATION in self.fields:
            line.adjust(
                draw_text(painter, theme, "secondary", theme.color("ink2"), line, card.organisation) + GAP, 0, 0, 0
            )
        if card.source and CardField.SOURCE in self.fields and line.width() > _LEAST_ROOM:
            draw_text(painter, theme, "secondary", theme.color("ink3"), line, card.source)

    def _paint_value(self, painter: QPainter, card: DealCard, row: QRectF) -> float:
        theme = self._theme
        if CardField.VALUE not in self.fields:
            return 0
        if card.value is None:
            return draw_text(painter, theme, "secondary", theme.color("ink3"), row, self.tr("No value"))
        style: FontStyle = "secondary_medium" if self.compact else "value"
        return draw_text(painter, theme, style, theme.color("ink"), row, self._formats.money(card.value))

    def _paint_value_and_organisation(self, painter: QPainter, card: DealCard, row: QRectF, state: CardState) -> None:
        taken = self._paint_value(painter, card, row)
        line = row.adjusted(taken + GAP if taken else 0, 0, 0, 0)
        if state.beside:
            ink3 = self._theme.color("ink3")
            line.adjust(draw_text(painter, self._theme, "secondary", ink3, line, state.beside) + GAP, 0, 0, 0)
        self._paint_organisation(painter, card, line)

    def _paint_value_and_labels(self, painter: QPainter, card: DealCard, row: QRectF, state: CardState) -> None:
        theme = self._theme
        taken = self._paint_value(painter, card, row)
        line = row.adjusted(taken + 8 if taken else 0, 0, 0, 0)
        if CardField.SCORE in self.fields and card.score is not None:
            badge = paint_score(painter, theme, card.score, row, is_best=state.best)
            line.setRight(badge.left() - GAP)
        elif card.awaits_score:
            # Its place is kept: nothing on the card moves when it comes.
            line.setRight(row.right() - badge_size(theme, _USUAL_SCORE, is_best=state.best).width() - GAP)
        quiet = theme.color("ink3")
        if CardField.CLOSE in self.fields and card.expected_close_on is not None:
            day = self._formats.day(card.expected_close_on, self._today())
            line.adjust(0, 0, -draw_text(painter, theme, "caption", quiet, line, day, RIGHT) - GAP, 0)
        if state.beside:
            line.adjust(draw_text(painter, theme, "secondary", quiet, line, state.beside) + GAP, 0, 0, 0)
        left = line.left()
        if CardField.LABELS in self.fields:
            left = self._paint_labels(painter, card, line)
        rest = QRectF(left, row.top(), line.right() - left, row.height())
        if CardField.PRODUCTS in self.fields and card.products and rest.width() > _LEAST_ROOM:
            draw_text(painter, theme, "secondary", quiet, rest, ", ".join(card.products))

    def _paint_labels(self, painter: QPainter, card: DealCard, row: QRectF) -> float:
        """The labels that fit, and how many more there are; returns where the room behind them begins."""
        theme = self._theme
        left, height = row.left(), theme.size(_LABEL_HEIGHT)
        for position, label in enumerate(card.labels):
            more_follow = position + 1 < len(card.labels)
            width = text_width(theme, "badge", label) + 11
            if left + width + (theme.size(_MORE_WIDTH) if more_follow else 0) > row.right():
                more = f"+{len(card.labels) - position}"
                box = QRectF(left, row.top(), theme.size(_MORE_WIDTH), row.height())
                draw_text(painter, theme, "caption", theme.color("ink3"), box, more)
                return row.right()
            box = QRectF(left + 0.5, row.center().y() - height / 2 + 0.5, width - 1, height - 1)
            painter.setPen(QPen(theme.color("line2"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 4, 4)
            draw_text(painter, theme, "badge", theme.color("ink2"), box, label, CENTRE)
            left += width + 5
        return left

    def _paint_next_step(self, painter: QPainter, card: DealCard, row: QRectF) -> None:
        theme = self._theme
        paint_next_step_mark(painter, theme, QPointF(row.left() + 5, row.center().y()), card.next_step)
        text = self._formats.next_step(
            card.next_step, card.next_kind, card.next_due_on, card.next_due_at, today=self._today()
        )
        role = {NextStep.LATE: "red", NextStep.TODAY: "ink", NextStep.PLANNED: "ink2", NextStep.NONE: "amber"}[
            card.next_step
        ]
        style: FontStyle = "secondary" if card.next_step is NextStep.PLANNED else "secondary_medium"
        draw_text(painter, theme, style, theme.color(role), row.adjusted(16, 0, 0, 0), text)


def _pace_role(pace: Pace) -> str:
    return "red" if pace is Pace.STUCK else "amber"

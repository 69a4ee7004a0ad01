"""What a deal card shows and where, 94 or (compact) 72 high."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from desktop_pipeline.domain.hygiene import NextStep, Pace
from desktop_pipeline.queries.board_cards import CardField, DealCard
from desktop_pipeline.ui.board.card_fields import measure_criteria, paint_clock, paint_criteria, paint_stale_mark
from desktop_pipeline.ui.board.looks import USUAL_FIELDS
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.theme import FontStyle, Theme
from desktop_pipeline.ui.widgets.avatar import AVATAR, paint_avatar
from desktop_pipeline.ui.widgets.next_step_mark import paint_next_step_mark
from desktop_pipeline.ui.widgets.painting import CENTRE, RIGHT, draw_text, text_width
from desktop_pipeline.ui.widgets.score_badge import badge_size, paint_score, score_place
from desktop_pipeline.ui.widgets.stamps import paint_stamp

GAP = 6
RADIUS = 8
_PAD_LEFT = 11
_PAD_RIGHT = 9
_PAD_TOP = 8
_PAD_FOOT = 7
# The outline; with padding and rows it adds up to 94 and 72.
_EDGE = 1
_CLOCK = 11
_STEP = 10
_LABEL_HEIGHT = 16
_MORE_WIDTH = 18
# Less is not worth beginning a word in.
_LEAST_ROOM = 30
# Of two digits, as nearly all are.
_USUAL_SCORE = 50


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


class CardFace:
    """Paints cards; `compact` and `fields` are set by the board."""

    def __init__(self, theme: Theme, formats: Formats, today: Callable[[], date]) -> None:
        self.theme = theme
        self.formats = formats
        self.today = today
        self.compact = False
        self.fields = USUAL_FIELDS

    def height(self) -> int:
        """94, or 72 when compact; grows with the text size."""
        size = self.theme.size
        if self.compact:
            return _PAD_TOP + size(18) + 2 + size(17) + 3 + size(16) + _PAD_FOOT + _EDGE
        return _PAD_TOP + size(18) + size(17) + 4 + size(18) + 5 + size(16) + _PAD_FOOT + _EDGE

    def paint(self, painter: QPainter, card: DealCard, rect: QRectF, state: CardState) -> None:
        """The card filling `rect`, with everything on it."""
        self.paint_ground(painter, card.pace, rect, state)
        self.paint_words(painter, card, rect, state)

    def paint_words(self, painter: QPainter, card: DealCard, rect: QRectF, state: CardState) -> None:
        """All that stands on the ground."""
        size = self.theme.size
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
            last.adjust(0, 0, -paint_criteria(painter, self.theme, card, last) - GAP, 0)
        # A sale needs no next step; what is planned after it is shown.
        if CardField.STEP in self.fields and (not card.is_won or card.next_step is not NextStep.NONE):
            self._paint_next_step(painter, card, last)

    def shortened(self, card: DealCard, rect: QRectF) -> list[str]:
        """What finds no room on the card."""
        room = rect.width() - _PAD_LEFT - _PAD_RIGHT
        texts = [card.title] if text_width(self.theme, "strong", card.title) > room - AVATAR - GAP else []
        if card.organisation and text_width(self.theme, "secondary", card.organisation) > room - 44:
            texts.append(card.organisation)
        return texts

    def score_rect(self, card: DealCard, rect: QRectF, *, is_best: bool) -> QRectF:
        """Where the badge stands on a card; nowhere where there is none."""
        if card.score is None or self.compact or CardField.SCORE not in self.fields:
            return QRectF()
        size, badge = self.theme.size, badge_size(self.theme, card.score, is_best=is_best)
        top = rect.top() + _PAD_TOP + _EDGE + size(18) + size(17) + 4
        right = rect.right() - _EDGE - _PAD_RIGHT
        return QRectF(right - badge.width(), top, badge.width(), size(18))

    def criteria_rect(self, card: DealCard, rect: QRectF) -> QRectF:
        """Where the criteria stand on a card; nowhere where there are none."""
        if CardField.CRITERIA not in self.fields or not card.asked:
            return QRectF()
        width, high = measure_criteria(self.theme, card), self.theme.size(16)
        right = rect.right() - _EDGE - _PAD_RIGHT
        return QRectF(right - width, rect.bottom() - _EDGE - _PAD_FOOT - high, width, high)

    def paint_ground(self, painter: QPainter, pace: Pace, rect: QRectF, state: CardState) -> None:
        """What a card lies on: its edge and its tint."""
        theme = self.theme
        fill, line = {
            Pace.USUAL: ("surface", "line2" if state.hovered else "line"),
            Pace.SLOW: ("amberSoft", "amberLine"),
            Pace.STUCK: ("redSoft", "redLine"),
        }[pace]
        if state.selected:
            fill, line = "accentSoft", "accentLine"
        painter.setPen(QPen(theme.color("accent" if state.held else line), 1))
        painter.setBrush(theme.color(fill))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)

    def _paint_title(self, painter: QPainter, card: DealCard, row: QRectF) -> None:
        theme = self.theme
        avatar = theme.size(AVATAR)
        room = row.width()
        if card.owner and CardField.OWNER in self.fields:
            self._paint_owner(painter, QRectF(row.right() - avatar, row.top(), avatar, avatar), card.owner)
            room -= avatar + GAP
        draw_text(
            painter, theme, "strong", theme.color("ink"), QRectF(row.left(), row.top(), room, row.height()), card.title
        )

    def _paint_owner(self, painter: QPainter, disc: QRectF, owner: str) -> None:
        paint_stamp(painter, disc, f"avatar/{owner}", lambda stamp, box: paint_avatar(stamp, self.theme, box, owner))

    def _paint_age(self, painter: QPainter, card: DealCard, row: QRectF, clock: ClockWords | None) -> float:
        """Days in the stage at the right, of a won deal the day, of a new lead its clock; returns the room it takes."""
        theme = self.theme
        if clock is not None:
            return paint_clock(painter, theme, clock.text, row, is_late=clock.is_late) + GAP
        if card.is_won:
            if card.closed_on is None:
                return 0
            text = self.formats.day(card.closed_on, self.today())
            return draw_text(painter, theme, "caption", theme.color("ink3"), row, text, RIGHT) + GAP
        taken = 0.0
        if card.days_in_stage is not None and CardField.DAYS in self.fields:
            taken = self._paint_days(painter, card, card.days_in_stage, row)
        if card.untouched is not None:
            mark = theme.size(_STEP)
            paint_stale_mark(painter, theme, QPointF(row.right() - taken - mark / 2, row.center().y()))
            taken += mark + 1
        return taken + GAP if taken else 0

    def _paint_days(self, painter: QPainter, card: DealCard, days: int, row: QRectF) -> float:
        theme = self.theme
        text = self.formats.days(days)
        style: FontStyle = "caption" if card.pace is Pace.USUAL else "caption_strong"
        role = "ink3" if card.pace is Pace.USUAL else _pace_role(card.pace)
        width = text_width(theme, style, text)
        draw_text(painter, theme, style, theme.color(role), row, text, RIGHT)
        if card.pace is not Pace.USUAL:
            side = theme.size(_CLOCK)
            clock = icon_pixmap(theme, "clock", side, role, painter.device().devicePixelRatioF())
            painter.drawPixmap(QPointF(row.right() - width - side - 3, round(row.center().y() - side / 2)), clock)
            width += side + 4
        return width + 3

    def _paint_organisation(self, painter: QPainter, card: DealCard, row: QRectF) -> None:
        theme, line = self.theme, QRectF(row)
        name = card.organisation if CardField.ORGANISATION in self.fields else None
        # Of a name without room only “…” would be left.
        if name and (line.width() > _LEAST_ROOM or text_width(theme, "secondary", name) <= line.width()):
            line.adjust(draw_text(painter, theme, "secondary", theme.color("ink2"), line, name) + GAP, 0, 0, 0)
        if card.source and CardField.SOURCE in self.fields and line.width() > _LEAST_ROOM:
            draw_text(painter, theme, "secondary", theme.color("ink3"), line, card.source)

    def _paint_value(self, painter: QPainter, card: DealCard, row: QRectF) -> float:
        theme = self.theme
        if CardField.VALUE not in self.fields:
            return 0
        if card.value is None:
            words = QCoreApplication.translate("CardFace", "No value")
            return draw_text(painter, theme, "secondary", theme.color("ink3"), row, words)
        style: FontStyle = "secondary_medium" if self.compact else "value"
        return draw_text(painter, theme, style, theme.color("ink"), row, self.formats.money(card.value))

    def _paint_value_and_organisation(self, painter: QPainter, card: DealCard, row: QRectF, state: CardState) -> None:
        taken = self._paint_value(painter, card, row)
        line = row.adjusted(taken + GAP if taken else 0, 0, 0, 0)
        if state.beside:
            ink3 = self.theme.color("ink3")
            line.adjust(draw_text(painter, self.theme, "secondary", ink3, line, state.beside) + GAP, 0, 0, 0)
        self._paint_organisation(painter, card, line)

    def _paint_value_and_labels(self, painter: QPainter, card: DealCard, row: QRectF, state: CardState) -> None:
        theme = self.theme
        taken = self._paint_value(painter, card, row)
        line = row.adjusted(taken + 8 if taken else 0, 0, 0, 0)
        if CardField.SCORE in self.fields and card.score is not None:
            badge = self._paint_score(painter, card.score, row, is_best=state.best)
            line.setRight(badge.left() - GAP)
        elif card.awaits_score:
            # Its place is kept: nothing on the card moves when it comes.
            line.setRight(row.right() - badge_size(theme, _USUAL_SCORE, is_best=state.best).width() - GAP)
        quiet = theme.color("ink3")
        if CardField.CLOSE in self.fields and card.expected_close_on is not None:
            day = self.formats.day(card.expected_close_on, self.today())
            line.adjust(0, 0, -draw_text(painter, theme, "caption", quiet, line, day, RIGHT) - GAP, 0)
        if state.beside:
            line.adjust(draw_text(painter, theme, "secondary", quiet, line, state.beside) + GAP, 0, 0, 0)
        left = line.left()
        if CardField.LABELS in self.fields:
            left = self._paint_labels(painter, card, line)
        rest = QRectF(left, row.top(), line.right() - left, row.height())
        if CardField.PRODUCTS in self.fields and card.products and rest.width() > _LEAST_ROOM:
            draw_text(painter, theme, "secondary", quiet, rest, ", ".join(card.products))

    def _paint_score(self, painter: QPainter, points: int, row: QRectF, *, is_best: bool) -> QRectF:
        badge = score_place(self.theme, points, row, is_best=is_best)
        paint_stamp(
            painter,
            badge,
            f"score/{points}/{is_best}",
            lambda stamp, place: paint_score(stamp, self.theme, points, place, is_best=is_best),
        )
        return badge

    def _paint_labels(self, painter: QPainter, card: DealCard, row: QRectF) -> float:
        """The labels that fit, and how many more there are; returns where the room behind them begins."""
        theme = self.theme
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
        theme = self.theme
        mark = theme.size(_STEP)
        paint_next_step_mark(painter, theme, QPointF(row.left() + mark / 2, row.center().y()), card.next_step)
        text = self.formats.next_step(
            card.next_step, card.next_kind, card.next_due_on, card.next_due_at, today=self.today()
        )
        role = {NextStep.LATE: "red", NextStep.TODAY: "ink", NextStep.PLANNED: "ink2", NextStep.NONE: "amber"}[
            card.next_step
        ]
        style: FontStyle = "secondary" if card.next_step is NextStep.PLANNED else "secondary_medium"
        draw_text(painter, theme, style, theme.color(role), row.adjusted(mark + GAP, 0, 0, 0), text)


def _pace_role(pace: Pace) -> str:
    return "red" if pace is Pace.STUCK else "amber"

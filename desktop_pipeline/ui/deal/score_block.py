"""A deal's score with every part of it, as bars with their points."""

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop_pipeline.domain.scores import MOST_OF_A_PART, Reason, Score, ScorePart
from desktop_pipeline.queries.deal import DealView
from desktop_pipeline.queries.score_names import ScoreNames, read_score_names
from desktop_pipeline.queries.scores import read_score
from desktop_pipeline.ui.deal.sections import Block, make_rule
from desktop_pipeline.ui.deal.surroundings import Surroundings
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.field import PAD
from desktop_pipeline.ui.widgets.painting import RIGHT, draw_focus_ring, draw_text
from desktop_pipeline.ui.widgets.score_badge import ScoreBadge
from desktop_pipeline.ui.widgets.score_words import explain_reason, say_points, say_reason
from desktop_pipeline.ui.widgets.words import Words, set_tooltip

_ROW = 19
_BARS = 56
_POINTS = 30
_BAR = 5


class ScoreBlock(Block):
    """Nothing at all for a deal that is closed, and where there are no rules."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around, QCoreApplication.translate("DealPanel", "Score"))
        self.badge = ScoreBadge(around.theme)
        self.put_beside_title(self.badge)
        self.score: Score | None = None
        self._deal_id = 0
        around.session.best_found.connect(self._tell)
        below = QVBoxLayout()
        below.setContentsMargins(0, 10, 0, 10)
        below.addLayout(make_rule(around.theme))
        self.add_below(below)

    @property
    def has_score(self) -> bool:
        """Whether there is anything to show."""
        return self.score is not None

    def show_deal(self, view: DealView) -> None:
        """Show a deal's score."""
        session = self._around.session
        workspace, today = session.workspace, session.today()
        self._deal_id = view.deal_id
        self.score = read_score(workspace, view.deal_id, today=today)
        self.setVisible(self.has_score)
        if self.score is None:
            return
        self._tell()
        score, names = self.score, read_score_names(workspace)
        self.show_rows((view.deal_id, score, names, today), lambda: self._make_rows(score, names))

    def _tell(self) -> None:
        """The whole score; the star comes once it is known who is among the best."""
        if self.score is None:
            return
        is_best = self._deal_id in self._around.session.best
        self.badge.show_score(self.score.points, is_best=is_best)
        said = self.tr("Score {points} of 100").format(points=self.score.points)
        best = self.tr("among the best fifth of the open deals")
        self.setAccessibleDescription(f"{said}, {best}" if is_best else said)
        set_tooltip(self.badge, f"{said}\n{best}" if is_best else said)

    def _make_rows(self, score: Score, names: ScoreNames) -> None:
        fit, lately = self.tr("Fit {points} of {most}"), self.tr("Lately {points} of {most}")
        for part, points, words in (
            (ScorePart.FIT, score.fit, fit),
            (ScorePart.BEHAVIOUR, score.behaviour, lately),
        ):
            reasons = [reason for reason in score.reasons if reason.part is part]
            head = Words(self._theme, words.format(points=points, most=MOST_OF_A_PART), "caption", "ink3")
            head.setContentsMargins(PAD, 3 if part is ScorePart.FIT else 9, PAD, 2)
            self._rows.addWidget(head)
            for place, reason in enumerate(reasons):
                row = ReasonRow(self._theme, self._formats, reason, names)
                set_tooltip(row, explain_reason(reason, names, self._formats, self._around.session.today()))
                self._rows.addWidget(self.keep(f"{part}:{place}", row))


class ReasonRow(QWidget):
    """What for, a bar as long as its points, to the right for more and to the left for less, and the points."""

    def __init__(self, theme: Theme, formats: Formats, reason: Reason, names: ScoreNames) -> None:
        super().__init__()
        self._theme = theme
        self.points = reason.points
        self.words = say_reason(reason, names, formats)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(
            self.tr("{reason}, {points}").format(reason=self.words, points=say_points(reason.points))
        )
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(0, self._theme.size(_ROW))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = QRectF(self.rect()).adjusted(PAD, 0, -PAD, 0)
        number, bars = theme.size(_POINTS), theme.size(_BARS)
        draw_text(painter, theme, "secondary_medium", theme.color("ink"), row, say_points(self.points), RIGHT)
        zero = row.right() - number - bars * 0.75
        reach = bars * 0.75 if self.points > 0 else bars * 0.25
        wide = max(2.0, min(1.0, abs(self.points) / (MOST_OF_A_PART / 2)) * reach)
        bar = QRectF(zero if self.points > 0 else zero - wide, row.center().y() - _BAR / 2, wide, _BAR)
        painter.fillRect(bar, theme.color("bar" if self.points > 0 else "redMark"))
        words = row.adjusted(0, 0, -number - bars - 8, 0)
        draw_text(painter, theme, "secondary", theme.color("ink"), words, self.words)
        if self.hasFocus():
            draw_focus_ring(painter, theme, QRectF(self.rect()).adjusted(3, 2, -3, -2), 3)

"""Paints the cells of the deals that are due."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_pipeline.domain.stages import ForecastCategory
from desktop_pipeline.reports.ahead.forecast_findings import DueDeal
from desktop_pipeline.reports.ahead.forecast_words import name_category
from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.insights.forecast.due_model import CHANCE, CLOSES, COUNTS_AS, DEAL, STAGE, DueModel, DueRole
from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.widgets.avatar import AVATAR, paint_avatar
from desktop_pipeline.ui.widgets.painting import RIGHT, draw_hairline, draw_text
from desktop_pipeline.ui.widgets.stage_mark import paint_stage_mark

if TYPE_CHECKING:
    from desktop_pipeline.ui.theme import FontStyle

ROW = 32
PAD = 8
_MARK, _SQUARE = 13, 9
_SHADES = {ForecastCategory.COMMIT: 3, ForecastCategory.BEST_CASE: 2, ForecastCategory.PIPELINE: 1}
Index = QModelIndex | QPersistentModelIndex


class DueDelegate(QStyledItemDelegate):
    """A category set by hand stands beside what the stage says."""

    def __init__(self, tools: InsightTools, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = tools.theme
        self._words = tools.words
        self._session = tools.session

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(1, self._theme.size(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, cell = self._theme, QRectF(option.rect)
        deal, model = index.data(DueRole), index.model()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(cell, theme.color("accentSoft"))
        if isinstance(deal, DueDeal) and isinstance(model, DueModel):
            self._paint_cell(painter, cell.adjusted(PAD, 0, -PAD, 0), index.column(), deal, model)
        bottom = cell.bottom() - 0.5
        draw_hairline(painter, theme.color("line"), QPointF(cell.left(), bottom), QPointF(cell.right(), bottom))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(cell.adjusted(2, 2, -2, -3), 4, 4)
        painter.restore()

    def _paint_cell(self, painter: QPainter, cell: QRectF, column: int, deal: DueDeal, model: DueModel) -> None:
        theme, said = self._theme, model.say(deal, column)
        style: FontStyle = "body"
        role, align = "ink2", Qt.AlignmentFlag.AlignLeft if column <= COUNTS_AS else RIGHT
        if column == DEAL:
            cell, style, role = self._paint_owner(painter, cell, deal), "value", "ink"
        elif column == STAGE and deal.line.stage:
            side = theme.size(_MARK)
            place = QRectF(cell.left(), cell.center().y() - side / 2, side, side)
            paint_stage_mark(painter, theme, place, deal.line.stage_position, deal.line.stage_count)
            cell = cell.adjusted(side + 7, 0, 0, 0)
        elif column == COUNTS_AS:
            self._paint_category(painter, cell, deal, said)
            return
        elif column == CLOSES and deal.closes_on is not None and deal.closes_on < self._session.today():
            role = "red"
        elif column != CHANCE:
            role = "ink"
        draw_text(painter, theme, style, theme.color(role), cell, said, align)

    def _paint_owner(self, painter: QPainter, cell: QRectF, deal: DueDeal) -> QRectF:
        if not deal.line.owner:
            return cell
        disc = self._theme.size(AVATAR)
        paint_avatar(
            painter,
            self._theme,
            QRectF(cell.left(), cell.center().y() - disc / 2, disc, disc),
            deal.line.owner,
        )
        return cell.adjusted(disc + 7, 0, 0, 0)

    def _paint_category(self, painter: QPainter, cell: QRectF, deal: DueDeal, said: str) -> None:
        theme, category = self._theme, deal.call.counts_as
        square = QRectF(cell.left() + 0.5, cell.center().y() - _SQUARE / 2, _SQUARE, _SQUARE)
        shade = None if category is None else _SHADES.get(category)
        painter.setPen(QPen(theme.color("control"), 1) if shade is None else Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush if shade is None else QColor(theme.tokens.ramp[shade]))
        painter.drawRect(square)
        words = cell.adjusted(_SQUARE + 7, 0, -14, 0)
        taken = draw_text(painter, theme, "body", theme.color("ink"), words, said)
        side = theme.size(12)
        if not self._session.workspace.is_read_only:
            chevron = icon_pixmap(theme, "chevron-down", side, "ink3", painter.device().devicePixelRatioF())
            painter.drawPixmap(QPointF(words.left() + taken + 4, round(cell.center().y() - side / 2)), chevron)
        rest = words.adjusted(taken + side + 10, 0, 14, 0)
        by_stage = deal.call.by_stage
        if deal.call.by_hand is not None and by_stage is not None and rest.width() > theme.size(40):
            stage = name_category(by_stage, self._words)
            beside = self.tr("stage: {category}").format(category=stage)
            draw_text(painter, theme, "caption", theme.color("ink3"), rest, beside)

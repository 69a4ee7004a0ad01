"""The foot of a column's head: the share of deals that move on, as a bar and in words; the mark of the narrowest."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import RIGHT, draw_text, text_width

if TYPE_CHECKING:
    from desktop_pipeline.metrics.rates import Rate
    from desktop_pipeline.metrics.stages.bottleneck import Narrowest
    from desktop_pipeline.metrics.stages.stage_conversion import Step

_BAR = 3
_LEAST_BAR = 24
_GLASS = 12
_FEW, _SOME = 5, 30  # METRICS §0: below 5 counts only, below 30 with the interval
_BETWEEN = 8


@dataclass(frozen=True, slots=True)
class StepLine:
    """What is said of a step: the share (None where deals are too few), in few words, and as a whole."""

    share: float | None
    words: str
    told: str
    is_narrowest: bool = False


def say_step(
    step: "Step", narrowest: "Narrowest | None", formats: Formats, currency: str, *, is_last: bool
) -> StepLine | None:
    """The step from a stage on, None where no deal has reached it."""
    if not step.reached:
        return None
    rate = step.resolved
    is_narrowest = narrowest is not None and narrowest.step.stage_id == step.stage_id
    share = rate.value if rate.n >= _FEW else None
    lines = [_tell_share(step, formats, is_last=is_last), _tell_rest(step, formats), _tell_soon(step, formats)]
    if narrowest is not None and is_narrowest:
        lines.append(
            _tr("The narrowest step: at {share} you would win about {value} more a month.").format(
                share=formats.percent(narrowest.raised), value=formats.rounded_money(narrowest.value, currency)
            )
        )
    told = "\n".join(line for line in lines if line)
    return StepLine(share, _say_briefly(rate, formats, is_last=is_last), told, is_narrowest)


def paint_step(painter: QPainter, theme: Theme, line: StepLine, row: QRectF, *, room_for_bar: bool) -> float:
    """Words at the right, the bar in the room left of them; returns the room that both take."""
    role = "amber" if line.is_narrowest else "ink3"
    style = "caption_strong" if line.is_narrowest else "caption"
    taken = draw_text(painter, theme, style, theme.color(role), row, line.words, RIGHT)  # type: ignore[arg-type]
    wide = row.width() - taken - _BETWEEN
    if line.share is None or not room_for_bar or wide < _LEAST_BAR:
        return taken + _BETWEEN
    bar = QRectF(row.left(), round(row.center().y() - _BAR / 2), wide, _BAR)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("line"))
    painter.drawRoundedRect(bar, _BAR / 2, _BAR / 2)
    painter.setBrush(theme.color("amberMark" if line.is_narrowest else "accent"))
    bar.setWidth(max(_BAR, wide * line.share) if line.share else 0)
    painter.drawRoundedRect(bar, _BAR / 2, _BAR / 2)
    return row.width()


def paint_narrowest(painter: QPainter, theme: Theme, row: QRectF) -> float:
    """The hourglass and its word at the right of a row; returns the room that they take."""
    words = _tr("narrowest")
    taken = draw_text(painter, theme, "caption_strong", theme.color("amber"), row, words, RIGHT)
    glass = icon_pixmap(theme, "hourglass", _GLASS, "amber", painter.device().devicePixelRatioF())
    painter.drawPixmap(QPointF(row.right() - taken - _GLASS - 3, round(row.center().y() - _GLASS / 2)), glass)
    return taken + _GLASS + 3 + _BETWEEN


def narrowest_width(theme: Theme) -> float:
    """The room of the mark of the narrowest step."""
    return text_width(theme, "caption_strong", _tr("narrowest")) + _GLASS + 3 + _BETWEEN


def _say_briefly(rate: "Rate", formats: Formats, *, is_last: bool) -> str:
    if rate.value is None:
        return _tr("none decided yet")
    if rate.n < _FEW:
        words = _tr("{hits} of {n} won") if is_last else _tr("{hits} of {n} moved on")
        return words.format(hits=formats.number(rate.hits), n=formats.number(rate.n))
    share = formats.percent(rate.value)
    if rate.n < _SOME:
        share = _with_range(share, rate, formats)
    return (_tr("{share} won") if is_last else _tr("{share} move on")).format(share=share)


def _with_range(share: str, rate: "Rate", formats: Formats) -> str:
    low, high = formats.percent(rate.low or 0.0), formats.percent(rate.high or 0.0)
    return _tr("{share} ({low} to {high})").format(share=share, low=low, high=high)


def _tell_share(step: "Step", formats: Formats, *, is_last: bool) -> str:
    rate, number = step.resolved, formats.number
    if rate.value is None:
        return _tr("{reached} deals reached {stage} in the last 12 months; none of them is decided.").format(
            reached=number(step.reached), stage=step.name
        )
    counts = _tr("{hits} of {n}").format(hits=number(rate.hits), n=number(rate.n))
    if rate.n < _FEW:
        words = (
            _tr("{counts} deals that reached {stage} in the last 12 months were won.")
            if is_last
            else _tr("{counts} deals that reached {stage} in the last 12 months went on.")
        )
        return words.format(counts=counts, stage=step.name)
    words = (
        _tr("{share} of deals that reached {stage} in the last 12 months were won ({counts}).")
        if is_last
        else _tr("{share} of deals that reached {stage} in the last 12 months went on ({counts}).")
    )
    share = formats.percent(rate.value)
    return words.format(share=share, stage=step.name, counts=counts)


def _tell_rest(step: "Step", formats: Formats) -> str:
    if not step.undecided:
        return ""
    words = _tr("{count} more are not decided yet.")
    return words.format(count=formats.number(step.undecided))


def _tell_soon(step: "Step", formats: Formats) -> str:
    if step.resolved.n < _FEW or step.next_within is None or step.won_within is None:
        return ""
    return _tr("Within 30 days {next} go on, {won} are won.").format(
        next=formats.percent(step.next_within), won=formats.percent(step.won_within)
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Board", text)

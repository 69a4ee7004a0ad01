"""How many deals move on from a stage, in few words and as a whole."""

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.metrics.rates import Rate, Sample
from desktop_pipeline.metrics.stages.bottleneck import Narrowest
from desktop_pipeline.metrics.stages.stage_conversion import Step
from desktop_pipeline.ui.board.step_line import StepLine
from desktop_pipeline.ui.formats import Formats


def say_step(
    step: Step, narrowest: Narrowest | None, formats: Formats, currency: str, *, is_last: bool
) -> StepLine | None:
    """The step from a stage on, None where no deal has reached it."""
    if not step.reached:
        return None
    rate = step.resolved
    is_narrowest = narrowest is not None and narrowest.step.stage_id == step.stage_id
    share = None if rate.sample is Sample.COUNTS_ONLY else rate.value
    lines = [_tell_share(step, formats, is_last=is_last), _tell_rest(step, formats), _tell_soon(step, formats)]
    if narrowest is not None and is_narrowest:
        lines.append(
            _tr("The narrowest step: at {share} you would win about {value} more a month.").format(
                share=formats.percent(narrowest.raised), value=formats.rounded_money(narrowest.value, currency)
            )
        )
    told = "\n".join(line for line in lines if line)
    return StepLine(share, _say_briefly(rate, formats, is_last=is_last), told, is_narrowest)


def _say_briefly(rate: Rate, formats: Formats, *, is_last: bool) -> str:
    if rate.value is None:
        return _tr("none decided yet")
    if rate.sample is Sample.COUNTS_ONLY:
        words = _tr("{hits} of {n} won") if is_last else _tr("{hits} of {n} moved on")
        return words.format(hits=formats.number(rate.hits), n=formats.number(rate.n))
    share = formats.percent(rate.value)
    if rate.sample is Sample.WITH_INTERVAL:
        share = _with_range(share, rate, formats)
    return (_tr("{share} won") if is_last else _tr("{share} move on")).format(share=share)


def _with_range(share: str, rate: Rate, formats: Formats) -> str:
    low, high = formats.percent(rate.low or 0.0), formats.percent(rate.high or 0.0)
    return _tr("{share} ({low} to {high})").format(share=share, low=low, high=high)


def _tell_share(step: Step, formats: Formats, *, is_last: bool) -> str:
    rate, number = step.resolved, formats.number
    if rate.value is None:
        return _tr("{reached} deals reached {stage} in the last 12 months; none of them is decided.").format(
            reached=number(step.reached), stage=step.name
        )
    counts = _tr("{hits} of {n}").format(hits=number(rate.hits), n=number(rate.n))
    if rate.sample is Sample.COUNTS_ONLY:
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


def _tell_rest(step: Step, formats: Formats) -> str:
    if not step.undecided:
        return ""
    words = _tr("{count} more are not decided yet.")
    return words.format(count=formats.number(step.undecided))


def _tell_soon(step: Step, formats: Formats) -> str:
    if step.resolved.sample is Sample.COUNTS_ONLY or step.next_within is None or step.won_within is None:
        return ""
    return _tr("Within 30 days {next} go on, {won} are won.").format(
        next=formats.percent(step.next_within), won=formats.percent(step.won_within)
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Board", text)

"""The open deals that need somebody's eye: late, slow, without a next step and the like, the largest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop_pipeline.actions import Workspace
from desktop_pipeline.domain.hygiene import Pace
from desktop_pipeline.metrics.changing.hygiene import Flag
from desktop_pipeline.metrics.changing.to_decide import DealToDecide, ToDecide, find_to_decide
from desktop_pipeline.metrics.days import date_of
from desktop_pipeline.metrics.telling.asked import Asked
from desktop_pipeline.queries.deals_table import DealLine, read_lines
from desktop_pipeline.reports.changing.mix_words import name_flag
from desktop_pipeline.reports.content import SectionName, Table
from desktop_pipeline.reports.said_values import DASH
from desktop_pipeline.reports.tables.told_tables import Teller, Titled, Told
from desktop_pipeline.reports.words import Words

MOST = 12
_MOST_REASONS = 2


@dataclass(frozen=True, slots=True)
class DealToLookAt:
    """A deal that needs attention with its line in the table of deals."""

    found: DealToDecide
    line: DealLine


@dataclass(frozen=True, slots=True)
class DealsToLookAt:
    """The largest of all that need attention as of a day; numbers of today tell nothing of an earlier one."""

    as_of: date
    is_today: bool
    shown: tuple[DealToLookAt, ...]
    every: ToDecide


def find_deals_to_look_at(workspace: Workspace, asked: Asked, most: int = MOST) -> DealsToLookAt:
    """Safe on a worker thread."""
    every = find_to_decide(asked, most)
    as_of = date_of(asked.moment.as_of.day)
    with workspace.reading() as view:
        lines = read_lines(view, [found.deal for found in every.largest], today=view.today(), now=view.now())
        is_today = as_of == view.today()
    by_id = {line.deal_id: line for line in lines}
    # One that was deleted meanwhile has no line any more.
    shown = tuple(DealToLookAt(found, by_id[found.deal]) for found in every.largest if found.deal in by_id)
    return DealsToLookAt(as_of, is_today, shown, every)


def look_at_table(looked: DealsToLookAt, currency: str, words: Words, *, is_whole: bool = True) -> Table:
    """The deals with their reasons, and the sum of all of them; of one owner only these."""
    translate, teller = words.translate, Teller(words, currency)
    whose: tuple[Told[DealToLookAt], ...] = (
        (Told(translate("Report", "Owner"), lambda one: one.line.owner or DASH),) if is_whole else ()
    )
    columns: tuple[Told[DealToLookAt], ...] = (
        Told(translate("Report", "Deal"), lambda one: one.line.title),
        Told(translate("Report", "Organisation"), lambda one: one.line.organisation or DASH),
        *whose,
        Told(translate("Report", "Stage"), lambda one: one.line.stage or DASH),
        teller.money(translate("Report", "Value"), lambda one: one.found.value),
        Told(translate("Report", "Why"), lambda one: say_why(one, looked, words)),
    )
    every = looked.every
    total = (words.deals(every.deals), "", "", "", teller.say_sum(every.value), "")
    heading = Titled(SectionName.LOOK_AT, translate("Report", "Deals that need attention"), _say_caption(looked, words))
    return teller.table(heading, columns, looked.shown, total=total if is_whole else None)


def _say_caption(looked: DealsToLookAt, words: Words) -> str:
    translate, number = words.translate, words.formats.number
    if not looked.every.deals:
        return translate("Report", "Nothing stands against any of the open deals.")
    said = translate("Report", "late, slow, without a next step and the like, the largest first")
    if len(looked.shown) < looked.every.deals:
        said += "; " + translate("Report", "{shown} of {deals} shown").format(
            shown=number(len(looked.shown)), deals=words.deals(looked.every.deals)
        )
    return said


def say_why(one: DealToLookAt, looked: DealsToLookAt, words: Words) -> str:
    """`34 days in stage, next step 8 d late`: as it stands today in numbers, of an earlier day in words."""
    reasons = (
        _say_reasons(one, looked, words) if looked.is_today else [name_flag(flag, words) for flag in one.found.flags]
    )
    if one.found.is_slow and not reasons:
        reasons = [words.translate("Report", "slow in its stage")]
    said = ", ".join(each[:1].lower() + each[1:] for each in reasons[:_MOST_REASONS])
    more = len(reasons) - _MOST_REASONS
    if more > 0:
        said += " " + words.translate("Report", "and {count} more").format(count=words.formats.number(more))
    return said


def _say_reasons(one: DealToLookAt, looked: DealsToLookAt, words: Words) -> Sequence[str]:
    translate, line = words.translate, one.line
    reasons = []
    if (
        one.found.is_slow or line.pace is not Pace.USUAL or Flag.LONG_IN_STAGE in one.found.flags
    ) and line.days_in_stage:
        reasons.append(translate("Report", "{days} in stage").format(days=words.days(line.days_in_stage)))
    for flag in one.found.flags:
        if flag is Flag.LONG_IN_STAGE and line.days_in_stage:
            continue
        if flag is Flag.NEXT_STEP_LATE and line.next_due_on is not None and line.next_due_on < looked.as_of:
            late = words.formats.number((looked.as_of - line.next_due_on).days)
            reasons.append(translate("Report", "next step {count} d late").format(count=late))
        elif flag is Flag.CLOSE_PAST and line.expected_close_on is not None and line.expected_close_on < looked.as_of:
            late = words.formats.number((looked.as_of - line.expected_close_on).days)
            reasons.append(translate("Report", "close {count} d late").format(count=late))
        else:
            reasons.append(name_flag(flag, words))
    return reasons

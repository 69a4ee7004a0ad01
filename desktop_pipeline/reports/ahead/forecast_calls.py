"""How open deals are counted on, on paper: by people and by their stages, and the deals that a forecast hangs on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import fsum
from typing import TypeVar

from desktop_pipeline.actions import Workspace
from desktop_pipeline.domain.stages import ForecastCategory
from desktop_pipeline.metrics.ahead.forecast import (
    CATEGORIES,
    Call,
    Due,
    Sum,
    list_calls,
    place_deals,
)
from desktop_pipeline.metrics.days import date_of
from desktop_pipeline.metrics.population import gather
from desktop_pipeline.queries.deals_table import DealLine, read_lines
from desktop_pipeline.reports.ahead.forecast_findings import DueDeal, DueDeals, ForecastFindings
from desktop_pipeline.reports.ahead.forecast_words import name_category, name_place, say_carriers
from desktop_pipeline.reports.content import SectionName, Table
from desktop_pipeline.reports.said_values import DASH
from desktop_pipeline.reports.tables.sheets import CellKind
from desktop_pipeline.reports.tables.told_tables import Teller, Titled, Told
from desktop_pipeline.reports.words import Words

MOST = 12
MOST_APART = 20


@dataclass(frozen=True, slots=True)
class CategoryLine:
    """A category: the deals that count as it, those whose stage says so, and how many of the former people set."""

    category: ForecastCategory
    counts: Sum
    by_stage: Sum
    by_hand: int


@dataclass(frozen=True, slots=True)
class CalledDeal:
    """An open deal, and its share of what the months ahead weigh; None where it weighs nothing known."""

    call: Call
    line: DealLine
    weighted: int | None
    share: float | None


# Both have a call and a line.
_Deal = TypeVar("_Deal", CalledDeal, DueDeal)


@dataclass(frozen=True, slots=True)
class Calls:
    """The open deals that are due in the months ahead; the deals listed are the largest of so many."""

    categories: tuple[CategoryLine, ...]
    due: Sum
    changed: tuple[CalledDeal, ...]  # whenever due, a person counts on them otherwise than their stage does
    changed_deals: int
    heaviest: tuple[CalledDeal, ...]
    weighing: int


def gather_calls(findings: ForecastFindings, workspace: Workspace) -> Calls:
    """The calls behind the forecast; safe on a worker thread."""
    moment, ahead = findings.moment, findings.outlook.ahead
    population = gather(moment, ahead.period, findings.selection)
    calls = list_calls(moment, population, place_deals(moment, population.active, ahead) >= 0)
    total = fsum(filter(None, map(_weigh, calls)))
    every = list_calls(moment, population, population.active)
    changed = [call for call in every if call.by_hand is not None and call.by_hand is not call.by_stage]
    changed.sort(key=lambda call: (-(call.value or 0), call.deal))
    weighing = sorted((call for call in calls if _weigh(call)), key=lambda call: (-(_weigh(call) or 0), call.deal))
    shown = {call.deal for call in (*changed[:MOST], *weighing[:MOST])}
    with workspace.reading() as view:
        lines = read_lines(view, sorted(shown), today=view.today(), now=view.now())
    by_id = {line.deal_id: line for line in lines}

    def tell(some: Iterable[Call]) -> tuple[CalledDeal, ...]:
        # One that was deleted meanwhile has no line any more.
        return tuple(_to_deal(call, by_id[call.deal], total) for call in some if call.deal in by_id)

    return Calls(
        categories=tuple(_to_line(findings, category, calls) for category in CATEGORIES),
        due=_add([month.due for month in findings.forecast.months]),
        changed=tell(changed[:MOST]),
        changed_deals=len(changed),
        heaviest=tell(weighing[:MOST]),
        weighing=len(weighing),
    )


def category_table(calls: Calls, findings: ForecastFindings, words: Words) -> Table:
    """What counts as what, with people's calls beside what the stages say by themselves."""
    translate, teller, number = words.translate, Teller(words, findings.currency), words.formats.number
    last, due = findings.forecast.months[-1].first_day, calls.due
    caption = translate("Report", "open deals due until the end of {month}; what a person says goes before the stage")
    columns: tuple[Told[CategoryLine], ...] = (
        Told(translate("Report", "Counts as"), lambda line: name_category(line.category, words)),
        teller.count(translate("Report", "Deals"), lambda line: line.counts.deals),
        teller.money(translate("Report", "Value"), lambda line: line.counts.value),
        teller.rounded(translate("Report", "Weighted"), lambda line: line.counts.weighted),
        teller.count(translate("Report", "Set by hand"), lambda line: line.by_hand),
        teller.count(translate("Report", "Deals, by stage alone"), lambda line: line.by_stage.deals),
        teller.money(translate("Report", "Value, by stage alone"), lambda line: line.by_stage.value),
    )
    return teller.table(
        Titled(
            SectionName.CATEGORIES,
            translate("Report", "How firmly it is counted on"),
            caption.format(month=words.month(last)),
        ),
        columns,
        calls.categories,
        total=(
            translate("Report", "All"),
            number(due.deals),
            teller.say_sum(due.value),
            teller.say_rounded(due.weighted),
            number(sum(line.by_hand for line in calls.categories)),
            number(due.deals),
            teller.say_sum(due.value),
        ),
    )


def changed_table(calls: Calls, findings: ForecastFindings, words: Words) -> Table:
    """The deals that people call otherwise than their stage."""
    translate, teller = words.translate, Teller(words, findings.currency)
    columns: tuple[Told[CalledDeal], ...] = (
        *_name_columns(words),
        Told(translate("Report", "Counts as"), lambda deal: name_category(deal.call.counts_as, words)),
        Told(translate("Report", "By its stage"), lambda deal: name_category(deal.call.by_stage, words)),
        teller.share(translate("Report", "Chance"), lambda deal: deal.call.chance),
        teller.money(translate("Report", "Value"), lambda deal: deal.call.value),
        _close_column(translate("Report", "Closes"), findings, words),
    )
    caption = _say_shown(translate("Report", "the largest first"), len(calls.changed), calls.changed_deals, words)
    title = translate("Report", "Called otherwise than by their stage")
    return teller.table(Titled(SectionName.CALLS, title, caption), columns, calls.changed)


def carrier_table(calls: Calls, findings: ForecastFindings, words: Words) -> Table:
    """The deals that weigh most, each with its share of all that is weighted."""
    translate, teller = words.translate, Teller(words, findings.currency)
    said = say_carriers(findings, words) or translate("Report", "No deal is a quarter of what is weighted.")
    order = translate("Report", "by weight; due in the months ahead")
    caption = _say_shown(order, len(calls.heaviest), calls.weighing, words)
    columns: tuple[Told[CalledDeal], ...] = (
        *_name_columns(words),
        _close_column(translate("Report", "Closes"), findings, words),
        teller.money(translate("Report", "Value"), lambda deal: deal.call.value),
        teller.share(translate("Report", "Chance"), lambda deal: deal.call.chance),
        teller.rounded(translate("Report", "Weighted"), lambda deal: deal.weighted),
        teller.share(translate("Report", "Share"), lambda deal: deal.share),
    )
    heading = Titled(
        SectionName.CARRIERS,
        translate("Report", "The deals it hangs on"),
        f"{said} {caption[:1].upper()}{caption[1:]}.",
    )
    return teller.table(heading, columns, calls.heaviest)


def apart_table(findings: ForecastFindings, words: Words) -> Table | None:
    """The open deals that are in none of the months; None where all are."""
    translate, told, teller = words.translate, findings.forecast, Teller(words, findings.currency)
    there = [
        (place, found)
        for place, found in ((Due.OVERDUE, told.overdue), (Due.UNDATED, told.undated), (Due.LATER, told.later))
        if found.deals
    ]
    if not there:
        return None
    columns: tuple[Told[tuple[Due, Sum]], ...] = (
        Told(translate("Report", "Due"), lambda one: name_place(one[0], words)),
        teller.count(translate("Report", "Deals"), lambda one: one[1].deals),
        teller.money(translate("Report", "Value"), lambda one: one[1].value),
        teller.rounded(translate("Report", "Weighted"), lambda one: one[1].weighted),
    )
    heading = Titled(
        SectionName.APART,
        translate("Report", "Not in any month"),
        translate("Report", "open deals past the date they were to close, without one, or due after the months ahead"),
    )
    return teller.table(heading, columns, there, is_half=True)


def due_table(due: DueDeals, findings: ForecastFindings, words: Words) -> Table:
    """The deals that are overdue or without a date, with what all of them are worth."""
    translate, teller = words.translate, Teller(words, findings.currency)
    is_dated = due.place is not Due.UNDATED
    order = translate("Report", "the longest past first") if is_dated else translate("Report", "the oldest first")
    shown = due.deals[:MOST_APART]
    named: tuple[Told[DueDeal], ...] = _name_columns(words)
    columns: tuple[Told[DueDeal], ...] = (
        *named,
        Told(translate("Report", "Stage"), lambda deal: deal.line.stage or DASH),
        Told(translate("Report", "Counts as"), lambda deal: name_category(deal.call.counts_as, words)),
        teller.share(translate("Report", "Chance"), lambda deal: deal.call.chance),
        *((_close_column(translate("Report", "Was to close"), findings, words),) if is_dated else ()),
        teller.money(translate("Report", "Value"), lambda deal: deal.call.value),
    )
    heading = Titled(
        SectionName.APART,
        translate("Report", "Deals closing: {when}").format(when=name_place(due.place, words)),
        _say_shown(order, len(shown), due.total.deals, words),
    )
    total = (words.deals(due.total.deals), *("" for _column in columns[2:]), teller.say_sum(due.total.value))
    return teller.table(heading, columns, shown, total=total)


def _name_columns(words: Words) -> tuple[Told[_Deal], ...]:
    translate = words.translate
    return (
        Told(translate("Report", "Deal"), lambda deal: deal.line.title),
        Told(translate("Report", "Organisation"), lambda deal: deal.line.organisation or DASH),
        Told(translate("Report", "Owner"), lambda deal: deal.line.owner or DASH),
    )


def _close_column(head: str, findings: ForecastFindings, words: Words) -> Told[_Deal]:
    def closes(deal: _Deal) -> date | None:
        return None if deal.call.expected is None else date_of(deal.call.expected)

    def say(deal: _Deal) -> str:
        day = closes(deal)
        return DASH if day is None else words.formats.day(day, findings.as_of)

    return Told(head, closes, CellKind.DAY, say)


def _to_line(findings: ForecastFindings, category: ForecastCategory, calls: Sequence[Call]) -> CategoryLine:
    # A deal in no stage counts with what it weighs.
    told = [call for call in calls if (call.by_stage or ForecastCategory.PIPELINE) is category]
    values = [call.value for call in told if call.value is not None]
    return CategoryLine(
        category,
        _add([month.by_category[category] for month in findings.forecast.months]),
        Sum(len(told), sum(values) if values or not told else None, None),
        sum(call.by_hand is category for call in calls),
    )


def _add(sums: Sequence[Sum]) -> Sum:
    there = [found for found in sums if found.deals]
    values = [found.value for found in there if found.value is not None]
    weights = [found.weighted for found in there if found.weighted is not None]
    return Sum(
        sum(found.deals for found in there),
        sum(values) if values or not there else None,
        sum(weights) if weights or not there else None,
    )


def _weigh(call: Call) -> float | None:
    return None if call.value is None or call.chance is None else call.value * call.chance


def _to_deal(call: Call, line: DealLine, total: float) -> CalledDeal:
    weight = _weigh(call)
    return CalledDeal(
        call, line, None if weight is None else round(weight), None if weight is None or total <= 0 else weight / total
    )


def _say_shown(order: str, shown: int, deals: int, words: Words) -> str:
    if shown == deals:
        return order
    return words.translate("Report", "{order}; {shown} of {deals} shown").format(
        order=order, shown=words.formats.number(shown), deals=words.deals(deals)
    )

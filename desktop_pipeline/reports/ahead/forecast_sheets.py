"""What the panels of the Forecast show, as tables."""

from desktop_pipeline.domain.periods import Period, add_months
from desktop_pipeline.domain.stages import ForecastCategory
from desktop_pipeline.metrics.ahead.outlook import Outlook
from desktop_pipeline.metrics.telling.parts import Part, PartKind
from desktop_pipeline.reports.ahead.forecast_findings import DueDeals, ForecastFindings, Takes
from desktop_pipeline.reports.ahead.forecast_words import name_category, name_place, part_of, say_months_answer
from desktop_pipeline.reports.tables.sheets import CellKind, Sheet, SheetColumn, SheetRow
from desktop_pipeline.reports.words import Words


def months_sheet(findings: ForecastFindings, outlook: Outlook, words: Words, *, months: int, with_new: bool) -> Sheet:
    """The past months and those ahead, with all that is drawn."""
    translate, money = words.translate, CellKind.MONEY
    heads = (
        translate("Forecast", "Won"),
        translate("Forecast", "Committed"),
        translate("Forecast", "Best case"),
        translate("Forecast", "Weighted rest"),
        translate("Forecast", "All due, weighted"),
        translate("Forecast", "Not started yet"),
        translate("Forecast", "1 in 10 below"),
        translate("Forecast", "Middle"),
        translate("Forecast", "1 in 10 above"),
        translate("Forecast", "Target"),
    )
    columns = (
        SheetColumn(translate("Forecast", "Month")),
        *(SheetColumn(head, money) for head in heads),
        SheetColumn(translate("Forecast", "Chance of target"), CellKind.SHARE),
    )
    rows = [
        SheetRow(
            (
                words.month(month.first_day),
                month.value,
                *(None,) * 8,
                findings.book.of_month(month.first_day),
                None,
            ),
            Part(
                PartKind.WON_DURING,
                (month.first_day.isoformat(), add_months(month.first_day, 1).isoformat()),
            ),
        )
        for month in findings.past
    ]
    rows += [_month_row(findings, outlook, words, place, with_new=with_new) for place in range(months)]
    return Sheet(
        translate("Forecast", "What each month could bring"),
        columns,
        tuple(rows),
        findings.currency,
        (say_months_answer(findings, words),),
    )


def _month_row(findings: ForecastFindings, outlook: Outlook, words: Words, place: int, *, with_new: bool) -> SheetRow:
    month, band = findings.forecast.months[place], outlook.band(place, with_new=with_new)
    target = findings.book.of_month(month.first_day)
    period = Period(month.first_day, add_months(month.first_day, 1))
    chance = None if target is None else outlook.chance_of(target, period, outlook.won[place], with_new=with_new)
    return SheetRow(
        (
            words.month(month.first_day),
            month.won,
            month.by_category[ForecastCategory.COMMIT].value,
            month.by_category[ForecastCategory.BEST_CASE].value,
            month.by_category[ForecastCategory.PIPELINE].weighted,
            month.due.weighted,
            outlook.expected_new(place) if with_new else None,
            band.p10,
            band.p50,
            band.p90,
            target,
            chance,
        ),
        part_of(month.first_day),
    )


def due_sheet(due: DueDeals, currency: str, words: Words) -> Sheet:
    """The deals of a month, or those that are overdue or without a date; values in the base currency."""
    translate = words.translate
    return Sheet(
        translate("Forecast", "Deals closing: {when}").format(when=name_place(due.place, words)),
        (
            SheetColumn(translate("Forecast", "Deal")),
            SheetColumn(translate("Forecast", "Organisation")),
            SheetColumn(translate("Forecast", "Owner")),
            SheetColumn(translate("Forecast", "Stage")),
            SheetColumn(translate("Forecast", "Counts as")),
            SheetColumn(translate("Forecast", "By its stage")),
            SheetColumn(translate("Forecast", "Chance"), CellKind.SHARE),
            SheetColumn(translate("Forecast", "Value"), CellKind.MONEY),
            SheetColumn(translate("Forecast", "Closes"), CellKind.DAY),
        ),
        tuple(
            SheetRow(
                (
                    deal.line.title,
                    deal.line.organisation,
                    deal.line.owner,
                    deal.line.stage,
                    name_category(deal.call.counts_as, words),
                    name_category(deal.call.by_stage, words),
                    deal.call.chance,
                    deal.call.value,
                    deal.closes_on,
                )
            )
            for deal in due.deals
        ),
        currency,
    )


def takes_sheet(takes: Takes, currency: str, words: Words) -> Sheet:
    """What it takes: what it goes by, and how many deals each stage needs."""
    translate = words.translate
    question, needs = takes.question, takes.needs
    rows: list[tuple[str, int | None]] = [
        (translate("Forecast", "Wins of average size"), needs.wins),
        *((need.name, need.deals) for need in takes.stages),
    ]
    share = words.formats.percent
    return Sheet(
        translate("Forecast", "What it takes"),
        (SheetColumn(translate("Forecast", "Stage")), SheetColumn(translate("Forecast", "Deals"), CellKind.COUNT)),
        tuple(SheetRow(row) for row in rows),
        currency,
        (
            translate("Forecast", "Target {target}, {sure} sure; today’s deals bring {have} as surely.").format(
                target=words.formats.whole_money(question.target, currency),
                sure=share(question.sure),
                have=words.formats.whole_money(needs.certain, currency),
            ),
            translate("Forecast", "{size} a win, {rate} of new deals won, {days} from first entry to won.").format(
                size=words.formats.whole_money(question.deal_size, currency),
                rate=share(question.win_rate),
                days=words.days(round(question.cycle_days)),
            ),
        ),
    )

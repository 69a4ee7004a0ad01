"""The months of a forecast as the chart draws them, on screen and on paper."""

from datetime import date

from desktop_pipeline.domain.periods import Period, add_months
from desktop_pipeline.domain.stages import ForecastCategory
from desktop_pipeline.metrics.ahead.forecast import ForecastMonth, Sum
from desktop_pipeline.metrics.ahead.outlook import Outlook
from desktop_pipeline.metrics.closing.months import Month
from desktop_pipeline.metrics.telling.parts import Part, PartKind
from desktop_pipeline.reports.ahead.forecast_findings import ForecastFindings
from desktop_pipeline.reports.ahead.forecast_words import name_category, part_of, say_chance
from desktop_pipeline.reports.words import Words
from desktop_pipeline.ui.charts.forecast_months import Layer, MonthBar, MonthWords


def month_words(words: Words) -> MonthWords:
    """What the legend says."""
    translate = words.translate
    return MonthWords(
        (
            translate("Forecast", "Won"),
            translate("Forecast", "Committed"),
            translate("Forecast", "Best case"),
            translate("Forecast", "Weighted rest"),
            translate("Forecast", "Not started yet"),
        ),
        translate("Forecast", "middle"),
        translate("Forecast", "8 in 10"),
        translate("Forecast", "target"),
    )


def make_bars(
    findings: ForecastFindings, outlook: Outlook, words: Words, *, months: int, with_new: bool
) -> list[MonthBar]:
    """The past months, then so many ahead."""
    ahead = _Ahead(findings, outlook, words, with_new=with_new)
    return [*(_past_bar(findings, month, words) for month in findings.past), *map(ahead.bar, range(months))]


def _past_bar(findings: ForecastFindings, month: Month, words: Words) -> MonthBar:
    translate, target, won = words.translate, findings.book.of_month(month.first_day), month.value or 0
    below = ""
    if target is not None:
        below = translate("Forecast", "reached") if won >= target else translate("Forecast", "missed")
    said = translate("Forecast", "{month}: {sum} won, {deals}").format(
        month=words.month(month.first_day),
        sum=words.formats.whole_money(won, findings.currency),
        deals=words.deals(month.won),
    )
    said += _say_target(target, findings, words)
    layers = (Layer(won), Layer(0), Layer(0), Layer(0), Layer(0))
    title = translate("Forecast", "Won in {month}").format(month=words.month(month.first_day))
    part = _won_in(month.first_day) if month.won else None
    return MonthBar(month.first_day, layers, None, None, None, target, below, said, part=part, title=title)


class _Ahead:
    """Makes the bars of the months ahead."""

    def __init__(self, findings: ForecastFindings, outlook: Outlook, words: Words, *, with_new: bool) -> None:
        self._findings = findings
        self._outlook = outlook
        self._words = words
        self._with_new = with_new

    def bar(self, place: int) -> MonthBar:
        """The month at a place."""
        findings, outlook, words = self._findings, self._outlook, self._words
        translate, month = words.translate, findings.forecast.months[place]
        band = outlook.band(place, with_new=self._with_new)
        target, name = findings.book.of_month(month.first_day), words.month(month.first_day)
        period = Period(month.first_day, add_months(month.first_day, 1))
        chance = None
        if target is not None:
            chance = outlook.chance_of(target, period, outlook.won[place], with_new=self._with_new)
        money = words.formats.whole_money
        said = translate("Forecast", "{month}: 8 in 10 outcomes bring {low} to {high}, middle {middle}").format(
            month=name,
            low=money(band.p10, findings.currency),
            high=money(band.p90, findings.currency),
            middle=money(band.p50, findings.currency),
        )
        if chance is not None:
            said += translate("Forecast", "; {chance} reach the target").format(chance=say_chance(chance, words))
        said += _say_target(target, findings, words)
        return MonthBar(
            month.first_day,
            self._layers(month, place),
            band.p10,
            band.p50,
            band.p90,
            target,
            "" if chance is None else say_chance(chance, words),
            said,
            is_running=place == 0,
            part=part_of(month.first_day) if month.due.deals else None,
            title=translate("Forecast", "Open deals due in {month}").format(month=name),
        )

    def _layers(self, month: ForecastMonth, place: int) -> tuple[Layer, ...]:
        words, money = self._words, self._words.formats.whole_money
        name, currency = words.month(month.first_day), self._findings.currency
        translate = words.translate
        won = Layer(
            month.won or 0,
            translate("Forecast", "{month}, won: {sum}, {deals}").format(
                month=name, sum=money(month.won or 0, currency), deals=words.deals(month.won_deals)
            ),
            _won_in(month.first_day) if month.won_deals else None,
            translate("Forecast", "Won in {month}").format(month=name),
        )
        new = self._outlook.expected_new(place) if self._with_new else 0
        said = translate("Forecast", "{month}, not started yet: {sum} on average").format(
            month=name, sum=money(new, currency)
        )
        return (
            won,
            self._layer(month, ForecastCategory.COMMIT, weighted=False),
            self._layer(month, ForecastCategory.BEST_CASE, weighted=False),
            self._layer(month, ForecastCategory.PIPELINE, weighted=True),
            Layer(new, said),
        )

    def _layer(self, month: ForecastMonth, category: ForecastCategory, *, weighted: bool) -> Layer:
        words, found = self._words, month.by_category[category]
        name, amount = words.month(month.first_day), _amount(found, weighted=weighted)
        said = words.translate("Forecast", "{month}, {category}: {sum}, {deals}").format(
            month=name,
            category=name_category(category, words),
            sum=words.formats.whole_money(amount, self._findings.currency),
            deals=words.deals(found.deals),
        )
        title = f"{name_category(category, words)}, {name}"
        return Layer(amount, said, part_of(month.first_day, category) if found.deals else None, title)


def _amount(found: Sum, *, weighted: bool) -> int:
    return (found.weighted if weighted else found.value) or 0


def _won_in(month: date) -> Part:
    return Part(PartKind.WON_DURING, (month.isoformat(), add_months(month, 1).isoformat()))


def _say_target(target: int | None, findings: ForecastFindings, words: Words) -> str:
    if target is None:
        return ""
    return words.translate("Forecast", "; target {sum}").format(
        sum=words.formats.whole_money(target, findings.currency)
    )

"""Targets on paper: how far each is reached, with pace and coverage (METRICS §12)."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from desktop_pipeline.domain.targets import TargetMeasure, TargetScope
from desktop_pipeline.metrics.ahead.targets import Standing
from desktop_pipeline.metrics.history import Names
from desktop_pipeline.reports.ahead.forecast_words import name_period
from desktop_pipeline.reports.content import SectionName, Table
from desktop_pipeline.reports.said_values import DASH
from desktop_pipeline.reports.tables.sheets import CellKind
from desktop_pipeline.reports.tables.told_tables import Teller, Titled, Told
from desktop_pipeline.reports.words import Words, list_names


def target_table(standings: Sequence[Standing], names: Names, currency: str, words: Words) -> Table:
    """A line for each target that runs."""
    translate, teller = words.translate, Teller(words, currency)

    are_money = {one.target.measure is TargetMeasure.MONEY for one in standings}

    def amount(head: str, figure: Callable[[Standing], int | None]) -> Told[Standing]:
        """Money or a count, each by its own target: where there are both, one kind does not fit the column."""
        if len(are_money) > 1:
            return Told(head, lambda one: _say_amount(figure(one), one, currency, words), is_right=True)
        kind = CellKind.MONEY if True in are_money else CellKind.COUNT
        return Told(head, figure, kind, lambda one: _say_amount(figure(one), one, currency, words))

    def times(head: str, figure: Callable[[Standing], float | None]) -> Told[Standing]:
        return Told(head, figure, CellKind.NUMBER, lambda one: say_times(figure(one), words))

    columns: tuple[Told[Standing], ...] = (
        Told(translate("Report", "Whose"), lambda one: name_target(one, names, words)),
        Told(translate("Report", "When"), lambda one: name_period(one.target.period, words)),
        amount(translate("Report", "Target"), lambda one: one.amount),
        amount(translate("Report", "Reached"), lambda one: one.reached),
        teller.share(translate("Report", "Share"), lambda one: one.attainment),
        teller.share(translate("Report", "Pace"), lambda one: one.pace),
        amount(translate("Report", "Gap"), lambda one: one.gap),
        times(translate("Report", "Coverage"), lambda one: one.coverage),
        times(translate("Report", "Needed"), lambda one: one.needed_coverage),
        teller.count(translate("Report", "Wins needed"), lambda one: one.wins_needed),
    )
    heading = Titled(
        SectionName.TARGETS,
        translate("Report", "Targets that run now"),
        translate(
            "Report", "pace: share reached ÷ share of working days gone; coverage: what is due ÷ what is missing"
        ),
    )
    return teller.table(heading, columns, standings)


def _say_amount(figure: int | None, standing: Standing, currency: str, words: Words) -> str:
    return DASH if figure is None else say_amount(figure, standing, currency, words)


def say_amount(figure: int, standing: Standing, currency: str, words: Words) -> str:
    """Money for a target of money, else the count."""
    if standing.target.measure is TargetMeasure.MONEY:
        return words.formats.whole_money(figure, currency)
    return words.formats.number(figure)


def say_times(times: float | None, words: Words) -> str:
    """`2.5 ×`."""
    return DASH if times is None else f"{_one_place(times, words)} ×"


def _one_place(times: float, words: Words) -> str:
    tenths = round(times * 10)
    return words.formats.number(Decimal(tenths) / 10, 1)


def name_target(standing: Standing, names: Names, words: Words) -> str:
    """Whose it is, with what is counted where that is not money."""
    translate, target = words.translate, standing.target
    called = {
        TargetScope.COMPANY: {},
        TargetScope.OWNER: names.owners,
        TargetScope.PIPELINE: names.pipelines,
        TargetScope.PRODUCT: names.products,
    }[target.scope]
    whose = translate("Report", "Company") if target.of is None else called.get(target.of, DASH)
    measured = {
        TargetMeasure.MONEY: "",
        TargetMeasure.COUNT: translate("Report", "deals won"),
        TargetMeasure.ACTIVITIES: translate("Report", "activities done"),
    }[target.measure]
    return list_names(part for part in (whose, measured) if part)

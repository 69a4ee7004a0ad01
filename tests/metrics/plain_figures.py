"""METRICS §1–§5 worked out once more, deal by deal in plain Python; what is asked, and what all figures stand on."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from math import fsum
from typing import Any

from tests.metrics.plain_company import Company, Deal, State
from tests.metrics.plain_passages import Passage, list_passages
from tests.metrics.plain_statistics import (
    Figures,
    kaplan_meier,
    middle_amount,
    month_after,
    rate,
    spread,
)


@dataclass(frozen=True)
class Question:
    """What is asked: dates from `start` up to, but without, `end`, and ids to keep to."""

    as_of: date
    start: date
    end: date
    owner: int | None = None
    source: int | None = None
    product: int | None = None
    pipeline: int | None = None

    def has(self, day: date | None) -> bool:
        return day is not None and self.start <= day < self.end

    def keeps(self, deal: Deal, owner: int | None, pipeline: int) -> bool:
        return self.is_of(owner) and self.keeps_else(deal, pipeline)

    def is_of(self, owner: int | None) -> bool:
        return self.owner in (None, owner)

    def keeps_else(self, deal: Deal, pipeline: int) -> bool:
        return (
            self.pipeline in (None, pipeline)
            and self.source in (None, deal.source)
            and (self.product is None or self.product in [product for product, _amount in deal.lines])
        )


@lru_cache(maxsize=2)
def _look(company: Company, as_of: date) -> tuple[list[State], dict[int, list[Passage]]]:
    """The deals at the end of a day and what each passed, whatever is asked of them."""
    everyone = company.look(as_of)
    return everyone, {state.deal.id: list_passages(company, state, as_of) for state in everyone}


class Plain:
    """Every figure of one company and question."""

    def __init__(self, company: Company, question: Question) -> None:
        self.company, self.asked, self.today = company, question, question.as_of
        self._chances: dict[int, float] = {}
        self.everyone, self.passed = _look(company, question.as_of)
        self.passages = {deal: [p for p in passed if p.is_told] for deal, passed in self.passed.items()}
        # Of what happened to deals, it counts who had them then.
        self.whosever = [one for one in self.everyone if question.keeps_else(one.deal, one.pipeline)]
        self.chosen = [one for one in self.whosever if question.is_of(one.owner)]
        self.active = [one for one in self.chosen if one.status == "open"]
        self.won, self.lost, self.unreal = self.closed_in(question.has)

    def closed_in(self, has: Callable[[date | None], bool]) -> tuple[list[State], list[State], list[State]]:
        closed = [one for one in self.chosen if one.status != "open" and has(one.closed)]
        return (
            [one for one in closed if one.status == "won"],
            [one for one in closed if one.status == "lost" and one.is_real],
            [one for one in closed if one.status == "lost" and not one.is_real],
        )

    # Money

    def worth(self, one: State) -> int | None:
        value = self.company.to_base(one.value, one.currency, one.closed or self.today)
        return value if self.asked.product is None else self.part(one.deal, value, self.asked.product)

    def part(self, deal: Deal, value: int | None, product: int) -> int | None:
        """The product's part of a value: by line amounts, evenly where one of them is unknown."""
        if value is None:
            return None
        amounts = [amount for _product, amount in deal.lines]
        if any(amount is None or amount < 0 for amount in amounts) or not sum(amount or 0 for amount in amounts):
            amounts = [1] * len(amounts)
        weights, total, before, part = [amount or 0 for amount in amounts], sum(amount or 0 for amount in amounts), 0, 0
        for (of, _amount), weight in zip(deal.lines, weights, strict=True):
            here = value * (before + weight) // total - value * before // total
            before += weight
            part += here if of == product else 0
        return part

    def known(self, deals: Iterable[State]) -> list[int]:
        return [value for one in deals if (value := self.worth(one)) is not None]

    def total(self, deals: Sequence[State]) -> str | None:
        values = self.known(deals)
        return None if deals and not values else self.text(sum(values))

    def text(self, minor: int | None) -> str | None:
        return None if minor is None else f"{'-' if minor < 0 else ''}{abs(minor) // 100}.{abs(minor) % 100:02d}"

    def mean(self, values: Sequence[int]) -> str | None:
        return self.text(round(Fraction(sum(values), len(values)))) if values else None

    def chance(self, one: State) -> float | None:
        """By hand, else of its stage's history (METRICS §1, §9)."""
        if one.chance is not None:
            return one.chance
        return None if one.stage is None else self.stage_chance(one.stage)

    def stage_chance(self, stage: int) -> float:
        if stage not in self._chances:
            self._chances[stage] = self._work_out_chance(stage)
        return self._chances[stage]

    def _work_out_chance(self, stage: int) -> float:
        closed = [one for one in self.everyone if one.status != "open" and one.is_real]
        reached = [one for one in closed if any(stage == p.stage and p.reached for p in self.passed[one.deal.id])]
        won = sum(one.status == "won" for one in reached)
        return (won + 5 * self.company.stages[stage].chance) / (len(reached) + 5)

    def weighted(self, deals: Sequence[State]) -> str | None:
        parts = [
            value * chance
            for one in deals
            if (value := self.worth(one)) is not None and (chance := self.chance(one)) is not None
        ]
        return None if deals and not parts else self.text(round(fsum(parts)))

    # §1–§5

    def days(self, one: State) -> int | None:
        """Of the sales cycle, less what it lay lost; None where unknown or not sound."""
        if one.created is None or (one.status != "open" and one.closed is None):
            return None
        days = ((one.closed or self.today) - one.created).days - one.days_lost
        return days if days >= 0 else None

    def all_days(self, deals: Iterable[State]) -> list[int]:
        return [days for one in deals if (days := self.days(one)) is not None]

    def outcomes(self) -> Figures:
        won, lost = self.known(self.won), self.known(self.lost)
        by_month: Figures = {}
        month = self.asked.start.replace(day=1)
        while month < self.asked.end:
            here = [one for one in self.won if one.closed and one.closed.replace(day=1) == month]
            by_month[f"{month:%Y-%m}"] = {"deals": len(here), "value": self.total(here)}
            month = month_after(month)
        decided = self.all_days(self.won + self.lost)
        return {
            "active": {
                "deals": len(self.active),
                "value": self.total(self.active),
                "weighted": self.weighted(self.active),
            },
            "deal_size": {"mean": self.mean(won), "median": self.text(middle_amount(won)), "n": len(won)},
            "win_rate": rate(len(self.won), len(self.won) + len(self.lost)),
            "value_win_rate": {
                "value": sum(won) / (sum(won) + sum(lost)) if sum(won) + sum(lost) else None,
                "n": len(won) + len(lost),
                "low": None,
                "high": None,
            },
            "cycle": {
                "won": spread(self.all_days(self.won)),
                "lost": spread(self.all_days(self.lost)),
                "kaplan_meier_median": kaplan_meier(decided, self.all_days(self.active)),
            },
            "won": {"deals": len(self.won), "value": self.total(self.won), "by_month": by_month},
            "lost_reasons": self.reasons(),
        }

    def left_out(self) -> Figures:
        """Deals by the reason why some sum or mean goes without them."""
        counted = [*self.active, *self.won, *self.lost]
        unrated = [one for one in counted if one.value is not None and self.worth(one) is None]
        closed = [one for one in self.chosen if one.status != "open" and one.is_real]
        reasons = {
            "no value": [one for one in counted if one.value is None],
            "not a real deal": self.unreal,
            "creation date unknown": [one for one in counted if one.created is None],
            "closing date unknown": [one for one in closed if one.closed is None],
            "closed before it was created": [
                one for one in counted if one.created is not None and one.closed and self.days(one) is None
            ],
            **{
                f"no rate for {code}": [one for one in unrated if one.currency == code]
                for code in {one.currency for one in unrated}
            },
        }
        return {why: len(deals) for why, deals in reasons.items() if deals}

    def reasons(self) -> Figures:
        lost = self.lost + self.unreal
        found: Figures = {}
        for reason in {one.reason for one in lost}:
            deals = [one for one in lost if one.reason == reason]
            name = "(blank)" if reason is None else self.company.reasons[reason]
            found[name] = {"deals": len(deals), "value": self.total(deals)}
        return found

    def breakdowns(self) -> Figures:
        company, asked = self.company, self.asked
        industries = {one.industry: one.industry for one in company.deals if one.industry}
        product = {asked.product} if asked.product is not None else None
        table: list[tuple[str, dict[Any, str], Callable[[State], set[Any]], Any]] = [
            ("owner", company.owners, lambda one: {one.owner}, asked.owner),
            ("source", company.sources, lambda one: {one.deal.source}, asked.source),
            (
                "product",
                company.products,
                lambda one: product or {each for each, _amount in one.deal.lines} or {None},
                asked.product,
            ),
            ("industry", industries, lambda one: {one.deal.industry}, None),
            ("label", company.labels, lambda one: set(one.deal.labels) or {None}, None),
        ]
        return {by: self.break_down(by, names, keys, wanted) for by, names, keys, wanted in table}

    def break_down(self, by: str, names: dict[Any, str], keys: Callable[[State], set[Any]], wanted: object) -> Figures:
        rows: Figures = {}
        for key in [*names, None]:
            active, won, lost = (
                [one for one in deals if key in keys(one)] for deals in (self.active, self.won, self.lost)
            )
            if wanted not in (None, key) or (key is None and not (active or won or lost)):
                continue
            values = self.known(won)
            if by == "product" and key is not None and self.asked.product is None:
                parts = (self.part(one.deal, self.worth(one), key) for one in won)
                values = [part for part in parts if part is not None]
            days = self.all_days(won)
            rows["(blank)" if key is None else names[key]] = {
                "active": len(active),
                "won": len(won),
                "lost": len(lost),
                "win_rate": rate(len(won), len(won) + len(lost)),
                "won_value": None if won and not values else self.text(sum(values)),
                "mean_size": self.mean(values),
                "cycle_mean": sum(days) / len(days) if days else None,
            }
        return rows

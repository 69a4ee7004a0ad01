"""Scores of open deals (METRICS §14): of a page of cards, of one deal with its reasons, of all; the best fifth."""

from collections.abc import Collection
from contextlib import suppress
from datetime import date
from typing import NamedTuple

from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.scores import (
    Condition,
    Operator,
    Score,
    ScoreField,
    ScorePart,
    ScoreRule,
    check_condition,
    check_points,
    find_best_fifth,
    score_deal,
)
from desktop_pipeline.queries.score_facts import read_facts
from desktop_pipeline.queries.score_sums import sum_scores
from desktop_pipeline.storage.database import Row
from desktop_pipeline.storage.workspace import View


def read_rules(view: View) -> tuple[ScoreRule, ...]:
    """The rules in force, in their order; without any there is no score."""
    return view.keep("score rules", None, lambda: _read_rules(view), of=_RULES)


_ALL, _BEST = "all scores", "best fifth"
_RULES = frozenset(("score_rule",))


def read_score(view: View, deal_id: int, *, today: date) -> Score | None:
    """The score of an open deal with its reasons; None where there are no rules, or no such open deal."""
    rules = read_rules(view)
    if not rules:
        return None
    return next((score_deal(rules, facts, today) for _deal, facts in read_facts(view, rules, (deal_id,), today)), None)


def read_scores(view: View, deal_ids: Collection[int], *, today: date) -> dict[int, int]:
    """The points of those deals that are open, by their ids; empty where there are no rules."""
    rules = read_rules(view)
    if not rules or not deal_ids:
        return {}
    return sum_scores(view, rules, deal_ids, today)


def read_all_scores(view: View, *, today: date) -> dict[int, int]:
    """The points of all open deals, kept until anybody commits: an order by score needs them all."""
    return view.keep(_ALL, today, lambda: _score_all(view, today))


def prime_scores(view: View, scores: dict[int, int], *, today: date) -> None:
    """Lets the view know the points of all open deals, as somebody else keeps them, until anybody commits."""
    if view.recall(_ALL, view.version) is not scores:
        view.forget(_ALL)
        view.forget(_BEST)
    view.keep(_ALL, today, lambda: scores)


def read_best_fifth(view: View, *, today: date) -> frozenset[int]:
    """The best fifth of all open deals by their score (METRICS §10)."""
    return view.keep(_BEST, today, lambda: find_best_fifth(read_all_scores(view, today=today)))


def _score_all(view: View, today: date) -> dict[int, int]:
    rules = read_rules(view)
    if not rules:
        return {}
    return sum_scores(view, rules, None, today)


class RuleRow(NamedTuple):
    """A rule as the settings show it; one that rests counts nothing."""

    rule: ScoreRule
    is_active: bool


def read_rule_rows(view: View, part: ScorePart) -> list[RuleRow]:
    """All rules of a part of the score, in their order; those that rest stand last."""
    rows = view.rows(f"{_COLUMNS} from score_rule where part = ? order by not is_active, position, id", (part.value,))
    return [RuleRow(rule, bool(row[-1])) for row in rows for rule in _to_rules(row)]


def _read_rules(view: View) -> tuple[ScoreRule, ...]:
    rows = view.rows(f"{_COLUMNS} from score_rule where is_active order by part desc, position, id")
    return tuple(rule for row in rows for rule in _to_rules(row))


def _to_rules(row: Row) -> list[ScoreRule]:
    """The rule of a row; what another program, or a later one of ours, wrote there says nothing to this one."""
    rule_id, field, operator, value, points, _is_active = row
    with suppress(ValueError, InvalidError):
        condition = check_condition(Condition(ScoreField(field), Operator(operator or Operator.IS), value))
        return [ScoreRule(rule_id, condition, check_points(points))]
    return []


_COLUMNS = "select id, field, operator, value, points, is_active"

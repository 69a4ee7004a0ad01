"""The table's answers against a recomputation from its own lines, on the sample company."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from desktop_pipeline.actions import Workspace
from desktop_pipeline.actions.deals import delete_deals
from desktop_pipeline.actions.sample_company import make_sample_company
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.hygiene import NextStep
from desktop_pipeline.domain.names import fold
from desktop_pipeline.queries.deal_question import DealQuestion, GroupKey, Sort, SortKey
from desktop_pipeline.queries.deals_table import DealLine, read_groups, read_ids, read_lines, sum_deals, sum_ids
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.rates import read_rates

NOW = datetime(2026, 6, 9, 10, 25, tzinfo=UTC)
EVERYTHING = DealQuestion(status=None)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("company")
    workspace = make_sample_company(folder / "company.pipeline", today=NOW.date(), clock=lambda: NOW)
    yield workspace
    workspace.close()


def lines(workspace: Workspace, question: DealQuestion) -> list[DealLine]:
    ids = read_ids(workspace, question)
    found = read_lines(workspace, ids, today=workspace.today(), now=workspace.now())
    assert [line.deal_id for line in found] == list(ids)
    return found


def test_everything_is_every_deal_that_is_not_in_the_bin(company: Workspace) -> None:
    whole = company.value("select count(*) from deal where deleted_at is null")
    assert len(read_ids(company, EVERYTHING)) == whole == 294
    assert len(set(read_ids(company, EVERYTHING))) == whole


@pytest.mark.parametrize("status", list(DealStatus))
def test_a_status_asks_for_its_deals_only(company: Workspace, status: DealStatus) -> None:
    found = lines(company, DealQuestion(status=status))
    assert {line.status for line in found} == {status}
    assert len(found) == sum(line.status is status for line in lines(company, EVERYTHING))


_CONDITIONS: dict[str, tuple[DealQuestion, Callable[[DealLine], bool]]] = {
    "owners": (replace(EVERYTHING, owner_ids=frozenset({1, 3})), lambda line: line.owner_id in {1, 3}),
    "stages": (replace(EVERYTHING, stage_ids=frozenset({2})), lambda line: line.stage_id == 2),
    "sources": (replace(EVERYTHING, source_ids=frozenset({2})), lambda line: line.source_id == 2),
    "values": (
        replace(EVERYTHING, value_from=1_000_000, value_to=2_000_000),
        lambda line: line.value is not None and 1_000_000 <= line.value.minor <= 2_000_000,
    ),
    "closing": (
        replace(EVERYTHING, closes_from=date(2026, 6, 1), closes_to=date(2026, 6, 30)),
        lambda line: line.expected_close_on is not None and line.expected_close_on.strftime("%Y-%m") == "2026-06",
    ),
    "no step": (replace(EVERYTHING, without_step=True), lambda line: line.next_step is NextStep.NONE),
    "words": (
        replace(EVERYTHING, text="KITCHEN fr"),
        lambda line: all(word in fold(f"{line.title}\n{line.organisation}") for word in ("kitchen", "fr")),
    ),
}


@pytest.mark.parametrize("name", _CONDITIONS)
def test_a_condition_holds_for_what_it_finds_and_for_nothing_else(company: Workspace, name: str) -> None:
    question, holds = _CONDITIONS[name]
    found = {line.deal_id for line in lines(company, question)}
    assert found == {line.deal_id for line in lines(company, EVERYTHING) if holds(line)}
    assert 0 < len(found) < 294


@pytest.mark.parametrize("key", list(GroupKey))
def test_groups_are_the_deals_one_after_the_other_and_their_sums_make_the_whole(
    company: Workspace, key: GroupKey
) -> None:
    question = replace(EVERYTHING, group=key, sorts=(Sort(SortKey.VALUE, descending=True),))
    groups = read_groups(company, question, today=company.today())
    rows = lines(company, question)
    common: dict[GroupKey, Callable[[DealLine], object]] = {
        GroupKey.STAGE: lambda line: line.stage_id,
        GroupKey.OWNER: lambda line: line.owner_id,
        GroupKey.SOURCE: lambda line: line.source_id,
        GroupKey.ORGANISATION: lambda line: line.organisation,
        GroupKey.CLOSE_MONTH: lambda line: line.expected_close_on and line.expected_close_on.isoformat()[:7],
        GroupKey.STATUS: lambda line: line.status.value,
    }
    start = 0
    for group in groups:
        part = rows[start : start + group.summed.deals]
        start += group.summed.deals
        assert len({common[key](line) for line in part}) == 1
        values = [line.value.minor for line in part if line.value is not None and line.value.currency == "EUR"]
        assert values == sorted(values, reverse=True)
        assert group.summed == sum_ids(company, [line.deal_id for line in part], today=company.today())
    assert start == len(rows)
    whole = sum_deals(company, question, today=company.today())
    assert whole.deals == len(rows)
    assert whole.value == sum(group.summed.value for group in groups)
    assert whole.without_value == sum(group.summed.without_value for group in groups) > 0


def test_unknown_values_stand_last_in_either_direction(company: Workspace) -> None:
    for descending in (False, True):
        values = [line.value for line in lines(company, replace(EVERYTHING, sorts=(Sort(SortKey.VALUE, descending),)))]
        known = [value for value in values if value is not None]
        assert values[: len(known)].count(None) == 0 < values.count(None)
        euros = [value.minor for value in known if value.currency == "EUR"]
        assert euros == sorted(euros, reverse=descending)


def test_values_of_several_currencies_are_ordered_by_what_they_are_worth(company: Workspace) -> None:
    rates = read_rates(company, "EUR", company.today())
    assert len(rates) > 1
    rows = lines(company, replace(EVERYTHING, sorts=(Sort(SortKey.VALUE),)))
    worth = [
        line.value.minor * rates[line.value.currency] for line in rows if line.value and line.value.currency in rates
    ]
    assert worth == sorted(worth)
    assert worth != sorted(line.value.minor for line in rows if line.value and line.value.currency in rates)


def test_a_second_order_holds_where_the_first_is_equal(company: Workspace) -> None:
    question = replace(EVERYTHING, sorts=(Sort(SortKey.OWNER), Sort(SortKey.TITLE, descending=True)))
    rows = lines(company, question)
    owned = [(fold(line.owner), fold(line.title)) for line in rows if line.owner is not None]
    assert [owner for owner, _title in owned] == sorted(owner for owner, _title in owned)
    for (owner, title), (next_owner, next_title) in pairwise(owned):
        assert owner != next_owner or title >= next_title


@pytest.mark.parametrize("key", list(SortKey))
def test_every_order_holds_all_deals(company: Workspace, key: SortKey) -> None:
    ids = read_ids(company, replace(EVERYTHING, sorts=(Sort(key, descending=True),)))
    assert sorted(ids) == sorted(read_ids(company, EVERYTHING))


def test_a_deal_in_the_bin_has_no_line(tmp_path: Path) -> None:
    with make_sample_company(tmp_path / "c.pipeline", today=NOW.date(), clock=lambda: NOW) as workspace:
        ids = read_ids(workspace, DealQuestion())
        delete_deals(workspace, ids[:1], at=NOW)
        assert list(read_ids(workspace, DealQuestion())) == list(ids[1:])
        assert len(read_lines(workspace, ids[:2], today=NOW.date(), now=NOW)) == 1


def test_text_of_others_is_bound_never_run(company: Workspace) -> None:
    assert list(read_ids(company, replace(EVERYTHING, text="'); drop table deal; --"))) == []
    assert len(read_ids(company, EVERYTHING)) == 294


def test_likelihood_is_what_the_history_tells_of_a_stage_where_that_is_known(company: Workspace) -> None:
    today, now = company.today(), company.now()
    open_deals = DealQuestion(sorts=(Sort(SortKey.PROBABILITY, descending=True),))
    figures = Figures(company)
    chances = figures.stage_chances(today)
    ids = read_ids(company, open_deals, chances=chances)
    lines = read_lines(company, ids, today=today, now=now, chances=chances)
    likely = [(line.stage_probability if line.probability is None else line.probability) or 0.0 for line in lines]
    assert likely == [figures.chance(line.deal_id, today) for line in lines]
    assert likely == sorted(likely, reverse=True)
    as_set = read_lines(company, ids, today=today, now=now)
    assert [line.stage_probability for line in as_set] != [line.stage_probability for line in lines]

"""What each source brings (METRICS §16)."""

from dataclasses import replace

import numpy as np

from desktop_pipeline.metrics.history import UNKNOWN
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.people.leads import measure_leads
from desktop_pipeline.metrics.people.sources import SourceLine, measure_sources
from desktop_pipeline.metrics.population import gather
from desktop_pipeline.metrics.selection import EVERYTHING, Selection
from tests.metrics.histories import (
    CALL,
    DUPLICATE,
    STAGES,
    YEAR,
    Doing,
    N,
    P,
    created,
    deal,
    lost,
    moment_at,
    moved,
    won,
)

WEB, REFERRAL = 1, 2
COMPANY = (
    deal(
        1,
        created("2024-01-01T10:00", value=100),
        moved("2024-02-01", P),
        won("2024-03-01"),
        source=WEB,
        doings=(Doing(CALL, done="2024-01-01T10:30"),),
    ),
    deal(2, created("2024-01-01T10:00"), source=WEB, doings=(Doing(CALL, done="2024-01-01T13:30"),)),
    # Created the year before, and so no lead of this one.
    deal(3, created("2023-12-31", value=50), moved("2024-02-01", N), won("2024-03-01"), source=REFERRAL),
    deal(4, created("2023-12-31"), lost("2024-03-01"), source=REFERRAL),
    deal(5, created("2024-01-01"), lost("2024-03-01", DUPLICATE), source=REFERRAL),
    deal(6, created("2024-01-01")),
)


def company() -> Moment:
    return moment_at("2024-12-31", *COMPANY, stages=replace(STAGES, milestone=np.array([1, 2, 0, 0, 0, 0], np.int8)))


def lines_of(moment: Moment, selection: Selection = EVERYTHING) -> dict[int, SourceLine]:
    population = gather(moment, YEAR, selection)
    return {line.source: line for line in measure_sources(moment, population, YEAR, only=selection.source)}


def test_each_figure_belongs_to_the_period_by_its_own_date() -> None:
    lines = lines_of(company())
    assert [line.name for line in lines.values()] == ["Referral", "Web", None]
    told = {key: (one.leads, one.mql, one.sql, one.won, one.lost, one.won_value) for key, one in lines.items()}
    assert told == {WEB: (2, 2, 1, 1, 0, 100), REFERRAL: (0, 0, 1, 1, 1, 50), UNKNOWN: (1, 1, 0, 0, 0, 0)}
    assert (lines[REFERRAL].win_rate.hits, lines[REFERRAL].win_rate.n) == (1, 2)


def test_each_source_has_the_response_of_its_own_leads() -> None:
    lines = lines_of(company())
    assert [lines[key].response.median_hours for key in (WEB, REFERRAL, UNKNOWN)] == [2.0, None, None]
    assert (lines[WEB].response.within_hour.value, lines[UNKNOWN].response.unanswered) == (0.5, 1)


def test_the_lines_add_up_to_the_leads_of_the_period() -> None:
    moment = company()
    lines, leads = lines_of(moment).values(), measure_leads(moment, gather(moment, YEAR).chosen, YEAR)
    assert sum(line.leads for line in lines) == leads.created
    assert sum(line.mql for line in lines) == leads.became_mql
    assert sum(line.sql for line in lines) == leads.became_sql


def test_a_filter_by_source_leaves_its_line_alone() -> None:
    moment = company()
    assert lines_of(moment, Selection(source=WEB)) == {WEB: lines_of(moment)[WEB]}


def test_without_deals_the_sources_are_listed() -> None:
    lines = lines_of(moment_at("2024-12-31"))
    assert [(line.name, line.leads, line.win_rate.value, line.won_value) for line in lines.values()] == [
        ("Referral", 0, None, 0),
        ("Web", 0, None, 0),
    ]

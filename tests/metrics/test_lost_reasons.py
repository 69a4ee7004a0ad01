"""Why deals were lost: by reason, by stage, by competitor (METRICS §5)."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_pipeline.domain.deals import ReasonGroup
from desktop_pipeline.metrics.closing.lost_reasons import (
    LostReasons,
    flags_competitor,
    flags_group,
    flags_lost_at,
    flags_reason,
    measure_lost_reasons,
    measure_won_reasons,
)
from desktop_pipeline.metrics.history import UNKNOWN, Flags
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.population import Population, gather
from desktop_pipeline.metrics.selection import Selection
from tests.lengths import MANY
from tests.metrics.histories import (
    ANN,
    BEN,
    DUPLICATE,
    GOOD,
    PRICE,
    SILENT,
    YEAR,
    N,
    P,
    Q,
    Story,
    created,
    deal,
    lost,
    moment_at,
    moved,
    owned,
    reopened,
    won,
)

COMPANY = (
    # Too dear: at Negotiation (moved back before it was lost), at Qualified; 900 and unknown.
    deal(
        1,
        created("2024-01-01", value=900, owner=ANN),
        moved("2024-01-02", N),
        moved("2024-01-03", P),
        lost("2024-02-01"),
        competitors=(1, 2),
    ),
    deal(2, created("2024-01-01", owner=BEN), lost("2024-02-01"), competitors=(1,)),
    # No answer, at Proposal.
    deal(3, created("2024-01-01", value=50), moved("2024-01-02", P), lost("2024-03-01", SILENT)),
    # No reason told; its stages are not known either.
    deal(4, created("2024-01-01", UNKNOWN, value=7), lost("2024-03-01", UNKNOWN)),
    # Never was a deal.
    deal(5, created("2024-01-01", value=1_000), lost("2024-03-01", DUPLICATE), competitors=(1,)),
    # Another year; reopened; won against Acme.
    deal(6, created("2023-01-01", value=1), lost("2023-12-31")),
    deal(7, created("2024-01-01", value=1), lost("2024-02-01"), reopened("2024-02-02")),
    deal(8, created("2024-01-01", value=400), won("2024-02-01", reason=GOOD), competitors=(1,)),
)


def asked(*company: Story, selection: Selection | None = None) -> tuple[Moment, Population]:
    moment = moment_at("2024-12-31", *company)
    return moment, gather(moment, YEAR, selection or Selection())


def measured(*company: Story) -> LostReasons:
    return measure_lost_reasons(*asked(*company))


def ids(moment: Moment, flags: Flags) -> list[int]:
    return [int(one) for one in moment.history.deals.ids[flags]]


def test_each_reason_has_its_deals_and_their_value_the_most_frequent_first() -> None:
    reasons = measured(*COMPANY)
    assert [(line.name, line.group, line.deals, line.value) for line in reasons.reasons] == [
        ("Too dear", ReasonGroup.WE_LOST, 2, 900),
        ("No answer", ReasonGroup.NO_DECISION, 1, 50),
        (None, None, 1, 7),
        ("Duplicate", ReasonGroup.NOT_REAL, 1, 1_000),
    ]
    assert (reasons.lost, reasons.value) == (4, 957)


def test_what_was_no_real_deal_is_in_no_denominator() -> None:
    reasons = measured(*COMPANY)
    shares = [None if line.share is None else (line.share.hits, line.share.n) for line in reasons.reasons]
    assert shares == [(2, 4), (1, 4), (1, 4), None]
    assert (reasons.without_reason.hits, reasons.without_reason.n) == (1, 4)
    assert [(line.group, line.deals, line.value) for line in reasons.groups] == [
        (ReasonGroup.WE_LOST, 2, 900),
        (ReasonGroup.NO_DECISION, 1, 50),
        (ReasonGroup.NOT_REAL, 1, 1_000),
        (None, 1, 7),
    ]


def test_a_loss_is_charged_to_the_furthest_stage_that_the_deal_got_to() -> None:
    reasons = measured(*COMPANY)
    assert [(line.stage_id, line.deals, line.value) for line in reasons.stages] == [
        (Q, 1, None),
        (P, 1, 50),
        (N, 1, 900),
        (UNKNOWN, 1, 7),
    ]
    assert reasons.reasons[0].stages == {Q: 1, N: 1}
    assert reasons.reasons[2].stages == {UNKNOWN: 1}


def test_a_deal_stands_in_the_line_of_each_competitor_it_names() -> None:
    lines = measured(*COMPANY).competitors
    assert [(line.name, line.lost, line.value, line.won) for line in lines] == [
        ("Acme", 2, 900, 1),
        ("Bolt", 1, 900, 0),
    ]
    assert (lines[0].win_rate.hits, lines[0].win_rate.n) == (1, 3)


def test_won_reasons_are_told_likewise() -> None:
    line, *others = measure_won_reasons(*asked(*COMPANY))
    assert (line.name, line.group, line.deals, line.value, others) == ("Good price", ReasonGroup.WON, 1, 400, [])


def test_every_count_opens_its_deals() -> None:
    moment, population = asked(*COMPANY)
    assert ids(moment, flags_reason(moment, population.lost, PRICE)) == [1, 2]
    assert ids(moment, flags_reason(moment, population.lost, UNKNOWN)) == [4]
    assert ids(moment, flags_group(moment, population.lost, ReasonGroup.NO_DECISION)) == [3]
    assert ids(moment, flags_group(moment, population.lost, None)) == [4]
    assert ids(moment, flags_group(moment, population.not_real, ReasonGroup.NOT_REAL)) == [5]
    assert ids(moment, flags_lost_at(moment, population, N)) == [1]
    assert ids(moment, flags_lost_at(moment, population, UNKNOWN)) == [4]
    assert ids(moment, flags_competitor(moment, population.lost, 1)) == [1, 2]


def test_a_filter_by_owner_keeps_the_deals_that_were_theirs_at_the_close() -> None:
    handed_over = deal(9, created("2024-01-01", owner=BEN), owned("2024-01-05", ANN), lost("2024-02-01"))
    late = deal(10, created("2024-01-01", owner=BEN), lost("2024-02-01"), owned("2024-03-01", ANN))
    reasons = measure_lost_reasons(*asked(*COMPANY, handed_over, late, selection=Selection(owner=ANN)))
    assert [(line.name, line.deals) for line in reasons.reasons] == [("Too dear", 2)]


def test_without_a_lost_deal_nothing_is_made_up() -> None:
    for company in ((), (deal(1, created("2024-01-01")),)):
        reasons = measured(*company)
        assert (reasons.lost, reasons.value, reasons.reasons, reasons.groups) == (0, 0, (), ())
        assert (reasons.stages, reasons.competitors, reasons.without_reason.value) == ((), (), None)


reasons_given = st.sampled_from((PRICE, SILENT, DUPLICATE, UNKNOWN))


@st.composite
def losses(draw: st.DrawFn) -> tuple[Story, ...]:
    told = draw(st.lists(st.tuples(reasons_given, st.sampled_from((Q, P, N, UNKNOWN)), st.integers(0, 9)), max_size=25))
    return tuple(
        deal(number, created("2024-01-01", stage, value=value or None), lost("2024-05-01", reason))
        for number, (reason, stage, value) in enumerate(told, 1)
    )


@given(company=losses())
@settings(max_examples=MANY, deadline=None)
def test_reasons_groups_and_stages_each_add_up_to_what_was_lost(company: tuple[Story, ...]) -> None:
    moment, population = asked(*company)
    reasons = measure_lost_reasons(moment, population)
    real = [line for line in reasons.reasons if line.share is not None]
    for lines in (real, reasons.stages, [line for line in reasons.groups if line.share is not None]):
        assert sum(line.deals for line in lines) == reasons.lost
        assert sum(line.value or 0 for line in lines) == (reasons.value or 0)
    for line in reasons.reasons:
        assert sum(line.stages.values()) == line.deals
        closed = population.lost | population.not_real
        assert np.count_nonzero(flags_reason(moment, closed, line.key)) == line.deals
    for at in reasons.stages:
        assert np.count_nonzero(flags_lost_at(moment, population, at.stage_id)) == at.deals

"""What those who buy have in common (METRICS §14)."""

from itertools import count

import numpy as np
import pytest

from desktop_pipeline.metrics.history import UNKNOWN
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.people.ideal_customer import (
    Attribute,
    IdealCustomer,
    Likeness,
    find_ideal_customer,
    flags_like,
)
from desktop_pipeline.metrics.population import gather
from desktop_pipeline.metrics.wilson import wilson
from tests.metrics.histories import DUPLICATE, LATHE, SAW, YEAR, created, deal, lost, moment_at, won

WEB, REFERRAL = 1, 2


def sourced(*told: tuple[int, int, int]) -> Moment:
    """Closed deals of sources: (source, won, lost)."""
    numbers = count(1)
    return moment_at(
        "2024-12-31",
        *(
            deal(next(numbers), created("2024-01-01"), close, source=source)
            for source, n_won, n_lost in told
            for close in [won("2024-05-01")] * n_won + [lost("2024-05-01")] * n_lost
        ),
    )


def ideal_of(moment: Moment) -> IdealCustomer:
    return find_ideal_customer(moment, gather(moment, YEAR))


def by_key(ideal: IdealCustomer, attribute: Attribute) -> dict[int, Likeness]:
    return {one.key: one for one in ideal.of(attribute)}


def test_sixty_of_a_hundred_referrals_among_four_hundred_deals() -> None:
    ideal = ideal_of(sourced((REFERRAL, 60, 40), (WEB, 40, 260)))
    assert (ideal.closed, ideal.won) == (400, 100)
    referral, web = by_key(ideal, Attribute.SOURCE).values()
    # 60 % of the won, 25 % of all closed; 40 % of the won, 75 % of all closed.
    assert (referral.name, referral.win_rate.n, web.win_rate.n) == ("Referral", 100, 300)
    assert referral.lift == pytest.approx(0.6 / 0.25)
    assert web.lift == pytest.approx(0.4 / 0.75)
    low, high = wilson(60, 100)
    assert [referral.low, referral.high] == pytest.approx([low / 0.25, high / 0.25])


def test_many_are_surer_than_few_and_so_stand_first() -> None:
    # All three of the few were won: a larger share than 60 of 80, and a lower bound below it.
    ideal = ideal_of(sourced((WEB, 3, 0), (REFERRAL, 60, 20), (UNKNOWN, 37, 80)))
    assert [one.name for one in ideal.of(Attribute.SOURCE)] == ["Referral", "Web", None]
    web = by_key(ideal, Attribute.SOURCE)[WEB]
    assert web.lift is not None
    assert web.lift > (by_key(ideal, Attribute.SOURCE)[REFERRAL].lift or 0)


def test_what_is_liked_alike_stands_in_order_of_its_name() -> None:
    ideal = ideal_of(sourced((WEB, 5, 5), (REFERRAL, 5, 5)))
    assert [one.name for one in ideal.of(Attribute.SOURCE)] == ["Referral", "Web"]
    unnamed = [one.attribute.value for one in ideal.likenesses if one.name is None]
    assert unnamed == ["country", "industry", "label", "product", "size"]


def test_every_attribute_has_its_values_and_those_without_one() -> None:
    moment = moment_at(
        "2024-12-31",
        deal(
            1,
            created("2024-01-01"),
            won("2024-05-01"),
            industry=1,
            size_band=0,
            country=2,
            products=((SAW, 1), (SAW, 2), (LATHE, None)),
            labels=(1,),
        ),
        deal(2, created("2024-01-01"), lost("2024-05-01"), industry=2, products=((SAW, 1),)),
        deal(3, created("2024-01-01"), lost("2024-05-01", DUPLICATE), industry=2),
        deal(4, created("2024-01-01"), industry=2),
        deal(5, created("2024-01-01"), won("2023-05-01"), industry=2),
    )
    ideal = ideal_of(moment)
    told = {
        attribute: {one.key: (one.win_rate.hits, one.win_rate.n) for one in ideal.of(attribute)}
        for attribute in Attribute
    }
    assert told == {
        Attribute.INDUSTRY: {1: (1, 1), 2: (0, 1)},
        Attribute.SIZE: {0: (1, 1), UNKNOWN: (0, 1)},
        Attribute.COUNTRY: {2: (1, 1), UNKNOWN: (0, 1)},
        Attribute.SOURCE: {UNKNOWN: (1, 2)},
        Attribute.PRODUCT: {SAW: (1, 2), LATHE: (1, 1)},
        Attribute.LABEL: {1: (1, 1), UNKNOWN: (0, 1)},
    }
    population = gather(moment, YEAR)
    closed = population.won | population.lost
    for one in ideal.likenesses:
        assert np.count_nonzero(flags_like(moment, closed, one.attribute, one.key)) == one.win_rate.n


def test_where_nothing_was_won_nothing_is_liked() -> None:
    assert ideal_of(moment_at("2024-12-31")).likenesses == ()
    ideal = ideal_of(sourced((WEB, 0, 8)))
    web = by_key(ideal, Attribute.SOURCE)[WEB]
    assert (ideal.won, web.win_rate.n, web.lift, web.low, web.high) == (0, 8, None, None, None)

"""What organisations bought, and how many came back (METRICS §16)."""

from dataclasses import replace
from datetime import date

import numpy as np

from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.metrics.history import NO_DAY
from desktop_pipeline.metrics.moment import Moment, look
from desktop_pipeline.metrics.people.customers import Customers, flags_brought_by, flags_customer, measure_customers
from desktop_pipeline.metrics.population import LeftOut, Why, gather
from tests.metrics.histories import YEAR, at, created, deal, history_of, lost, moment_at, reopened, won

OAK, ELM, ASH = 31, 32, 33
COMPANY = (
    deal(1, created("2022-01-01", value=100), won("2022-03-01"), organisation=OAK),
    deal(2, created("2024-01-01", value=50), won("2024-03-01"), organisation=OAK),
    deal(3, created("2024-01-01"), won("2024-04-01"), organisation=ELM),
    deal(4, created("2022-01-01", value=900), won("2022-05-01"), organisation=ASH),
    deal(5, created("2024-01-01", value=900), lost("2024-05-01"), organisation=ASH),
    deal(6, created("2024-01-01", value=7), won("2024-05-01")),
    # Won and lost again: a win no more.
    deal(7, created("2024-01-01", value=7), won("2024-05-01"), reopened("2024-05-02"), organisation=ELM),
)


def measured(moment: Moment, shown: int = 100) -> Customers:
    return measure_customers(moment, gather(moment, YEAR), shown=shown)


def test_the_most_valuable_customers_come_first_with_what_they_bought_in_the_period() -> None:
    lines = measured(moment_at("2024-12-31", *COMPANY)).lines
    assert [(one.organisation_id, one.wins, one.value, one.wins_in_period, one.value_in_period) for one in lines] == [
        (ASH, 1, 900, 0, 0),
        (OAK, 2, 150, 1, 50),
        (ELM, 1, None, 1, None),
    ]
    assert [one.last_won for one in lines] == [date(2022, 5, 1), date(2024, 3, 1), date(2024, 4, 1)]


def test_who_bought_twice_came_back() -> None:
    customers = measured(moment_at("2024-12-31", *COMPANY), shown=1)
    assert (customers.repeat_rate.hits, customers.repeat_rate.n) == (1, 3)
    assert (customers.repeat_rate_in_period.hits, customers.repeat_rate_in_period.n) == (0, 2)
    assert (len(customers.lines), customers.customers) == (1, 3)


def test_wins_of_no_organisation_or_value_are_told() -> None:
    assert measured(moment_at("2024-12-31", *COMPANY)).left_out == (
        LeftOut(Why.NO_ORGANISATION, 1),
        LeftOut(Why.NO_VALUE, 1),
    )


def test_a_win_is_left_out_for_one_reason_and_what_is_no_win_for_none() -> None:
    more = (deal(8, created("2024-01-01"), won("2024-05-01")), deal(9, created("2024-01-01"), organisation=OAK))
    assert measured(moment_at("2024-12-31", *COMPANY, *more)).left_out == (
        LeftOut(Why.NO_ORGANISATION, 2),
        LeftOut(Why.NO_VALUE, 1),
    )


def test_a_customer_whose_last_win_no_file_dates_is_not_called_gone() -> None:
    history = history_of(deal(1, created("2022-01-01", value=100), won("2022-03-01"), organisation=OAK))
    undated = np.where(history.events.kind == EventKind.WON, NO_DAY, history.events.day).astype(np.int32)
    moment = look(replace(history, events=replace(history.events, day=undated)), at("2024-12-31"))
    customers = measured(moment)
    assert [(one.wins, one.last_won) for one in customers.lines] == [(1, None)]
    assert (customers.gone, customers.churn.n) == ((), 0)


def test_each_currency_without_a_rate_is_named() -> None:
    told = deal(9, created("2024-01-01", value=500, currency="CHF"), won("2024-06-01"), organisation=OAK)
    moment = moment_at("2024-12-31", told, rates=(("CHF", "2024-07-01", "1.10"),))
    assert measured(moment).left_out == (LeftOut(Why.NO_RATE, 1, "CHF"),)


def test_as_of_an_earlier_day_later_wins_are_not_known() -> None:
    customers = measured(moment_at("2023-12-31", *COMPANY))
    assert [(one.organisation_id, one.wins) for one in customers.lines] == [(ASH, 1), (OAK, 1)]


def test_a_customer_opens_its_deals() -> None:
    moment = moment_at("2024-12-31", *COMPANY)
    opened = [
        moment.history.deals.ids[flags_customer(moment, gather(moment, YEAR), one)].tolist() for one in (OAK, ASH)
    ]
    assert opened == [[1, 2], [4]]


def test_without_a_win_there_is_no_customer() -> None:
    for company in ((), COMPANY[4:5]):
        customers = measured(moment_at("2024-12-31", *company))
        assert (customers.lines, customers.customers, customers.repeat_rate.value) == ((), 0, None)


REFERRED = (
    *COMPANY,
    deal(11, created("2024-02-01"), won("2024-06-01"), organisation=ELM, referred_by=(1, 2)),
    deal(12, created("2024-02-01"), lost("2024-06-01"), referred_by=(1,)),
    deal(13, created("2024-02-01"), referred_by=(4, 1)),
    deal(14, created("2024-11-01"), organisation=OAK, referred_by=(5,)),
    # By one that belongs to nobody, and by one of nobody who bought.
    deal(15, created("2024-11-01"), referred_by=(6,)),
    deal(16, created("2024-01-01"), organisation=99),
    deal(17, created("2024-11-01"), referred_by=(16,)),
)


def test_a_deal_that_two_deals_of_one_customer_led_to_counts_once_for_it_and_once_in_all() -> None:
    found = measured(moment_at("2024-12-31", *REFERRED))
    told = {line.organisation_id: (line.referrals, line.referrals_won, line.open_deals) for line in found.lines}
    assert told == {OAK: (3, 1, 1), ASH: (2, 0, 0), ELM: (0, 0, 1)}
    assert (found.referrals.hits, found.referrals.n) == (1, 4)


def test_as_of_an_earlier_day_later_recommendations_are_not_known_and_open_ones_not_won() -> None:
    found = measured(moment_at("2024-05-31", *REFERRED))
    assert {line.organisation_id: (line.referrals, line.referrals_won) for line in found.lines} == {
        OAK: (3, 0),
        ASH: (1, 0),
        ELM: (0, 0),
    }


def test_what_a_customer_brought_opens_its_deals() -> None:
    moment = moment_at("2024-12-31", *REFERRED)
    assert moment.history.deals.ids[flags_brought_by(moment, gather(moment, YEAR), OAK)].tolist() == [11, 12, 13]


def test_who_has_not_bought_within_the_months_is_gone_the_day_after_and_no_day_before() -> None:
    def gone(day: str, months: int = 12) -> tuple[list[int], int, int]:
        moment = moment_at(day, *COMPANY)
        found = measure_customers(moment, gather(moment, YEAR), churn_months=months)
        return [line.organisation_id for line in found.gone], found.churn.hits, found.churn.n

    assert gone("2023-02-28") == ([], 0, 2)
    # Oak bought on the 1st of March 2022: that day is no longer among the 12 months that end with the next one.
    assert gone("2023-03-01")[0] == [OAK]
    assert gone("2023-04-30")[0] == [OAK]
    assert gone("2023-05-01")[0] == [ASH, OAK]
    assert gone("2024-12-31") == ([ASH], 1, 3)
    assert gone("2024-12-31", 6) == ([ASH, OAK, ELM], 3, 3)
    assert gone("2024-12-31", 120) == ([], 0, 3)


def test_the_list_of_the_gone_is_as_long_as_the_other_one() -> None:
    moment = moment_at("2024-12-31", *COMPANY)
    found = measure_customers(moment, gather(moment, YEAR), shown=1, churn_months=6)
    assert (len(found.gone), found.churn.hits) == (1, 3)

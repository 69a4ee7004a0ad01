"""What organisations bought, and how many came back (METRICS §16)."""

from datetime import date

from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.people.customers import Customers, flags_customer, measure_customers
from desktop_pipeline.metrics.population import LeftOut, Why, gather
from tests.metrics.histories import YEAR, created, deal, lost, moment_at, reopened, won

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


def test_as_of_an_earlier_day_later_wins_are_not_known() -> None:
    customers = measured(moment_at("2023-12-31", *COMPANY))
    assert [(one.organisation_id, one.wins) for one in customers.lines] == [(ASH, 1), (OAK, 1)]


def test_a_customer_opens_its_deals() -> None:
    moment = moment_at("2024-12-31", *COMPANY)
    assert moment.history.deals.ids[flags_customer(moment, gather(moment, YEAR), OAK)].tolist() == [1, 2]


def test_without_a_win_there_is_no_customer() -> None:
    for company in ((), COMPANY[4:5]):
        customers = measured(moment_at("2024-12-31", *company))
        assert (customers.lines, customers.customers, customers.repeat_rate.value) == ((), 0, None)

"""What a file of stage changes tells: the visits of deals, in the order and at the instants of its rows."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.errors import CannotOpenError
from desktop_pipeline.exchange.known import Known
from desktop_pipeline.exchange.options import ImportOptions
from desktop_pipeline.exchange.planning.plan import plan_import
from desktop_pipeline.exchange.records import DealFields, ImportPlan
from desktop_pipeline.exchange.tables import Cell, Row, Table

LOG = "log.csv"
DEALS = "deals.csv"
HEADERS = ("Deal ID", "Stage", "Entered at")


def make_table(file: str, headers: tuple[str, ...], *rows: tuple[Cell, ...]) -> Table:
    return Table(file, None, 1, headers, tuple(Row(number, cells) for number, cells in enumerate(rows, start=2)))


def make_log(*rows: tuple[Cell, ...], headers: tuple[str, ...] = HEADERS) -> Table:
    return make_table(LOG, headers, *rows)


def plan(*tables: Table, known: Known | None = None, **options: object) -> ImportPlan:
    settled = ImportOptions(histories=frozenset((LOG,)), **options)  # type: ignore[arg-type]
    return plan_import(tables, settled, known or Known(base_currency="EUR"))


def by_id(made: ImportPlan) -> Mapping[str | None, DealFields]:
    return {deal.fields.external_id: deal.fields for deal in made.deals}


def list_visits(deal: DealFields) -> list[tuple[str, str, str | None]]:
    """Each visit's instant, where it came, and the stage it left."""
    return [
        (visit.at.astimezone(UTC).strftime("%m-%d %H:%M"), visit.stage or visit.status.value, visit.left)
        for visit in deal.visits
    ]


def test_each_case_becomes_a_deal_that_stands_where_its_last_row_says() -> None:
    made = plan(
        make_log(
            ("7", "New", "2026-01-05 09:00"),
            ("8", "New", "2026-01-05 10:00"),
            ("7", "Offer", "2026-01-05 11:30"),
            ("8", "Lost", "2026-01-06 10:00"),
        )
    )
    seven, eight = by_id(made)["7"], by_id(made)["8"]
    assert (seven.title, seven.status, seven.stage) == ("7", DealStatus.OPEN, "offer")
    assert list_visits(seven) == [("01-05 09:00", "new", None), ("01-05 11:30", "offer", "new")]
    assert (eight.status, eight.stage, str(eight.closed)) == (DealStatus.LOST, None, "2026-01-06")
    assert [stage.name for stage in made.stages] == ["New", "Offer"]
    assert (made.counts.rows, made.counts.new, made.unused_columns) == (2, 2, ())
    assert [deal.row for deal in made.deals] == [2, 3]


def test_several_moves_a_day_keep_the_order_of_the_file_where_it_has_no_times() -> None:
    rows = [("7", stage, "2026-01-05") for stage in ("New", "Talking", "Offer")]
    (deal,) = by_id(plan(make_log(*rows, ("7", "Won", "2026-02-01")))).values()
    assert [visit[1] for visit in list_visits(deal)] == ["new", "talking", "offer", "won"]


def test_a_file_that_begins_with_the_newest_row_is_read_from_its_end() -> None:
    rows = [("7", "New", "2026-01-05"), ("7", "Talking", "2026-01-05"), ("7", "Offer", "2026-02-01")]
    (deal,) = by_id(plan(make_log(*rows[::-1]))).values()
    assert [visit[1] for visit in list_visits(deal)] == ["new", "talking", "offer"]


def test_a_stage_that_the_deal_is_in_already_is_no_move_and_a_second_outcome_of_the_same_kind_no_event() -> None:
    words = ("New", "New", "Signed", "Paid")
    rows = [("7", stage, f"2026-01-0{day}") for day, stage in enumerate(words, start=1)]
    (deal,) = by_id(plan(make_log(*rows), stage_words={"Signed": "won", "Paid": "won"})).values()
    assert list_visits(deal) == [("01-01 00:00", "new", None), ("01-03 00:00", "won", "new")]


def test_a_stage_after_a_loss_reopens_the_deal_and_it_counts_once() -> None:
    rows = [("7", "New", "2026-01-01"), ("7", "Lost", "2026-01-02"), ("7", "Offer", "2026-01-03")]
    (deal,) = by_id(plan(make_log(*rows))).values()
    assert (deal.status, deal.stage, deal.closed) == (DealStatus.OPEN, "offer", None)
    assert [visit.status.value for visit in deal.visits] == ["open", "lost", "open"]
    assert [visit.left for visit in deal.visits] == [None, "new", None]


def test_an_end_that_a_deals_own_row_does_not_tell_is_listed_and_left_out() -> None:
    deals = make_table(DEALS, ("Deal ID", "Deal name", "Stage"), ("7", "Oak", "Offer"))
    made = plan(deals, make_log(("7", "New", "2026-01-01"), ("7", "Lost", "2026-01-02")))
    assert [problem.problem for problem in made.problems] == ["its history ends lost, its own row says open"]
    assert [visit[1] for visit in list_visits(by_id(made)["7"])] == ["new"]


def test_a_word_that_names_no_stage_is_no_visit() -> None:
    made = plan(make_log(("7", "New", "2026-01-01"), ("7", "Open", "2026-01-02"), ("7", "Offer", "2026-01-03")))
    assert list_visits(by_id(made)["7"]) == [("01-01 00:00", "new", None), ("01-03 00:00", "offer", "new")]


def test_a_deal_of_another_file_is_worth_what_its_history_told_last() -> None:
    deals = make_table(DEALS, ("Deal ID", "Deal name", "Stage"), ("7", "Oak", "Offer"))
    log = make_log(("7", "New", "2026-01-01", "100"), ("7", "Offer", "2026-01-02", "250"), headers=(*HEADERS, "Amount"))
    told = by_id(plan(deals, log))["7"]
    assert (told.value, told.currency) == (25_000, "EUR")


def test_won_and_lost_at_one_instant_cannot_both_be_and_the_second_row_is_listed() -> None:
    made = plan(make_log(("7", "New", "2026-01-01"), ("7", "Won", "2026-01-02"), ("7", "Lost", "2026-01-02")))
    assert by_id(made)["7"].status is DealStatus.WON
    assert [(problem.row, problem.problem) for problem in made.problems] == [(4, "won and lost at the same instant")]


def test_rows_without_deal_stage_or_date_are_listed_and_create_nothing() -> None:
    made = plan(
        make_log(
            ("7", "New", "2026-01-01"), (None, "Ghost", "2026-01-01"), ("8", None, "2026-01-01"), ("9", "Fog", "soon")
        )
    )
    assert set(by_id(made)) == {"7"}
    assert [(problem.row, problem.problem) for problem in made.problems] == [
        (3, "says of no deal"),
        (4, "no stage"),
        (5, "not a date"),
    ]
    assert [stage.name for stage in made.stages] == ["New"]


def test_what_was_said_to_be_ignored_is_no_visit() -> None:
    made = plan(make_log(("7", "New", "2026-01-01"), ("7", "Viewed", "2026-01-02")), stage_words={"Viewed": "ignore"})
    assert list_visits(by_id(made)["7"]) == [("01-01 00:00", "new", None)]


def test_stages_are_made_in_the_order_given_else_in_that_of_passing() -> None:
    rows = [
        *[("7", "Offer", "2026-01-01")],
        *[("8", "New", "2026-01-01"), ("8", "Talking", "2026-01-02"), ("8", "Offer", "2026-01-03")],
        *[("9", "New", "2026-01-01"), ("9", "Offer", "2026-01-02"), ("9", "Talking", "2026-01-03")],
        *[("10", "New", "2026-01-01"), ("10", "Talking", "2026-01-02"), ("10", "Offer", "2026-01-03")],
        *[("11", "New", "2026-01-01"), ("11", "Won", "2026-01-02")],
    ]
    passed = plan(make_log(*rows))
    # Mean ranks of the first visit: 0, 5/4 and 4/3
    assert [stage.name for stage in passed.stages] == ["New", "Offer", "Talking"]
    assert passed.questions == ()
    said = plan(make_log(*rows), stage_order=("Offer", "Talking", "New", "Unmet"))
    assert [stage.name for stage in said.stages] == ["Offer", "Talking", "New"]


def test_words_none_of_which_is_an_outcome_are_asked_about() -> None:
    made = plan(make_log(("7", "New", "2026-01-01"), ("7", "Offer", "2026-01-02")))
    assert [(asked.question, asked.assumed) for asked in made.questions] == [
        ("which of these words mean won or lost?", "none of them")
    ]


def test_further_columns_become_the_deals_fields_and_values_hold_from_their_rows_on() -> None:
    headers = (*HEADERS, "Amount", "Owner", "Lost reason")
    made = plan(
        make_log(
            ("7", "New", "2026-01-01", "100", "Ann", None),
            ("7", "Offer", "2026-01-02", "250", "Ben", None),
            ("7", "Lost", "2026-01-03", "250", None, "Price"),
            headers=headers,
        )
    )
    deal = by_id(made)["7"]
    assert (deal.value, deal.currency, deal.owner, deal.lost_reason) == (25_000, "EUR", "ben", "price")
    assert [visit.value for visit in deal.visits] == [10_000, 25_000, None]


def test_the_same_deals_in_another_file_get_their_visits_by_id_else_by_title() -> None:
    deals = make_table(
        DEALS,
        ("Deal ID", "Deal name", "Stage", "Created", "Close date"),
        ("7", "Oak", "Offer", "2026-01-01", None),
        ("8", "Ash", "Won", "2026-01-01", "2026-02-01"),
    )
    log = make_log(("7", "New", "2026-01-01"), ("7", "Offer", "2026-01-09"), ("8", "New", "2026-01-03"))
    made = plan(deals, log)
    assert list_visits(by_id(made)["7"]) == [("01-01 00:00", "new", None), ("01-09 00:00", "offer", "new")]
    assert list_visits(by_id(made)["8"]) == [("01-03 00:00", "new", None)]
    assert by_id(made)["8"].status is DealStatus.WON
    titled = make_log(("Oak", "New", "2026-01-01"), headers=("Opportunity Name", "Stage", "Created Date"))
    assert list_visits(by_id(plan(deals, titled))["7"]) == [("01-01 00:00", "new", None)]


def test_a_title_is_no_id_and_tells_of_the_deal_of_its_company() -> None:
    deals = make_table(
        DEALS,
        ("Deal ID", "Deal name", "Company", "Stage"),
        ("7", "Oak", "Acme", "Offer"),
        ("8", "Oak", "Bolt", "Offer"),
        ("9", "7", "Bolt", "Offer"),
    )
    headers = ("Opportunity Name", "Account Name", "Stage", "Created Date")
    log = make_log(("Oak", "Bolt", "New", "2026-01-01"), ("7", "Bolt", "New", "2026-01-02"), headers=headers)
    told = by_id(plan(deals, log))
    assert {name: len(deal.visits) for name, deal in told.items()} == {"7": 0, "8": 1, "9": 1}
    nameless = make_log(
        ("Oak", "New", "2026-01-01"), ("Oak", "Offer", "2026-01-02"), headers=(*headers[:1], *headers[2:])
    )
    assert [(problem.row, problem.problem) for problem in plan(deals, nameless).problems] == [
        (2, "several deals of the other files may be the one it tells of")
    ]


def test_cases_of_no_deal_and_visits_that_contradict_one_are_listed() -> None:
    deals = make_table(
        DEALS,
        ("Deal ID", "Deal name", "Stage", "Created", "Close date"),
        ("7", "Oak", "Won", "2026-01-05", "2026-02-01"),
        ("8", "Ash", "Offer", "2026-01-01", None),
    )
    made = plan(
        deals,
        make_log(
            ("7", "New", "2026-01-01"),
            ("7", "Offer", "2026-03-01"),
            ("8", "Lost", "2026-01-02"),
            ("99", "New", "2026-01-02"),
        ),
    )
    assert sorted(problem.problem for problem in made.problems if problem.file == LOG) == [
        "it came there after it was closed",
        "it came there before it was created",
        "its history ends lost, its own row says open",
        "no deal of the other files is the one it tells of",
    ]
    assert [visit[1] for visit in list_visits(by_id(made)["7"])] == ["new"]
    assert by_id(made)["8"].visits == ()


@pytest.mark.parametrize(
    ("headers", "key"),
    [
        (("OpportunityId", "StageName", "CreatedDate"), "Salesforce, Data Loader"),
        (("Opportunity ID", "To Stage", "Last Modified"), "Salesforce, report"),
        (("case:concept:name", "concept:name", "time:timestamp"), "event log, XES names"),
        (("Case ID", "Activity", "Complete Timestamp"), "event log, as Disco writes it"),
        (("caseid", "event", "timestamp"), "event log"),
        (("Lead ID", "state", "when was it"), "an instant known by its cells"),
    ],
)
def test_histories_of_several_products_are_understood(headers: tuple[str, ...], key: str) -> None:
    rows = (("7", "New", "2026-01-05T09:00:00.000Z"), ("7", "Offer", "2026-01-05T10:00:00.000Z"))
    deal = by_id(plan(make_log(*rows, headers=headers)))["7"]
    assert [visit[1] for visit in list_visits(deal)] == ["new", "offer"], key


def test_a_history_of_all_fields_tells_visits_by_the_rows_about_the_stage_alone() -> None:
    log = make_log(
        ("7", "StageName", "New", "Offer", "2026-01-05"),
        ("7", "Amount", "100", "200", "2026-01-06"),
        ("7", "StageName", "Offer", "Won", "2026-01-09"),
        ("8",),
        headers=("OpportunityId", "Field", "OldValue", "NewValue", "CreatedDate"),
    )
    made = plan(log)
    # Where it was before the first row is known, since when is not: that is no creation.
    assert list_visits(by_id(made)["7"]) == [("01-05 00:00", "offer", "new"), ("01-09 00:00", "won", "offer")]
    assert by_id(made)["7"].created is None
    assert [stage.name for stage in made.stages] == ["Offer", "New"]


def test_a_file_that_does_not_say_when_is_refused_in_one_sentence() -> None:
    with pytest.raises(CannotOpenError, match=r"In “log.csv” no column says when\. Say which does, as in --map"):
        plan(make_log(("7", "New", "red"), headers=("Deal ID", "Stage", "Colour")))


def test_instants_without_a_zone_are_local_ones() -> None:
    made = plan(make_log(("7", "New", "2026-07-01 09:00")), zone=ZoneInfo("Europe/Berlin"))
    (visit,) = by_id(made)["7"].visits
    assert visit.at == datetime(2026, 7, 1, 7, 0, tzinfo=UTC)


def test_columns_that_date_stages_tell_the_visits_of_their_rows() -> None:
    deals = make_table(
        DEALS,
        (
            *("Record ID", "Deal Name", "Deal Stage", "Create Date"),
            *('Date entered "Offer (Sales)"', 'Date entered "New (Sales)"', 'Date exited "New (Sales)"'),
            'Date entered "Closed Won (Sales)"',
        ),
        ("1", "Oak", "Offer", "2026-01-05 08:00", "2026-01-07 10:00", "2026-01-05 08:00", "2026-01-07 10:00", None),
        ("2", "Ash", "Closed Won", "2026-01-05 08:00", None, "2026-01-06 08:00", None, "2026-01-09 12:00"),
        ("3", "Elm", "New", "2026-01-05 08:00", None, None, None, None),
    )
    made = plan_import([deals], ImportOptions(), Known(base_currency="EUR"))
    deal = by_id(made)
    assert list_visits(deal["1"]) == [("01-05 08:00", "new", None), ("01-07 10:00", "offer", "new")]
    assert list_visits(deal["2"]) == [("01-06 08:00", "new", None), ("01-09 12:00", "won", None)]
    assert (str(deal["2"].closed), deal["3"].visits) == ("2026-01-09", ())
    assert sorted(stage.name for stage in made.stages) == ["New", "Offer"]


def test_the_last_change_of_stage_dates_the_stage_that_no_column_dates() -> None:
    headers = ("Record ID", "Deal Name", "Deal Stage", 'Date entered "New (Sales)"', "Last stage change")
    deals = make_table(
        DEALS,
        headers,
        ("1", "Oak", "Offer", "2026-01-05", "2026-01-07"),
        ("2", "Ash", "New", "2026-01-05", "2026-01-07"),
        ("3", "Elm", "Offer", "2026-01-09", "2026-01-07"),
        ("4", "Fir", "Offer", None, "2026-01-07"),
        ("5", "Yew", "Offer", "2026-01-05", None),
        ("6", "Box", "Closed Won", "2026-01-05", "2026-01-07"),
    )
    told = by_id(plan_import([deals], ImportOptions(), Known(base_currency="EUR")))
    new, offer = ("01-05 00:00", "new", None), ("01-07 00:00", "offer", None)
    assert {name: list_visits(deal) for name, deal in told.items()} == {
        "1": [new, offer],
        "2": [new],
        "3": [("01-09 00:00", "new", None)],
        "4": [offer],
        "5": [new],
        "6": [new],
    }


def test_the_reference_instant_keeps_its_milliseconds() -> None:
    made = plan(make_log(("7", "New", "2011-09-30 22:38:44.546+00:00")))
    (visit,) = by_id(made)["7"].visits
    assert visit.at == datetime(2011, 9, 30, 22, 38, 44, tzinfo=UTC) + timedelta(milliseconds=546)

"""What the pages of Insights say of their figures: never more than the sample bears."""

from datetime import date

import pytest

from desktop_pipeline.domain.hygiene import Pace
from desktop_pipeline.domain.periods import Period
from desktop_pipeline.metrics.changing.movement import Bar, MovedBar, Movement
from desktop_pipeline.metrics.closing.cycle import Cycle
from desktop_pipeline.metrics.people.customers import CustomerLine, Customers
from desktop_pipeline.metrics.people.ideal_customer import Attribute, IdealCustomer, Likeness
from desktop_pipeline.metrics.people.leads import Leads, QualifiedMonth, Qualifying
from desktop_pipeline.metrics.people.loss_profiles import LossAt, LossProfile
from desktop_pipeline.metrics.people.response import Response
from desktop_pipeline.metrics.people.sources import SourceLine
from desktop_pipeline.metrics.population import LeftOut, Why
from desktop_pipeline.metrics.quantiles import Spread
from desktop_pipeline.metrics.rates import rate_of
from desktop_pipeline.metrics.stages.bottleneck import Bottleneck, Longest
from desktop_pipeline.metrics.stages.deciding import Deciding
from desktop_pipeline.metrics.stages.funnel import Funnel, FunnelStage
from desktop_pipeline.metrics.stages.stage_conversion import Conversion, Step
from desktop_pipeline.reports.changing.movement_words import (
    DueChoice,
    answer_movement,
    find_due,
    how_movement,
    name_bar,
    say_bar,
    sheet_of_movement,
)
from desktop_pipeline.reports.left_out_words import say_all_left_out
from desktop_pipeline.reports.people.best_leads_words import BestLead, BestLeads, answer_best
from desktop_pipeline.reports.people.customer_words import (
    answer_customers,
    answer_gone,
    answer_ideal,
    say_likeness,
    sheet_of_gone,
    sheet_of_ideal,
)
from desktop_pipeline.reports.people.leads_words import answer_qualified, answer_qualifying, say_velocity
from desktop_pipeline.reports.people.people_words import answer_profiles, say_stands_out
from desktop_pipeline.reports.people.response_words import answer_response, say_hours
from desktop_pipeline.reports.people.source_words import answer_sources
from desktop_pipeline.reports.stages.conversion_words import (
    answer_funnel,
    answer_soon,
    answer_steps,
    say_estimate,
    say_longest,
    say_range_of,
    sheet_of_conversion,
    sheet_of_soon,
)
from desktop_pipeline.reports.stages.speed_words import (
    LongSitter,
    answer_cycle,
    answer_deciding,
    answer_sitters,
    last_day_shown,
    say_longer_than,
)
from desktop_pipeline.reports.tables.sheets import say_row, say_rows
from tests.reports.companies import make_words

WORDS = make_words()
NOTHING = Response(None, rate_of(0, 0), 0, 0)


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def step(name: str, advanced: int, dropped: int, undecided: int = 0, *, moved_back: int = 0) -> Step:
    reached = advanced + dropped + undecided
    return Step(len(name), name, 1, False, reached, advanced, dropped, undecided, moved_back, 0, 0.5, 0.35)


def test_fewest_move_on_where_the_share_is_least() -> None:
    steps = (step("Qualified", 80, 20), step("Proposal", 41, 55))
    assert plain(answer_steps(steps, None, WORDS)) == "Fewest move on from Proposal: 41 of 96, 43 %."


def test_a_middling_sample_is_told_with_its_range() -> None:
    assert "60 % (likely 31 to 83 %)" in plain(answer_steps((step("Proposal", 6, 4),), None, WORDS))


def test_a_small_sample_bears_no_share() -> None:
    assert "%" not in answer_steps((step("Proposal", 3, 1),), None, WORDS)
    assert say_range_of(step("Proposal", 3, 1), WORDS) == ""


def test_a_change_is_claimed_only_where_the_ranges_lie_apart() -> None:
    def compare(advanced: int, dropped: int) -> str:
        before = Conversion((step("Proposal", advanced, dropped),), 30, ())
        return plain(answer_steps((step("Proposal", 80, 20),), before, WORDS))

    assert "More move on from Proposal than before: 80 % against 40 %." in compare(40, 60)
    assert "before" not in compare(75, 25)


def test_the_range_of_the_undecided_is_that_of_the_worked_example() -> None:
    said = plain(say_range_of(step("N", 3, 1, 1), WORDS))
    assert said == "Of all that reached it 60 % moved on so far; 80 % if all undecided do."


def test_won_within_thirty_days_is_told_of_the_last_stage() -> None:
    said = plain(answer_soon((step("Qualified", 80, 20), step("Proposal", 41, 55, moved_back=6)), 30, WORDS))
    assert said.startswith("Of the deals that reach Proposal, 35 % are won within 30 days.")
    assert said.endswith("Most often deals move back from Proposal, 6 of 96.")


@pytest.mark.parametrize(
    ("share", "reached", "said"), [(0.35, 96, "35 %"), (0.35, 12, "35 % (n = 12)"), (0.35, 4, "–"), (None, 96, "–")]
)
def test_an_estimate_says_how_few_stand_behind_it(share: float | None, reached: int, said: str) -> None:
    assert plain(say_estimate(share, reached, WORDS)) == said


def test_most_of_the_time_is_told_for_its_own_pipeline_alone() -> None:
    bottleneck = Bottleneck(Longest(3, "Meeting", 1, 12.0, 40.0, 30), None)
    assert "Meeting: 30 % of the 40 days" in plain(say_longest(bottleneck, 1, WORDS))
    assert say_longest(bottleneck, 2, WORDS) == ""


def test_shares_without_their_range_are_left_out_of_the_sheets_below_thirty() -> None:
    soon = sheet_of_soon("Soon", (step("Proposal", 6, 4),), 30, (), WORDS)
    assert soon.rows[0].cells[5] is None
    assert soon.rows[0].cells[2] == 0.5
    few = sheet_of_conversion("Steps", (step("Proposal", 3, 1),), None, (), WORDS)
    assert few.rows[0].cells[5:] == (None, None, None, None, None)


def test_deals_that_came_in_further_down_are_told_apart() -> None:
    funnel = Funnel(1, 30, 5, 15, (FunnelStage(1, "Q", False, 25, 25), FunnelStage(2, "P", False, 20, 5)))
    assert answer_funnel(funnel, WORDS) == (
        "Of 30 deals created, 5 were won, 15 lost; 10 undecided. 5 came in further down (pale)."
    )


def test_half_of_the_deals_or_fewer() -> None:
    spread = Spread(41.2, 34.0, 21.0, 52.0, 30)
    deciding = Deciding((10, 20, 30), (0.1, 0.2, 0.3), (0.1, 0.2, 0.3), 3, 2)
    said = answer_deciding(Cycle(spread, spread, 30.0), deciding, WORDS)
    assert said == (
        "Half of the deals are decided within 30 days, won or lost. 3 closed deals, 2 open ones counted until today."
    )
    assert answer_deciding(Cycle(spread, spread, None), deciding, WORDS).startswith("Fewer than half")


def test_the_curve_ends_where_nearly_all_is_decided() -> None:
    deciding = Deciding((10, 20, 900), (0.3, 0.5, 0.505), (0.2, 0.4, 0.4), 100, 0)
    assert last_day_shown(deciding, 10.0) == 22


def test_a_cycle_of_few_deals_is_not_told() -> None:
    few, many = Spread(41.0, 34.0, 21.0, 52.0, 4), Spread(41.0, 34.0, 21.0, 52.0, 5)
    assert answer_cycle(Cycle(few, few, None), None, WORDS) == "Needs 5 won deals with known days; you have 4."
    said = answer_cycle(Cycle(many, few, None), Cycle(few, few, None), WORDS)
    assert said == "A won deal takes 34 days (median), 41 on average."


def test_nine_in_ten_and_all() -> None:
    assert say_longer_than(0.95, WORDS) == "9 in 10"
    assert say_longer_than(1.0, WORDS) == "all"
    sitter = LongSitter(1, "Stair rail", "Meeting", 34, Pace.STUCK, 0.95)
    assert answer_sitters([sitter], WORDS) == (
        "“Stair rail” has sat in Meeting for 34 days. 1 has stayed longer than 9 in 10 deals that were won."
    )


def movement() -> Movement:
    """The worked example of METRICS §17: 100 + 30 + 0 + 5 − 8 + 10 − 20 − 25 − 12 = 80."""
    values = {
        Bar.CREATED: 30,
        Bar.REOPENED: 0,
        Bar.RESTORED: 0,
        Bar.RAISED: 5,
        Bar.ENTERED: 0,
        Bar.PULLED_IN: 10,
        Bar.LOWERED: 8,
        Bar.LEFT: 0,
        Bar.PUSHED_OUT: 20,
        Bar.WON: 25,
        Bar.LOST: 12,
        Bar.DELETED: 0,
    }
    bars = tuple(MovedBar(bar, value * 100, 1 if value else 0, 1 if value else 0, 0) for bar, value in values.items())
    return Movement("EUR", MovedBar(Bar.OPENING, 10_000, 4, 4, 0), bars, MovedBar(Bar.CLOSING, 8_000, 3, 3, 0))


def test_the_movement_is_told_as_a_sum() -> None:
    assert (
        answer_movement(movement(), WORDS)
        == "From €100 to €80, €20 less. €30 came with new deals; €25 was won, €12 lost."
    )
    assert how_movement(movement(), WORDS).startswith("€100 + €30 + €5 + €10 − €8 − €20 − €25 − €12 = €80.")


def test_what_is_taken_away_has_its_sign_in_the_table() -> None:
    sheet = sheet_of_movement("Movement", movement(), None, (), WORDS, is_filtered=True)
    opening, *bars, closing = (row.cells[1] for row in sheet.rows)
    assert isinstance(opening, int)
    assert opening + sum(int(str(bar)) for bar in bars) == closing
    said = [say_row(sheet, row, WORDS)[1] for row in sheet.rows]
    assert (said[0], said[-1]) == ("€100", "€80")
    assert {amount[0] for amount in said[1:-1] if amount != "€0"} == {"+", "−"}
    assert "+" not in "".join(cells[1] for cells in say_rows(sheet, WORDS)), "a formula in other programs"


def test_without_a_filter_only_rates_move_a_deal_in_or_out() -> None:
    assert name_bar(Bar.ENTERED, WORDS, is_filtered=False) == "Rates rose"
    assert name_bar(Bar.ENTERED, WORDS, is_filtered=True) == "Came into the filter"


def test_deals_without_a_value_are_told_at_their_bar() -> None:
    bar = MovedBar(Bar.CREATED, 3_000_00, 5, 3, 0)
    assert say_bar(bar, "EUR", WORDS, is_filtered=False) == "New: +€3,000, 5 deals, 2 of them without a value"


@pytest.mark.parametrize(
    ("choice", "start", "end"),
    [
        (DueChoice.THIS_MONTH, date(2026, 11, 1), date(2026, 12, 1)),
        (DueChoice.NEXT_MONTH, date(2026, 12, 1), date(2027, 1, 1)),
        (DueChoice.THIS_QUARTER, date(2026, 10, 1), date(2027, 1, 1)),
        (DueChoice.NEXT_QUARTER, date(2027, 1, 1), date(2027, 4, 1)),
        (DueChoice.THIS_YEAR, date(2026, 1, 1), date(2027, 1, 1)),
    ],
)
def test_due_dates_go_by_the_calendar(choice: DueChoice, start: date, end: date) -> None:
    assert find_due(choice, date(2026, 11, 22)) == Period(start, end)


def month(deals: int, before: int, two_before: int, days: int | None = None) -> QualifiedMonth:
    return QualifiedMonth(date(2026, 3, 1), deals, deals, before, two_before, days)


def test_lead_velocity_is_that_of_the_worked_example() -> None:
    assert plain(say_velocity(month(10, 8, 0), WORDS)) == "+25 %"
    assert plain(say_velocity(month(9, 10, 8), WORDS)) == "−10 %"
    assert say_velocity(month(9, 0, 8), WORDS) == "n/a"
    assert say_velocity(month(9, 3, 8), WORDS) == "9 after 3"
    leads = Leads(40, 30, 27, (month(9, 10, 8),), Qualifying(0, 0, 0, 0), NOTHING, True, True, ())
    assert plain(answer_qualified(leads, None, WORDS)) == (
        "27 deals became qualified (SQL). March 2026: 9, was 10, −10 %. Over three months +6 % a month."
    )


def test_a_running_month_says_so() -> None:
    leads = Leads(40, 30, 27, (month(9, 10, 8, days=9),), Qualifying(0, 0, 0, 0), NOTHING, True, True, ())
    assert "March 2026 so far: 9, was 10" in answer_qualified(leads, None, WORDS)


def test_mql_that_are_undecided_count_in_neither() -> None:
    said = plain(answer_qualifying(Qualifying(50, 30, 10, 10), WORDS))
    assert said.endswith("10 are undecided. Of those decided: 75 %.")
    assert "%" not in answer_qualifying(Qualifying(4, 3, 1, 0), WORDS)


@pytest.mark.parametrize(("hours", "said"), [(0.42, "25 min"), (3.2, "3 h"), (72.0, "3 d"), (None, "–")])
def test_waiting_is_told_in_the_unit_that_fits(hours: float | None, said: str) -> None:
    assert say_hours(hours, WORDS) == said


def test_a_median_that_is_not_known_says_that_half_were_not_answered() -> None:
    said = answer_response(Response(None, rate_of(1, 10), 6, 0), None, WORDS)
    assert said.startswith("Half of the leads or more had no call, e-mail or meeting yet.")


def source(name: str, won: int, lost: int) -> SourceLine:
    return SourceLine(len(name), name, won + lost, 0, 0, won, lost, None, NOTHING)


def test_a_source_is_better_only_where_the_ranges_lie_apart() -> None:
    apart = answer_sources([source("Referral", 40, 10), source("Web", 5, 60)], WORDS)
    assert apart.endswith("Referral wins more often than Web.")
    others = [source(name, 5, 60) for name in ("Web", "Fair", "Cold")]
    apart = answer_sources([source("Referral", 40, 10), *others], WORDS)
    assert plain(apart).endswith("Referral wins more often than Cold, Fair and Web.")
    close = answer_sources([source("Referral", 6, 4), source("Web", 5, 6)], WORDS)
    assert close.endswith("Their win rates overlap: the differences could be chance.")


def profile(own: tuple[int, int], others: tuple[int, int], p: float | None) -> LossProfile:
    stage = LossAt(3, "Proposal", rate_of(*own), rate_of(*others), p)
    return LossProfile(7, "Ben Hale", 1, own[1], (stage,))


@pytest.mark.parametrize(
    ("own", "others", "how"),
    [
        ((14, 22), (31, 98), "twice as often as"),
        ((14, 22), (12, 60), "three times as often as"),
        ((14, 22), (6, 60), "6 times as often as"),
        ((14, 22), (48, 98), "more often than"),
        ((2, 22), (48, 98), "less often than"),
        ((14, 22), (0, 98), "more often than"),
    ],
)
def test_who_stands_out_is_told_in_words(own: tuple[int, int], others: tuple[int, int], how: str) -> None:
    found = profile(own, others, 0.01)
    assert say_stands_out(found, found.stages[0], WORDS) == (
        f"Ben Hale loses at Proposal {how} the rest of the team, {own[0]} of {own[1]}."
    )


def test_what_may_be_chance_is_not_told_as_a_difference() -> None:
    assert answer_profiles([profile((14, 22), (31, 98), 0.051)], WORDS) == (
        "Nobody loses at a stage more often than chance allows."
    )
    assert answer_profiles([profile((5, 9), (31, 98), None)], WORDS).startswith(
        "Profiles are compared from 10 losses on"
    )


def likeness(name: str, won: int, closed: int, overall: float) -> Likeness:
    rate = rate_of(won, closed)
    assert rate.value is not None
    assert rate.low is not None
    assert rate.high is not None
    return Likeness(
        Attribute.SOURCE, len(name), name, rate, rate.value / overall, rate.low / overall, rate.high / overall
    )


def test_a_value_stands_out_only_where_its_range_leaves_the_average_out() -> None:
    sure, chance = likeness("Referral", 40, 60, 0.3), likeness("Web", 4, 10, 0.3)
    assert plain(answer_ideal(IdealCustomer(200, 60, (sure, chance)), Attribute.SOURCE, WORDS)) == (
        "Won more often than the average: Referral 2.2 × (40 of 60)."
    )
    assert answer_ideal(IdealCustomer(200, 60, (chance,)), None, WORDS).startswith("No value stands out")


def test_few_closed_deals_bear_no_comparison() -> None:
    few = likeness("Fair", 2, 3, 0.3)
    assert "×" not in say_likeness(few, WORDS)
    assert sheet_of_ideal("Ideal", IdealCustomer(200, 60, (few,)), None, WORDS).rows[0].cells[4:] == (
        None,
        None,
        None,
        None,
    )


def test_customers_that_came_back_are_told_with_their_range() -> None:
    line = CustomerLine(4, 3, 62_000_00, 1, 10_000_00, date(2026, 3, 1), 5, 2, 0)
    found = Customers((line,), 25, rate_of(7, 25), rate_of(1, 12), rate_of(2, 5), rate_of(9, 25), 12, (line,), ())
    names = {4: "Hale & Sons"}
    assert plain(answer_customers(found, None, names, "EUR", WORDS)) == (
        "7 of 25 customers bought more than once, 28 % (likely 14 to 48 %). Hale & Sons bought most, €62,000."
        " Deals by their recommendation: 5, won 2."
    )
    assert plain(answer_gone(found, "EUR", WORDS)) == (
        "9 of 25 customers have not bought for 12 months, 36 % (likely 20 to 55 %); those listed had bought for"
        " €62,000."
    )
    assert sheet_of_gone("Gone", found, names, "EUR", WORDS).rows[0].cells == (
        "Hale & Sons",
        date(2026, 3, 1),
        3,
        62_000_00,
        None,
    )


def test_what_is_left_out_fits_every_figure_of_a_page() -> None:
    reasons = (LeftOut(Why.STAGES_PASSED_UNKNOWN, 3), LeftOut(Why.NO_RATE, 1, "CHF"), LeftOut(Why.NO_OWNER, 2))
    assert say_all_left_out(reasons, WORDS) == (
        "3 deals passed stages that are not on record and are left out where stages count.",
        "1 deal in CHF is left out of the sums: no exchange rate.",
        "2 lost deals have no owner and are in no profile.",
    )


@pytest.mark.parametrize("name", ["\u202eevil", "שולחן", "\u2069\u202eevil", "evil\u2067"])
def test_names_of_another_direction_turn_no_word_of_ours_and_no_other_name(name: str) -> None:
    clean = name.strip("\u2067\u2069")
    best = BestLeads((BestLead(1, name, "", 84, "Lead In", "", None),), 2, has_scores=True, currency="EUR")
    assert answer_best(best, WORDS).endswith(f"Best: “\u2068{clean}\u2069”, 84 of 100.")
    far = source("Fair", 40, 50)
    behind = answer_sources([far, source(name, 5, 50), source("Web", 5, 60)], WORDS)
    assert f"than \u2068\u2068{clean}\u2069 and Web\u2069." in behind
    assert "\u2068" not in answer_sources([far], WORDS)

"""Activities, notes and own fields of files: what they hang on, what is refused, what is there already."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.exchange.known import Known, KnownAttached, KnownField, KnownRow
from desktop_pipeline.exchange.options import TablePlace
from desktop_pipeline.exchange.records import DealFields, FieldKey, ImportPlan, OrganisationFields, Target

PlanText = Callable[..., ImportPlan]
KNOWN = Known(
    organisations={"acme": KnownRow(1, OrganisationFields("Acme")), "bolt": KnownRow(2, OrganisationFields("Bolt"))},
    deals={4: DealFields("Oak", "acme"), 5: DealFields("Oak", "bolt"), 6: DealFields("Ash", external_id="77")},
    pipelines=("Sales",),
    base_currency="EUR",
    activity_kinds={"call": "call", "task": "task", "site walk": "own_1"},
)
HEAD = "Subject,Type,Due date,Due time,Done,Deal,Company\n"


def problems(plan: ImportPlan) -> list[tuple[int, str, str]]:
    return [(problem.row, problem.column, problem.problem) for problem in plan.problems]


def test_an_activity_hangs_on_the_deal_it_names_and_on_none_that_may_be_meant(plan_text: PlanText) -> None:
    rows = (
        "Call back,Call,2026-03-01,10:30,No,Ash,\nAsk,Site walk,,,No,Oak,Bolt\n"
        "Which,Task,,,No,Oak,\nLost,Task,,,No,Nowhere,\n,Call,2026-03-02,late,Yes,77,\n"
    )
    plan = plan_text(HEAD + rows, known=KNOWN)
    assert [(each.subject, each.kind, each.target.deal_id, each.is_done) for each in plan.activities] == [
        ("Call back", "call", 6, False),
        ("Ask", "own_1", 5, False),
        ("Call", "call", 6, True),
    ]
    assert (plan.activities[0].due_on, plan.activities[0].due_time) == (date(2026, 3, 1), time(10, 30))
    assert problems(plan) == [
        (4, "Deal", "several deals have this name"),
        (5, "Deal", "no deal, person or organisation of this name"),
        (6, "Due time", "not a time of day"),
    ]


def test_what_is_to_do_for_nobody_is_taken_at_its_time_and_what_is_too_long_is_not(plan_text: PlanText) -> None:
    head = "Subject,Type,Due date,Done,Deal,Company,Note\n"
    rows = (
        "Tidy up,Sweeping,2026-03-01 10:30,No,,,\nSign,Site walk,2026-03-02,No,Ash,Bolt,Soon\n"
        f"Wait,Call,,No,,,\n{'x' * 900},Task,,No,Ash,,\nTell,Task,,No,Ash,,{'y' * 200_000}\n,,,No,Ash,,Nothing\n"
    )
    plan = plan_text(head + rows, known=KNOWN)
    assert [(each.subject, each.kind, each.due_time, each.target, each.note) for each in plan.activities] == [
        ("Tidy up", "task", time(10, 30), Target(), None),
        ("Sign", "own_1", None, Target(deal_id=6), "Soon"),
        ("Wait", "call", None, Target(), None),
        ("Tell", "task", None, Target(deal_id=6), None),
    ]
    assert [(row, column, text.rpartition(" ")[2]) for row, column, text in problems(plan)] == [
        (5, "Subject", "characters"),
        (6, "Note", "characters"),
        (7, "Subject", "subject"),
    ]


def test_a_bare_name_means_whoever_a_later_row_tells_more_of(plan_text: PlanText) -> None:
    acts = "Subject,Person,Organisation,Done\nCall,Zoe Ray,,No\nVisit,Zoe Ray,Acme,No\n"
    first, second = plan_text(acts).activities
    assert first.target.person is not None
    assert first.target.person == second.target.person


def test_a_bare_name_means_whoever_a_later_table_tells_more_of(plan_text: PlanText) -> None:
    acts = "Subject,Person,Organisation,Done\nCall,Zoe Ray,,No\n"
    notes = "Note content,Person,Organisation\nLikes oak,Zoe Ray,Acme\n"
    plan = plan_text(acts, notes)
    assert plan.activities[0].target.person == plan.notes[0].target.person == "zoe ray\x1facme"
    assert plan.problems == ()


def test_what_hangs_there_already_is_not_hung_again(plan_text: PlanText) -> None:
    there = KnownAttached(
        activities=frozenset((("deal", 6, "call back", "2026-03-01"),)), notes=frozenset((("deal", 6, "Likes it"),))
    )
    known = replace(KNOWN, attached=lambda: there)
    acts = HEAD + "Call back,Call,2026-03-01,,No,Ash,\nCall back,Call,2026-03-08,,No,Ash,\n"
    notes = "Note,Deal,Date\nLikes it,Ash,2026-01-01\nLikes it much,Ash,2026-01-01\nLikes it much,Ash,2026-01-01\n"
    plan = plan_text(acts, notes, known=known)
    assert [each.due_on for each in plan.activities] == [date(2026, 3, 8)]
    assert [each.text for each in plan.notes] == ["Likes it much"]


def test_the_next_step_of_an_open_deal_is_planned_and_of_a_closed_one_nothing_is(plan_text: PlanText) -> None:
    rows = "A,Open,Call them,2026-03-01\nB,Won,Thank them,\nC,Open,,2026-03-02\nD,Open,,\n"
    plan = plan_text("Deal,Status,Next step,Next activity date\n" + rows)
    assert [deal.fields.status for deal in plan.deals][1] is DealStatus.WON
    assert [(each.target, each.subject, each.due_on) for each in plan.activities] == [
        (Target(deal=0), "Call them", date(2026, 3, 1)),
        (Target(deal=2), "Next step", date(2026, 3, 2)),
    ]


def test_an_own_field_takes_what_its_kind_can_hold_and_lists_the_rest(plan_text: PlanText) -> None:
    fields = {
        FieldKey("deal", "floor area"): KnownField(1, "Floor area", "number"),
        FieldKey("deal", "wood"): KnownField(2, "Wood", "choice", {"oak": 11, "ash": 12}),
    }
    columns = {TablePlace("file0.csv", None, 1): {2: "custom", 3: "custom:wood", 4: "custom"}}
    rows = "A,New,1200.5,Oak,yes\nB,New,wide,Elm,\n"
    plan = plan_text("Deal,Stage,Floor area,Timber,Paid\n" + rows, known=replace(KNOWN, fields=fields), columns=columns)
    assert [(value.field.key, value.target.deal, value.value) for value in plan.values] == [
        ("floor area", 0, '"1200.5"'),
        ("wood", 0, "11"),
        ("paid", 0, '"yes"'),
    ]
    assert [(new.name, new.kind) for new in plan.new_fields] == [("Paid", "text")]
    assert problems(plan) == [(3, "Floor area", "not a number"), (3, "Timber", "not one of the field’s choices")]


def test_a_note_about_nothing_is_listed_and_html_is_read_only_where_the_product_writes_it(plan_text: PlanText) -> None:
    plan = plan_text("Note,Deal,Date\nAlone,,2026-01-01\n<b>5 < 7</b>,Ash,2026-01-01\n", known=KNOWN)
    assert [each.text for each in plan.notes] == ["<b>5 < 7</b>"]
    assert problems(plan) == [(2, "", "no deal, person or organisation of this name")]
    sold = "Note - Content,Deal - Title,Note - Add time\n<p>One</p><p>Two &amp; 3</p>,Ash,2026-01-01\n"
    (note,) = plan_text(sold, known=KNOWN).notes
    assert (note.text, note.target.deal_id) == ("One\n\nTwo & 3", 6)

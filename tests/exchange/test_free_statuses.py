"""Statuses that are written freely, mistyped stages, and what stands behind the word for a lost deal."""

from collections.abc import Callable

import pytest

from desktop_pipeline.exchange.known import Known, KnownStage
from desktop_pipeline.exchange.records import ImportPlan

PlanText = Callable[..., ImportPlan]
FREE = (
    *("Waiting for signature", "call again in May", "went with competitor", "On hold", "quoted", "not now maybe later"),
    *("visit booked for June", "quoted 12/3 and chasing", "Lost (too dear)", "Won"),
)
SHEET = "Company,Deal,Status\n" + "".join(f"C{number},D{number},{status}\n" for number, status in enumerate(FREE))


def asked(plan: ImportPlan, subject: str) -> list[tuple[str, str]]:
    return [(question.question, question.assumed) for question in plan.questions if question.subject == subject]


def stages(plan: ImportPlan) -> list[str]:
    return [stage.name for stage in plan.stages]


def test_statuses_that_are_written_freely_are_kept_as_notes_and_make_no_stages(plan_text: PlanText) -> None:
    plan = plan_text(SHEET)
    words = "“Status” says something of its own in most rows: are these stages?"
    assert (stages(plan), asked(plan, "free texts")) == ([], [(words, "no, notes")])
    assert [note.text for note in plan.notes] == list(FREE[:-2])
    assert [deal.fields.status.value for deal in plan.deals] == ["open"] * 8 + ["lost", "won"]
    assert asked(plan, "outcome") == [("does “went with competitor” mean open, won or lost?", "open")]
    assert asked(plan, "stage order") == []


def test_an_answer_about_one_of_them_leaves_the_others_notes(plan_text: PlanText) -> None:
    said = {"went with competitor": "lost", "quoted": "Quoted"}
    plan = plan_text(SHEET, stage_words=said, known=Known(pipelines=("Sales",), stages=(KnownStage("New", "Sales"),)))
    assert stages(plan) == ["Quoted"]
    assert plan.deals[2].fields.status.value == "lost"
    assert plan.deals[4].fields.stage == "quoted"
    assert "went with competitor" in {note.text for note in plan.notes}


def test_whoever_says_that_they_are_stages_gets_stages(plan_text: PlanText) -> None:
    plan = plan_text(SHEET, mapping={"Status": "stage"})
    assert (len(stages(plan)), plan.notes, asked(plan, "free texts")) == (8, (), [])


@pytest.mark.parametrize(
    "statuses",
    [
        # A few words, and the same ones again and again, are stages
        ("CVs sent", "Interviewing", "Offer out", "Shortlisted", "Second round", "Contract ready"),
        ("waits for the bank", "waits for the bank", "drawn and priced by us", "drawn and priced by us"),
    ],
)
def test_words_for_where_a_deal_is_stay_stages(plan_text: PlanText, statuses: tuple[str, ...]) -> None:
    rows = "".join(f"C{number},D{number},{status}\n" for number, status in enumerate(statuses))
    plan = plan_text(f"Company,Deal,Status\n{rows}")
    assert stages(plan) == list(dict.fromkeys(statuses))


def test_a_column_that_says_won_and_lost_is_one_of_statuses_however_it_is_called(plan_text: PlanText) -> None:
    plan = plan_text("Customer,Job,Quote,How did it go\nHill,Loft,10,won!\nKhan,Bar,20,Dead - too dear\nFox,Roof,30,\n")
    assert [deal.fields.status.value for deal in plan.deals] == ["won", "lost", "open"]


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("Lost - too dear", "too dear"), ("perdu – trop cher", "trop cher"), ("Lost (no budget)", "no budget"),
        ("Lost", None), ("Closed Lost", None), ("Lost 12.3.2025", None), ("Lost - 2024", None), ("Lost: lost", None),
    ],
)  # fmt: skip
def test_what_stands_behind_the_word_for_a_lost_deal_is_why_it_was_lost(
    plan_text: PlanText, word: str, reason: str | None
) -> None:
    plan = plan_text(f"Company,Deal,Stage\nA,X,{word}\nB,Y,New\n")
    assert [deal.fields.lost_reason for deal in plan.deals] == [reason, None]
    own = plan_text(f"Company,Deal,Stage,Lost reason\nA,X,{word},price\nB,Y,Lost,\n")
    assert own.deals[1].fields.lost_reason is None


def test_a_stage_that_is_nearly_one_of_the_workspace_is_asked_about(plan_text: PlanText) -> None:
    known = Known(pipelines=("Sales",), stages=(KnownStage("Proposal", "Sales"), KnownStage("Negotiation", "Sales")))
    text = "Company,Deal,Stage\nA,X,Negotation\nB,Y,Proposal\nC,Z,Visit\n"
    plan = plan_text(text, known=known)
    assert asked(plan, "near stage") == [("is “Negotation” the stage “Negotiation”?", "a new stage")]
    assert stages(plan) == ["Negotation", "Visit"]
    for meant, made in (("Negotiation", ["Visit"]), ("Negotation", ["Negotation", "Visit"])):
        said = plan_text(text, known=known, stage_words={"Negotation": meant})
        assert (stages(said), asked(said, "near stage")) == (made, [])

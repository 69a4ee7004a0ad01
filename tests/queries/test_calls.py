from desktop_pipeline.actions.activities import finish_activity, plan_activity
from desktop_pipeline.actions.contact_rows import PERSON
from desktop_pipeline.actions.deal_people import add_person
from desktop_pipeline.actions.leaving import mark_left
from desktop_pipeline.actions.notes import add_note
from desktop_pipeline.actions.organisations import edit_organisation
from desktop_pipeline.actions.people import create_person
from desktop_pipeline.actions.reaching import add_point
from desktop_pipeline.domain.contacts import PointKind
from desktop_pipeline.queries.calls import Call, read_call
from tests.workspaces import Desk


def plan(desk: Desk, *, deal_id: int, person_id: int | None = None) -> int:
    return plan_activity(
        desk.workspace,
        kind="call",
        subject="Call",
        at=desk.now,
        due_on=desk.now.date(),
        deal_id=deal_id,
        person_id=person_id,
    )


def call(desk: Desk, activity_id: int) -> Call:
    found = read_call(desk.workspace, activity_id)
    assert found is not None
    return found


def numbers(desk: Desk, activity_id: int) -> list[tuple[str, str]]:
    return [(each.phone, each.name) for each in call(desk, activity_id).numbers]


def test_the_person_is_called_first_then_the_deals_people_then_the_switchboard(desk: Desk) -> None:
    deal = desk.deal(organisation="Alder Ltd")
    company = desk.id_of("organisation", "Alder Ltd")
    edit_organisation(desk.workspace, company, phone="+45 1000 0000")
    for name, phone in (("Ines", "+45 2000 0000"), ("Tove", "+45 3000 0000")):
        create_person(desk.workspace, name=name, phone=phone, organisation="Alder Ltd")
        add_person(desk.workspace, deal, name)
    tove = desk.id_of("person", "Tove")
    add_point(desk.workspace, PERSON, tove, PointKind.PHONE, "+45 3000 0001", label="mobile")
    with_tove = plan(desk, deal_id=deal, person_id=tove)
    assert numbers(desk, with_tove) == [
        ("+45 3000 0000", "Tove"),
        ("+45 3000 0001", "Tove"),
        ("+45 2000 0000", "Ines"),
        ("+45 1000 0000", "Alder Ltd"),
    ]
    with_nobody = plan(desk, deal_id=deal)
    assert [name for _phone, name in numbers(desk, with_nobody)] == ["Ines", "Tove", "Tove", "Alder Ltd"]


def test_who_has_left_is_not_called_and_a_number_stands_once(desk: Desk) -> None:
    deal = desk.deal()
    for name, phone in (("Ines", "+45 2000 0000"), ("Tove", "0045 2000 0000"), ("Gone", "+45 4000 0000")):
        create_person(desk.workspace, name=name, phone=phone)
        add_person(desk.workspace, deal, name)
    mark_left(desk.workspace, desk.id_of("person", "Gone"), left_on=desk.now.date(), at=desk.now)
    assert numbers(desk, plan(desk, deal_id=deal)) == [("+45 2000 0000", "Ines")]


def test_the_last_word_is_the_newest_note_or_result(desk: Desk) -> None:
    deal = desk.deal()
    first, second = plan(desk, deal_id=deal), plan(desk, deal_id=deal)
    assert call(desk, first).last_word is None
    add_note(desk.workspace, deal, "Wants oak", at=desk.now)
    finish_activity(desk.workspace, second, at=desk.later(hours=1), result="No answer")
    last = call(desk, first).last_word
    assert last is not None
    assert (last.text, last.at) == ("No answer", desk.now)
    assert read_call(desk.workspace, second) is None
    assert read_call(desk.workspace, 99) is None

"""One e-mail for each person, and what keeps it back."""

from datetime import date
from pathlib import Path

import pytest

from desktop_pipeline.actions.activities import plan_activity
from desktop_pipeline.actions.company import edit_company
from desktop_pipeline.actions.leaving import mark_left
from desktop_pipeline.actions.mail import (
    find_activity_target,
    find_deal_targets,
    keep_drafts,
    prepare_again,
    prepare_mails,
)
from desktop_pipeline.actions.mail_templates import attach_to_template
from desktop_pipeline.actions.organisations import edit_organisation
from desktop_pipeline.actions.people import delete_people, edit_person
from desktop_pipeline.domain.errors import NotFoundError
from desktop_pipeline.domain.mail_account import MailAccount
from desktop_pipeline.domain.messages import MailProblem, Trouble
from desktop_pipeline.domain.prepared_mail import MailDraft, MailTarget, PreparedMail
from desktop_pipeline.domain.templates import FIELDS, write_field
from desktop_pipeline.queries.mail import read_template
from tests.mail_people import add_person, add_template, add_three
from tests.workspaces import Desk


def troubles(mail: PreparedMail) -> list[Trouble]:
    return [problem.trouble for problem in mail.problems]


def test_all_fields_have_their_values(desk: Desk) -> None:
    edit_company(desk.workspace, name="Workshop", email="w@shop.example", phone="1", website="shop.example")
    deal = desk.deal(organisation="Copperline", owner_id=1, expected_close_on=date(2026, 6, 9))
    edit_organisation(desk.workspace, 1, industry="Health", country="Norway", website="copper.example")
    person = add_person(
        desk, "Dr. Jonas Weiß", deal, email="j@c.example", phone="2", job_title="Head", organisation="Copperline"
    )
    draft = MailDraft("-", "\n".join(f"{field}={write_field(field)}" for field in FIELDS))
    account = MailAccount("Ann Bell", "ann@shop.example", "smtp.shop.example")
    (mail,) = prepare_mails(desk.workspace, draft, [MailTarget(person, deal)], account=account)
    assert mail.problems == ()
    assert dict(line.split("=") for line in mail.text.splitlines()) == {
        "person.first_name": "Jonas",
        "person.last_name": "Weiß",
        "person.name": "Dr. Jonas Weiß",
        "person.job_title": "Head",
        "person.email": "j@c.example",
        "person.phone": "2",
        "organisation.name": "Copperline",
        "organisation.industry": "Health",
        "organisation.country": "Norway",
        "organisation.website": "copper.example",
        "deal.title": "Oak table",
        "deal.value": "EUR 1,200",
        "deal.stage": str(desk.workspace.value("select name from stage order by position")),
        "deal.expected_close": "9 June 2026",
        "owner.first_name": "Ann",
        "owner.name": "Ann",
        "owner.email": "ann@shop.example",
        "company.name": "Workshop",
        "company.email": "w@shop.example",
        "company.phone": "1",
        "company.website": "shop.example",
    }


def test_each_gets_their_own_and_nothing_is_kept(desk: Desk) -> None:
    targets = add_three(desk)
    mails = prepare_mails(desk.workspace, add_template(desk), targets)
    assert [(mail.subject, mail.to) for mail in mails] == [
        ("News for Jonas", "jonas@weiss.example"),
        ("News for Mira", "mira@sand.example"),
        ("News for Olu", "olu@ade.example"),
    ]
    assert mails[0].text == "Hello Jonas,\n\nabout Deal of Jonas Weiß."
    assert desk.workspace.value("select count(*) from message") == 0


def test_what_keeps_an_e_mail_back(desk: Desk) -> None:
    deal = desk.deal(value=None)
    people = {
        name: add_person(desk, name, email=f"{number}@x.example")
        for number, name in enumerate(
            ("Fine One", "Asked Not", "Gone Away", "In Bin", "No Address", "Anna anna@x.example")
        )
    }
    edit_person(desk.workspace, people["Asked Not"], prefers="No e-mails please")
    mark_left(desk.workspace, people["Gone Away"], left_on=date(2026, 1, 1), at=desk.now)
    delete_people(desk.workspace, [people["In Bin"]], at=desk.now)
    edit_person(desk.workspace, people["No Address"], email=None)
    with desk.journal.change("As an import may") as draft:
        draft.execute("update person set email = 'not an address' where id = ?", (people["Fine One"],))
    template = add_template(desk, "{{person.fist_name}} {{person.first_name}}", "About {{deal.value}}")
    mails = prepare_mails(desk.workspace, template, [MailTarget(person, deal) for person in people.values()])
    assert {mail.name: [(each.trouble.value, each.what) for each in mail.problems][:1] for mail in mails} == {
        "Fine One": [("bad address", "not an address")],
        "Asked Not": [("do not contact", "No e-mails please")],
        "Gone Away": [("left", "")],
        "In Bin": [("in bin", "")],
        "No Address": [("no address", "")],
        "Anna anna@x.example": [("unknown field", "person.fist_name")],
    }
    assert {each.what for each in mails[-1].problems} == {"person.fist_name", "person.first_name", "deal.value"}
    assert not any(mail.is_ready for mail in mails)


def test_an_address_gets_it_once_and_a_second_time_is_warned_of(desk: Desk) -> None:
    (target, *_rest) = add_three(desk)
    other = desk.deal("Another deal")
    template = add_template(desk)
    mails = prepare_mails(desk.workspace, template, [target, MailTarget(target.person_id, other)])
    assert mails[0].is_ready
    assert mails[1].problems == (MailProblem(Trouble.SAME_ADDRESS, "jonas@weiss.example"),)
    with desk.journal.change("Sent") as draft:
        draft.execute(
            "insert into message (person_id, template_id, kind, direction, state, sender, recipient, subject, text,"
            " files, at, who) values (?, ?, 'email', 'out', 'sent', '', '', '', '', '[]', 0, '')",
            (target.person_id, template.template_id),
        )
    (again,) = prepare_mails(desk.workspace, template, [target])
    assert troubles(again) == [Trouble.SENT_BEFORE]
    assert again.is_ready


def test_files_go_to_everybody_or_to_one_industry(desk: Desk, tmp_path: Path) -> None:
    deal = desk.deal(organisation="Copperline")
    edit_organisation(desk.workspace, 1, industry="health")
    person = add_person(desk, "Jonas Weiß", deal)
    stranger = add_person(desk, "Mira Sand", desk.deal("Other"))
    template = add_template(desk)
    assert template.template_id is not None
    for name, industry in (("all.pdf", None), ("clinic.pdf", "Health"), ("school.pdf", "Education")):
        (tmp_path / name).write_bytes(name.encode())
        attach_to_template(desk.workspace, template.template_id, [tmp_path / name], industry=industry)
    kept = read_template(desk.workspace, template.template_id)
    assert kept is not None
    mails = prepare_mails(desk.workspace, kept.draft, [MailTarget(person, deal), MailTarget(stranger)])
    assert [[file.name for file in mail.attachments] for mail in mails] == [["all.pdf", "clinic.pdf"], ["all.pdf"]]
    with desk.journal.change("Lose a file", sealed=True) as draft:
        draft.execute("delete from stored_file where size = 7")
    mails = prepare_mails(desk.workspace, kept.draft, [MailTarget(person, deal)])
    assert mails[0].problems == (MailProblem(Trouble.LOST_FILE, "all.pdf"),)


def test_a_deal_stands_for_its_main_person_who_can_be_written_to(desk: Desk) -> None:
    first, second, third = desk.deal("One"), desk.deal("Two"), desk.deal("Three")
    add_person(desk, "No Mail", first, email=None)
    chosen = add_person(desk, "Has Mail", first)
    silent = add_person(desk, "No Mail Either", second, email=None)
    assert find_deal_targets(desk.workspace, [first, second, third, first]) == [
        MailTarget(chosen, first),
        MailTarget(silent, second),
        MailTarget(None, third),
    ]
    mails = prepare_mails(desk.workspace, add_template(desk), find_deal_targets(desk.workspace, [third, first]))
    assert [(mail.name, mail.is_ready) for mail in mails] == [("Three", False), ("Has Mail", True)]
    assert Trouble.NO_ADDRESS in troubles(mails[0])
    assert prepare_mails(desk.workspace, add_template(desk, name="More"), [MailTarget(99), MailTarget(None, 99)]) == []


def test_an_activity_says_whom_it_goes_to(desk: Desk) -> None:
    deal = desk.deal()
    person = add_person(desk, "Jonas Weiß", deal)
    planned = plan_activity(desk.workspace, kind="email", subject="Write", at=desk.now, deal_id=deal)
    assert find_activity_target(desk.workspace, planned) == MailTarget(person, deal, planned)
    with pytest.raises(NotFoundError):
        find_activity_target(desk.workspace, 99)


def test_an_edited_text_is_looked_through_again(desk: Desk) -> None:
    (target, *_rest) = add_three(desk)
    (mail,) = prepare_mails(desk.workspace, add_template(desk), [target])
    assert troubles(mail.edit("", " ")) == [Trouble.NO_SUBJECT, Trouble.NO_TEXT]
    assert troubles(mail.edit("Hello", "{{person.first_name}} {{x}}")) == [Trouble.UNKNOWN_FIELD, Trouble.MISSING_FIELD]
    assert mail.edit("Hello", "there").is_ready


def test_a_kept_one_is_made_ready_as_it_was_written(desk: Desk) -> None:
    mails = prepare_mails(desk.workspace, add_template(desk), add_three(desk))
    (row_id, *_rest) = keep_drafts(desk.workspace, [mails[0].edit("My own", "words {2}")], batch="one")
    again = prepare_again(desk.workspace, row_id)
    assert (again.subject, again.text, again.to, again.row_id) == ("My own", "words {2}", mails[0].to, row_id)
    assert again.is_ready
    assert keep_drafts(desk.workspace, [again.edit("Newer", "words")], batch="two") == [row_id]
    assert desk.workspace.rows("select subject from message") == [("Newer",)]

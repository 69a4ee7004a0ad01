"""A company in which every text that a person can give is hostile: markup, a formula and a template at once."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from desktop_pipeline.actions.activities import finish_activity, plan_activity
from desktop_pipeline.actions.after_sale import place_after_sale
from desktop_pipeline.actions.answers import set_answer
from desktop_pipeline.actions.attachments import attach_files
from desktop_pipeline.actions.checklist_steps import add_checklist_step
from desktop_pipeline.actions.company import add_tax_rate, edit_company, edit_offer_settings
from desktop_pipeline.actions.contact_rows import ORGANISATION, PERSON
from desktop_pipeline.actions.criteria import add_criterion, tick_criterion
from desktop_pipeline.actions.custom_fields import add_choice, add_field
from desktop_pipeline.actions.custom_values import set_custom_value
from desktop_pipeline.actions.deal_marks import add_competitor, add_label
from desktop_pipeline.actions.deal_people import add_person
from desktop_pipeline.actions.deals import create_deal, delete_deals, lose_deals, win_deals
from desktop_pipeline.actions.line_items import add_line, edit_line
from desktop_pipeline.actions.list_details import edit_owner, edit_product
from desktop_pipeline.actions.lists import add_to_list, rename_in_list
from desktop_pipeline.actions.mail_logging import log_reply
from desktop_pipeline.actions.mail_templates import create_template
from desktop_pipeline.actions.notes import add_note
from desktop_pipeline.actions.objections import answer_objection, raise_objection
from desktop_pipeline.actions.offers import decline_offer, edit_offer, edit_offer_line, make_offer, send_offer
from desktop_pipeline.actions.organisations import create_organisation, edit_organisation
from desktop_pipeline.actions.people import create_person, edit_person
from desktop_pipeline.actions.pipelines import add_pipeline, rename_pipeline
from desktop_pipeline.actions.reaching import add_contact_note, add_point
from desktop_pipeline.actions.relations import RelationKind, relate_deals
from desktop_pipeline.actions.retries import plan_retry
from desktop_pipeline.actions.satisfaction import note_satisfaction, raise_problem, solve_problem
from desktop_pipeline.actions.stage_activities import add_stage_activity
from desktop_pipeline.actions.stages import add_stage, edit_stage
from desktop_pipeline.actions.views import save_view
from desktop_pipeline.actions.workspace_settings import add_holiday
from desktop_pipeline.domain.contacts import PointKind
from desktop_pipeline.domain.custom_fields import FieldKind, FieldSubject
from desktop_pipeline.domain.deals import ReasonGroup
from desktop_pipeline.domain.lists import OwnedList
from desktop_pipeline.domain.messages import IncomingMail, MailFile
from desktop_pipeline.domain.money import Money
from tests.workspaces import Desk, make_desk

# The picture that the markup asks for lies in the folder a test works in, all of one colour: drawn, it would be seen.
PICTURE = "canary.png"
CANARY = f"<b>x</b><img src={PICTURE}>&=1+1{{{{7*7}}}}"
# A file's name keeps no `<`, `>`, `/` or `:`.
FILE_NAME = "&=1+1{{7*7}} &lt;b&gt;.txt"
TURNED = "\u202eTURNED\u202c שלום 🦜"
_SOON = timedelta(days=3)


@dataclass(slots=True)
class Canary:
    """The company, and the ids that tests ask for."""

    desk: Desk
    deals: list[int] = field(default_factory=list)
    ids: dict[str, int] = field(default_factory=dict)


def make_canary_company(folder: Path, *, text: str = CANARY, name: str = "canary.pipeline") -> Canary:
    """Every list, record and setting bears the text; two of each where names must differ."""
    desk = make_desk(folder, name, template="meeting")
    made = Canary(desk)
    _fill_settings(made, text)
    _fill_contacts(made, text)
    _fill_deals(made, text)
    _fill_deal(made, text, folder)
    return made


def _fill_settings(made: Canary, text: str) -> None:
    workspace, ids = made.desk.workspace, made.ids
    ids["pipeline"] = int(workspace.value("select id from pipeline"))
    ids["stage"], ids["next_stage"] = made.desk.stages()[:2]
    ids["owner"] = made.desk.id_of("owner", "Ann")
    edit_company(workspace, name=text, address=text, tax_number=text, phone=text, website=text, bank=text)
    edit_offer_settings(workspace, intro=text, terms=text, tax_note=text)
    ids["tax"] = add_tax_rate(workspace, text, Decimal(19))
    rename_pipeline(workspace, ids["pipeline"], text)
    ids["other_pipeline"] = add_pipeline(workspace, f"{text} 2", template="simple")
    edit_stage(workspace, ids["stage"], name=text, definition=text, guidance=text)
    edit_stage(workspace, ids["next_stage"], name=f"{text} next")
    ids["after_sale"] = add_stage(workspace, ids["pipeline"], f"{text} after", is_open=False)
    ids["checklist"] = add_checklist_step(workspace, ids["pipeline"], text, after_days=3)
    rename_in_list(workspace, OwnedList.OWNERS, ids["owner"], text)
    edit_owner(workspace, ids["owner"], manager=text, region=text)
    for owned in OwnedList:
        if owned is not OwnedList.OWNERS:
            group = ReasonGroup.WE_LOST if owned is OwnedList.REASONS else None
            ids[owned.name.lower()] = add_to_list(workspace, owned, text, group=group)
    ids["won_reason"] = add_to_list(workspace, OwnedList.REASONS, text, group=ReasonGroup.WON)
    edit_product(workspace, ids["products"], category=text, price=Money(1_000, "EUR"))
    for subject in FieldSubject:
        for kind in FieldKind:
            ids[f"{subject} {kind}"] = add_field(workspace, subject, f"{text} {kind}"[:100], kind)
        for kind in (FieldKind.CHOICE, FieldKind.CHOICES):
            ids[f"{subject} {kind} one"] = add_choice(workspace, ids[f"{subject} {kind}"], text)
    ids["criterion"] = add_criterion(workspace, ids["stage"], kind="tick", text=text)
    ids["planned"] = add_stage_activity(workspace, ids["next_stage"], kind="call", subject=text, after_days=2)
    ids["holiday"] = add_holiday(workspace, date(2026, 12, 25), text)
    ids["view"] = save_view(workspace, text, "board", {"text": text})
    ids["table_view"] = save_view(workspace, f"{text} 2", "deals", {"text": text})


def _fill_offers(made: Canary, text: str) -> None:
    """A draft, and an offer that was declined; both say it wherever anything can be said."""
    workspace, ids, today = made.desk.workspace, made.ids, made.desk.now.date()
    for name in ("offer", "declined_offer"):
        ids[name] = make_offer(workspace, ids["deal"], on=today)
        edit_offer(workspace, ids[name], subject=text, recipient=text, intro=text, terms=text, tax_note=text)
        edit_offer_line(workspace, ids[name], 0, name=text, note=text)
    edit_offer(workspace, ids["offer"], number=text[:40])
    send_offer(workspace, ids["declined_offer"], on=today)
    decline_offer(workspace, ids["declined_offer"], on=today, note=text)


def _fill_contacts(made: Canary, text: str) -> None:
    workspace, ids, now = made.desk.workspace, made.ids, made.desk.now
    ids["organisation"] = create_organisation(workspace, name=text)
    edit_organisation(
        workspace, ids["organisation"], industry=text, country=text, address=text, phone=text, website=text, size=5
    )
    ids["other_organisation"] = create_organisation(workspace, name=f"{text} 2")
    ids["person"] = create_person(workspace, name=text, organisation_id=ids["organisation"])
    edit_person(workspace, ids["person"], job_title=text, phone=text, linkedin=text, website=text, prefers=text)
    ids["other_person"] = create_person(workspace, name=f"{text} 2", email="a&b@example.com")
    for holder, holder_id in ((PERSON, ids["person"]), (ORGANISATION, ids["organisation"])):
        word = holder.word
        ids[f"{word} point"] = add_point(workspace, holder, holder_id, PointKind.PHONE, text, label=text)
        add_point(workspace, holder, holder_id, PointKind.LINK, "javascript:alert(1)", label=text)
        add_contact_note(workspace, holder, holder_id, text, at=now)
        ids[f"{word} note"] = int(workspace.value("select max(id) from contact_note"))


def _fill_mail(made: Canary, text: str) -> None:
    workspace, ids = made.desk.workspace, made.ids
    ids["template"] = create_template(workspace, name=text, subject=text, text=text, purpose=text)
    reply = IncomingMail(
        message_id="canary@example.com",
        sender_name=text,
        sender=text,
        recipients=(text,),
        subject=text,
        text=text,
        files=(MailFile(text, 1),),
    )
    ids["message"] = log_reply(workspace, ids["deal"], reply, at=made.desk.now).row_id


def _fill_deals(made: Canary, text: str) -> None:
    workspace, ids, desk = made.desk.workspace, made.ids, made.desk
    for number in range(5):
        made.deals.append(
            create_deal(
                workspace,
                title=text if number == 0 else f"{text} {number}",
                stage_id=ids["stage"],
                at=desk.later(),
                organisation=text,
                person=text,
                value=Money(100_000 * (number + 1), "EUR"),
                owner_id=ids["owner"],
                source_id=ids["sources"],
                expected_close_on=desk.now.date() + _SOON,
            )
        )
    ids["deal"], ids["won"], ids["lost"], ids["binned"], ids["earlier"] = made.deals
    win_deals(workspace, [ids["won"]], at=desk.later())
    place_after_sale(workspace, [ids["won"]], ids["after_sale"])
    note_satisfaction(workspace, ids["won"], 9, on=desk.now.date(), note=text)
    ids["problem"] = raise_problem(workspace, ids["won"], text, on=desk.now.date())
    solve_problem(workspace, ids["problem"], text, on=desk.now.date())
    lose_deals(workspace, [ids["lost"]], reason_id=ids["reasons"], note=text, at=desk.later())
    _fill_mail(made, text)
    plan_retry(workspace, ids["lost"], desk.now.date() + _SOON, at=desk.now, note=text)
    delete_deals(workspace, [ids["binned"]], at=desk.later())


def _fill_deal(made: Canary, text: str, folder: Path) -> None:
    workspace, ids, desk = made.desk.workspace, made.ids, made.desk
    deal, today = ids["deal"], desk.now.date()
    add_label(workspace, deal, text)
    add_competitor(workspace, deal, text)
    add_person(workspace, deal, f"{text} 2", role=text)
    ids["line"] = add_line(workspace, deal, text, at=desk.later(), quantity=Decimal(2))
    edit_line(workspace, ids["line"], at=desk.later(), price=100_000)
    add_note(workspace, deal, text, at=desk.later())
    ids["note"] = int(workspace.value("select max(id) from note"))
    ids["objection"] = raise_objection(workspace, deal, text, on=today)
    answer_objection(workspace, ids["objection"], text, on=today)
    relate_deals(workspace, deal, ids["earlier"], RelationKind.REPEAT)
    ids["relation"] = int(workspace.value("select max(id) from deal_relation"))
    for topic in ("budget", "authority", "need", "timeline"):
        set_answer(workspace, deal, topic, "yes", text, on=today)
    tick_criterion(workspace, deal, ids["criterion"], at=desk.later(), evidence=text)
    for subject, subject_id in (
        (FieldSubject.DEAL, deal),
        (FieldSubject.PERSON, ids["person"]),
        (FieldSubject.ORGANISATION, ids["organisation"]),
    ):
        one, several = ids[f"{subject} choice one"], ids[f"{subject} choices one"]
        link = "https://example.com/?a=<b>&c=&lt;"
        for kind, value in (("text", text), ("choice", one), ("choices", [several]), ("link", link)):
            set_custom_value(workspace, ids[f"{subject} {kind}"], subject, subject_id, value)
    _fill_offers(made, text)
    attached = folder / FILE_NAME
    attached.write_text(text, encoding="utf-8")
    attach_files(workspace, FieldSubject.DEAL, deal, [attached], at=desk.later())
    ids["attachment"] = int(workspace.value("select max(id) from attachment"))
    for number, (days, kind) in enumerate(((0, "call"), (1, "email"), (-2, "meeting"))):
        ids[f"activity {number}"] = plan_activity(
            workspace,
            kind=kind,
            subject=text,
            at=desk.now,
            deal_id=deal,
            person_id=ids["person"],
            due_on=today + timedelta(days=days),
            owner_id=ids["owner"],
            note=text,
        )
    finish_activity(workspace, ids["activity 1"], at=desk.later(), result=text, note=text)

"""The sample company's e-mails: what its done e-mails said, some answers, and references that go out by industry."""

from datetime import timedelta

from desktop_pipeline.domain.messages import Direction, State
from desktop_pipeline.domain.names import name_key
from desktop_pipeline.domain.templates import first_name
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.files import keep_content
from desktop_pipeline.storage.instants import from_microseconds, to_microseconds
from desktop_pipeline.storage.tables import Message, TemplateAttachment

_ADDRESS = "office@alderrow.example"
_MOST = 40
_ANSWERED_AFTER = timedelta(hours=3, minutes=20)
_TEXTS = (
    (
        "Thank you for your time. As promised, here is what we spoke about. Please look through it, and tell me what"
        " is missing before I count the wood."
    ),
    (
        "Here is what I noted, so that nothing gets lost between us. If a number is wrong, please let me know right"
        " away."
    ),
    (
        "I am glad that we are going ahead. You will find everything you need to decide below; I will call you about"
        " it in a few days."
    ),
)
_ANSWERS = (
    "Thank you, that helps. I will show it to the others and come back to you.",
    "Looks good. One question: can it be delivered in two parts?",
    "Received, thanks. Next week suits us better.",
)
_REFERENCES = (
    (
        "Reference, a clinic in six weeks.txt",
        "Healthcare",
        "Six treatment rooms, fitted in six weeks, two of them at night.",
    ),
    ("Reference, a school in the holidays.txt", "Education", "Forty desks and a library, all within one summer."),
    ("What our customers say.txt", None, "“They measured twice, and it fitted at once.”"),
)


def write_mail(draft: Draft) -> None:
    """Texts for the newest e-mails that were done; answers only where something later was done, so no figure moves."""
    rows = draft.rows(
        "select a.id, a.deal_id, p.id, p.name, p.email, d.organisation_id, a.subject, a.done_at, w.name,"
        " (select min(b.done_at) from activity b where b.deal_id = a.deal_id and b.done_at > a.done_at)"
        " from activity a join deal d on d.id = a.deal_id and d.deleted_at is null"
        " join deal_person dp on dp.id = (select min(id) from deal_person where deal_id = d.id)"
        " join person p on p.id = dp.person_id and p.email is not null left join owner w on w.id = d.owner_id"
        " where a.kind = 'email' and a.done_at is not null order by a.done_at desc, a.id limit ?",
        (_MOST,),
    )
    for number, (activity_id, deal_id, person_id, name, email, organisation_id, subject, at, owner, later) in enumerate(
        rows
    ):
        hello, goodbye = first_name(name) or name, owner or "Alder Row"
        whose = {"deal": deal_id, "person": person_id, "organisation": organisation_id, "subject": subject}
        draft.insert(
            Message,
            **whose,
            activity=activity_id,
            direction=Direction.OUT.value,
            state=State.SENT.value,
            message_id=f"{number}@alderrow.example",
            sender=_ADDRESS,
            recipient=email,
            text=f"Hello {hello},\n\n{_TEXTS[number % len(_TEXTS)]}\n\nKind regards\n{goodbye}",
            at=from_microseconds(at),
            who=goodbye,
        )
        answered_at = from_microseconds(at) + _ANSWERED_AFTER
        if number % 2 == 0 and later is not None and to_microseconds(answered_at) < later:
            draft.insert(
                Message,
                **(whose | {"subject": f"Re: {subject}"}),
                direction=Direction.IN.value,
                state=State.RECEIVED.value,
                message_id=f"re-{number}@{email.rpartition('@')[2]}",
                in_reply_to=f"{number}@alderrow.example",
                sender=email,
                recipient=_ADDRESS,
                text=f"Hello {goodbye.split(maxsplit=1)[0]},\n\n{_ANSWERS[number % len(_ANSWERS)]}\n\n{name}",
                at=answered_at,
                who=goodbye,
            )
    _write_references(draft)


def _write_references(draft: Draft) -> None:
    wanted = name_key("A reference that fits")
    templates = (
        row_id for row_id, name in draft.rows("select id, name from mail_template") if name_key(name) == wanted
    )
    for template_id in templates:
        for place, (name, industry, text) in enumerate(_REFERENCES):
            content = f"{text}\n".encode()
            draft.insert(
                TemplateAttachment,
                template=template_id,
                name=name,
                size=len(content),
                digest=keep_content(draft, content),
                industry=industry,
                position=place,
            )

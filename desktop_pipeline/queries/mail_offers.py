"""What is offered when an e-mail is begun: the template of a cadence's step, and the files of the deal."""

from desktop_pipeline.domain.messages import MailFile
from desktop_pipeline.queries.lists import Named
from desktop_pipeline.storage.workspace import View

_MOST_SHOWN = 20


def find_step_template(view: View, activity_id: int) -> int | None:
    """The template that the step of a cadence names, which an activity is; None for any other activity."""
    found = view.value(
        "select s.template_id from enrolment_step e join cadence_step s on s.id = e.step_id where e.activity_id = ?",
        (activity_id,),
    )
    return None if found is None else int(found)


def read_attachable(view: View, deal_id: int) -> list[MailFile]:
    """The files of a deal that are kept in the workspace, the newest first: they can go with an e-mail."""
    rows = view.rows(
        "select name, size, digest from attachment where deal_id = ? and digest is not null order by at desc, id desc",
        (deal_id,),
    )
    return [MailFile(name, size or 0, digest) for name, size, digest in rows]


def has_open_questions(view: View) -> bool:
    """Whether somebody has to say what became of an e-mail, or one was on its way when the program ended."""
    return view.value("select 1 from message where state in ('sending', 'uncertain')") is not None


def read_preview_deals(view: View) -> list[Named]:
    """Open deals with somebody to write to, the newest first: a template is shown as these would get it."""
    rows = view.rows(
        "select d.id, d.title from deal d where d.status = 'open' and d.deleted_at is null and exists ("
        " select 1 from deal_person dp join person p on p.id = dp.person_id"
        " where dp.deal_id = d.id and p.deleted_at is null and p.email is not null)"
        " order by d.created_at desc, d.id desc limit ?",
        (_MOST_SHOWN,),
    )
    return [Named(deal_id, title) for deal_id, title in rows]

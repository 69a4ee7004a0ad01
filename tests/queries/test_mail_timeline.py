"""E-mails in the timeline of their deal: those sent with their text, and replies."""

from datetime import UTC

from PySide6.QtCore import QLocale

from desktop_pipeline.actions.mail import confirm_sent, keep_drafts, log_reply, prepare_mails
from desktop_pipeline.domain.messages import IncomingMail, MailFile
from desktop_pipeline.domain.prepared_mail import MailDraft
from desktop_pipeline.queries.timeline import TimelineEntry, read_timeline
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.widgets.timeline_words import TimelineLine, word_entry
from tests.mail_people import NAMES, add_three
from tests.workspaces import Desk

FORMATS = Formats(QLocale("en_GB"), UTC)


def word(desk: Desk, entry: TimelineEntry) -> TimelineLine:
    return word_entry(entry, FORMATS, desk.workspace.zone, desk.workspace.today())


def send(desk: Desk, text: str) -> int:
    """Sends to the first of three; the deal it is about."""
    target = add_three(desk)[0]
    mails = prepare_mails(desk.workspace, MailDraft("News", text), [target])
    confirm_sent(desk.workspace, keep_drafts(desk.workspace, mails, batch="one"), at=desk.later())
    assert target.deal_id is not None
    return target.deal_id


def test_what_was_sent_stands_with_its_text_and_undo_takes_it_back(desk: Desk) -> None:
    deal = send(desk, "Hello {{person.first_name}}")
    entry = read_timeline(desk.workspace, deal)[0]
    assert (entry.kind, entry.activity_kind, entry.message) == ("activity", "email", "Hello Jonas")
    line = word(desk, entry)
    assert (line.icon, line.headline, line.detail) == ("mail", "E-mail", "News\nHello Jonas")
    assert line.detail[: line.subject] == "News", "the subject stands out from the text"
    desk.journal.undo()
    assert "activity" not in {entry.kind for entry in read_timeline(desk.workspace, deal)}


def test_a_reply_stands_with_who_wrote_it_its_text_and_the_names_of_its_files(desk: Desk) -> None:
    deal = send(desk, "Hello")
    mail = IncomingMail(
        "answer@weiss.example",
        "Jonas",
        "jonas@weiss.example",
        ("anna@workshop.example",),
        "Re: News",
        "Yes, on Friday.",
        at=desk.later(),
        files=(MailFile("Plan.pdf", 2048),),
    )
    log_reply(desk.workspace, deal, mail, at=desk.now)
    entry = read_timeline(desk.workspace, deal)[0]
    line = word(desk, entry)
    assert (line.icon, line.headline) == ("reply", f"Reply from {NAMES[0]}")
    assert line.detail == "Re: News\nYes, on Friday.\nFiles: Plan.pdf"
    assert line.detail[: line.subject] == "Re: News"


def test_a_long_e_mail_is_cut_in_the_timeline(desk: Desk) -> None:
    deal = send(desk, "\n".join(f"line {number}" for number in range(40)))
    line = word(desk, read_timeline(desk.workspace, deal)[0])
    assert line.detail.endswith("line 11…")
    assert "line 12" not in line.detail

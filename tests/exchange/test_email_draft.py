"""An e-mail draft reads back in full, whatever others named; one that cannot be written leaves nothing."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_pipeline.actions.email_drafts import save_email_draft
from desktop_pipeline.domain.errors import CannotOpenError, RefusedError
from desktop_pipeline.exchange.writing.email_draft import write_draft

PDF = b"%PDF-1.7\r\nbytes \x00\xff of any kind\n.\r\n%%EOF"


def read(path: Path) -> EmailMessage:
    draft = message_from_bytes(path.read_bytes(), policy=default)
    assert isinstance(draft, EmailMessage)
    return draft


def test_subject_text_and_attachment_come_back_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "d.eml"
    text = "Über Größe & „Öl“\n\nعمر\n.\nFrom here\n" + "x" * 1200 + "\n"
    subject = "Bericht für Łódź, 9 Jun, می\u200cخواهم"
    save_email_draft(path, subject=subject, text=text, attachment=PDF, name="Größe עמר.pdf")
    draft = read(path)
    assert (draft["Subject"], draft["X-Unsent"]) == (subject, "1")
    assert not {"From", "To", "Cc", "Bcc"} & set(draft.keys())
    body = draft.get_body()
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == text
    (attached,) = draft.iter_attachments()
    assert (attached.get_filename(), attached.get_content_type()) == ("Größe עמר.pdf", "application/pdf")
    assert attached.get_payload(decode=True) == PDF
    # Lines that mail programs on other systems take.
    assert b"\n" not in path.read_bytes().replace(b"\r\n", b"")


@pytest.mark.parametrize("name", ["Bcc: all@example.org", "x\r\nBcc: all@example.org", "x\nBcc:a@b.c", "x\u2028Bcc: y"])
def test_what_others_named_adds_no_header(tmp_path: Path, name: str) -> None:
    path = tmp_path / "d.eml"
    save_email_draft(path, subject=name, text="t", attachment=PDF, name=f"{name}.pdf")
    assert "Bcc" not in read(path)
    assert b"\r\nBcc" not in path.read_bytes()


@given(subject=st.text(max_size=300), text=st.text(max_size=300), name=st.text(max_size=80))
def test_any_words_make_a_draft(tmp_path_factory: pytest.TempPathFactory, subject: str, text: str, name: str) -> None:
    path = tmp_path_factory.mktemp("drafts") / "d.eml"
    write_draft(path, subject=subject, text=text, attachment=PDF, name=f"{name}.pdf")
    draft = read(path)
    assert [part.get_payload(decode=True) for part in draft.iter_attachments()] == [PDF]
    assert draft["X-Unsent"] == "1"


def test_a_draft_that_cannot_be_written_leaves_nothing_and_says_so(tmp_path: Path) -> None:
    with pytest.raises(CannotOpenError, match="cannot be written"):
        save_email_draft(tmp_path / "nowhere" / "d.eml", subject="s", text="t", attachment=PDF, name="r.pdf")
    (tmp_path / "d.eml").mkdir()
    with pytest.raises(CannotOpenError, match="cannot be written"):
        save_email_draft(tmp_path / "d.eml", subject="s", text="t", attachment=PDF, name="r.pdf")
    assert [path.name for path in tmp_path.iterdir()] == ["d.eml"]


def test_a_workspace_is_never_replaced_by_a_draft(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="workspace"):
        save_email_draft(tmp_path / "a.pipeline", subject="s", text="t", attachment=PDF, name="r.pdf")
    assert list(tmp_path.iterdir()) == []

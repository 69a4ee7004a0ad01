"""Files of e-mails from strange hands: read to words, refused with a sentence, and never followed."""

import time
from datetime import UTC, datetime
from email.message import EmailMessage
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_pipeline.domain.errors import CannotOpenError
from desktop_pipeline.domain.messages import IncomingMail, MailFile, OutgoingMail
from desktop_pipeline.domain.templates import LONGEST_TEXT
from desktop_pipeline.exchange.mail.build import build, make_link, write_bytes, write_eml
from desktop_pipeline.exchange.mail.parsing import parse_mail, to_plain
from desktop_pipeline.exchange.mail.reading import LARGEST_MAIL, read_mail

AT = datetime(2026, 6, 9, 10, 25, tzinfo=UTC)
PLAIN = b"""\
From: =?utf-8?q?Jonas_Wei=C3=9F?= <jonas@weiss.example>
To: Ann <ann@shop.example>, "Bell, Ben" <ben@shop.example>
Cc: cay@shop.example
Subject: =?utf-8?b?UmU6IEvDvGNoZQ==?=
Date: Tue, 09 Jun 2026 12:25:00 +0200
Message-ID: <new@weiss.example>
In-Reply-To: <id0@shop.example>
References: <first@shop.example>
\t<id0@shop.example>
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

Gerne, n=E4chste Woche.
-- =20
Jonas
"""


def save(folder: Path, content: bytes, name: str = "reply.eml") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_an_e_mail_says_who_wrote_what_and_when(tmp_path: Path) -> None:
    assert read_mail(save(tmp_path, PLAIN)) == IncomingMail(
        message_id="new@weiss.example",
        sender_name="Jonas Weiß",
        sender="jonas@weiss.example",
        recipients=("ann@shop.example", "ben@shop.example", "cay@shop.example"),
        subject="Re: Küche",
        text="Gerne, nächste Woche.\n--  \nJonas",
        at=AT,
        answers=("id0@shop.example", "first@shop.example"),
    )


def test_what_we_build_reads_as_it_was(tmp_path: Path) -> None:
    mail = OutgoingMail(
        message_id="x@y.example",
        sender_name="Ann, “Bell”",
        sender="ann@shop.example",
        recipient_name="Jonas\r\nBcc: evil@x.example",
        recipient="jonas@weiss.example",
        subject="One\r\nX-Evil: two",
        text="Zeile\n\n.Punkt\n🙂",
        at=AT,
        files=(("a\r\nb/Größe.pdf", b"%PDF"), ("note.txt", "ä\r\n".encode())),
    )
    message = build(mail)
    assert sorted(message.keys()) == sorted(
        ("Subject", "From", "To", "Date", "Message-ID", "Content-Type", "MIME-Version")
    )
    read = read_mail(save(tmp_path, write_bytes(message)))
    assert (read.sender_name, read.sender, read.message_id, read.at) == (
        mail.sender_name,
        mail.sender,
        "x@y.example",
        AT,
    )
    assert read.recipients == ("jonas@weiss.example",)
    assert read.subject == "One X-Evil: two"
    assert read.text == mail.text
    assert read.files == (MailFile("Größe.pdf", 4), MailFile("note.txt", 4))


def test_a_draft_for_a_mail_program_is_unsent_and_whole(tmp_path: Path) -> None:
    mail = OutgoingMail("", "", "", "Jonas", "jonas@weiss.example", "Hello", "Words", AT, (("a.pdf", b"%PDF"),))
    write_eml(tmp_path / "draft.eml", mail)
    content = (tmp_path / "draft.eml").read_bytes()
    assert b"X-Unsent: 1" in content
    assert b"From:" not in content
    assert b"Date:" not in content
    assert [path.name for path in tmp_path.iterdir()] == ["draft.eml"]
    with pytest.raises(CannotOpenError, match="cannot be written"):
        write_eml(tmp_path / "nowhere" / "draft.eml", mail)


def test_a_link_holds_subject_and_text_and_nothing_more() -> None:
    link = make_link("a+b@c.example?cc=evil@x.example", "Q&A = 50%\nbcc: x", "Zeile 1\nZeile 2 & mehr")
    assert link == (
        "mailto:a+b@c.example%3Fcc%3Devil@x.example"
        "?subject=Q%26A%20%3D%2050%25%20bcc%3A%20x&body=Zeile%201%0D%0AZeile%202%20%26%20mehr"
    )
    assert make_link("a@b.example", "x", "ä" * 1000) is None


HTML = """<html><head><style>p {color: red}</style><title>No</title></head><body>
<p>Hello&nbsp;Ann,</p><p>the <b>price</b> is<br>fine &amp; good.</p>
<img src="http://tracker.example/pixel.gif"><script>fetch('http://x.example')</script>
<ul><li>one</li><li>two</li></ul></body></html>"""


def test_html_alone_becomes_words_and_nothing_is_fetched(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "j@w.example", "Hi"
    message.set_content(HTML, subtype="html")
    assert read_mail(save(tmp_path, message.as_bytes())).text == (
        "Hello Ann,\n\nthe price is\nfine & good.\n\n- one\n\n- two"
    )


def test_plain_words_are_taken_before_html_and_files_are_listed_only(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "j@w.example", "Hi"
    message.set_content("Plain words")
    message.add_alternative("<p>Other words</p>", subtype="html")
    message.add_attachment(b"MZ" + bytes(100), maintype="application", subtype="x", filename="../../invoice.pdf.exe")
    inner = EmailMessage()
    inner["From"], inner["Subject"] = "k@w.example", "Inner"
    inner.set_content("Inner words")
    message.add_attachment(inner)
    read = read_mail(save(tmp_path, message.as_bytes()))
    assert read.text == "Plain words"
    assert read.files[0] == MailFile("invoice.pdf.exe", 102)
    assert len(read.files) == 2
    assert (read.message_id[-5:], read.at) == ("@file", None)
    assert [path.name for path in tmp_path.iterdir()] == ["reply.eml"]


def test_thirty_megabytes_are_read_in_a_while(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "j@w.example", "Large"
    message.set_content("<p>word</p>" * 200_000, subtype="html")
    message.add_attachment(bytes(20 << 20), maintype="application", subtype="pdf", filename="plan.pdf")
    path = save(tmp_path, message.as_bytes())
    assert path.stat().st_size > 29 << 20
    begun = time.monotonic()
    read = read_mail(path)
    assert time.monotonic() - begun < 30
    assert len(read.text) == LONGEST_TEXT
    assert read.files == (MailFile("plan.pdf", 20 << 20),)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is not an e-mail"),
        (b"Dear diary\n\nnothing", "is not an e-mail"),
        (b"Subject: alone\n\nwords", "is not an e-mail"),
        (bytes(range(256)) * 50, "is not an e-mail"),
        (b"%PDF-1.7\n", "is not an e-mail"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "Outlook’s own kind"),
    ],
)
def test_what_is_no_e_mail_is_said_so(tmp_path: Path, content: bytes, why: str) -> None:
    with pytest.raises(CannotOpenError, match=why):
        read_mail(save(tmp_path, content))


def test_a_file_that_is_too_large_missing_or_a_folder_is_refused_at_once(tmp_path: Path) -> None:
    with (tmp_path / "huge.eml").open("wb") as stream:
        stream.truncate(LARGEST_MAIL + 1)
    for name, why in (("huge.eml", "too large"), ("none.eml", "not a file"), (".", "not a file")):
        with pytest.raises(CannotOpenError, match=why):
            read_mail(tmp_path / name)


def test_parts_within_parts_without_end_are_refused_and_not_followed(tmp_path: Path) -> None:
    deep = b"From: a@b.example\nSubject: deep\nMIME-Version: 1.0\n" + b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (level, level) for level in range(3000)
    )
    path = save(tmp_path, deep)
    begun = time.monotonic()
    with pytest.raises(CannotOpenError, match="is damaged and cannot be read"):
        read_mail(path)
    assert time.monotonic() - begun < 20


def test_a_pipe_whose_other_end_is_gone_is_told_of_as_on_windows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_off(_connection: Connection, _seconds: float = 0) -> bool:
        raise BrokenPipeError(109, "The pipe has been ended")

    monkeypatch.setattr(Connection, "poll", break_off)
    with pytest.raises(CannotOpenError, match="too damaged to be read safely"):
        read_mail(save(tmp_path, PLAIN))


def test_a_reading_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    path = save(tmp_path, PLAIN)
    with pytest.raises(CannotOpenError, match="too long"):
        read_mail(path, seconds=0.0)


@pytest.mark.parametrize(
    "header",
    [
        b"Date: yesterday",
        b"Date: Tue, 99 Jun 99999 99:99:99 +9999",
        b"Subject: =?utf-8?b?!!!?=",
        b"Subject: =?no-such-code?q?x?=",
        b"Subject: \xff\xfe\x00",
        b"From: <<<>>>",
        b"From: " + b"(" * 5000,
        b"Message-ID: " + b"<" * 5000,
        b"To: " + b"a@b.example, " * 20_000,
        b"Content-Type: text/plain; charset=no-such-code",
        b"Content-Type: multipart/mixed",
        b"Content-Transfer-Encoding: base64",
        b"Content-Type: text/plain; name*0*=x''%; name*1=y",
    ],
)
def test_strange_headers_leave_the_rest_to_be_read(header: bytes) -> None:
    read = parse_mail(b"From: j@w.example\nSubject: Hi\nDate: Tue, 9 Jun 2026 10:00:00 +0000\n" + header + b"\n\nwords")
    assert read is not None
    assert read.message_id
    assert len(read.recipients) <= 50


@settings(max_examples=200)
@given(st.binary(max_size=300), st.integers(0, len(PLAIN)))
def test_a_damaged_e_mail_breaks_nothing(damage: bytes, place: int) -> None:
    for content in (PLAIN[:place] + damage + PLAIN[place:], PLAIN[:place] + damage):
        read = parse_mail(content)
        assert read is None or len(read.text) <= LONGEST_TEXT


@given(st.text(max_size=200))
def test_any_html_becomes_text(text: str) -> None:
    assert "<script" not in to_plain(f"<p>{text.replace('<', '')}</p><script>x</script>")

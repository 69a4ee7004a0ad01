"""How e-mails, phones and websites are kept, compared and linked."""

import pytest

from desktop_pipeline.domain.contacts import (
    clean_email,
    clean_name,
    email_domain,
    mail_link,
    phone_key,
    phone_link,
    site_domain,
    web_link,
)
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.traces import make_traces


@pytest.mark.parametrize(
    "same", ["+44 20 7946 0018", "020 7946 0018", "0044 (0)20-7946/0018", "+442079460018 ext. 12", "(020) 7946.0018"]
)
def test_a_number_is_the_same_however_it_is_written(same: str) -> None:
    assert phone_key(same) == phone_key("+44 20 7946 0018") == "079460018"


@pytest.mark.parametrize("short", ["", None, "112", "ext. 44", "ask Ines"])
def test_too_few_digits_are_no_key(short: str | None) -> None:
    assert phone_key(short) is None


def test_a_link_to_dial_has_digits_only() -> None:
    assert phone_link("+44 (0) 5550 / 10 233 ext. 4") == "tel:+44555010233"
    assert phone_link("ask Ines") is None


def test_a_link_to_write_carries_nothing_but_the_address() -> None:
    assert mail_link("a&body=x?cc=y@b.c") == "mailto:a%26body%3Dx%3Fcc%3Dy@b.c"


@pytest.mark.parametrize(
    ("typed", "link"),
    [
        ("copperline.example", "https://copperline.example"),
        ("HTTP://copperline.example/a?b", "HTTP://copperline.example/a?b"),
        ("localhost:8000", "https://localhost:8000"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("", None),
    ],
)
def test_only_addresses_of_the_web_are_opened(typed: str, link: str | None) -> None:
    assert web_link(typed) == link


@pytest.mark.parametrize("good", ["a@b", "ines.o'hara+x@sub.copperline.example", "ж@пример.рф"])
def test_an_address_has_something_on_both_sides(good: str) -> None:
    assert clean_email(f"  {good} ") == good


@pytest.mark.parametrize("bad", ["a", "a@", "@b", "a b@c", "a@b@c", "a@b,c@d", "<a@b>", "x" * 251 + "@b.c"])
def test_what_is_no_address_is_refused(bad: str) -> None:
    with pytest.raises(InvalidError, match="is not an e-mail address"):
        clean_email(bad)


def test_domains_of_everybody_say_nothing_about_a_company() -> None:
    assert email_domain("Ines@Copperline.Example") == "copperline.example"
    assert email_domain("ines@gmail.com") is None
    assert site_domain("https://www.Copperline.example/about") == "copperline.example"
    assert site_domain("ask Ines") is None


def test_names_say_what_they_are_the_name_of() -> None:
    with pytest.raises(InvalidError, match="An organisation needs a name"):
        clean_name("\t", "organisation")


def test_traces_are_taken_out_and_other_words_stay() -> None:
    traces = make_traces(["Li de la Cruz"], ["li@cruz.example"], ["+34 600 123 456"])
    text = "Li de la Cruz <LI@cruz.example> 0600-123456: de la casa, Lisbon, cruzado"
    assert traces.take_out(text, is_beside=True) == "[erased] <[erased]> [erased]: de la casa, Lisbon, cruzado"
    assert traces.take_out("Cruz and Li", is_beside=False) == "Cruz and Li"
    assert traces.take_out("Cruz and Li", is_beside=True) == "[erased] and [erased]"


def test_without_traces_nothing_is_found() -> None:
    assert make_traces([], [], []).take_out("anything (?!) at all", is_beside=True) == "anything (?!) at all"

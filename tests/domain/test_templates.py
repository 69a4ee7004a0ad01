import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_pipeline.domain.contacts import may_write_to
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.ready_mails import read_ready_mails
from desktop_pipeline.domain.templates import (
    FIELDS,
    LONGEST_TEXT,
    Filled,
    clean_mail_subject,
    clean_mail_text,
    clean_template_name,
    fill,
    first_name,
    last_name,
    write_field,
)

VALUES = {field: f"<{field}>" for field in FIELDS}


def test_every_field_is_filled_in_wherever_it_stands() -> None:
    text = " ".join(map(write_field, FIELDS))
    assert fill(text, VALUES) == Filled(" ".join(VALUES.values()))
    assert fill("{{ person.name }}{{person.name}}", VALUES).text == "<person.name><person.name>"


@pytest.mark.parametrize(
    "typed",
    [
        "{{person.nam}}",
        "{{Person.name}}",
        "{{person.__class__}}",
        "{{ 7 * 7 }}",
        "{{}}",
        "{{person.name",
        "person.name}}",
        "{{person.name}",
        "{{person\n.name}}",
        "{{person.name|upper}}",
    ],
)
def test_what_is_no_field_is_told_and_stays_to_be_seen(typed: str) -> None:
    text = f"Hello {typed}!"
    filled = fill(text, VALUES)
    assert filled.unknown
    assert filled.text == text


def test_braces_around_a_field_stay_to_be_seen_and_are_told() -> None:
    filled = fill("Hello {{{{person.name}}}}!", VALUES)
    assert filled.unknown
    assert filled.text == "Hello {{<person.name>}}!"


@pytest.mark.parametrize("nothing", [None, "", "   ", "\n"])
def test_a_field_without_a_value_is_missing_and_never_left_blank(nothing: str | None) -> None:
    filled = fill("Hello {{person.first_name}}, {{person.first_name}}", {"person.first_name": nothing})
    assert filled.missing == ("person.first_name",)
    assert filled.text == "Hello {{person.first_name}}, {{person.first_name}}"
    assert fill("{{deal.title}}", {}).missing == ("deal.title",)


@given(st.text(min_size=1).filter(str.strip))
def test_what_is_filled_in_is_never_looked_at_again(value: str) -> None:
    trap = "{{deal.value}} {{nonsense}} {% for %} \\1 \\g<0>" + value
    filled = fill("{{person.name}}", {"person.name": trap, "deal.value": "12"})
    assert filled == Filled(trap)


def test_a_text_made_to_break_the_search_takes_no_time() -> None:
    begun = time.monotonic()
    for typed in ("{" * 50_000, "{{" * 25_000, "{{a" * 16_000, "{{ " + " " * 49_000, "}" * 50_000):
        fill(typed, VALUES)
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize(
    ("whole", "first", "last"),
    [
        ("Anna Maier", "Anna", "Maier"),
        ("Dr. Anna Maier", "Anna", "Maier"),
        ("Prof. Dr. Anna von Berg", "Anna", "Berg"),
        ("Maier, Anna", "Anna", "Maier"),
        ("Maier, Dr. Anna", "Anna", "Maier"),
        ("山田太郎", "山田太郎", None),
        ("Cher", "Cher", None),
        ("Dr.", None, None),
        ("anna@example.com", None, None),
        ("", None, None),
        ("Jean-Luc Picard", "Jean-Luc", "Picard"),
        ("Drago Ilić", "Drago", "Ilić"),
    ],
)
def test_first_and_last_name_of_a_whole_one(whole: str, first: str | None, last: str | None) -> None:
    assert (first_name(whole), last_name(whole)) == (first, last)


def test_texts_have_their_limits() -> None:
    assert clean_mail_subject(" Two\nlines\t") == "Two lines"
    assert clean_mail_text("One\r\n\r\nTwo\x00  \n") == "One\n\nTwo"
    for clean, text in ((clean_mail_subject, "x" * 301), (clean_mail_text, "x" * (LONGEST_TEXT + 1))):
        with pytest.raises(InvalidError, match="at most"):
            clean(text)
    for name in ("", "  ", "x" * 101):
        with pytest.raises(InvalidError):
            clean_template_name(name)


def test_the_shipped_templates_hold_known_fields_only() -> None:
    ready = read_ready_mails()
    assert len({each.name for each in ready}) == len(ready) >= 10
    assert {"congratulation", "check_in"} <= {each.key for each in ready}
    for each in ready:
        assert fill(each.subject + each.text, VALUES).unknown == ()
        assert each.text == clean_mail_text(each.text)
        assert each.subject
        assert each.purpose


@pytest.mark.parametrize(
    "wish",
    [
        "Do not contact",
        "do NOT contact until 2027",
        "Please don't write",
        "Don’t e-mail",
        "No e-mails",
        "no email please",
        "never contact",
        "Opted out",
        "unsubscribed",
        "keine E-Mails",
        "Not by mail",
        "stop e-mailing",
    ],
)
def test_who_is_not_to_be_written_to(wish: str) -> None:
    assert not may_write_to(wish)


@pytest.mark.parametrize(
    "wish", [None, "", "E-mail", "Call in the morning", "No calls, e-mail only", "phone", "Notes by e-mail", "Email me"]
)
def test_other_wishes_keep_nobody_from_writing(wish: str | None) -> None:
    assert may_write_to(wish)

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_pipeline.domain.names import brief, clean_text, fold, isolate, name_key, product_key, tidy


@pytest.mark.parametrize(
    ("one", "other"),
    [("GTX  Pro", "gtx pro"), ("Müller", "MÜLLER"), ("Ｆｕｌｌ", "full"), ("Straße", "STRASSE"), ("Acme\n", "Acme")],
)
def test_a_name_in_other_case_or_spacing_has_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(("one", "other"), [("C", "C++"), ("Müller", "Muller"), ("Acme 1", "Acme 2"), ("&", "+")])
def test_different_names_keep_different_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(("one", "other"), [("GTX Pro", "GTXPro"), ("GTX-Pro", "gtx pro")])
def test_a_product_has_one_key_whatever_its_punctuation(one: str, other: str) -> None:
    assert product_key(one) == product_key(other)


@given(st.text().filter(tidy))
def test_no_name_has_an_empty_key(name: str) -> None:
    assert name_key(name)
    assert product_key(name)


@pytest.mark.parametrize(
    ("text", "found"), [("Müller", "muller"), ("ÉCOLE", "ecole"), ("Straße", "strasse"), ("ﬁn", "fin")]
)
def test_search_ignores_case_and_accents(text: str, found: str) -> None:
    assert fold(text) == found


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters()))
def test_what_is_kept_can_always_be_stored(text: str) -> None:
    tidy(text).encode("utf-8")
    assert clean_text(text) == clean_text(clean_text(text))
    assert "\n" not in tidy(text)


def test_half_characters_and_control_characters_are_left_out() -> None:
    assert tidy(" Oak \ud83d\n ta\0ble ") == "Oak table"
    assert clean_text(" Oak\n\0table ") == "Oak\ntable"


@pytest.mark.parametrize("name", ["Acme", "Müller & Söhne", "東京", "€12,000", "“Oak”", "🌳"])
def test_names_from_left_to_right_are_taken_into_a_sentence_as_they_are(name: str) -> None:
    assert isolate(name) == name


@given(
    st.text(st.sampled_from("a1ש\u202e\u202c\u2066\u2067\u2068\u2069"), min_size=1).filter(
        lambda name: not name.isascii()
    )
)
def test_whatever_turns_the_direction_of_a_name_ends_with_the_name(name: str) -> None:
    depth = 0
    taken = isolate(name)
    for place, character in enumerate(taken):
        depth += (character in "\u2066\u2067\u2068") - (character == "\u2069")
        assert depth > 0 or place == len(taken) - 1
    assert depth == 0
    assert [character for character in taken if not "\u2066" <= character <= "\u2069"] == [
        character for character in name if not "\u2066" <= character <= "\u2069"
    ]


def test_a_quoted_word_turns_nothing_beside_it() -> None:
    assert brief("\u202eabc") == "\u2068\u202eabc\u2069"


def test_a_quoted_word_is_cut_where_it_is_longer_than_a_line_of_sixty() -> None:
    assert brief("x" * 60) == "x" * 60
    assert brief("x" * 61) == "x" * 59 + "…"

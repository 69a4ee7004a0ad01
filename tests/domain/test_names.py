import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_pipeline.domain.names import clean_text, fold, name_key, product_key, tidy


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

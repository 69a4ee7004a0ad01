import pytest

from desktop_pipeline.domain.deals import LONGEST_TITLE, check_loss, check_probability, clean_title
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.stages import find_template, read_templates, spread_probability


def test_a_title_is_one_trimmed_line() -> None:
    assert clean_title("  Oak\ttable \n for Acme ") == "Oak table for Acme"


@pytest.mark.parametrize("title", ["", "  ", "\n\t", "\u2003"])
def test_a_deal_needs_a_title(title: str) -> None:
    with pytest.raises(InvalidError, match="needs a title"):
        clean_title(title)


def test_the_longest_title_is_taken_and_one_more_refused() -> None:
    assert len(clean_title("x" * LONGEST_TITLE)) == LONGEST_TITLE
    with pytest.raises(InvalidError, match="501"):
        clean_title("x" * (LONGEST_TITLE + 1))


def test_a_loss_needs_its_reason_and_other_its_note() -> None:
    check_loss(3, "", needs_note=False)
    check_loss(3, "They moved", needs_note=True)
    with pytest.raises(InvalidError, match="why the deal was lost"):
        check_loss(None, "They moved", needs_note=False)
    with pytest.raises(InvalidError, match="short note"):
        check_loss(3, "  ", needs_note=True)


@pytest.mark.parametrize("share", [None, 0, 0.5, 1])
def test_a_probability_lies_between_none_and_all(share: float | None) -> None:
    assert check_probability(share) == share


@pytest.mark.parametrize("share", [-0.01, 1.01, float("nan"), float("inf")])
def test_any_other_probability_is_refused(share: float) -> None:
    with pytest.raises(InvalidError, match="between"):
        check_probability(share)


def test_the_shipped_templates_have_rising_probabilities_and_limits() -> None:
    templates = read_templates()
    assert len(templates) >= 4
    for template in templates.values():
        shares = [stage.probability for stage in template.stages]
        assert shares == sorted(shares)
        assert all(0 < share < 1 for share in shares)
        assert all(stage.slow_limit > 0 for stage in template.stages)


def test_an_unknown_template_is_refused_with_those_there_are() -> None:
    with pytest.raises(InvalidError, match="simple"):
        find_template("enormous")


def test_stages_that_a_file_named_share_out_the_probability() -> None:
    assert [spread_probability(position, 3) for position in range(3)] == [0.25, 0.5, 0.75]

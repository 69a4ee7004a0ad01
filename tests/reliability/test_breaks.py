import pytest

from tests.reliability.breaks import BREAKS, Break, try_break


def test_an_untouched_copy_passes_what_the_breaks_fail() -> None:
    assert try_break(None, sorted({f"tests/{broken.test}" for broken in BREAKS})) == []


@pytest.mark.slow
@pytest.mark.parametrize("broken", BREAKS, ids=lambda broken: broken.name)
def test_a_break_is_seen_by_its_test(broken: Break) -> None:
    test = broken.test.rpartition("/")[2]
    assert try_break(broken, [f"tests/{broken.test}"]) == [test]

import pytest

from tests.reliability.breaks import BREAKS, ROOT, Break, check_piece, try_break

# Each takes a copy of the project and a run of pytest.
OFTEN = BREAKS[::4]


def test_every_break_still_finds_its_piece() -> None:
    for broken in BREAKS:
        check_piece(broken, ROOT)


def test_an_untouched_copy_passes_what_the_breaks_fail(long_run: bool) -> None:
    breaks = BREAKS if long_run else OFTEN
    assert try_break(None, sorted({f"tests/{broken.test}" for broken in breaks})) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "broken",
    [pytest.param(broken, marks=() if broken in OFTEN else pytest.mark.long) for broken in BREAKS],
    ids=lambda broken: broken.name,
)
def test_a_break_is_seen_by_its_test(broken: Break) -> None:
    test = broken.test.rpartition("/")[2]
    assert try_break(broken, [f"tests/{broken.test}"]) == [test]

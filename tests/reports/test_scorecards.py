"""The rep scorecards: a page for everybody who has anything, and sums that agree with the team's."""

from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_pipeline.actions.deals import lose_deals, win_deals
from desktop_pipeline.actions.targets import set_target
from desktop_pipeline.domain.targets import Target, TargetMeasure, TargetScope, TargetSpan
from desktop_pipeline.reports.asked import ReportKind
from desktop_pipeline.reports.content import PageOpening, ReportContent, SectionName
from tests.reports.makings import figures_of, make, notes_of, pages_of, plain, rows_of, table_of, tell, titles_of
from tests.workspaces import OWNERS, Desk, brief_desk, desk

__all__ = ["desk"]


def report(desk: Desk, *left_out: str) -> ReportContent:
    return make(desk.workspace, ReportKind.OWNERS, left_out=frozenset(left_out))


def opening_of(content: ReportContent, owner: str) -> PageOpening:
    first = pages_of(content)[owner][0]
    assert isinstance(first, PageOpening)
    return first


def test_an_empty_company_has_no_pages(desk: Desk) -> None:
    content = report(desk)
    assert tell(content) == "No deal was closed in the period (6 Jan 2025 to 5 Jan 2026)."
    assert titles_of(content) == ["How the numbers are made"]
    assert notes_of(content)["Pace"]


def test_one_open_deal_makes_one_page_without_shares(desk: Desk) -> None:
    desk.deal("Oak table", value=100_000, owner_id=desk.id_of("owner", "Ann"))
    content = report(desk)
    assert list(pages_of(content)) == ["", "Ann", "How the numbers are made"]
    page = opening_of(content, "Ann")
    assert page.subtitle == "Scorecard, last 12 months, as of 5 Jan 2026"
    assert page.story == ("No deal was closed in the period (6 Jan 2025 to 5 Jan 2026).",)
    figures = figures_of(page)
    assert (figures["Won"], figures["Win rate"], figures["Pipeline value"]) == ("€0", "–", "€1,000")
    assert "Why deals were lost" not in [section.title for section in pages_of(content)["Ann"]]


def test_what_nobody_owns_stands_in_the_tables_and_has_no_page(desk: Desk) -> None:
    desk.deal("Nobody's", value=100_000)
    content = report(desk)
    assert list(pages_of(content)) == [""]
    assert rows_of(table_of(content, "What each owner has and does"))["No owner"]["Open"] == "1"


def test_a_target_is_told_with_its_pace(desk: Desk) -> None:
    ann = desk.id_of("owner", "Ann")
    first = desk.now.date().replace(day=1)
    target = Target(TargetScope.OWNER, ann, TargetSpan.MONTH, first, TargetMeasure.MONEY, 200_000, "EUR")
    set_target(desk.workspace, target)
    win_deals(desk.workspace, [desk.deal("Oak table", value=100_000, owner_id=ann)], at=desk.later(days=4))
    content = report(desk)
    row = rows_of(table_of(content, "What each owner won"))["Ann"]
    # 7 of January's 22 working days are gone: 50 % ÷ 32 %.
    assert (row["Of the target"], row["Pace"]) == ("50 %", "157 %")
    page = opening_of(content, "Ann")
    assert "The target of €2,000 for January" in page.story[1]
    forecast = table_of(pages_of(content)["Ann"], "Forecast")
    assert plain(forecast.caption) == "Ann: €1,000 of €2,000, since 1 Jan 2026, pace 157 %"
    assert rows_of(forecast)["Target"]["January"] == "€2,000"


def test_deals_to_look_at_are_the_owners_own_and_the_largest(desk: Desk) -> None:
    ann, ben = desk.id_of("owner", "Ann"), desk.id_of("owner", "Ben")
    for number in range(5):
        desk.deal(f"Ann {number}", value=100_000 + number, owner_id=ann)
    desk.deal("Ben's", value=900_000, owner_id=ben)
    table = table_of(pages_of(report(desk))["Ann"], "Deals that need attention")
    assert [line.cells[0] for line in table.lines] == ["Ann 4", "Ann 3", "Ann 2"]
    assert table.caption.endswith("3 of 5 deals shown")


def test_the_pages_can_be_left_out(desk: Desk) -> None:
    desk.deal("Oak table", owner_id=desk.id_of("owner", "Ann"))
    content = report(desk, SectionName.PEOPLE)
    assert not any(isinstance(section, PageOpening) for section in content.sections)
    assert titles_of(content)[-1] == "How the numbers are made"


@dataclass(frozen=True)
class Drawn:
    """A deal of a random company: whose, won, lost or open, and its value."""

    owner: str | None
    outcome: str
    value: int | None


DEALS = st.lists(
    st.builds(
        Drawn,
        st.sampled_from((*OWNERS, None)),
        st.sampled_from(("open", "won", "lost")),
        st.one_of(st.none(), st.integers(0, 500).map(lambda hundreds: hundreds * 10_000)),
    ),
    max_size=14,
)


def fill(desk: Desk, drawn: Sequence[Drawn]) -> None:
    ids = [
        desk.deal(
            f"Deal {number}",
            value=one.value,
            owner_id=None if one.owner is None else desk.id_of("owner", one.owner),
        )
        for number, one in enumerate(drawn)
    ]
    at = desk.later(days=9)
    won = [deal for deal, one in zip(ids, drawn, strict=True) if one.outcome == "won"]
    lost = [deal for deal, one in zip(ids, drawn, strict=True) if one.outcome == "lost"]
    if won:
        win_deals(desk.workspace, won, at=at)
    if lost:
        lose_deals(desk.workspace, lost, reason_id=desk.reason(), at=at)
    desk.later(days=1)


def amount(cell: str) -> int:
    """Whole money as a number; unknown is nothing to add."""
    return 0 if cell == "–" else int(cell.replace("€", "").replace(",", ""))


@settings(max_examples=20)
@given(DEALS)
def test_owners_add_up_to_everyone_and_everyone_to_the_deals(drawn: list[Drawn]) -> None:
    with brief_desk() as desk:
        fill(desk, drawn)
        content = report(desk)
        losses = make(desk.workspace, ReportKind.WIN_LOSS)
    if not drawn:
        assert titles_of(content) == ["How the numbers are made"]
        return
    assert [title for title in pages_of(content) if title] == [
        *sorted({one.owner for one in drawn if one.owner is not None}),
        *(["How the numbers are made"] if any(one.owner for one in drawn) else []),
    ]
    won, work = (rows_of(table_of(content, title)) for title in ("What each owner won", "What each owner has and does"))
    for rows, heads in ((won, ("Won", "Lost", "Won value")), (work, ("Open", "Value", "Created", "To decide"))):
        every = rows.pop("Everyone")
        for head in heads:
            assert sum(amount(row[head]) for row in rows.values()) == amount(every[head]), head
    if all(one.outcome == "open" for one in drawn):
        assert "Month by month" not in titles_of(losses)
        return
    known = [one.value for one in drawn if one.outcome == "won" and one.value is not None]
    months = table_of(losses, "Month by month").lines[-1].cells
    assert (int(months[1]), int(months[2])) == tuple(
        sum(one.outcome == outcome for one in drawn) for outcome in ("won", "lost")
    )
    assert amount(months[-1]) * 100 == sum(known)


def test_without_pages_the_last_block_follows_the_tables(desk: Desk) -> None:
    desk.deal("Nobody's")
    assert titles_of(report(desk))[-1] == "How the numbers are made"

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from desktop_pipeline.actions import Workspace
from desktop_pipeline.actions.sample_company import make_sample_company
from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.domain.errors import InvalidError, RefusedError
from desktop_pipeline.domain.hygiene import NextStep, Pace
from desktop_pipeline.domain.periods import trailing_year
from desktop_pipeline.metrics.closing.breakdown import Breakdown
from desktop_pipeline.queries.board import read_board
from desktop_pipeline.queries.board_filter import BoardFilter
from desktop_pipeline.queries.cadences import read_cadences, read_close_proposals
from desktop_pipeline.queries.deal import read_deal
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.whole import read_whole
from desktop_pipeline.storage.checking import check_file
from desktop_pipeline.storage.instants import from_microseconds
from tests.actions.sample_cards import MORNING, TODAY, read_all_cards
from tests.workspaces import dump_file

MEETING = 2  # position of the stage


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    path = tmp_path_factory.mktemp("sample") / "Alder Row Joinery.pipeline"
    with make_sample_company(path, today=TODAY, clock=lambda: MORNING) as workspace:
        yield workspace


def read_rows(path: Path) -> list[str]:
    """Every row of every table, the journal's included; only when the file's format was made is left out."""
    return [line for line in dump_file(path) if not line.startswith("schema_migration ")]


def count_deals(workspace: Workspace) -> tuple[int, int]:
    return (
        workspace.value("select count(*) from deal where status = 'open' and deleted_at is null"),
        workspace.value("select count(*) from deal where status <> 'open' and deleted_at is null"),
    )


def test_the_same_arguments_give_the_same_rows(tmp_path: Path, sample: Workspace) -> None:
    again = tmp_path / "again.pipeline"
    make_sample_company(again, today=TODAY).close()

    assert read_rows(again) == read_rows(sample.path)


@pytest.mark.parametrize(("seed", "today"), [(2, TODAY), (1, TODAY + timedelta(days=1))])
def test_another_seed_or_day_gives_another_company(tmp_path: Path, sample: Workspace, seed: int, today: date) -> None:
    with make_sample_company(tmp_path / "other.pipeline", today=today, seed=seed) as other:
        tables = {table.name: table.rows for table in read_whole(other)}

    same = {table.name: table.rows for table in read_whole(sample)}
    assert tables["history_event"] != same["history_event"]
    assert tables["owner"] == same["owner"]


@pytest.mark.parametrize(
    ("open_deals", "closed_deals"), [(0, 0), (1, 0), (0, 5), (3, 1), (33, 12), (35, 130), (700, 900)]
)
def test_there_are_as_many_deals_as_asked_for(tmp_path: Path, open_deals: int, closed_deals: int) -> None:
    path = tmp_path / "counted.pipeline"
    with make_sample_company(path, today=TODAY, open_deals=open_deals, closed_deals=closed_deals) as workspace:
        assert count_deals(workspace) == (open_deals, closed_deals)
        assert check_file(workspace) == []


def test_a_number_below_zero_is_refused_and_makes_no_file(tmp_path: Path) -> None:
    with pytest.raises(InvalidError):
        make_sample_company(tmp_path / "less.pipeline", today=TODAY, open_deals=-1)

    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "mine.pipeline"
    path.write_text("mine", encoding="utf-8")

    with pytest.raises(RefusedError):
        make_sample_company(path, today=TODAY)

    assert path.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    "today", [date(2026, 1, 1), date(2026, 3, 1), date(2027, 8, 31), date(2028, 2, 29), date(2026, 6, 7)]
)
@pytest.mark.parametrize("seed", [1, 7])
def test_the_history_tells_the_deals_and_ends_before_today(tmp_path: Path, today: date, seed: int) -> None:
    path = tmp_path / "history.pipeline"
    with make_sample_company(path, today=today, seed=seed, open_deals=120) as workspace:
        assert check_file(workspace) == []
        first, last, late_records, same_instants = workspace.row(
            "select min(at), max(at), sum(recorded_at <> at), count(*) - count(distinct deal_id || ' ' || at)"
            " from history_event"
        ) or (0, 0, 1, 1)

    assert from_microseconds(last).date() < today
    assert 700 < (today - from_microseconds(first).date()).days < 1000
    assert (late_records, same_instants) == (0, 0)


def test_it_is_made_in_two_changes_that_cannot_be_undone(sample: Workspace) -> None:
    entries = sample.journal.entries()

    assert [(entry.label, entry.at) for entry in entries] == [
        ("New workspace", datetime(2026, 6, 9, 10, 42, tzinfo=UTC)),
        ("Sample company", datetime(2026, 6, 9, 10, 42, tzinfo=UTC)),
    ]
    assert sample.journal.next_undo() is None
    assert sample.setting("sample", "no") == "yes"
    assert sample.setting("company_name", "") == "Alder Row Joinery"
    assert sample.now() == MORNING


def test_the_board_is_that_of_the_pictures(sample: Workspace) -> None:
    board = read_board(sample, BoardFilter(1), today=TODAY)

    assert [(column.name, column.deals, column.value) for column in board.columns] == [
        ("Lead In", 9, 81_300_00),
        ("Qualified", 8, 103_000_00),
        ("Meeting", 7, 93_200_00),
        ("Proposal", 6, 101_000_00),
        ("Negotiation", 4, 69_000_00),
    ]
    assert (board.won_deals, board.won_value) == (2, 14_600_00)
    clinic = read_all_cards(sample)["Meeting"][0]
    assert (clinic.title, clinic.organisation, clinic.owner) == (
        "Clinic refurbishment, phase 2",
        "Copperline Clinics",
        "Amara Eze",
    )
    assert (clinic.days_in_stage, clinic.labels, clinic.next_due_on) == (11, ("Priority", "Repeat"), date(2026, 6, 11))
    slow = {name: sum(card.pace is not Pace.USUAL for card in cards) for name, cards in read_all_cards(sample).items()}
    assert slow == {"Lead In": 1, "Qualified": 1, "Meeting": 3, "Proposal": 1, "Negotiation": 1}


def test_the_deal_of_the_panel_has_its_people_products_and_timeline(sample: Workspace) -> None:
    clinic = read_all_cards(sample)["Meeting"][0]
    deal = read_deal(sample, clinic.deal_id, today=TODAY)

    assert deal is not None
    assert [person.name for person in deal.people] == ["Ines Calloway", "Rafael Quiroga", "Bea Lindholm"]
    assert (deal.products[0].name, deal.products[0].quantity) == ("Treatment-room unit", Decimal(8))
    assert sum(line.amount.minor for line in deal.products if line.amount) == 34_500_00
    assert [line.price.minor for line in deal.products if line.price] == [2_450_00, 5_900_00, 900_00, 600_00]
    assert [file.name for file in deal.files] == ["Floor-2 plan.pdf", "Measurements.csv", "Site photos"]
    assert [(related.title, related.kind) for related in deal.related] == [("Clinic refurbishment, phase 1", "repeat")]
    assert [visit.days for visit in deal.visits] == [6, 11, 11, None, None]
    assert deal.expected_close_on == date(2026, 9, 18)
    assert (deal.timeline[0].kind, deal.timeline[0].who) == ("note", "Amara Eze")


def test_every_state_of_a_card_is_there(sample: Workspace) -> None:
    cards = [card for column in read_all_cards(sample).values() for card in column]

    assert {card.next_step for card in cards} == set(NextStep)
    assert {card.pace for card in cards} == set(Pace)
    assert {label for card in cards for label in card.labels} == {"Priority", "Repeat", "Tender"}
    assert any(not card.labels for card in cards)
    assert any(card.next_step is NextStep.TODAY and card.next_due_at for card in cards)
    assert {card.value.currency for card in cards if card.value} == {"EUR", "GBP"}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_kind_of_past_is_there(tmp_path: Path, seed: int) -> None:
    with make_sample_company(tmp_path / "past.pipeline", today=TODAY, seed=seed) as workspace:
        kinds = {row[0] for row in workspace.rows("select distinct kind from history_event")}
        ways = Counter(
            (before is not None and after < before, before is not None and after > before + 1)
            for before, after in workspace.rows(
                "select f.position, t.position from history_event e join stage t on t.id = e.to_stage_id"
                " left join stage f on f.id = e.from_stage_id"
            )
        )
        entries = {
            row[0]
            for row in workspace.rows(
                "select s.position from history_event e join stage s on s.id = e.to_stage_id where e.kind = 1"
            )
        }
        currencies = {row[0] for row in workspace.rows("select distinct currency from deal")}
        answers = workspace.row(
            "select sum(deleted_at is not null), sum(value is null), sum(probability is not null and status = 'open'),"
            " sum(status = 'open' and expected_close_on < ?), sum(reason_note is not null),"
            " sum(reason_id in (select id from reason where reason_group = 'not_real')) from deal",
            (TODAY.isoformat(),),
        )
        pushed = workspace.value(
            "select count(*) from (select deal_id from history_event where kind = 7 group by deal_id"
            " having count(*) >= 3)"
        )

    assert kinds == set(EventKind) - {EventKind.PIPELINE}
    assert ways[True, False] > 3
    assert ways[False, True] > 3
    assert len(entries) > 1
    assert currencies == {"EUR", "GBP", "CHF"}
    assert answers is not None
    assert all(answers), answers
    assert pushed


def test_names_are_as_various_as_in_life(sample: Workspace) -> None:
    names = [str(row[0]) for row in sample.rows("select name from organisation union all select name from person")]
    titles = [str(row[0]) for row in sample.rows("select title from deal")]

    assert any("ü" in name for name in names)
    assert any(not name[0].isascii() and name.isalpha() for name in names)
    assert max(map(len, names)) > 60
    assert max(map(len, titles)) > 80
    assert sample.value("select count(*) from owner where not is_active") == 1


@pytest.mark.parametrize(("seed", "today"), [(1, TODAY), (2, date(2027, 1, 31)), (3, date(2028, 3, 1))])
def test_the_figures_are_plausible(tmp_path: Path, seed: int, today: date) -> None:
    with make_sample_company(tmp_path / "figures.pipeline", today=today, seed=seed) as workspace:
        overview = Figures(workspace).overview(today, trailing_year(today))

    assert overview.win_rate.value is not None
    assert 0.20 <= overview.win_rate.value <= 0.45
    assert overview.deal_size.mean is not None
    assert 4_000_00 <= overview.deal_size.mean <= 20_000_00
    assert overview.cycle.won.median is not None
    assert 25 <= overview.cycle.won.median <= 60
    rates = {row.name: row.win_rate.value or 0 for row in overview.by[Breakdown.SOURCE]}
    assert rates["Repeat customer"] > rates["Website"] > rates["Cold outreach"]
    owners = {row.name: row.win_rate.value or 0 for row in overview.by[Breakdown.OWNER]}
    assert owners["Amara Eze"] > owners["Tomasz Wilk"]
    assert {reason.why.value for reason in overview.left_out} >= {"no value", "no rate", "not a real deal"}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_fewest_deals_pass_from_meeting_to_proposal(tmp_path: Path, seed: int) -> None:
    with make_sample_company(tmp_path / "steps.pipeline", today=TODAY, seed=seed) as workspace:
        rows = workspace.rows(
            "select d.status, min(t.position), max(t.position) from deal d join history_event e on e.deal_id = d.id"
            " join stage t on t.id = e.to_stage_id where d.status <> 'open' group by d.id"
        )
    reached, advanced = defaultdict[int, int](int), defaultdict[int, int](int)
    for status, entry, furthest in rows:
        for stage in range(entry, furthest + 1):
            reached[stage] += 1
            advanced[stage] += furthest > stage or status == "won"

    passing = {stage: advanced[stage] / reached[stage] for stage in reached}
    assert min(passing, key=lambda stage: passing[stage]) == MEETING
    assert passing[MEETING] < 0.65


def test_repeat_customers_had_bought_before(tmp_path: Path) -> None:
    # The first 24 organisations bought before the history begins; a day's grace for those who bought that day.
    with make_sample_company(tmp_path / "repeat.pipeline", today=TODAY, open_deals=0, closed_deals=3000) as workspace:
        strangers = workspace.value(
            "select count(*) from deal d join source s on s.id = d.source_id where s.name = 'Repeat customer'"
            " and d.organisation_id > 24 and not exists (select 1 from deal b"
            " where b.organisation_id = d.organisation_id and b.status = 'won' and b.closed_at < d.created_at + ?)",
            (24 * 3600 * 1_000_000,),
        )

    assert strangers == 0


def test_recent_deals_have_people_notes_and_activities(sample: Workspace) -> None:
    poor = sample.value(
        "select count(*) from deal d where not exists (select 1 from deal_person p where p.deal_id = d.id)"
        " or not exists (select 1 from line_item l where l.deal_id = d.id)"
        " or not exists (select 1 from activity a where a.deal_id = d.id)"
    )
    uneven = sample.value(
        "select count(*) from deal d where not is_value_by_hand"
        " and value is not (select sum(amount) from line_item l where l.deal_id = d.id)"
    )
    too_late = sample.value(
        "select count(*) from activity where done_at > ?", (round(MORNING.timestamp()) * 1_000_000,)
    )
    too_early = sample.value(
        "select count(*) from activity a join deal d on d.id = a.deal_id where a.done_at < d.created_at"
    )

    assert (poor, uneven, too_late, too_early) == (0, 0, 0, 0)
    assert sample.value("select count(*) from note") > 50


def test_the_sample_company_is_in_the_midst_of_cadences(sample: Workspace) -> None:
    rows = read_cadences(sample)
    assert [row.name for row in rows][:4] == ["New lead", "After a meeting", "Proposal follow-up", "Re-engage"]
    assert sum(row.running for row in rows) == 2
    (proposal,) = read_close_proposals(sample, today=TODAY)
    assert (proposal.cadence, proposal.reason) == ("Re-engage", "No answer")
    assert sample.value("select count(*) from enrolment_step where activity_id is null") == 0

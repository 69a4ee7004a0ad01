"""Which deal of the workspace a row is about, what it changes in it, and what of its past is new."""

from datetime import UTC, date, datetime

import pytest

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.exchange.known import KnownPast, KnownRow
from desktop_pipeline.exchange.planning.matching import Matcher
from desktop_pipeline.exchange.planning.register import Register
from desktop_pipeline.exchange.planning.visits import continue_pasts
from desktop_pipeline.exchange.records import DealFields, OrganisationFields, PlannedDeal, Visit
from desktop_pipeline.exchange.understanding.company_names import CompanyNames

OPEN, WON, LOST = DealStatus.OPEN, DealStatus.WON, DealStatus.LOST
OAK = DealFields(
    "Oak", "acme", person="zoe", value=1000, currency="EUR", labels=("hot",), stage="new", pipeline="sales"
)
TOLD = frozenset(DealFields._fields)


@pytest.mark.parametrize(
    ("row", "known", "changed"),
    [
        (OAK, OAK, ()),
        (OAK._replace(value=2000), OAK, ("value",)),
        (OAK._replace(value=None, currency="USD"), OAK, ()),
        (OAK._replace(person=None, labels=()), OAK, ()),
        (OAK._replace(labels=("hot",)), OAK._replace(labels=("hot", "vip")), ()),
        (OAK._replace(labels=("hot", "vip")), OAK, ("labels",)),
        (OAK._replace(created=date(2026, 1, 2)), OAK, ()),
        (OAK._replace(person="al"), OAK, ()),
        (OAK._replace(person="bo"), OAK, ("person",)),
        (OAK._replace(owner="al"), OAK, ("owner",)),
        (OAK._replace(pipeline="other"), OAK, ("pipeline",)),
        (OAK._replace(status=WON, pipeline="other"), OAK, ("status",)),
        (OAK._replace(status=WON, closed=date(2026, 1, 2)), OAK, ("status", "closed")),
        (OAK._replace(status=WON, closed=date(2026, 1, 2)), OAK._replace(status=WON, closed=date(2026, 1, 1)), ()),
    ],
)
def test_a_row_changes_what_it_tells_differently(row: DealFields, known: DealFields, changed: tuple[str, ...]) -> None:
    matcher = Matcher("auto", {1: known}, {1: frozenset(("zoe", "al"))})
    assert matcher.changes(row, 1, TOLD) == changed
    assert matcher.changes(row, 1, frozenset()) == ()


@pytest.mark.parametrize(
    ("row", "known", "by"),
    [
        (OAK._replace(value=2000), OAK, "title"),
        (OAK._replace(value=2000), OAK._replace(status=LOST), "past"),
        (OAK, OAK._replace(status=LOST), "title"),
        (OAK._replace(value=2000, status=WON), OAK._replace(status=LOST), "title"),
    ],
)
def test_an_open_row_worth_something_else_is_not_the_deal_that_is_over(
    row: DealFields, known: DealFields, by: str
) -> None:
    matcher = Matcher("auto", {1: known})
    matcher.expect([row])
    found = matcher.find(row, told=TOLD)
    assert (found and found.by) == by
    over = Matcher("auto", {1: known._replace(title="Oak hall")})
    assert (over.find_like(row._replace(title="Oak hell", value=1000), told=TOLD) is None) is (
        known.status is not OPEN or row.status is not OPEN
    )


def test_a_register_keeps_what_is_told_apart_from_what_is_known() -> None:
    acme = OrganisationFields("Acme", industry="Steel")
    register = Register({"acme": KnownRow(7, acme)})
    assert "acme" in register
    assert "bolt" not in register
    register.mention("acme", OrganisationFields("ACME"))
    assert (register.planned(), register.created(), register["acme"]) == ((), 0, acme)
    register.mention("bolt", OrganisationFields("Bolt"))
    assert register.take("bolt", OrganisationFields("Bolt", industry="Wood")) == []
    assert register.take("bolt", OrganisationFields("BOLT", industry="Wood")) == []
    assert register.take("bolt", OrganisationFields("Bolt", industry="Paper", country="SE")) == ["industry"]
    assert register["bolt"] == OrganisationFields("Bolt", industry="Wood", country="SE")
    assert "bolt" in register
    assert (register.created(), register.known_id("acme"), register.known_id("bolt")) == (1, 7, None)
    register.take("acme", OrganisationFields("ACME", industry="Wood", country="SE"))
    assert [(row.key, row.known_id, row.changed) for row in register.planned()] == [
        ("bolt", None, ()),
        ("acme", 7, ("industry", "country")),
    ]
    assert register.held("acme") == OrganisationFields("Acme", industry="Steel", country="SE")
    filling = Register({"acme": KnownRow(7, acme)}, only_fills=True, renames=True)
    filling.add("acme", OrganisationFields("Acme", industry="Wood", country="SE"))
    assert [row.changed for row in filling.planned()] == [("country",)]


def test_names_of_one_form_are_one_beside_those_of_another() -> None:
    names = CompanyNames({}, {})
    names.expect([("Acme Ltd", None), ("Acme Limited", None), ("Acme GmbH", None), ("Acme", None)])
    assert [names.resolve(key) for key in ("acme ltd", "acme limited", "acme gmbh", "acme")] == [
        "acme ltd",
        "acme ltd",
        "acme gmbh",
        "acme",
    ]
    assert names.doubtful == {"acme": ("Acme Ltd", "Acme GmbH")}


def test_rows_of_a_table_of_organisations_stay_apart_and_others_join_one_of_them() -> None:
    names = CompanyNames({}, {})
    names.expect([("Acme Ltd", "acme.example")], are_apart=True)
    names.expect([("Acme", None), ("Acme Nord", "acme.example")])
    assert [names.resolve(key) for key in ("acme", "acme nord")] == ["acme ltd", "acme ltd"]
    names.expect([("Acme", None), ("Acme Nord", None)], are_apart=True)
    assert [names.resolve(key) for key in ("acme", "acme nord")] == ["acme", "acme nord"]


def day(number: int) -> datetime:
    return datetime(2026, 1, number, tzinfo=UTC)


VISITS = (Visit(day(1), "new"), Visit(day(3), "offer"), Visit(day(5), None, LOST))


@pytest.mark.parametrize(
    ("visits", "past", "known", "kept"),
    [
        (VISITS, None, OAK, 3),
        (VISITS, KnownPast(is_own=True, until=None), OAK, 0),
        (VISITS, KnownPast(is_own=False, until=None), OAK, 3),
        (VISITS, KnownPast(is_own=False, until=day(3)), OAK, 1),
        (VISITS, KnownPast(is_own=False, until=day(5)), OAK, 0),
        # It was lost here already, at whatever instant
        (VISITS[2:], KnownPast(is_own=False, until=None), OAK._replace(status=LOST, stage=None), 0),
        (VISITS, KnownPast(is_own=False, until=None), OAK._replace(status=LOST, stage=None), 3),
        (VISITS, KnownPast(is_own=False, until=day(3)), OAK._replace(status=LOST, stage=None), 0),
        # Where an import brought it at its own instant, for want of a day
        (VISITS, KnownPast(False, None, stood={day(3): frozenset(((LOST, None),))}), OAK, 2),
        (VISITS, KnownPast(False, None, stood={day(3): frozenset(((WON, None),))}), OAK, 3),
        # A stage after the outcome that it has here and in its row
        (
            (*VISITS, Visit(day(7), "offer")),
            KnownPast(False, None, frozenset(((LOST, day(5)), (WON, day(2))))),
            OAK._replace(status=LOST, stage=None),
            3,
        ),
        # … but for another outcome
        (
            VISITS,
            KnownPast(False, None, frozenset(((LOST, day(4)),))),
            OAK._replace(status=LOST, stage=None),
            3,
        ),
        # … and one before a later outcome
        (
            (*VISITS, Visit(day(7), "offer")),
            KnownPast(False, None, frozenset(((LOST, day(5)), (LOST, day(9))))),
            OAK._replace(status=LOST, stage=None),
            4,
        ),
    ],
)
def test_of_a_known_deal_those_visits_are_taken_that_its_past_lacks(
    visits: tuple[Visit, ...], past: KnownPast | None, known: DealFields, kept: int
) -> None:
    row = known._replace(visits=visits)
    deals = (PlannedDeal("log.csv", 2, 1, row), PlannedDeal("log.csv", 3, None, row))
    told, new = continue_pasts(deals, lambda: {} if past is None else {1: past}, {1: known}, None)
    assert len(told.fields.visits) == kept
    assert told.changed == (("visits",) if kept else ())
    assert new.fields.visits == visits


def test_what_is_dated_after_now_was_taken_in_at_its_import() -> None:
    lost = OAK._replace(status=LOST, stage=None)
    deals = (PlannedDeal("log.csv", 2, 1, lost._replace(visits=VISITS)),)
    past = KnownPast(is_own=False, until=None)
    (told,) = continue_pasts(deals, lambda: {1: past}, {1: lost}, day(4))
    assert told.fields.visits == VISITS[:2]

"""Every state of every screen is in the sample company."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from desktop_pipeline.actions import Workspace
from desktop_pipeline.actions.attachments import open_copy
from desktop_pipeline.actions.relations import RelationKind
from desktop_pipeline.actions.sample_company import make_sample_company
from desktop_pipeline.domain.activities import DueGroup
from desktop_pipeline.domain.custom_fields import FieldKind, check_value, read_money
from desktop_pipeline.domain.gates import CriterionKind
from desktop_pipeline.domain.line_items import work_out_amount
from desktop_pipeline.domain.offers import OfferState
from desktop_pipeline.domain.qualification import State
from desktop_pipeline.queries.agenda import AgendaFilter, AgendaSpan, read_agenda
from desktop_pipeline.queries.board import read_board
from desktop_pipeline.queries.board_filter import Attention, BoardFilter, CloseSpan
from desktop_pipeline.queries.company import read_company, read_offer_settings, read_tax_rates
from desktop_pipeline.queries.contact_standing import Subject
from desktop_pipeline.queries.duplicates import read_duplicates
from desktop_pipeline.queries.gate_progress import count_progress
from desktop_pipeline.queries.gates import read_criteria
from desktop_pipeline.queries.offers import read_offer, read_offers
from desktop_pipeline.queries.views import read_views
from tests.actions.sample_cards import MORNING, TODAY, read_all_cards
from tests.workspaces import read_passes


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    path = tmp_path_factory.mktemp("sample") / "Alder Row Joinery.pipeline"
    with make_sample_company(path, today=TODAY, clock=lambda: MORNING) as workspace:
        yield workspace


def test_cards_show_how_many_criteria_their_deals_have_met(sample: Workspace) -> None:
    columns = read_all_cards(sample)
    progress = count_progress(sample, [card.deal_id for cards in columns.values() for card in cards])

    assert {name: [progress[card.deal_id] for card in cards][:6] for name, cards in columns.items()} == {
        "Lead In": [(1, 3), (2, 3), (0, 3), (0, 3), (1, 3), (1, 3)],
        "Qualified": [(3, 4), (2, 4), (2, 4), (1, 4), (2, 4), (1, 4)],
        "Meeting": [(3, 4), (1, 4), (2, 4), (3, 4), (2, 4), (1, 4)],
        "Proposal": [(4, 5), (3, 5), (4, 5), (2, 5), (3, 5), (2, 5)],
        "Negotiation": [(4, 5), (4, 5), (3, 5), (5, 5)],
    }


def test_what_cards_count_is_what_the_panel_lists(sample: Workspace) -> None:
    deals = [card.deal_id for cards in read_all_cards(sample).values() for card in cards]
    listed = {deal: read_criteria(sample, deal) for deal in deals}

    assert count_progress(sample, deals) == {
        deal: (gate.met, len(gate.criteria)) for deal, gate in listed.items() if gate is not None and gate.criteria
    }


def test_the_gate_of_the_panels_deal_is_that_of_the_picture(sample: Workspace) -> None:
    gate = read_criteria(sample, read_all_cards(sample)["Meeting"][0].deal_id)

    assert gate is not None
    assert [(line.criterion.text, line.met_on) for line in gate.criteria] == [
        ("Need written down and agreed", date(2026, 6, 3)),
        ("Decision-maker met in person", date(2026, 6, 3)),
        ("Site measured", date(2026, 6, 3)),
        ("Budget range confirmed", None),
    ]
    assert gate.earlier == ()
    assert [(line.state, line.evidence) for line in gate.answers] == [
        (State.PARTLY, "€30–38k"),
        (State.YES, "Ines Calloway, director"),
        (State.YES, "Reopen floor 2 in November"),
        (State.YES, "Start on site 5 October"),
    ]


def test_every_state_of_a_gate_is_there(sample: Workspace) -> None:
    ids = [card.deal_id for cards in read_all_cards(sample).values() for card in cards]
    gates = [gate for gate in (read_criteria(sample, deal_id) for deal_id in ids) if gate]
    answers = {line for gate in gates for line in gate.answers}

    assert {line.criterion.kind for gate in gates for line in gate.criteria} == set(CriterionKind)
    assert {line.state for line in answers} == set(State)
    assert {line.answered_on is None for line in answers if line.is_stale} == {False, True}
    assert any(line.due_on for gate in gates for line in gate.criteria)
    assert any(gate.earlier for gate in gates)
    assert not sample.value("select count(*) from criterion where is_required")
    assert [(passed.title, passed.missing) for passed in read_passes(sample)] == [
        ("Archive shelving", ("Site measured",))
    ]


def test_no_tick_or_answer_comes_before_its_deal_or_after_now(sample: Workspace) -> None:
    strayed = sample.value(
        "select count(*) from criterion_tick t join deal d on d.id = t.deal_id where t.at < d.created_at or t.at > ?",
        (round(MORNING.timestamp()) * 1_000_000,),
    )
    early = sample.value(
        "select count(*) from answer a join deal d on d.id = a.deal_id"
        " where a.answered_on < date(d.created_at / 1000000, 'unixepoch') or a.answered_on > ?",
        (TODAY.isoformat(),),
    )

    assert (strayed, early) == (0, 0)
    assert sample.value("select count(distinct deal_id) from criterion_tick") > 100


def test_every_kind_of_line_is_there(sample: Workspace) -> None:
    rows = sample.rows(
        "select l.quantity, l.price, l.discount, l.amount from line_item l join deal d on d.id = l.deal_id"
        " where d.status = 'open' and d.deleted_at is null"
    )

    for quantity, price, discount, amount in rows:
        worth = (
            None if price is None else work_out_amount(Decimal(str(quantity)), price, discount and Decimal(discount))
        )
        assert worth == amount
    assert any(discount for _quantity, _price, discount, _amount in rows)
    assert any(price is None for _quantity, price, _discount, _amount in rows)
    assert any(quantity != int(quantity) for quantity, *_rest in rows)
    by_hand = sample.rows(
        "select title from deal where is_value_by_hand and status = 'open' and deleted_at is null"
        " and value is not null order by 1"
    )
    assert [title for (title,) in by_hand] == ["Museum vitrines", "Radio studio booth"]


def test_the_agenda_is_that_of_the_picture(sample: Workspace) -> None:
    agenda = read_agenda(sample, AgendaFilter(), today=TODAY, now=MORNING)
    everything = read_agenda(sample, AgendaFilter(span=AgendaSpan.ALL), today=TODAY, now=MORNING)

    assert [agenda.count(group) for group in (DueGroup.LATE, DueGroup.TODAY, DueGroup.TOMORROW)] == [6, 6, 5]
    assert {section.group for section in everything.sections} == set(DueGroup)
    assert everything.count(DueGroup.NO_DATE) == 1
    answers = sample.row(
        "select sum(duration is not null and done_at is not null), sum(duration is not null and done_at is null),"
        " sum(note is not null), sum(remind_before is not null), sum(result is not null),"
        " sum(deal_id is null and person_id is not null), sum(organisation_id is not null) from activity"
    )
    assert answers is not None
    assert all(answers), answers
    assert sample.value("select count(*) from activity where kind not in (select key from activity_kind)") == 0


def test_the_saved_views_find_what_the_pictures_count(sample: Workspace) -> None:
    found = {}
    for view in read_views(sample):
        question: Mapping[str, Any] = view.question
        board_filter = BoardFilter(
            question["pipeline"],
            label_ids=frozenset(question.get("labels", ())),
            attention=frozenset(map(Attention, question.get("attention", ()))),
            closes=CloseSpan(question["closes"]) if "closes" in question else None,
            closes_from=date.fromisoformat(question["closes_from"]) if "closes" in question else None,
            closes_until=date.fromisoformat(question["closes_until"]) if "closes" in question else None,
        )
        board = read_board(sample, board_filter, today=TODAY)
        found[view.name] = sum(column.deals for column in board.columns)

    assert found == {"Closing June": 5, "No next step": 4, "Tenders": 5}


def test_contacts_have_every_state(sample: Workspace) -> None:
    gone = sample.rows(
        "select p.name, d.title from person p join deal_person dp on dp.person_id = p.id"
        " join deal d on d.id = dp.deal_id where p.left_on is not null and d.status = 'open'"
    )
    roles = {row[0] for row in sample.rows("select distinct role from deal_person")}
    answers = sample.row(
        "select (select count(*) from person where prefers is not null),"
        " (select count(distinct kind) from contact_point), (select count(*) from contact_note where person_id > 0),"
        " (select count(*) from contact_note where organisation_id > 0),"
        " (select count(*) from organisation where email is not null and phone is not null)"
    )

    assert gone == [("Callum Thwaite", "Kitchen fronts")]
    assert {"decides", "pays", "recommends", "uses it daily"} <= roles
    assert answers == (3, 3, 1, 2, 26)
    for subject in Subject:
        assert [pair.alike > 90 for pair in read_duplicates(sample, subject)] == [True]


def test_numbers_and_addresses_lead_nowhere(sample: Workspace) -> None:
    reached = sample.rows(
        "select email, phone from person union all select email, phone from organisation"
        " union all select case kind when 'email' then value end, case kind when 'phone' then value end"
        " from contact_point union all select email, null from owner"
    )

    assert all(email.endswith(".example") for email, _phone in reached if email)
    assert all(phone.startswith("+44 5550 ") for _email, phone in reached if phone)


def test_what_hangs_on_deals_has_every_state(sample: Workspace) -> None:
    counts = sample.row(
        "select (select count(*) from objection where answered_on is null),"
        " (select count(*) from objection where answered_on is not null),"
        " (select count(distinct kind) from deal_relation), (select count(*) from attachment where link is not null),"
        " (select count(*) from deal_competitor), (select count(*) from competitor where not is_active),"
        " (select count(*) from activity_kind where not is_active), (select count(*) from holiday),"
        " (select count(*) from custom_field where is_archived), (select count(*) from stage_activity),"
        " (select count(*) from custom_choice where is_archived)"
    )
    after_sale = sample.rows(
        "select d.status, s.name from deal d join stage s on s.id = d.after_sale_stage_id order by d.id"
    )
    limits = sample.rows(
        "select name from stage where too_many < (select count(*) from deal"
        " where stage_id = stage.id and status = 'open' and deleted_at is null)"
    )

    assert counts is not None
    assert all(counts), counts
    assert counts[2] == len(RelationKind)
    assert after_sale == [("won", "Follow-up")] * 4
    assert limits == [("Lead In",)]


def test_offers_stand_in_every_state(sample: Workspace) -> None:
    deals = [row[0] for row in sample.rows("select distinct deal_id from offer order by deal_id")]
    offers = [offer for deal in deals for offer in read_offers(sample, deal)]
    written = sorted((offer.made_on.year, offer.number, offer.made_on) for offer in offers)
    by_year = Counter(offer.made_on.year for offer in offers)

    assert {offer.state for offer in offers} == set(OfferState)
    assert {offer.is_over(TODAY) for offer in offers if offer.state is OfferState.SENT} == {False, True}
    assert [number for _year, number, _day in written] == [
        f"O-{year}-{serial:03}" for year in sorted(by_year) for serial in range(1, by_year[year] + 1)
    ]
    assert [day for _year, _number, day in written] == sorted(day for _year, _number, day in written)
    for offer in offers:
        found = read_offer(sample, offer.offer_id)
        assert found.document.adds_up
        assert not found.is_behind
        assert found.document.recipient
        days = [day for day in (offer.made_on, offer.sent_on, offer.decided_on) if day is not None]
        assert days == sorted(days)
        assert days[-1] <= TODAY
        assert offer.made_on.weekday() < 5


def test_the_next_offer_gets_the_next_number(sample: Workspace) -> None:
    numbers = [row[0] for row in sample.rows("select number from offer where number like 'O-2026-%'")]

    assert read_offer_settings(sample, TODAY).number_on(TODAY) == f"O-2026-{len(numbers) + 1:03}"


def test_the_company_has_its_card_and_taxes(sample: Workspace) -> None:
    card = read_company(sample)

    assert all((card.name, card.address, card.tax_number, card.email, card.phone, card.website, card.bank))
    assert card.email.endswith(".example")
    assert card.phone.startswith("+44 5550 ")
    assert [(str(row.percent), row.is_default) for row in read_tax_rates(sample)] == [("23", True), ("13.5", False)]


def test_fields_of_every_kind_hold_what_their_kind_can(sample: Workspace) -> None:
    rows = sample.rows(
        "select f.id, f.kind, v.value, v.deal_id, v.person_id, v.organisation_id from custom_value v"
        " join custom_field f on f.id = v.field_id"
    )
    choices = defaultdict[int, list[int]](list)
    for field_id, choice_id in sample.rows("select field_id, id from custom_choice"):
        choices[field_id].append(choice_id)

    for field_id, kind, text, *_subject in rows:
        value = json.loads(text)
        given = date.fromisoformat(value) if kind == "date" else read_money(value) if kind == "money" else value
        kept = check_value(FieldKind(kind), given, choices[field_id])
        assert json.dumps(kept, ensure_ascii=False, sort_keys=True) == text
    assert {FieldKind(row[1]) for row in rows} == set(FieldKind)
    assert all(any(row[column] for row in rows) for column in (3, 4, 5))


def test_kept_files_can_be_opened(tmp_path: Path, sample: Workspace) -> None:
    kept = sample.rows("select id, name from attachment where digest is not null")
    assert {name.rpartition(".")[2] for _id, name in kept} == {"pdf", "csv"}
    for attachment_id, name in kept:
        path = open_copy(sample, attachment_id, tmp_path)
        if name.endswith(".pdf"):
            assert "Floor" in PdfReader(path).pages[0].extract_text() or "Brass" in name
        else:
            assert path.read_text(encoding="utf-8").splitlines()[1] == '"Treatment-room unit",8'

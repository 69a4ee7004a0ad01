"""Every kind of row out into a workbook and back, into the same file and into another: nothing changes or doubles."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from desktop_pipeline.actions.contact_rows import PERSON
from desktop_pipeline.actions.currencies import add_currency, add_rate
from desktop_pipeline.actions.custom_fields import add_choice, add_field
from desktop_pipeline.actions.custom_values import set_custom_value
from desktop_pipeline.actions.deal_marks import add_label
from desktop_pipeline.actions.deal_people import add_person
from desktop_pipeline.actions.deals import create_deal, delete_deals, lose_deals, move_deals, reopen_deal, win_deals
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.line_items import add_line, edit_line
from desktop_pipeline.actions.notes import add_note
from desktop_pipeline.actions.organisations import create_organisation, delete_organisations
from desktop_pipeline.actions.people import create_person
from desktop_pipeline.actions.reaching import add_point
from desktop_pipeline.domain.contacts import PointKind
from desktop_pipeline.domain.custom_fields import FieldKind, FieldSubject
from desktop_pipeline.domain.money import Money
from desktop_pipeline.storage.workspace import View, Workspace, open_workspace
from tests.actions.trips import look_at, read_owned, save_again, take_in, write_out
from tests.made_once import new_workspace
from tests.workspaces import MONDAY, Clock, Desk, make_desk

HUGE = 9_007_199_254_740_993


def fill(desk: Desk) -> None:
    """Deals, people, organisations and fields of every kind that there is, some with hostile words."""
    workspace = desk.workspace
    _fill_deals(desk)
    _fill_contacts(workspace)
    _fill_fields(desk)
    desk.later(days=3)


def _fill_deals(desk: Desk) -> None:
    workspace, stages = desk.workspace, desk.stages()
    for title in ("=1+1", "'quoted", "+49 171", "@home", "TRUE", "00123", "1e5", "2026-01-02", "50%"):
        desk.deal(title, organisation="Acme, Inc.", value=0)
    desk.deal("No value", value=None, organisation="Bolt / Jo Day")
    desk.deal("Same twice", value=100, organisation="Acme")
    desk.deal("Same twice", value=100, organisation="Acme")
    desk.deal("Huge", value=HUGE, probability=0.37)
    for currency, value in (("JPY", 1_234_567), ("KWD", 1_234_567), ("USD", 1), ("CHF", 99)):
        deal_id = desk.deal(f"In {currency}", value=None)
        edit_deal(workspace, deal_id, at=desk.later(), currency=currency, value=Money(value, currency))
    won, lost, again, gone = (desk.deal(title, organisation="Cord") for title in ("Won", "Lost", "Again", "Gone"))
    later = desk.deal("After all", person="Mia Öz", expected_close_on=date(2027, 2, 28), owner_id=2)
    move_deals(workspace, [later], stages[3], after=None, at=desk.later(days=2))
    win_deals(workspace, [won, later], at=desk.later(days=5))
    lose_deals(workspace, [lost, again], reason_id=desk.reason(), note="too dear", at=desk.later(days=5))
    reopen_deal(workspace, again, at=desk.later(days=5))
    delete_deals(workspace, [gone], at=desk.later())
    lines = desk.deal("Products", value=None)
    for product, quantity in (("Roller; red", Decimal("2.5")), ("Frame, wide", Decimal(1))):
        line = add_line(workspace, lines, product, at=desk.now, quantity=quantity)
        edit_line(workspace, line, at=desk.now, price=1_050, discount=Decimal("12.5"))
    for label in ("hot", "Rating: A"):
        add_label(workspace, lines, label)
    add_person(workspace, lines, "Jo Day", role="champion")
    add_note(workspace, lines, "One line\nand another; =SUM(A1)", at=desk.now)


def add_strange(workspace: Workspace) -> None:
    """Words that mean nothing, or several things, where a file is not known to be of this workspace."""
    stage = int(workspace.value("select min(id) from stage where is_open"))
    for title in ("-", "n/a", "#REF!", "?"):
        deal_id = create_deal(
            workspace, title=title, stage_id=stage, at=workspace.now(), person="-", organisation="n/a"
        )
        for label in ("a, b", "c; d", "N/A"):
            add_label(workspace, deal_id, label)
        add_person(workspace, deal_id, "Al Fox")


def _fill_contacts(workspace: Workspace) -> None:
    gone = create_organisation(workspace, name="Gone Ltd")
    delete_organisations(workspace, [gone], at=MONDAY)
    create_organisation(
        workspace, name="Ümlaut & Söhne GmbH", website="https://x.example", phone="+43 1 234", country="AT"
    )
    person = create_person(
        workspace, name="Zoë d’Arc", organisation="Acme", email="z@acme.example", job_title="CEO, CFO"
    )
    create_person(workspace, name="Zoë d’Arc", organisation="Bolt", email="zoe@bolt.example")
    create_person(workspace, name="Nobody", phone="'+1 (555) 0100")
    for kind, value in (
        ("email", "zoe@home.example"),
        ("email", "z.d@x.example"),
        ("phone", "+49 171 1"),
        ("phone", "089/2"),
    ):
        add_point(workspace, PERSON, person, PointKind(kind), value)


def _fill_fields(desk: Desk) -> None:
    workspace = desk.workspace
    deal_id = desk.deal("Own fields", organisation="Fields AG", person="Ida Feld")
    holders = {
        FieldSubject.DEAL: deal_id, FieldSubject.PERSON: desk.id_of("person", "Ida Feld"),
        FieldSubject.ORGANISATION: desk.id_of("organisation", "Fields AG"),
    }  # fmt: skip
    for subject, holder in holders.items():
        for kind in FieldKind:
            field = add_field(workspace, subject, f"Own {kind.value} {subject.value}", kind)
            choices = (
                [add_choice(workspace, field, name) for name in ("Red", "B, lue", "Gr; een")]
                if "choice" in kind
                else []
            )
            values: dict[FieldKind, object] = {
                FieldKind.TEXT: "=cmd", FieldKind.NUMBER: "-17.25", FieldKind.DATE: date(2027, 2, 28),
                FieldKind.MONEY: Money(-123_456, "USD"), FieldKind.YES_NO: False,
                FieldKind.LINK: "https://x.example/?a=1&b=2",
            }  # fmt: skip
            value = choices[1] if kind is FieldKind.CHOICE else choices if kind is FieldKind.CHOICES else values[kind]
            set_custom_value(workspace, field, subject, holder, value)
    add_rate(workspace, add_currency(workspace, "USD"), from_on=date(2026, 1, 1), rate=Decimal("0.9"))


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    desk = make_desk(tmp_path_factory.mktemp("company"))
    with desk.workspace:
        fill(desk)
    return desk.path


@pytest.fixture
def workspace(company: Path, tmp_path: Path) -> Iterator[Workspace]:
    copy = tmp_path / "company.pipeline"
    copy.write_bytes(company.read_bytes())
    clock = Clock(MONDAY + timedelta(days=60))
    with open_workspace(copy, who="ann", clock=clock) as opened:
        yield opened


def tell(view: View) -> dict[str, list[tuple[object, ...]]]:
    """What a workspace says, without ids and instants of its own."""
    deal = (
        "select d.title, d.value, d.currency, d.status, case when d.status = 'open' then s.name end, o.name, w.name,"
        " d.probability, d.expected_close_on, date(d.created_at, 'unixepoch'), r.name,"
        " (select group_concat(name, '|') from (select l.name from deal_label x join label l on l.id = x.label_id"
        "  where x.deal_id = d.id order by l.name)),"
        " (select group_concat(p.name, '|') from (select p.name from deal_person x join person p on p.id = x.person_id"
        "  where x.deal_id = d.id order by p.name) p)"
        " from deal d left join stage s on s.id = d.stage_id left join organisation o on o.id = d.organisation_id"
        " left join owner w on w.id = d.owner_id left join reason r on r.id = d.reason_id where d.deleted_at is null"
    )
    sqls = {
        "deals": deal,
        "organisations": "select name, website, phone, country from organisation where deleted_at is null",
        "people": "select p.name, o.name, p.email, coalesce(p.phone,"
        " (select value from contact_point c where c.person_id = p.id and c.kind = 'phone' order by c.position)),"
        " p.job_title from person p left join organisation o"
        " on o.id = p.organisation_id where p.deleted_at is null",
        "lines": "select d.title, p.name, li.quantity, li.price, li.discount, li.amount from line_item li"
        " join product p on p.id = li.product_id join deal d on d.id = li.deal_id",
    }
    return {name: sorted(view.rows(sql), key=repr) for name, sql in sqls.items()}


@pytest.mark.parametrize("how", ["xlsx", "csv", "again"])
def test_into_the_same_file_nothing_changes(workspace: Workspace, tmp_path: Path, how: str) -> None:
    add_strange(workspace)
    before = read_owned(workspace)
    out = write_out(workspace, tmp_path / f"out.{'csv' if how == 'csv' else 'xlsx'}")
    out = save_again(out, "xlsx", tmp_path) if how == "again" else out
    outlook = look_at(workspace, out)
    assert (outlook.report.problems, outlook.questions, outlook.differences) == ((), (), ())
    assert (outlook.report.new, outlook.report.updated, outlook.report.skipped) == (0, 0, 0)
    assert take_in(workspace, out) is None
    assert read_owned(workspace) == before


def test_into_another_file_everything_comes_once_and_back_again_nothing_changes(
    workspace: Workspace, tmp_path: Path
) -> None:
    out = write_out(workspace, tmp_path / "out.xlsx")
    clock = Clock(MONDAY + timedelta(days=61))
    with new_workspace(tmp_path / "to.pipeline", template="five", owner="Ann", clock=clock) as other:
        report = look_at(other, out).report
        # A field of the owner's own is made where somebody wishes it
        own = {header for _file, header in report.unused_columns if header.startswith("Own ")}
        assert ([each.problem for each in report.problems], len(own)) == ([], len(report.unused_columns))
        assert len(own) == 3 * len(FieldKind)
        take_in(other, out)
        for name, rows in tell(workspace).items():
            assert tell(other)[name] == rows, name
        there = read_owned(other)
        assert take_in(other, out) is None
        assert read_owned(other) == there
        back = write_out(other, tmp_path / "back.xlsx")
    here = read_owned(workspace)
    report = look_at(workspace, back).report
    assert (report.new, report.updated, report.problems) == (0, 0, ())
    assert {name: count for name, count in report.created.items() if count} == {}
    assert take_in(workspace, back) is None
    assert read_owned(workspace) == here

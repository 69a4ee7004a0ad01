import json
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_pipeline.actions.company import edit_company
from desktop_pipeline.actions.currencies import (
    add_currency,
    add_rate,
    edit_rate,
    remove_currency,
    remove_rate,
    set_base_currency,
)
from desktop_pipeline.actions.custom_fields import (
    add_choice,
    add_field,
    archive_choice,
    archive_field,
    change_field_kind,
    delete_choice,
    delete_field,
    merge_choices,
    rename_choice,
    rename_field,
    reorder_choices,
    reorder_fields,
    unarchive_choice,
    unarchive_field,
)
from desktop_pipeline.actions.custom_values import set_custom_value
from desktop_pipeline.actions.deals import create_deal
from desktop_pipeline.actions.workspace_settings import (
    add_holiday,
    edit_holiday,
    remove_holiday,
    set_fiscal_start,
    set_time_zone,
    set_working_days,
)
from desktop_pipeline.domain.custom_fields import FieldKind, FieldSubject
from desktop_pipeline.domain.errors import InvalidError, NotFoundError, RefusedError
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.working_days import is_working_day
from desktop_pipeline.queries.rates import read_rates
from desktop_pipeline.queries.settings import (
    read_choice_rows,
    read_currency_rows,
    read_field_rows,
    read_holidays,
    read_rate_rows,
    read_workspace_settings,
)
from desktop_pipeline.storage.tables import CustomValue
from tests.actions.settings_desk import done, refused
from tests.workspaces import Desk, brief_desk

DAY = date(2026, 1, 5)
DEAL = FieldSubject.DEAL

# --- the workspace


def test_company_zone_working_days_and_fiscal_year_are_kept_and_undone(desk: Desk) -> None:
    done(desk, edit_company, name="  Alder   Row ")
    done(desk, set_time_zone, "Europe/Vienna")
    done(desk, set_working_days, [6, 1, 2])
    done(desk, set_fiscal_start, 4)
    kept = read_workspace_settings(desk.workspace)
    assert (kept.company, kept.time_zone, kept.working_days, kept.fiscal_start) == (
        "Alder Row",
        "Europe/Vienna",
        frozenset((1, 2, 6)),
        4,
    )
    desk.workspace.refresh()
    assert desk.workspace.zone == ZoneInfo("Europe/Vienna")
    done(desk, set_working_days, range(1, 8))
    assert read_workspace_settings(desk.workspace).working_days == frozenset(range(1, 8))


def test_a_new_file_works_from_monday_to_friday_and_from_january(desk: Desk) -> None:
    kept = read_workspace_settings(desk.workspace)
    assert (kept.working_days, kept.fiscal_start, kept.company) == (frozenset((1, 2, 3, 4, 5)), 1, "")


def test_settings_that_cannot_be_are_refused(desk: Desk) -> None:
    assert "no time zone" in refused(desk, InvalidError, set_time_zone, "Europe/Nowhere")
    assert "at least one day" in refused(desk, InvalidError, set_working_days, [])
    assert "at least one day" in refused(desk, InvalidError, set_working_days, [0, 8])
    assert "twelve months" in refused(desk, InvalidError, set_fiscal_start, 13)
    assert "300" in refused(desk, InvalidError, edit_company, name="x" * 10_000)


def test_holidays_are_added_edited_and_removed_each_day_once(desk: Desk) -> None:
    first = done(desk, add_holiday, date(9999, 12, 31), "The last day")
    second = done(desk, add_holiday, date(1, 1, 1))
    assert "is a holiday already" in refused(desk, InvalidError, add_holiday, date(1, 1, 1), "Again")
    assert "already" in refused(desk, InvalidError, edit_holiday, second, day=date(9999, 12, 31), name="")
    done(desk, edit_holiday, second, day=date(2026, 12, 25), name="Christmas")
    done(desk, remove_holiday, first)
    assert [(row.day, row.name) for row in read_holidays(desk.workspace)] == [(date(2026, 12, 25), "Christmas")]
    assert "no holiday" in refused(desk, NotFoundError, remove_holiday, first)


def test_a_day_is_worked_on_unless_it_is_a_holiday_or_a_free_day_of_the_week() -> None:
    monday, saturday = date(2026, 1, 5), date(2026, 1, 10)
    assert is_working_day(monday, {1}, set())
    assert not is_working_day(monday, {1}, {monday})
    assert not is_working_day(saturday, {1}, set())


# --- currencies


def test_a_currency_has_dated_rates_that_are_exact(desk: Desk) -> None:
    swiss = done(desk, add_currency, "chf")
    rate = done(desk, add_rate, swiss, from_on=DAY, rate=Decimal("1.043210987654"))
    done(desk, add_rate, swiss, from_on=date(2026, 2, 1), rate=Decimal("1.10"))
    assert read_rates(desk.workspace, "EUR", DAY) == {"CHF": Decimal("1.043210987654"), "EUR": Decimal(1)}
    done(desk, edit_rate, rate, from_on=date(2026, 1, 6), rate=Decimal("0.0001"))
    assert [(row.from_on, str(row.rate)) for row in read_rate_rows(desk.workspace, swiss)] == [
        (date(2026, 2, 1), "1.10"),
        (date(2026, 1, 6), "0.0001"),
    ]
    assert [row.rate for row in read_currency_rows(desk.workspace, date(2026, 1, 31))] == [Decimal("0.0001"), None]
    done(desk, remove_rate, rate)
    done(desk, remove_currency, swiss)
    assert [row.code for row in read_currency_rows(desk.workspace, DAY)] == ["EUR"]


@pytest.mark.parametrize("code", ["", "euro", "ABC", "XAU", "<b>", "E R"])
def test_only_real_currencies_are_added(desk: Desk, code: str) -> None:
    refused(desk, InvalidError, add_currency, code)


@pytest.mark.parametrize(
    ("rate", "said"),
    [
        ("0", "A rate is a number above zero."),
        ("-1", "A rate is a number above zero."),
        ("NaN", "A rate is a number above zero."),
        ("Infinity", "A rate is a number above zero."),
        ("1000000000", "A rate is a number above zero."),
        ("0.0000000000001", "Use 12 decimal places at most."),
    ],
)
def test_a_rate_that_cannot_be_is_refused(desk: Desk, rate: str, said: str) -> None:
    swiss = add_currency(desk.workspace, "CHF")
    assert refused(desk, InvalidError, add_rate, swiss, from_on=DAY, rate=Decimal(rate)) == said


def test_the_largest_and_the_finest_rate_are_taken(desk: Desk) -> None:
    swiss = add_currency(desk.workspace, "CHF")
    for day, rate in ((DAY, "999999999.999999999999"), (date(2026, 3, 1), "0.000000000001")):
        add_rate(desk.workspace, swiss, from_on=day, rate=Decimal(rate))
        assert read_rates(desk.workspace, "EUR", day)["CHF"] == Decimal(rate)


def test_a_rate_is_not_put_on_the_day_of_another_and_stays_on_its_own(desk: Desk) -> None:
    swiss = add_currency(desk.workspace, "CHF")
    add_rate(desk.workspace, swiss, from_on=DAY, rate=Decimal(1))
    other = add_rate(desk.workspace, swiss, from_on=date(2026, 3, 1), rate=Decimal(2))
    said = refused(desk, InvalidError, edit_rate, other, from_on=DAY, rate=Decimal(2))
    assert said == f"There is a rate from {DAY.isoformat()} already."
    done(desk, edit_rate, other, from_on=date(2026, 3, 1), rate=Decimal(3))


def test_a_currency_or_rate_that_is_gone_is_told_by_its_number(desk: Desk) -> None:
    assert "no currency number 99" in refused(desk, NotFoundError, remove_currency, 99)
    assert "no currency number 99" in refused(desk, NotFoundError, add_rate, 99, from_on=DAY, rate=Decimal(1))
    assert "no rate number 99" in refused(desk, NotFoundError, edit_rate, 99, from_on=DAY, rate=Decimal(1))
    assert "no rate number 99" in refused(desk, NotFoundError, remove_rate, 99)


def test_what_was_done_to_currencies_is_told_by_their_codes(desk: Desk) -> None:
    swiss = add_currency(desk.workspace, "CHF")
    rate = add_rate(desk.workspace, swiss, from_on=date(2026, 1, 5), rate=Decimal(1))
    edit_rate(desk.workspace, rate, from_on=date(2026, 1, 6), rate=Decimal(2))
    remove_rate(desk.workspace, rate)
    remove_currency(desk.workspace, swiss)
    assert [entry.label for entry in desk.journal.entries(order="id desc", limit=5)] == [
        "Delete currency CHF",
        "Delete rate of CHF",
        "Edit rate of CHF from 2026-01-06",
        "Add rate of CHF from 2026-01-05",
        "Add currency CHF",
    ]


def test_a_currency_that_is_there_already_becomes_the_base_currency(desk: Desk) -> None:
    add_currency(desk.workspace, "CHF")
    set_base_currency(desk.workspace, "CHF")
    assert desk.workspace.base_currency == "CHF"
    assert [row.code for row in read_currency_rows(desk.workspace, DAY)] == ["CHF", "EUR"]


def test_a_currency_has_one_rate_a_day_and_the_base_currency_none(desk: Desk) -> None:
    swiss = add_currency(desk.workspace, "CHF")
    add_rate(desk.workspace, swiss, from_on=DAY, rate=Decimal(1))
    assert "already" in refused(desk, InvalidError, add_rate, swiss, from_on=DAY, rate=Decimal(2))
    assert "already" in refused(desk, InvalidError, add_currency, "CHF")
    euro = int(desk.workspace.value("select id from currency where code = 'EUR'"))
    assert "base currency" in refused(desk, InvalidError, add_rate, euro, from_on=DAY, rate=Decimal(2))
    assert "base currency" in refused(desk, RefusedError, remove_currency, euro)


def test_a_currency_that_deals_are_in_stays(desk: Desk) -> None:
    swiss = add_currency(desk.workspace, "CHF")
    create_deal(desk.workspace, title="Oak", stage_id=desk.stages()[0], at=desk.now, value=Money(5, "CHF"))
    assert "in use by 1 deal;" in refused(desk, RefusedError, remove_currency, swiss)


def test_the_base_currency_changes_only_before_the_first_deal_and_rate(desk: Desk) -> None:
    done(desk, set_base_currency, "usd")
    set_base_currency(desk.workspace, "usd")
    assert desk.workspace.base_currency == "USD"
    assert [row.code for row in read_currency_rows(desk.workspace, DAY)] == ["EUR", "USD"]
    euro = int(desk.workspace.value("select id from currency where code = 'EUR'"))
    rate = add_rate(desk.workspace, euro, from_on=DAY, rate=Decimal("1.1"))
    assert "rates first" in refused(desk, RefusedError, set_base_currency, "EUR")
    remove_rate(desk.workspace, rate)
    desk.deal()
    assert "before the first deal" in refused(desk, RefusedError, set_base_currency, "EUR")
    assert set_base_currency(desk.workspace, "USD") is None


# --- fields of the owner's own


@pytest.mark.parametrize("subject", list(FieldSubject))
@pytest.mark.parametrize("kind", list(FieldKind))
def test_fields_of_every_kind_are_added_renamed_archived_and_deleted(
    desk: Desk, subject: FieldSubject, kind: FieldKind
) -> None:
    field = done(desk, add_field, subject, "  Roof   area ", kind)
    done(desk, rename_field, field, "Roof")
    done(desk, archive_field, field)
    done(desk, unarchive_field, field)
    row = read_field_rows(desk.workspace, subject)[0]
    assert (row.name, row.kind, row.is_archived, row.values) == ("Roof", kind, False, 0)
    done(desk, delete_field, field)


def test_a_field_that_holds_values_is_neither_deleted_nor_turned_into_another_kind(desk: Desk) -> None:
    field = add_field(desk.workspace, DEAL, "Roof", FieldKind.TEXT)
    done(desk, change_field_kind, field, FieldKind.NUMBER)
    deal = desk.deal()
    with desk.journal.change("Value") as draft:
        draft.insert(CustomValue, field=field, deal=deal, value='"12"')
    assert "holds 1 value; archive" in refused(desk, RefusedError, delete_field, field)
    assert "holds 1 value. Add another" in refused(desk, RefusedError, change_field_kind, field, FieldKind.TEXT)


def test_a_choice_that_somebody_chose_is_not_deleted(desk: Desk) -> None:
    one = add_field(desk.workspace, DEAL, "Wood", FieldKind.CHOICE)
    several = add_field(desk.workspace, DEAL, "Woods", FieldKind.CHOICES)
    oak, ash = (done(desk, add_choice, one, name) for name in ("Oak", "Ash"))
    elm, fir = (add_choice(desk.workspace, several, name) for name in ("Elm", "Fir"))
    deal = desk.deal()
    with desk.journal.change("Values") as draft:
        draft.insert(CustomValue, field=one, deal=deal, value=f"{oak}")
        draft.insert(CustomValue, field=several, deal=deal, value=f"[{elm}]")
    assert "chosen once; archive" in refused(desk, RefusedError, delete_choice, oak)
    assert "chosen once; archive" in refused(desk, RefusedError, delete_choice, elm)
    assert [(row.name, row.values) for row in read_choice_rows(desk.workspace, several)] == [("Elm", 1), ("Fir", 0)]
    done(desk, delete_choice, fir)
    done(desk, archive_choice, oak)
    done(desk, unarchive_choice, oak)
    done(desk, reorder_choices, one, [ash, oak])
    done(desk, rename_choice, ash, "Ash wood")
    assert [row.name for row in read_choice_rows(desk.workspace, one)] == ["Ash wood", "Oak"]
    assert "already" in refused(desk, InvalidError, add_choice, one, "OAK")
    text = add_field(desk.workspace, DEAL, "Text", FieldKind.TEXT)
    assert "Only a field of choices" in refused(desk, InvalidError, add_choice, text, "Oak")
    done(desk, delete_field, text)
    assert "holds 1 value" in refused(desk, RefusedError, delete_field, one)


def test_choices_are_merged_wherever_they_are_chosen(desk: Desk) -> None:
    one = add_field(desk.workspace, DEAL, "Wood", FieldKind.CHOICE)
    several = add_field(desk.workspace, DEAL, "Woods", FieldKind.CHOICES)
    oak, ash = (add_choice(desk.workspace, one, name) for name in ("Oak", "Ash"))
    elm, fir, yew = (add_choice(desk.workspace, several, name) for name in ("Elm", "Fir", "Yew"))
    first, second = desk.deal(), desk.deal("Another")
    for field, deal, value in (
        (one, first, oak),
        (one, second, ash),
        (several, first, [elm, fir]),
        (several, second, [elm]),
    ):
        set_custom_value(desk.workspace, field, DEAL, deal, value)
    done(desk, merge_choices, oak, ash)
    done(desk, merge_choices, elm, fir)

    def values(field: int) -> list[object]:
        rows = desk.workspace.rows("select value from custom_value where field_id = ? order by deal_id", (field,))
        return [json.loads(text) for (text,) in rows]

    assert values(one) == [ash, ash]
    assert values(several) == [[fir], [fir]]
    assert [row.name for row in read_choice_rows(desk.workspace, several)] == ["Fir", "Yew"]
    assert "another choice of the same field" in refused(desk, InvalidError, merge_choices, fir, fir)
    assert "another choice of the same field" in refused(desk, InvalidError, merge_choices, fir, ash)
    archive_choice(desk.workspace, yew)
    assert "Bring it back first" in refused(desk, InvalidError, merge_choices, fir, yew)
    assert "no choice number" in refused(desk, NotFoundError, merge_choices, 4711, fir)


def test_fields_of_one_subject_differ_by_name(desk: Desk) -> None:
    field = add_field(desk.workspace, DEAL, "Roof", FieldKind.TEXT)
    assert "already" in refused(desk, InvalidError, add_field, DEAL, "ROOF", FieldKind.TEXT)
    add_field(desk.workspace, FieldSubject.PERSON, "Roof", FieldKind.TEXT)
    archive_field(desk.workspace, field)
    assert "Bring it back" in refused(desk, InvalidError, add_field, DEAL, "roof", FieldKind.TEXT)
    for name in (" ", "x" * 10_000):
        refused(desk, InvalidError, add_field, DEAL, name, FieldKind.TEXT)


@given(data=st.data())
def test_a_new_order_keeps_every_field(data: st.DataObject) -> None:
    with brief_desk() as desk:
        for name in "ABCD":
            add_field(desk.workspace, DEAL, name, FieldKind.TEXT)
        before = {row.field_id: row.name for row in read_field_rows(desk.workspace, DEAL)}
        ids = data.draw(st.permutations(list(before)))
        reorder_fields(desk.workspace, DEAL, ids)
        rows = read_field_rows(desk.workspace, DEAL)
        assert [(row.field_id, row.name) for row in rows] == [(field_id, before[field_id]) for field_id in ids]

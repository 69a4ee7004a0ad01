"""What the settings show: pipelines, stages, lists, fields, currencies and days, each with what uses it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop_pipeline.domain.custom_fields import FieldKind, FieldSubject
from desktop_pipeline.domain.deals import ReasonGroup
from desktop_pipeline.domain.lists import OwnedList, Use
from desktop_pipeline.domain.milestones import Milestone
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.stages import ForecastCategory
from desktop_pipeline.domain.working_days import USUAL_WORKING_DAYS
from desktop_pipeline.storage.database import Reader
from desktop_pipeline.storage.list_uses import TABLES, count_uses
from desktop_pipeline.storage.workspace import View


@dataclass(frozen=True, slots=True)
class PipelineRow:
    """A pipeline with its open deals."""

    pipeline_id: int
    name: str
    is_archived: bool
    stages: int
    open_deals: int


@dataclass(frozen=True, slots=True)
class StageRow:
    """Everything that can be set for a stage, and the deals that stand in it: open ones, or won ones after the sale."""

    stage_id: int
    pipeline_id: int
    name: str
    is_open: bool
    is_archived: bool
    probability: float
    slow_limit: int
    stale_limit: int
    milestone: Milestone
    forecast_category: ForecastCategory
    colour: str | None
    too_few: int | None
    too_many: int | None
    definition: str
    guidance: str
    deals: int


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """An activity that is planned for a deal entering a stage."""

    planned_id: int
    kind: str
    kind_name: str
    subject: str
    after_days: int


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """An exit criterion of a stage as it is kept."""

    criterion_id: int
    kind: str
    text: str
    asks_for: str | None
    is_required: bool


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row of one of the owner's lists with what uses it; `details` are its other columns as stored."""

    row_id: int
    name: str
    is_active: bool
    uses: tuple[Use, ...]
    details: Mapping[str, object]

    @property
    def price(self) -> Money | None:
        """The list price of a product."""
        price, currency = self.details.get("price"), self.details.get("currency")
        return Money(price, str(currency)) if isinstance(price, int) else None

    @property
    def group(self) -> ReasonGroup:
        """The group of a reason."""
        return ReasonGroup(str(self.details["reason_group"]))

    def text(self, column: str) -> str:
        """A column as text, empty where it is not known."""
        found = self.details.get(column)
        return "" if found is None else str(found)


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field of the owner's own with the number of values it holds."""

    field_id: int
    subject: FieldSubject
    name: str
    kind: FieldKind
    is_archived: bool
    values: int


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """A choice of a field and how often it is chosen."""

    choice_id: int
    name: str
    is_archived: bool
    values: int


@dataclass(frozen=True, slots=True)
class CurrencyRow:
    """A currency in use; the newest rate in force on the day that was asked for, None where there is none."""

    currency_id: int
    code: str
    deals: int
    rate: Decimal | None


@dataclass(frozen=True, slots=True)
class RateRow:
    """What one unit is worth in the base currency from a day on."""

    rate_id: int
    from_on: date
    rate: Decimal


@dataclass(frozen=True, slots=True)
class HolidayRow:
    """A day on which nobody works."""

    holiday_id: int
    day: date
    name: str


@dataclass(frozen=True, slots=True)
class WorkspaceSettings:
    """What is set for the whole workspace; the fiscal year begins with a month from 1 to 12."""

    company: str
    time_zone: str
    base_currency: str
    has_deals: bool
    working_days: frozenset[int]
    fiscal_start: int


_COLUMNS: Mapping[OwnedList, tuple[str, ...]] = {
    OwnedList.OWNERS: ("email", "manager", "region"),
    OwnedList.PRODUCTS: ("category", "price", "currency"),
    OwnedList.REASONS: ("reason_group", "needs_note"),
    OwnedList.KINDS: ("key", "icon"),
}
_ORDERED = frozenset((OwnedList.REASONS, OwnedList.KINDS))


def has_deals(view: View) -> bool:
    """Whether the file holds any deal, open, closed or in the bin."""
    return view.value("select 1 from deal limit 1") is not None


def read_workspace_settings(view: View) -> WorkspaceSettings:
    """Company, zone, currency, working days and fiscal year."""
    return WorkspaceSettings(
        company=view.setting("company_name", ""),
        time_zone=view.setting("time_zone", "UTC"),
        base_currency=view.setting("base_currency", "EUR"),
        has_deals=has_deals(view),
        working_days=read_working_days(view),
        fiscal_start=read_fiscal_start(view),
    )


def read_working_days(view: View) -> frozenset[int]:
    """The days of the week that are worked on, 1 for Monday."""
    usual = "".join(map(str, sorted(USUAL_WORKING_DAYS)))
    return frozenset(int(day) for day in view.setting("working_days", usual) if day in "1234567")


def read_fiscal_start(view: View) -> int:
    """The month that the fiscal year begins with."""
    month = view.setting("fiscal_year_start", "1")
    return int(month) if month.isdecimal() and 1 <= int(month) <= 12 else 1  # noqa: PLR2004 - months


def read_pipeline_rows(reader: Reader) -> list[PipelineRow]:
    """All pipelines in their order, archived ones last."""
    sql = (
        "select id, name, is_archived, (select count(*) from stage s where s.pipeline_id = pipeline.id and s.is_open"
        " and not s.is_archived), (select count(*) from deal d where d.pipeline_id = pipeline.id"
        " and d.status = 'open' and d.deleted_at is null) from pipeline order by is_archived, position, id"
    )
    return [PipelineRow(row[0], row[1], bool(row[2]), row[3], row[4]) for row in reader.rows(sql)]


def read_stage_rows(reader: Reader, pipeline_id: int) -> list[StageRow]:
    """All stages of a pipeline: open ones in their order, after-sale ones, removed ones last."""
    rows = reader.rows(
        f"{_STAGES} where pipeline_id = ? order by is_archived, not is_open, position, id", (pipeline_id,)
    )
    return [_to_stage(row) for row in rows]


def read_stage_row(reader: Reader, stage_id: int) -> StageRow | None:
    """One stage with all that can be set for it."""
    found = reader.row(f"{_STAGES} where id = ?", (stage_id,))
    return None if found is None else _to_stage(found)


def read_planned(reader: Reader, stage_id: int) -> list[PlannedRow]:
    """What is planned on entering a stage, in its order."""
    sql = (
        "select p.id, p.kind, coalesce(k.name, p.kind), p.subject, p.after_days from stage_activity p"
        " left join activity_kind k on k.key = p.kind where p.stage_id = ? and not p.is_archived"
        " order by p.position, p.id"
    )
    return [PlannedRow(*row) for row in reader.rows(sql, (stage_id,))]


def read_criterion_rows(reader: Reader, stage_id: int) -> list[CriterionRow]:
    """The exit criteria of a stage, in their order."""
    sql = (
        "select id, kind, text, asks_for, is_required from criterion where stage_id = ? and not is_archived"
        " order by position, id"
    )
    return [CriterionRow(row[0], row[1], row[2], row[3], bool(row[4])) for row in reader.rows(sql, (stage_id,))]


def read_list_rows(reader: Reader, owned: OwnedList) -> list[ListRow]:
    """All rows of a list: those in use by name, or in the owner's order where there is one, archived ones last."""
    uses = count_uses(reader, owned)
    columns = _COLUMNS.get(owned, ())
    order = "position, id" if owned in _ORDERED else "fold(name), id"
    names = "".join(f", {column}" for column in columns)
    # Names of tables and columns are our own.
    sql = f"select id, name, is_active{names} from {TABLES[owned]} order by is_active desc, {order}"  # noqa: S608
    rows = []
    for row_id, name, is_active, *details in reader.rows(sql):
        kept = dict(zip(columns, details, strict=True))
        used = uses.get(kept["key"] if owned is OwnedList.KINDS else row_id, [])
        rows.append(ListRow(row_id, name, bool(is_active), tuple(used), kept))
    return rows


def read_field_rows(reader: Reader, subject: FieldSubject) -> list[FieldRow]:
    """The owner's own fields of deals, people or organisations, in their order, archived ones last."""
    sql = (
        "select id, subject, name, kind, is_archived, (select count(*) from custom_value v where v.field_id ="
        " custom_field.id) from custom_field where subject = ? order by is_archived, position, id"
    )
    return [
        FieldRow(row[0], FieldSubject(row[1]), row[2], FieldKind(row[3]), bool(row[4]), row[5])
        for row in reader.rows(sql, (subject.value,))
    ]


def read_choice_rows(reader: Reader, field_id: int) -> list[ChoiceRow]:
    """The choices of a field in their order, archived ones last."""
    counts: dict[int, int] = dict(
        reader.rows(
            "select e.value, count(distinct v.id) from custom_value v, json_each(v.value) e where v.field_id = ?"
            " group by e.value",
            (field_id,),
        )
    )
    sql = "select id, name, is_archived from custom_choice where field_id = ? order by is_archived, position, id"
    return [ChoiceRow(row[0], row[1], bool(row[2]), counts.get(row[0], 0)) for row in reader.rows(sql, (field_id,))]


def read_currency_rows(reader: Reader, today: date) -> list[CurrencyRow]:
    """The currencies in use by their codes."""
    sql = (
        "select id, code, (select count(*) from deal d where d.currency = currency.code), (select rate from"
        " currency_rate r where r.currency_id = currency.id and r.from_on <= ? order by r.from_on desc limit 1)"
        " from currency order by code"
    )
    return [
        CurrencyRow(row[0], row[1], row[2], None if row[3] is None else Decimal(row[3]))
        for row in reader.rows(sql, (today.isoformat(),))
    ]


def read_rate_rows(reader: Reader, currency_id: int) -> list[RateRow]:
    """The dated rates of a currency, the newest first."""
    sql = "select id, from_on, rate from currency_rate where currency_id = ? order by from_on desc"
    return [RateRow(row[0], date.fromisoformat(row[1]), Decimal(row[2])) for row in reader.rows(sql, (currency_id,))]


def read_holidays(reader: Reader) -> list[HolidayRow]:
    """Days on which nobody works, in their order."""
    return [
        HolidayRow(row[0], date.fromisoformat(row[1]), row[2])
        for row in reader.rows("select id, day, name from holiday order by day")
    ]


_STAGES = (
    "select id, pipeline_id, name, is_open, is_archived, probability, slow_limit, stale_limit, milestone,"
    " forecast_category, colour, too_few, too_many, definition, guidance, case when is_open then (select count(*) from"
    " deal d where d.stage_id = stage.id and d.status = 'open' and d.deleted_at is null) else (select count(*)"
    " from deal d where d.after_sale_stage_id = stage.id and d.deleted_at is null) end from stage"
)


def _to_stage(row: tuple[object, ...]) -> StageRow:
    (stage_id, pipeline_id, name, is_open, is_archived, probability, slow, stale, milestone, category, *rest) = row
    colour, too_few, too_many, definition, guidance, deals = rest
    return StageRow(
        stage_id=int(str(stage_id)),
        pipeline_id=int(str(pipeline_id)),
        name=str(name),
        is_open=bool(is_open),
        is_archived=bool(is_archived),
        probability=float(str(probability)),
        slow_limit=int(str(slow)),
        stale_limit=int(str(stale)),
        milestone=Milestone(str(milestone)),
        forecast_category=ForecastCategory(str(category)),
        colour=None if colour is None else str(colour),
        too_few=None if too_few is None else int(str(too_few)),
        too_many=None if too_many is None else int(str(too_many)),
        definition=str(definition),
        guidance=str(guidance),
        deals=int(str(deals)),
    )

# ruff: noqa: D101, D106 - names of tables as they were; storage.tables tells what they hold
"""The first schema: frozen copies of the tables as they were, independent of storage.tables."""

from peewee import (
    BigIntegerField,
    BlobField,
    BooleanField,
    Database,
    FloatField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)
from playhouse.migrate import SchemaMigrator
from playhouse.sqlite_ext import AutoIncrementField


class Table(Model):
    id = AutoIncrementField()

    class Meta:
        legacy_table_names = False


class Setting(Table):
    key = TextField(unique=True)
    value = TextField()


class Currency(Table):
    code = TextField(unique=True)


class CurrencyRate(Table):
    currency = ForeignKeyField(Currency)
    from_on = TextField()
    rate = TextField()


class Owner(Table):
    name = TextField(unique=True)
    email = TextField(null=True)
    manager = TextField(null=True)
    region = TextField(null=True)
    is_active = BooleanField(default=True)


class Source(Table):
    name = TextField(unique=True)
    is_active = BooleanField(default=True)


class Reason(Table):
    name = TextField()
    reason_group = TextField()
    needs_note = BooleanField(default=False)
    position = IntegerField(default=0)
    is_active = BooleanField(default=True)


class Label(Table):
    name = TextField(unique=True)
    is_active = BooleanField(default=True)


class Pipeline(Table):
    name = TextField()
    position = IntegerField(default=0)
    is_archived = BooleanField(default=False)


class Stage(Table):
    pipeline = ForeignKeyField(Pipeline)
    name = TextField()
    position = IntegerField()
    is_open = BooleanField(default=True)
    is_archived = BooleanField(default=False)
    probability = FloatField()
    slow_limit = IntegerField()
    stale_limit = IntegerField()
    milestone = TextField(default="none")
    definition = TextField(default="")
    guidance = TextField(default="")


class Organisation(Table):
    name = TextField()
    name_key = TextField(index=True)
    industry = TextField(null=True)
    size = IntegerField(null=True)
    country = TextField(null=True)
    website = TextField(null=True)
    address = TextField(null=True)
    deleted_at = BigIntegerField(null=True)


class Person(Table):
    name = TextField()
    organisation = ForeignKeyField(Organisation, null=True)
    email = TextField(null=True)
    phone = TextField(null=True)
    job_title = TextField(null=True)
    deleted_at = BigIntegerField(null=True)


class Product(Table):
    name = TextField()
    name_key = TextField(unique=True)
    category = TextField(null=True)
    price = BigIntegerField(null=True)
    currency = TextField(null=True)
    is_active = BooleanField(default=True)


class ImportBatch(Table):
    at = BigIntegerField()
    who = TextField()
    files = TextField()
    counts = TextField()


class Deal(Table):
    pipeline = ForeignKeyField(Pipeline, index=False)
    stage = ForeignKeyField(Stage, null=True, index=False)
    status = TextField()
    title = TextField()
    organisation = ForeignKeyField(Organisation, null=True, index=True)
    owner = ForeignKeyField(Owner, null=True)
    source = ForeignKeyField(Source, null=True)
    value = BigIntegerField(null=True)
    currency = TextField()
    probability = FloatField(null=True)
    expected_close_on = TextField(null=True)
    created_at = BigIntegerField(null=True)
    closed_at = BigIntegerField(null=True)
    reason = ForeignKeyField(Reason, null=True)
    reason_note = TextField(null=True)
    rank = BigIntegerField(default=0)
    external_id = TextField(null=True, index=True)
    last_touch_on = TextField(null=True)
    import_batch = ForeignKeyField(ImportBatch, null=True)
    deleted_at = BigIntegerField(null=True)

    class Meta:
        indexes = (
            (("stage", "status", "deleted_at", "rank"), False),
            (("status", "closed_at"), False),
            (("pipeline", "status", "deleted_at", "stage", "currency", "value"), False),
        )


class DealPerson(Table):
    deal = ForeignKeyField(Deal, on_delete="CASCADE", index=False)
    person = ForeignKeyField(Person)
    role = TextField(default="")

    class Meta:
        indexes = ((("deal", "person"), True),)


class DealLabel(Table):
    deal = ForeignKeyField(Deal, on_delete="CASCADE", index=False)
    label = ForeignKeyField(Label)

    class Meta:
        indexes = ((("deal", "label"), True),)


class LineItem(Table):
    deal = ForeignKeyField(Deal, on_delete="CASCADE")
    product = ForeignKeyField(Product)
    quantity = IntegerField(default=1)
    amount = BigIntegerField(null=True)


class Activity(Table):
    deal = ForeignKeyField(Deal, null=True, on_delete="CASCADE")
    person = ForeignKeyField(Person, null=True)
    owner = ForeignKeyField(Owner, null=True)
    kind = TextField()
    subject = TextField()
    due_on = TextField(null=True)
    due_at = BigIntegerField(null=True)
    done_at = BigIntegerField(null=True)
    result = TextField(null=True)


class Note(Table):
    deal = ForeignKeyField(Deal, on_delete="CASCADE")
    text = TextField()
    at = BigIntegerField()
    author = TextField()


class HistoryEvent(Table):
    deal = ForeignKeyField(Deal, on_delete="CASCADE", index=False)
    kind = IntegerField()
    at = BigIntegerField()
    recorded_at = BigIntegerField()
    from_stage = ForeignKeyField(Stage, null=True)
    to_stage = ForeignKeyField(Stage, null=True)
    value = BigIntegerField(null=True)
    currency = TextField(null=True)
    owner = ForeignKeyField(Owner, null=True)
    expected_close_on = TextField(null=True)
    probability = FloatField(null=True)
    reason = ForeignKeyField(Reason, null=True)
    note = TextField(null=True)
    is_inferred = BooleanField(default=False)
    is_dated = BooleanField(default=True)

    class Meta:
        indexes = ((("deal", "at"), False),)


class JournalEntry(Table):
    at = BigIntegerField()
    who = TextField()
    label = TextField()
    state = TextField()
    takes_back = IntegerField(null=True)
    changeset = BlobField(null=True)
    digest = TextField()

    class Meta:
        indexes = ((("state", "id"), False),)


TABLES = (
    Setting,
    Currency,
    CurrencyRate,
    Owner,
    Source,
    Reason,
    Label,
    Pipeline,
    Stage,
    Organisation,
    Person,
    Product,
    ImportBatch,
    Deal,
    DealPerson,
    DealLabel,
    LineItem,
    Activity,
    Note,
    HistoryEvent,
    JournalEntry,
)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Makes every table."""
    db.bind(TABLES)
    db.create_tables(TABLES)

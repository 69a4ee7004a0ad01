"""The tables of a workspace as peewee models; they are bound to no database, the workspace runs their queries.

A reference has an index of its own (`index=False` where one of several columns begins with it): what is removed must
not search whole tables for those who refer to it. Each index costs every move a page on the disk, so there are no more.
"""

from peewee import (
    BigIntegerField,
    BlobField,
    BooleanField,
    FloatField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)

from desktop_pipeline.storage.fields import DayField, InstantField, LastingIdField


class Table(Model):
    """Every table has an id that is never used twice, also after an undo."""

    id = LastingIdField()

    class Meta:
        """Table names have a line between their words."""

        legacy_table_names = False


class Setting(Table):
    """One setting of the workspace; the value is JSON."""

    key = TextField(unique=True)
    value = TextField()


class Currency(Table):
    """A currency the owner uses."""

    code = TextField(unique=True)


class CurrencyRate(Table):
    """Base currency for one unit of the currency from a day on; the rate is an exact decimal text."""

    currency = ForeignKeyField(Currency)
    from_on = DayField()
    rate = TextField()


class Owner(Table):
    """A person on the team who holds deals."""

    name = TextField(unique=True)
    email = TextField(null=True)
    manager = TextField(null=True)
    region = TextField(null=True)
    is_active = BooleanField(default=True)


class Source(Table):
    """Where deals come from."""

    name = TextField(unique=True)
    is_active = BooleanField(default=True)


class Reason(Table):
    """A reason for winning or losing; `reason_group` is a domain.deals.ReasonGroup."""

    name = TextField()
    reason_group = TextField()
    needs_note = BooleanField(default=False)
    position = IntegerField(default=0)
    is_active = BooleanField(default=True)


class Label(Table):
    """A word that deals are marked with."""

    name = TextField(unique=True)
    is_active = BooleanField(default=True)


class Pipeline(Table):
    """An ordered set of stages."""

    name = TextField()
    position = IntegerField(default=0)
    is_archived = BooleanField(default=False)


class Stage(Table):
    """A step of a pipeline; after-sale stages (`is_open` false) hold won deals. Limits are days."""

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
    """A company; `name_key` is the normalised name that imports match on."""

    name = TextField()
    name_key = TextField(index=True)
    industry = TextField(null=True)
    size = IntegerField(null=True)
    country = TextField(null=True)
    website = TextField(null=True)
    address = TextField(null=True)
    deleted_at = InstantField(null=True)


class Person(Table):
    """Somebody at a customer."""

    name = TextField()
    organisation = ForeignKeyField(Organisation, null=True)
    email = TextField(null=True)
    phone = TextField(null=True)
    job_title = TextField(null=True)
    deleted_at = InstantField(null=True)


class Product(Table):
    """Something that is sold; the list price is in minor units of its currency."""

    name = TextField()
    name_key = TextField(unique=True)
    category = TextField(null=True)
    price = BigIntegerField(null=True)
    currency = TextField(null=True)
    is_active = BooleanField(default=True)


class ImportBatch(Table):
    """One import: its files and what it counted, as JSON."""

    at = InstantField()
    who = TextField()
    files = TextField()
    counts = TextField()


class Deal(Table):
    """One possible sale as it stands now; its past is in HistoryEvent. `rank` orders deals within their stage."""

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
    expected_close_on = DayField(null=True)
    created_at = InstantField(null=True)
    closed_at = InstantField(null=True)
    reason = ForeignKeyField(Reason, null=True)
    reason_note = TextField(null=True)
    rank = BigIntegerField(default=0)
    external_id = TextField(null=True, index=True)
    last_touch_on = DayField(null=True)
    import_batch = ForeignKeyField(ImportBatch, null=True)
    deleted_at = InstantField(null=True)

    class Meta:
        """The board reads a stage's deals in their order; the lists of closed deals by their date."""

        indexes = (
            (("stage", "status", "deleted_at", "rank"), False),
            (("status", "closed_at"), False),
            (("pipeline", "status", "deleted_at", "stage", "currency", "value"), False),
        )


class DealPerson(Table):
    """A person's part in a deal."""

    deal = ForeignKeyField(Deal, on_delete="CASCADE", index=False)
    person = ForeignKeyField(Person)
    role = TextField(default="")

    class Meta:
        """A person stands once on a deal."""

        indexes = ((("deal", "person"), True),)


class DealLabel(Table):
    """A label on a deal."""

    deal = ForeignKeyField(Deal, on_delete="CASCADE", index=False)
    label = ForeignKeyField(Label)

    class Meta:
        """A label stands once on a deal."""

        indexes = ((("deal", "label"), True),)


class LineItem(Table):
    """A product on a deal; the amount is in minor units of the deal's currency, unknown where the file names none."""

    deal = ForeignKeyField(Deal, on_delete="CASCADE")
    product = ForeignKeyField(Product)
    quantity = IntegerField(default=1)
    amount = BigIntegerField(null=True)


class Activity(Table):
    """Something to do or done: call, e-mail, meeting, task, visit. `due_at` is set where a time of day matters."""

    deal = ForeignKeyField(Deal, null=True, on_delete="CASCADE")
    person = ForeignKeyField(Person, null=True)
    owner = ForeignKeyField(Owner, null=True)
    kind = TextField()
    subject = TextField()
    due_on = DayField(null=True)
    due_at = InstantField(null=True)
    done_at = InstantField(null=True)
    result = TextField(null=True)


class Note(Table):
    """A written note on a deal."""

    deal = ForeignKeyField(Deal, on_delete="CASCADE")
    text = TextField()
    at = InstantField()
    author = TextField()


class HistoryEvent(Table):
    """Append-only history of deals (METRICS §0); `kind` is a domain.deals.EventKind.

    `at` is the instant the event holds for, `recorded_at` when it was entered. `is_inferred`: taken from a file's
    columns. `is_dated` false: the file names no date for it.
    """

    deal = ForeignKeyField(Deal, on_delete="CASCADE", index=False)
    kind = IntegerField()
    at = InstantField()
    recorded_at = InstantField()
    from_stage = ForeignKeyField(Stage, null=True)
    to_stage = ForeignKeyField(Stage, null=True)
    value = BigIntegerField(null=True)
    currency = TextField(null=True)
    owner = ForeignKeyField(Owner, null=True)
    expected_close_on = DayField(null=True)
    probability = FloatField(null=True)
    reason = ForeignKeyField(Reason, null=True)
    note = TextField(null=True)
    is_inferred = BooleanField(default=False)
    is_dated = BooleanField(default=True)

    class Meta:
        """A deal's events are read in the order they hold."""

        indexes = ((("deal", "at"), False),)


class JournalEntry(Table):
    """One change with its changeset (ARCHITECTURE §2); `state` is a storage.journal.State."""

    at = InstantField()
    who = TextField()
    label = TextField()
    state = TextField()
    takes_back = IntegerField(null=True)
    changeset = BlobField(null=True)
    digest = TextField()

    class Meta:
        """Undo and redo look entries up by their state."""

        indexes = ((("state", "id"), False),)


# In dependency order: a table after those it refers to.
DATA_TABLES: tuple[type[Table], ...] = (
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
)


def name_of(table: type[Table]) -> str:
    """The table's name in the file."""
    return str(table._meta.table_name)  # noqa: SLF001 - peewee's documented place

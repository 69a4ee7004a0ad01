"""Deals with what belongs to them, and the imports that brought them."""

from peewee import SQL, BigIntegerField, BooleanField, FloatField, ForeignKeyField, IntegerField, TextField

from desktop_pipeline.storage.fields import DayField, InstantField, QuantityField
from desktop_pipeline.storage.tables.contacts import Organisation, Person
from desktop_pipeline.storage.tables.lists import Competitor, Label, Owner, Product, Reason, Source
from desktop_pipeline.storage.tables.pipelines import Pipeline, Stage
from desktop_pipeline.storage.tables.table import Table


class ImportBatch(Table):
    """One import: its files and what it counted, as JSON."""

    at = InstantField()
    who = TextField()
    files = TextField()
    counts = TextField()


class Deal(Table):
    """One possible sale as it stands now; its past is in HistoryEvent. `rank` orders deals within their stage.

    The value follows the line items unless `is_value_by_hand`. `forecast_category` None: the stage's. A won deal may
    stand in an `after_sale_stage`.
    """

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
    forecast_category = TextField(null=True)
    is_value_by_hand = BooleanField(default=True)
    after_sale_stage = ForeignKeyField(Stage, null=True, index=False)

    class Meta:
        """The board reads a stage's deals in their order; the lists of closed deals by their date."""

        indexes = (
            (("stage", "status", "deleted_at", "rank"), False),
            (("status", "closed_at"), False),
            (("pipeline", "status", "deleted_at", "stage", "currency", "value"), False),
        )


Deal.add_index(Deal.after_sale_stage, where=Deal.after_sale_stage.is_null(False))
# The board by month; a move from stage to stage writes none of its columns.
Deal.add_index(
    *(Deal.pipeline, Deal.expected_close_on, Deal.currency, Deal.value),
    where=SQL("status = 'open' AND deleted_at IS NULL"),
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


class DealCompetitor(Table):
    """A competitor on a deal."""

    deal = ForeignKeyField(Deal, on_delete="CASCADE", index=False)
    competitor = ForeignKeyField(Competitor)

    class Meta:
        """A competitor stands once on a deal."""

        indexes = ((("deal", "competitor"), True),)


class DealRelation(Table):
    """A deal that follows from an earlier one; `kind` is repeat, upsell or referral."""

    deal = ForeignKeyField(Deal, on_delete="CASCADE", index=False)
    earlier = ForeignKeyField(Deal, on_delete="CASCADE", backref="later_relations")
    kind = TextField()

    class Meta:
        """Two deals are related once."""

        indexes = ((("deal", "earlier"), True),)


class DealSnooze(Table):
    """A deal that is left alone for a while on purpose (METRICS §15); an ended one stays for figures of that time."""

    deal = ForeignKeyField(Deal, on_delete="CASCADE")
    at = InstantField()
    who = TextField()
    until = DayField()
    why = TextField()
    ended_at = InstantField(null=True)


class LineItem(Table):
    """A product on a deal, its money in minor units of the deal's currency.

    `amount` is quantity × price less the discount (a percentage as an exact decimal text), or what a file names;
    unknown where neither is known.
    """

    deal = ForeignKeyField(Deal, on_delete="CASCADE")
    product = ForeignKeyField(Product)
    quantity = QuantityField(default=1)
    amount = BigIntegerField(null=True)
    price = BigIntegerField(null=True)
    discount = TextField(null=True)
    position = IntegerField(default=0)


class Note(Table):
    """A written note on a deal."""

    deal = ForeignKeyField(Deal, on_delete="CASCADE")
    text = TextField()
    at = InstantField()
    author = TextField()


class Objection(Table):
    """What the customer holds against the deal, and what was answered."""

    deal = ForeignKeyField(Deal, on_delete="CASCADE")
    text = TextField()
    answer = TextField(default="")
    raised_on = DayField()
    answered_on = DayField(null=True)

"""What follows a sale, and lost deals to be tried again."""

from peewee import BooleanField, ForeignKeyField, IntegerField, TextField

from desktop_pipeline.storage.fields import DayField, InstantField
from desktop_pipeline.storage.tables.activities import Activity
from desktop_pipeline.storage.tables.deals import Deal
from desktop_pipeline.storage.tables.pipelines import Pipeline
from desktop_pipeline.storage.tables.table import Table


class AfterSaleStep(Table):
    """A line of a pipeline's checklist after a sale; `purpose` is a domain.after_sale.Purpose."""

    pipeline = ForeignKeyField(Pipeline)
    position = IntegerField(default=0)
    purpose = TextField()
    text = TextField()
    kind = TextField()
    after_days = IntegerField(default=0)
    is_archived = BooleanField(default=False)


class AfterSaleTick(Table):
    """A line of the checklist for one won deal: planned, and done or left out; `state` is of domain.after_sale."""

    deal = ForeignKeyField(Deal, on_delete="CASCADE", index=False)
    step = ForeignKeyField(AfterSaleStep)
    due_on = DayField()
    state = TextField()
    settled_at = InstantField(null=True)
    note = TextField(default="")
    activity = ForeignKeyField(Activity, null=True, on_delete="SET NULL")

    class Meta:
        """Each line stands once for a deal."""

        indexes = ((("deal", "step"), True),)


class Satisfaction(Table):
    """How content a customer said to be with a won deal, 0 to 10."""

    deal = ForeignKeyField(Deal, on_delete="CASCADE")
    on = DayField(column_name="asked_on")
    score = IntegerField()
    note = TextField(default="")


class Problem(Table):
    """What went wrong after a sale, and how it was solved."""

    deal = ForeignKeyField(Deal, on_delete="CASCADE")
    text = TextField()
    raised_on = DayField()
    solved_on = DayField(null=True)
    solution = TextField(default="")


class Retry(Table):
    """A lost deal that is to be tried again on a day; `later` is the deal that it became."""

    deal = ForeignKeyField(Deal, unique=True, on_delete="CASCADE")
    on = DayField(column_name="retry_on")
    note = TextField(default="")
    settled_at = InstantField(null=True)
    later = ForeignKeyField(Deal, null=True, on_delete="SET NULL", backref="retried")

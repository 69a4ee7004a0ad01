"""The past of deals as metrics read it."""

from peewee import BigIntegerField, BooleanField, FloatField, ForeignKeyField, IntegerField, TextField

from desktop_pipeline.storage.fields import DayField, InstantField
from desktop_pipeline.storage.tables.deals import Deal
from desktop_pipeline.storage.tables.lists import Owner, Reason
from desktop_pipeline.storage.tables.pipelines import Stage
from desktop_pipeline.storage.tables.table import Table


class HistoryEvent(Table):
    """Append-only history of deals (METRICS §0); `kind` is a domain.deals.EventKind.

    `at` is the instant the event holds for, `recorded_at` when it was entered. `is_inferred`: taken from a file's
    columns. `is_dated` false: the file names no date for it.
    """

    deal = ForeignKeyField(Deal, on_delete="CASCADE", index=False)
    kind = IntegerField()
    at = InstantField()
    recorded_at = InstantField()
    from_stage = ForeignKeyField(Stage, null=True, index=False)
    to_stage = ForeignKeyField(Stage, null=True, index=False)
    value = BigIntegerField(null=True)
    currency = TextField(null=True)
    owner = ForeignKeyField(Owner, null=True, index=False)
    expected_close_on = DayField(null=True)
    probability = FloatField(null=True)
    reason = ForeignKeyField(Reason, null=True, index=False)
    note = TextField(null=True)
    is_inferred = BooleanField(default=False)
    is_dated = BooleanField(default=True)

    class Meta:
        """A deal's events are read in the order they hold."""

        indexes = ((("deal", "at"), False),)


HistoryEvent.add_index(HistoryEvent.owner, where=HistoryEvent.owner.is_null(False))
HistoryEvent.add_index(HistoryEvent.reason, where=HistoryEvent.reason.is_null(False))


class MilestoneMark(Table):
    """A deal marked by hand as having passed a milestone, and by which version of the rule (METRICS §10)."""

    deal = ForeignKeyField(Deal, on_delete="CASCADE", index=False)
    milestone = TextField()
    on = DayField(column_name="passed_on")
    rule = TextField(default="")

    class Meta:
        """A deal passes a milestone once."""

        indexes = ((("deal", "milestone"), True),)

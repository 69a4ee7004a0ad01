"""Targets and forecasts as they were kept."""

from peewee import BigIntegerField, ForeignKeyField, TextField

from desktop_pipeline.storage.fields import DayField, InstantField
from desktop_pipeline.storage.tables.lists import Owner, Product
from desktop_pipeline.storage.tables.pipelines import Pipeline
from desktop_pipeline.storage.tables.table import Table


class Target(Table):
    """What is to be won, counted or done in a span of time (METRICS §12).

    `scope` and `span` and `measure` are the words of domain.targets; `amount` is minor units of `currency` for money,
    else a count.
    """

    scope = TextField()
    owner = ForeignKeyField(Owner, null=True)
    pipeline = ForeignKeyField(Pipeline, null=True)
    product = ForeignKeyField(Product, null=True)
    span = TextField()
    starts_on = DayField()
    measure = TextField()
    amount = BigIntegerField()
    currency = TextField(null=True)


class ForecastSnapshot(Table):
    """A forecast as it was kept on a day, with the human calls; `document` is JSON (METRICS §13)."""

    at = InstantField()
    who = TextField()
    as_of = DayField()
    note = TextField(default="")
    document = TextField()

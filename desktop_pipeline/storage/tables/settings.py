"""What the whole workspace agrees on: its settings, currencies, free days, scores and saved views."""

from peewee import BooleanField, ForeignKeyField, IntegerField, TextField

from desktop_pipeline.storage.fields import DayField
from desktop_pipeline.storage.tables.table import Table


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


class Holiday(Table):
    """A day on which nobody works."""

    day = DayField(unique=True)
    name = TextField(default="")


class ScoreRule(Table):
    """A rule of the lead score (METRICS §14): `part` is fit or behaviour, the rest the words of domain.scores."""

    part = TextField()
    field = TextField()
    operator = TextField(default="")
    value = TextField(default="")
    points = IntegerField()
    position = IntegerField(default=0)
    is_active = BooleanField(default=True)


class SavedView(Table):
    """A question worth asking again: filter, order and columns of a screen, as JSON."""

    name = TextField()
    screen = TextField()
    question = TextField()
    position = IntegerField(default=0)

"""Pipelines and what their stages ask for and plan."""

from peewee import BooleanField, FloatField, ForeignKeyField, IntegerField, TextField

from desktop_pipeline.storage.tables.table import Table


class Pipeline(Table):
    """An ordered set of stages."""

    name = TextField()
    position = IntegerField(default=0)
    is_archived = BooleanField(default=False)


class Stage(Table):
    """A step of a pipeline; after-sale stages (`is_open` false) hold won deals.

    `slow_limit` and `stale_limit` are days; `too_few` and `too_many` are numbers of deals. `colour` is the name of a
    colour token, None for the usual ramp. `forecast_category` is a domain.stages.ForecastCategory.
    """

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
    colour = TextField(null=True)
    forecast_category = TextField(default="pipeline")
    too_few = IntegerField(null=True)
    too_many = IntegerField(null=True)


class Criterion(Table):
    """An exit criterion of a stage; `kind` is a domain.gates.CriterionKind.

    `asks_for` names the field, the kind of activity or the topic that meets it; None for a tick.
    """

    stage = ForeignKeyField(Stage)
    position = IntegerField(default=0)
    kind = TextField()
    text = TextField()
    asks_for = TextField(null=True)
    is_required = BooleanField(default=False)
    is_archived = BooleanField(default=False)


class StageActivity(Table):
    """An activity that is planned for a deal on entering the stage, so many days later."""

    stage = ForeignKeyField(Stage)
    position = IntegerField(default=0)
    kind = TextField()
    subject = TextField()
    after_days = IntegerField(default=0)
    is_archived = BooleanField(default=False)

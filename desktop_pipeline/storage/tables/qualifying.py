"""What deals have met of what their stages ask for: criteria, gates and answers."""

from peewee import ForeignKeyField, TextField

from desktop_pipeline.storage.fields import DayField, InstantField
from desktop_pipeline.storage.tables.deals import Deal
from desktop_pipeline.storage.tables.pipelines import Criterion, Stage
from desktop_pipeline.storage.tables.table import Table


class CriterionTick(Table):
    """A criterion that somebody ticked for a deal."""

    deal = ForeignKeyField(Deal, on_delete="CASCADE", index=False)
    criterion = ForeignKeyField(Criterion)
    at = InstantField()
    who = TextField()
    evidence = TextField(default="")

    class Meta:
        """A criterion is ticked once for a deal."""

        indexes = ((("deal", "criterion"), True),)


class GatePass(Table):
    """A required criterion that was passed with a sentence; `missing` is the texts of those open then, as JSON.

    `to_stage` None: the deal was won.
    """

    deal = ForeignKeyField(Deal, on_delete="CASCADE")
    at = InstantField()
    who = TextField()
    from_stage = ForeignKeyField(Stage, null=True)
    to_stage = ForeignKeyField(Stage, null=True)
    why = TextField()
    missing = TextField()


class Answer(Table):
    """What is known about budget, authority, need or timeline of a deal; `state` is a domain.qualification.State."""

    deal = ForeignKeyField(Deal, on_delete="CASCADE", index=False)
    topic = TextField()
    state = TextField()
    evidence = TextField(default="")
    answered_on = DayField(null=True)

    class Meta:
        """A topic is answered once for a deal; the journal knows earlier answers."""

        indexes = ((("deal", "topic"), True),)

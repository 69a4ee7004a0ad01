"""What is to do and was done, and what comes again."""

from peewee import ForeignKeyField, IntegerField, TextField

from desktop_pipeline.storage.fields import DayField, InstantField
from desktop_pipeline.storage.tables.contacts import Organisation, Person
from desktop_pipeline.storage.tables.deals import Deal
from desktop_pipeline.storage.tables.lists import Owner
from desktop_pipeline.storage.tables.table import Table


class Activity(Table):
    """Something to do or done; `kind` is the key of an ActivityKind. `due_at` is set where a time of day matters.

    `duration` and `remind_before` are minutes.
    """

    deal = ForeignKeyField(Deal, null=True, on_delete="CASCADE")
    person = ForeignKeyField(Person, null=True)
    owner = ForeignKeyField(Owner, null=True)
    kind = TextField()
    subject = TextField()
    due_on = DayField(null=True)
    due_at = InstantField(null=True)
    done_at = InstantField(null=True)
    result = TextField(null=True)
    organisation = ForeignKeyField(Organisation, null=True)
    duration = IntegerField(null=True)
    remind_before = IntegerField(null=True)
    note = TextField(null=True)
    created_at = InstantField(null=True)


Activity.add_index(Activity.due_on, where=Activity.done_at.is_null())
Activity.add_index(
    Activity.remind_before, where=Activity.done_at.is_null() & Activity.remind_before.is_null(is_null=False)
)


class Recurrence(Table):
    """An open activity that comes again; when it is done the row goes over to the next one.

    `unit` is a domain.recurring.Unit; `anchor_on` is the day that the months are counted from (31 stays 31).
    """

    activity = ForeignKeyField(Activity, unique=True, on_delete="CASCADE")
    every = IntegerField(default=1)
    unit = TextField()
    anchor_on = DayField()
    until = DayField(null=True)

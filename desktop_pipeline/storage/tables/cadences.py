"""Cadences, and who goes through them."""

from peewee import BooleanField, ForeignKeyField, IntegerField, TextField

from desktop_pipeline.storage.fields import DayField, InstantField
from desktop_pipeline.storage.tables.activities import Activity
from desktop_pipeline.storage.tables.contacts import Person
from desktop_pipeline.storage.tables.deals import Deal
from desktop_pipeline.storage.tables.lists import Reason
from desktop_pipeline.storage.tables.mail import MailTemplate
from desktop_pipeline.storage.tables.pipelines import Stage
from desktop_pipeline.storage.tables.table import Table


class Cadence(Table):
    """Steps that are proposed one after the other; `starts` is a domain.cadences.Start.

    `reason`: with which the closing is proposed at the end where nobody replied, `closes_after` days after the start.
    """

    name = TextField()
    purpose = TextField(default="")
    starts = TextField(default="hand")
    stage = ForeignKeyField(Stage, null=True)
    reason = ForeignKeyField(Reason, null=True)
    closes_after = IntegerField(null=True)
    position = IntegerField(default=0)
    is_active = BooleanField(default=True)


class CadenceStep(Table):
    """One touch of a cadence, `after_days` from its start."""

    cadence = ForeignKeyField(Cadence, on_delete="CASCADE")
    position = IntegerField(default=0)
    after_days = IntegerField(default=0)
    kind = TextField()
    subject = TextField()
    template = ForeignKeyField(MailTemplate, null=True, on_delete="SET NULL")
    skips_free_days = BooleanField(default=True)
    is_archived = BooleanField(default=False)


class Enrolment(Table):
    """A deal, or a person without one, that goes through a cadence; `state` and `ended_by` are of domain.cadences."""

    cadence = ForeignKeyField(Cadence)
    deal = ForeignKeyField(Deal, null=True, on_delete="CASCADE")
    person = ForeignKeyField(Person, null=True, on_delete="CASCADE")
    started_at = InstantField()
    started_on = DayField()
    who = TextField()
    state = TextField()
    ended_at = InstantField(null=True)
    ended_by = TextField(null=True)
    close_on = DayField(null=True)
    reason = ForeignKeyField(Reason, null=True)


class EnrolmentStep(Table):
    """A step of a cadence as it was planned for somebody; its activity is what is proposed."""

    enrolment = ForeignKeyField(Enrolment, on_delete="CASCADE")
    step = ForeignKeyField(CadenceStep, null=True, on_delete="SET NULL")
    activity = ForeignKeyField(Activity, null=True, on_delete="SET NULL")
    due_on = DayField()

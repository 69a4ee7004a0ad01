# ruff: noqa: D101, D106 - names of tables as they were; storage.tables tells what they hold
"""The sixth schema: cadences, e-mails, snoozes, reviews and what follows a sale.

Only adds tables, so that steps recorded before can still be undone.
"""

from peewee import BigIntegerField, BooleanField, Database, ForeignKeyField, IntegerField, Model, TextField
from playhouse.migrate import SchemaMigrator
from playhouse.sqlite_ext import AutoIncrementField


class Table(Model):
    id = AutoIncrementField()

    class Meta:
        legacy_table_names = False


class Activity(Table):
    pass


class Deal(Table):
    pass


class ForecastSnapshot(Table):
    pass


class Organisation(Table):
    pass


class Owner(Table):
    pass


class Person(Table):
    pass


class Pipeline(Table):
    pass


class Reason(Table):
    pass


class Stage(Table):
    pass


class Recurrence(Table):
    activity = ForeignKeyField(Activity, unique=True, on_delete="CASCADE")
    every = IntegerField(default=1)
    unit = TextField()
    anchor_on = TextField()
    until = TextField(null=True)


class DealSnooze(Table):
    deal = ForeignKeyField(Deal, on_delete="CASCADE")
    at = BigIntegerField()
    who = TextField()
    until = TextField()
    why = TextField()
    ended_at = BigIntegerField(null=True)


class MailTemplate(Table):
    name = TextField()
    purpose = TextField(default="")
    subject = TextField()
    text = TextField()
    position = IntegerField(default=0)
    is_active = BooleanField(default=True)


class TemplateAttachment(Table):
    template = ForeignKeyField(MailTemplate, on_delete="CASCADE")
    name = TextField()
    size = IntegerField()
    digest = TextField(index=True)
    industry = TextField(null=True)
    position = IntegerField(default=0)


class Cadence(Table):
    name = TextField()
    purpose = TextField(default="")
    starts = TextField(default="hand")
    stage = ForeignKeyField(Stage, null=True)
    reason = ForeignKeyField(Reason, null=True)
    closes_after = IntegerField(null=True)
    position = IntegerField(default=0)
    is_active = BooleanField(default=True)


class CadenceStep(Table):
    cadence = ForeignKeyField(Cadence, on_delete="CASCADE")
    position = IntegerField(default=0)
    after_days = IntegerField(default=0)
    kind = TextField()
    subject = TextField()
    template = ForeignKeyField(MailTemplate, null=True, on_delete="SET NULL")
    skips_free_days = BooleanField(default=True)
    is_archived = BooleanField(default=False)


class Enrolment(Table):
    cadence = ForeignKeyField(Cadence)
    deal = ForeignKeyField(Deal, null=True, on_delete="CASCADE")
    person = ForeignKeyField(Person, null=True, on_delete="CASCADE")
    started_at = BigIntegerField()
    started_on = TextField()
    who = TextField()
    state = TextField()
    ended_at = BigIntegerField(null=True)
    ended_by = TextField(null=True)
    close_on = TextField(null=True)
    reason = ForeignKeyField(Reason, null=True)


class EnrolmentStep(Table):
    enrolment = ForeignKeyField(Enrolment, on_delete="CASCADE")
    step = ForeignKeyField(CadenceStep, null=True, on_delete="SET NULL")
    activity = ForeignKeyField(Activity, null=True, on_delete="SET NULL")
    due_on = TextField()


class Message(Table):
    deal = ForeignKeyField(Deal, null=True, on_delete="CASCADE")
    person = ForeignKeyField(Person, null=True, on_delete="CASCADE")
    organisation = ForeignKeyField(Organisation, null=True, on_delete="CASCADE")
    activity = ForeignKeyField(Activity, null=True, on_delete="SET NULL")
    template = ForeignKeyField(MailTemplate, null=True, on_delete="SET NULL")
    kind = TextField(default="email")
    direction = TextField()
    state = TextField()
    batch = TextField(null=True, index=True)
    message_id = TextField(null=True, unique=True)
    in_reply_to = TextField(null=True)
    sender = TextField(default="")
    recipient = TextField(default="")
    subject = TextField(default="")
    text = TextField(default="")
    files = TextField(default="[]")
    at = BigIntegerField()
    who = TextField()
    trouble = TextField(null=True)


class Review(Table):
    started_at = BigIntegerField()
    who = TextField()
    as_of = TextField()
    since = TextField(null=True)
    owner = ForeignKeyField(Owner, null=True)
    pipeline = ForeignKeyField(Pipeline, null=True)
    state = TextField()
    rules = TextField()
    opening = TextField()
    closing = TextField(null=True)
    finished_at = BigIntegerField(null=True)
    next_on = TextField(null=True)
    note = TextField(default="")
    snapshot = ForeignKeyField(ForecastSnapshot, null=True)


class ReviewDeal(Table):
    review = ForeignKeyField(Review, on_delete="CASCADE", index=False)
    deal = ForeignKeyField(Deal, on_delete="CASCADE")
    position = IntegerField(default=0)
    why = TextField()
    decision = TextField(null=True)
    decided_at = BigIntegerField(null=True)
    details = TextField(default="{}")
    note = TextField(default="")

    class Meta:
        indexes = ((("review", "deal"), True),)


class AfterSaleStep(Table):
    pipeline = ForeignKeyField(Pipeline)
    position = IntegerField(default=0)
    purpose = TextField()
    text = TextField()
    kind = TextField()
    after_days = IntegerField(default=0)
    is_archived = BooleanField(default=False)


class AfterSaleTick(Table):
    deal = ForeignKeyField(Deal, on_delete="CASCADE", index=False)
    step = ForeignKeyField(AfterSaleStep)
    due_on = TextField()
    state = TextField()
    settled_at = BigIntegerField(null=True)
    note = TextField(default="")
    activity = ForeignKeyField(Activity, null=True, on_delete="SET NULL")

    class Meta:
        indexes = ((("deal", "step"), True),)


class Satisfaction(Table):
    deal = ForeignKeyField(Deal, on_delete="CASCADE")
    on = TextField(column_name="asked_on")
    score = IntegerField()
    note = TextField(default="")


class Problem(Table):
    deal = ForeignKeyField(Deal, on_delete="CASCADE")
    text = TextField()
    raised_on = TextField()
    solved_on = TextField(null=True)
    solution = TextField(default="")


class Retry(Table):
    deal = ForeignKeyField(Deal, unique=True, on_delete="CASCADE")
    on = TextField(column_name="retry_on")
    note = TextField(default="")
    settled_at = BigIntegerField(null=True)
    later = ForeignKeyField(Deal, null=True, on_delete="SET NULL", backref="retried")


class KeptApart(Table):
    subject = TextField()
    first_id = IntegerField()
    second_id = IntegerField()

    class Meta:
        indexes = ((("subject", "first_id", "second_id"), True),)


TABLES = (
    Recurrence,
    DealSnooze,
    MailTemplate,
    TemplateAttachment,
    Cadence,
    CadenceStep,
    Enrolment,
    EnrolmentStep,
    Message,
    Review,
    ReviewDeal,
    AfterSaleStep,
    AfterSaleTick,
    Satisfaction,
    Problem,
    Retry,
    KeptApart,
)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Adds the tables."""
    db.bind(TABLES)
    db.create_tables(TABLES)
    db.execute_sql(  # type: ignore[no-untyped-call] # peewee's stubs leave it out
        'CREATE INDEX "activity_remind_before" ON "activity" ("remind_before")'
        ' WHERE (("done_at" IS NULL) AND ("remind_before" IS NOT NULL))'
    )

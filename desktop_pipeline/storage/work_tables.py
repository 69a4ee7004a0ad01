"""The tables of working the deals: cadences, e-mails, snoozes, reviews and what follows a sale.

They came with the sixth schema, and stand apart from `storage.tables` for that reason alone.
"""

from peewee import BooleanField, ForeignKeyField, IntegerField, TextField

from desktop_pipeline.storage.fields import DayField, InstantField
from desktop_pipeline.storage.tables import (
    Activity,
    Deal,
    ForecastSnapshot,
    Organisation,
    Owner,
    Person,
    Pipeline,
    Reason,
    Stage,
    Table,
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


class DealSnooze(Table):
    """A deal that is left alone for a while on purpose (METRICS §15); an ended one stays for figures of that time."""

    deal = ForeignKeyField(Deal, on_delete="CASCADE")
    at = InstantField()
    who = TextField()
    until = DayField()
    why = TextField()
    ended_at = InstantField(null=True)


class MailTemplate(Table):
    """An e-mail to be written again and again; `fields` in subject and text are those of domain.templates."""

    name = TextField()
    purpose = TextField(default="")
    subject = TextField()
    text = TextField()
    position = IntegerField(default=0)
    is_active = BooleanField(default=True)


class TemplateAttachment(Table):
    """A file that goes with a template, to organisations of one industry or to all; kept as attached files are."""

    template = ForeignKeyField(MailTemplate, on_delete="CASCADE")
    name = TextField()
    size = IntegerField()
    digest = TextField(index=True)
    industry = TextField(null=True)
    position = IntegerField(default=0)


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


class Message(Table):
    """An e-mail or a message of another network that was written or came in; `state` is a domain.messages.State.

    `direction` is “out” or “in”. `batch` holds together what was sent in one go. `activity` is the touch that it is.
    `files` are those that go with it, as JSON: name, size and digest (None: only named, not kept).
    """

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
    at = InstantField()
    who = TextField()
    trouble = TextField(null=True)


class Review(Table):
    """A walk through the deals that need a decision (PRODUCT G2); `state` is a domain.reviews.ReviewState.

    `rules` is what put deals into it, `opening` and `closing` are figures before and after, all as JSON.
    """

    started_at = InstantField()
    who = TextField()
    as_of = DayField()
    since = DayField(null=True)
    owner = ForeignKeyField(Owner, null=True)
    pipeline = ForeignKeyField(Pipeline, null=True)
    state = TextField()
    rules = TextField()
    opening = TextField()
    closing = TextField(null=True)
    finished_at = InstantField(null=True)
    next_on = DayField(null=True)
    note = TextField(default="")
    snapshot = ForeignKeyField(ForecastSnapshot, null=True)


class ReviewDeal(Table):
    """A deal in a review: why it is there, and what was decided; `decision` is a domain.reviews.Decision.

    `why` and `details` are JSON: the reasons with their numbers, and what the decision did.
    """

    review = ForeignKeyField(Review, on_delete="CASCADE", index=False)
    deal = ForeignKeyField(Deal, on_delete="CASCADE")
    position = IntegerField(default=0)
    why = TextField()
    decision = TextField(null=True)
    decided_at = InstantField(null=True)
    details = TextField(default="{}")
    note = TextField(default="")

    class Meta:
        """A deal is in a review once."""

        indexes = ((("review", "deal"), True),)


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


class KeptApart(Table):
    """Two that look alike and are not the same; `subject` is deal, person or organisation, the smaller id first."""

    subject = TextField()
    first_id = IntegerField()
    second_id = IntegerField()

    class Meta:
        """A pair is told apart once."""

        indexes = ((("subject", "first_id", "second_id"), True),)


WORK_TABLES: tuple[type[Table], ...] = (
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

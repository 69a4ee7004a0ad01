"""E-mails, and the templates they are written from."""

from peewee import BooleanField, ForeignKeyField, IntegerField, TextField

from desktop_pipeline.storage.fields import InstantField
from desktop_pipeline.storage.tables.activities import Activity
from desktop_pipeline.storage.tables.contacts import Organisation, Person
from desktop_pipeline.storage.tables.deals import Deal
from desktop_pipeline.storage.tables.table import Table


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

"""Organisations and people, and what is known about them."""

from peewee import ForeignKeyField, IntegerField, TextField

from desktop_pipeline.storage.fields import DayField, InstantField
from desktop_pipeline.storage.tables.lists import Source
from desktop_pipeline.storage.tables.table import Table


class Organisation(Table):
    """A company; `name_key` is the normalised name that imports match on. Further e-mails and phones: ContactPoint."""

    name = TextField()
    name_key = TextField(index=True)
    industry = TextField(null=True)
    size = IntegerField(null=True)
    country = TextField(null=True)
    website = TextField(null=True)
    address = TextField(null=True)
    deleted_at = InstantField(null=True)
    email = TextField(null=True)
    phone = TextField(null=True)
    linkedin = TextField(null=True)
    source = ForeignKeyField(Source, null=True)


class Person(Table):
    """Somebody at a customer, with the main e-mail and phone (further ones: ContactPoint).

    `prefers` tells how they like to be reached. `left_on` is set where they no longer work there.
    """

    name = TextField()
    organisation = ForeignKeyField(Organisation, null=True)
    email = TextField(null=True)
    phone = TextField(null=True)
    job_title = TextField(null=True)
    deleted_at = InstantField(null=True)
    website = TextField(null=True)
    linkedin = TextField(null=True)
    prefers = TextField(null=True)
    left_on = DayField(null=True)
    source = ForeignKeyField(Source, null=True)


class ContactPoint(Table):
    """A further e-mail, phone or link of a person or organisation; `kind` is email, phone or link."""

    person = ForeignKeyField(Person, null=True, on_delete="CASCADE")
    organisation = ForeignKeyField(Organisation, null=True, on_delete="CASCADE")
    kind = TextField()
    label = TextField(default="")
    value = TextField()
    position = IntegerField(default=0)


class ContactNote(Table):
    """A written note on a person or an organisation."""

    person = ForeignKeyField(Person, null=True, on_delete="CASCADE")
    organisation = ForeignKeyField(Organisation, null=True, on_delete="CASCADE")
    text = TextField()
    at = InstantField()
    author = TextField()

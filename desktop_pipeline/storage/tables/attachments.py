"""Files on deals, people and organisations."""

from peewee import BlobField, ForeignKeyField, IntegerField, TextField

from desktop_pipeline.storage.fields import InstantField
from desktop_pipeline.storage.tables.contacts import Organisation, Person
from desktop_pipeline.storage.tables.deals import Deal
from desktop_pipeline.storage.tables.table import Table


class Attachment(Table):
    """A file on a deal, person or organisation: kept in the workspace (`digest` of a StoredFile) or linked."""

    deal = ForeignKeyField(Deal, null=True, on_delete="CASCADE")
    person = ForeignKeyField(Person, null=True, on_delete="CASCADE")
    organisation = ForeignKeyField(Organisation, null=True, on_delete="CASCADE")
    name = TextField()
    size = IntegerField(null=True)
    digest = TextField(null=True, index=True)
    link = TextField(null=True)
    at = InstantField()
    who = TextField()


class StoredFile(Table):
    """The content of attached files by its digest; not recorded by the journal, collected when nothing names it."""

    digest = TextField(unique=True)
    size = IntegerField()
    content = BlobField()

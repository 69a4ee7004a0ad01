"""The changes that were made, with what takes them back."""

from peewee import SQL, BlobField, IntegerField, TextField

from desktop_pipeline.storage.fields import InstantField
from desktop_pipeline.storage.tables.table import Table


class JournalEntry(Table):
    """One change with its changeset; `state` is a storage.journal.State."""

    at = InstantField()
    who = TextField()
    label = TextField()
    state = TextField()
    takes_back = IntegerField(null=True)
    changeset = BlobField(null=True)
    digest = TextField()


# What may be redone is looked up by it; what may be undone is found from the newest on.
JournalEntry.add_index(JournalEntry.state, where=SQL("state = 'undone'"))

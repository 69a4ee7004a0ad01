"""What looks alike and is not the same."""

from peewee import IntegerField, TextField

from desktop_pipeline.storage.tables.table import Table


class KeptApart(Table):
    """Two that look alike and are not the same; `subject` is deal, person or organisation, the smaller id first."""

    subject = TextField()
    first_id = IntegerField()
    second_id = IntegerField()

    class Meta:
        """A pair is told apart once."""

        indexes = ((("subject", "first_id", "second_id"), True),)

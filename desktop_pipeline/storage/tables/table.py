"""What every table has."""

from peewee import Model

from desktop_pipeline.storage.fields import LastingIdField


class Table(Model):
    """Every table has an id that is never used twice, also after an undo."""

    id = LastingIdField()

    class Meta:
        """Table names have a line between their words."""

        legacy_table_names = False

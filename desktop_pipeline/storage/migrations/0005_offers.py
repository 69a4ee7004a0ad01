# ruff: noqa: D101, D106 - names of tables as they were; storage.tables tells what they hold
"""The fifth schema: offers, and the taxes that stand on them.

Only adds tables, so that steps recorded before can still be undone.
"""

from peewee import BooleanField, Database, ForeignKeyField, IntegerField, Model, TextField
from playhouse.migrate import SchemaMigrator
from playhouse.sqlite_ext import AutoIncrementField


class Table(Model):
    id = AutoIncrementField()

    class Meta:
        legacy_table_names = False


class Deal(Table):
    pass


class TaxRate(Table):
    name = TextField()
    percent = TextField()
    position = IntegerField(default=0)
    is_default = BooleanField(default=False)
    is_active = BooleanField(default=True)


class Offer(Table):
    deal = ForeignKeyField(Deal, on_delete="CASCADE")
    number = TextField(unique=True)
    state = TextField()
    made_on = TextField()
    valid_until = TextField(null=True)
    sent_on = TextField(null=True)
    decided_on = TextField(null=True)
    note = TextField(default="")
    document = TextField()


TABLES = (TaxRate, Offer)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Adds the tables."""
    db.bind(TABLES)
    db.create_tables(TABLES)

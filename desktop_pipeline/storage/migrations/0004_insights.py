# ruff: noqa: D101, D106 - names of tables as they were; storage.tables tells what they hold
"""The fourth schema: targets, kept forecasts, rules of the score, and milestones marked by hand.

Only adds tables, so that steps recorded before can still be undone.
"""

from peewee import BigIntegerField, BooleanField, Database, ForeignKeyField, IntegerField, Model, TextField
from playhouse.migrate import SchemaMigrator
from playhouse.sqlite_ext import AutoIncrementField


class Table(Model):
    id = AutoIncrementField()

    class Meta:
        legacy_table_names = False


class Owner(Table):
    pass


class Pipeline(Table):
    pass


class Product(Table):
    pass


class Deal(Table):
    pass


class Target(Table):
    scope = TextField()
    owner = ForeignKeyField(Owner, null=True)
    pipeline = ForeignKeyField(Pipeline, null=True)
    product = ForeignKeyField(Product, null=True)
    span = TextField()
    starts_on = TextField()
    measure = TextField()
    amount = BigIntegerField()
    currency = TextField(null=True)


class ForecastSnapshot(Table):
    at = BigIntegerField()
    who = TextField()
    as_of = TextField()
    note = TextField(default="")
    document = TextField()


class ScoreRule(Table):
    part = TextField()
    field = TextField()
    operator = TextField(default="")
    value = TextField(default="")
    points = IntegerField()
    position = IntegerField(default=0)
    is_active = BooleanField(default=True)


class MilestoneMark(Table):
    deal = ForeignKeyField(Deal, on_delete="CASCADE", index=False)
    milestone = TextField()
    on = TextField(column_name="passed_on")
    rule = TextField(default="")

    class Meta:
        indexes = ((("deal", "milestone"), True),)


TABLES = (Target, ForecastSnapshot, ScoreRule, MilestoneMark)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Adds the tables."""
    db.bind(TABLES)
    db.create_tables(TABLES)

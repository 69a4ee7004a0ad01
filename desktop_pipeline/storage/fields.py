"""Column types of our tables: instants as UTC microseconds, days as ISO text, ids that are never reused."""

import datetime as dt
from decimal import Decimal

from peewee import SQL, AutoField, BigIntegerField, IntegerField, NodeList, TextField

from desktop_pipeline.storage.instants import from_microseconds, to_microseconds


class LastingIdField(AutoField):
    """An id that SQLite never gives out twice; the same as playhouse's, without all that comes along with that."""

    def ddl(self, ctx: object) -> NodeList:
        """The column's definition."""
        return NodeList((super().ddl(ctx), SQL("AUTOINCREMENT")))


class InstantField(BigIntegerField):
    """A UTC instant; refuses naive datetimes."""

    def db_value(self, value: dt.datetime | None) -> int | None:
        """The stored number."""
        return None if value is None else to_microseconds(value)

    def python_value(self, value: int | None) -> dt.datetime | None:
        """The aware datetime."""
        return None if value is None else from_microseconds(value)


class DayField(TextField):
    """A calendar date without a time, as ISO text."""

    def db_value(self, value: dt.date | None) -> str | None:
        """The stored text."""
        return None if value is None else value.isoformat()

    def python_value(self, value: str | None) -> dt.date | None:
        return None if value is None else dt.date.fromisoformat(value)


class QuantityField(IntegerField):
    """An exact quantity of at most three decimals: a whole number, or what SQLite keeps as it is beside them."""

    def adapt(self, value: Decimal | float) -> float:
        """The stored number; 15 digits come back from it as they were."""
        exact = Decimal(str(value))
        return int(exact) if exact == exact.to_integral_value() else float(exact)

    def python_value(self, value: float | None) -> Decimal | None:
        """The exact quantity."""
        return None if value is None else Decimal(str(value))

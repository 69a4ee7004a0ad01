"""Column types of our tables: instants as UTC microseconds, days as ISO text, ids that are never reused."""

import datetime as dt

from peewee import SQL, AutoField, BigIntegerField, NodeList, TextField

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)


def to_microseconds(instant: dt.datetime) -> int:
    """An aware instant as microseconds since 1970 in UTC, exactly."""
    return (instant - _EPOCH) // _MICROSECOND


def from_microseconds(microseconds: int) -> dt.datetime:
    """The instant that is that many microseconds after 1970 began in UTC."""
    return _EPOCH + dt.timedelta(microseconds=microseconds)


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
        """The date."""
        return None if value is None else dt.date.fromisoformat(value)

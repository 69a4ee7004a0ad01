"""Instants as they are stored: microseconds since 1970 in UTC."""

import datetime as dt

from desktop_pipeline.domain.errors import DamagedError

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)


def to_microseconds(instant: dt.datetime) -> int:
    """An aware instant as microseconds since 1970 in UTC, exactly."""
    return (instant - _EPOCH) // _MICROSECOND


def from_microseconds(microseconds: int) -> dt.datetime:
    """The instant so many microseconds after 1970 began in UTC; raises DamagedError for one of no calendar."""
    try:
        return _EPOCH + dt.timedelta(microseconds=microseconds)
    except OverflowError:
        message = "The file holds a time that no calendar has: it is damaged. A backup may help."
        raise DamagedError(message) from None

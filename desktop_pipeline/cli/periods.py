"""The period that the options of a command ask for."""

import argparse
from datetime import date, timedelta

from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.periods import Period, trailing_year


def read_period(options: argparse.Namespace, as_of: date) -> Period:
    """From --from up to, but without, --to; by default the 12 months that end with the as-of day, or before --to."""
    usual = trailing_year(as_of if options.end is None else options.end - timedelta(days=1))
    period = Period(options.start or usual.start, options.end or usual.end)
    if period.end <= period.start:
        message = "The period ends before it begins. Give --from and --to in their order."
        raise InvalidError(message)
    return period

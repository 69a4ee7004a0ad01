"""What is said of a day on which nobody works."""

from datetime import date

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.queries.free_days import FreeDays


def word_free_day(day: date | None, free: FreeDays) -> str:
    """`Nobody works that day: Christmas Day.`; empty for a working day."""
    if day is None or not free.is_free(day):
        return ""
    name = free.holidays.get(day)
    if name:
        return QCoreApplication.translate("Activities", "Nobody works that day: {holiday}.").format(holiday=name)
    return QCoreApplication.translate("Activities", "Nobody works that day.")

"""The words of backups: when, why, what they hold, and what a restore would change."""

from datetime import date, datetime

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.actions.backups import Comparison, Contents, Reason
from desktop_pipeline.ui.formats import DASH, Formats


def _say(text: str) -> str:
    return QCoreApplication.translate("Backups", text)


def say_reason(reason: str) -> str:
    """Why a backup was made; a file without a manifest tells none."""
    words = {
        Reason.BY_HAND.value: _say("By hand"),
        Reason.BY_ITSELF.value: _say("By itself"),
        Reason.BEFORE_IMPORT.value: _say("Before an import"),
        Reason.BEFORE_DELETING.value: _say("Before deleting"),
        Reason.BEFORE_RESTORE.value: _say("Before a restore"),
    }
    return words.get(reason, _say("Not known"))


def say_when(instant: datetime, formats: Formats, today: date) -> str:
    """`Today 09:12`, `11 Jun 2024 09:12`: always with the time."""
    words = formats.instant(instant, today)
    time = formats.time(instant)
    return words if time in words else f"{words} {time}"


def say_size(size: int, formats: Formats) -> str:
    """`3.4 MB`."""
    return formats.locale.formattedDataSize(size, 1, formats.locale.DataSizeFormat.DataSizeTraditionalFormat)


def say_value(contents: Contents, formats: Formats) -> str:
    """What the open deals are worth, by currency."""
    return " + ".join(formats.whole_money(money.minor, money.currency) for money in contents.values) or DASH


def list_differences(comparison: Comparison, formats: Formats, today: date) -> list[tuple[str, str, str, bool]]:
    """Rows of what, in the backup, now, and whether the two differ."""
    then, now = comparison.contents, comparison.present

    def count(name: str) -> tuple[str, str]:
        shown = formats.number(getattr(then, name)), DASH if now is None else formats.number(getattr(now, name))
        return shown[0], shown[1]

    def instant(contents: Contents | None) -> str:
        at = contents.newest_change_at if contents is not None else None
        return DASH if at is None else say_when(at, formats, today)

    rows = [
        (_say("Open deals"), *count("open_deals")),
        (_say("What they are worth"), say_value(then, formats), DASH if now is None else say_value(now, formats)),
        (_say("Won deals"), *count("won_deals")),
        (_say("Lost deals"), *count("lost_deals")),
        (_say("People"), *count("people")),
        (_say("Organisations"), *count("organisations")),
        (_say("Activities"), *count("activities")),
        (_say("Notes"), *count("notes")),
        (_say("Changes"), *count("changes")),
        (_say("Last change"), instant(then), instant(now)),
        (_say("What it was"), then.newest_change or DASH, DASH if now is None else now.newest_change or DASH),
    ]
    return [(what, before, after, before != after) for what, before, after in rows]

"""What the sections of the settings are called, in their order: known before any of them is made."""

from PySide6.QtCore import QCoreApplication


def _tr(text: str) -> str:
    return QCoreApplication.translate("SettingsPage", text)


def list_titles() -> dict[str, str]:
    """The titles by the keys of the sections."""
    return {
        "you": _tr("You and this file"),
        "company": _tr("Company"),
        "pipelines": _tr("Pipelines and stages"),
        "team": _tr("Team"),
        "sources": _tr("Sources"),
        "products": _tr("Products"),
        "offers": _tr("Offers and taxes"),
        "reasons": _tr("Reasons"),
        "labels": _tr("Labels"),
        "competitors": _tr("Competitors"),
        "activities": _tr("Activities"),
        "leads": _tr("New leads"),
        "cadences": _tr("Cadences"),
        "scores": _tr("Scores"),
        "fields": _tr("Custom fields"),
        "currencies": _tr("Currencies and rates"),
        "calendar": _tr("Working days, holidays"),
        "templates": _tr("E-mail templates"),
        "mail": _tr("E-mail account"),
        "reminders": _tr("Reminders"),
        "backups": _tr("Backups"),
        "calendars": _tr("Calendar programs"),
    }

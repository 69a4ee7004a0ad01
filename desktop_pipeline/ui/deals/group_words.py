"""How groups of deals are called."""

from datetime import date

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.queries.deal_question import GroupKey
from desktop_pipeline.queries.deals_table import DealGroup
from desktop_pipeline.ui.deals.columns import say_status
from desktop_pipeline.ui.formats import Formats


def name_group(group: DealGroup, key: GroupKey | None, formats: Formats) -> str:
    """The name of a group; those of which it is unknown say so."""
    if group.name is None:
        return _unknown(key)
    if key is GroupKey.STATUS:
        return say_status(DealStatus(group.name))
    if key is GroupKey.CLOSE_MONTH:
        day = date.fromisoformat(f"{group.name}-01")
        return formats.month(day, with_year=True)
    return group.name


def _unknown(key: GroupKey | None) -> str:
    words = {
        GroupKey.STAGE: QCoreApplication.translate("DealGroups", "No stage known"),
        GroupKey.OWNER: QCoreApplication.translate("DealGroups", "No owner"),
        GroupKey.SOURCE: QCoreApplication.translate("DealGroups", "No source"),
        GroupKey.ORGANISATION: QCoreApplication.translate("DealGroups", "No organisation"),
        GroupKey.CLOSE_MONTH: QCoreApplication.translate("DealGroups", "No date"),
    }
    return words.get(key, "") if key is not None else ""

"""A deal card in words, for screen readers and for those who cannot see colours."""

from datetime import date

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.domain.hygiene import NextStep, Pace
from desktop_pipeline.queries.board import DealCard
from desktop_pipeline.ui.formats import Formats, kind_name


def describe_card(card: DealCard, formats: Formats, today: date) -> str:
    """One sentence: title, organisation, value, owner, age, pace and next step."""
    parts = [card.title]
    if card.organisation:
        parts.append(card.organisation)
    parts.append(formats.money(card.value) if card.value else _tr("no value"))
    if card.owner:
        parts.append(_tr("owner {name}").format(name=card.owner))
    if card.days_in_stage is not None:
        parts.append(_count("%n days in this stage", card.days_in_stage))
    if card.pace is not Pace.USUAL:
        parts.append(_tr("slow") if card.pace is Pace.SLOW else _tr("stuck"))
    parts.append(_describe_step(card, formats, today))
    return ", ".join(parts)


def _describe_step(card: DealCard, formats: Formats, today: date) -> str:
    due = card.next_due_on
    if card.next_step is NextStep.LATE and due is not None and due < today:
        late = _count("%n days late", (today - due).days)
        return _tr("{kind} {late}").format(kind=kind_name(card.next_kind), late=late)
    return formats.next_step(card.next_step, card.next_kind, due, card.next_due_at, today=today)


def count_deals(count: int) -> str:
    """`1 deal`, `7 deals`."""
    return _tr("1 deal") if count == 1 else _count("%n deals", count)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Board", text)


def _count(text: str, count: int) -> str:
    singular = {"%n days in this stage": "1 day in this stage", "%n days late": "1 day late"}
    if count == 1 and text in singular:
        return _tr(singular[text])
    return QCoreApplication.translate("Board", text, None, count)

"""A deal card in words, for screen readers and for those who cannot see colours."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.domain.hygiene import NextStep, Pace
from desktop_pipeline.queries.board_cards import DealCard
from desktop_pipeline.ui.formats import Formats, kind_name
from desktop_pipeline.ui.widgets.lead_clock import word_clock

if TYPE_CHECKING:
    from desktop_pipeline.domain.gates import Verdict

_MOST_NAMED = 2


def describe_card(
    card: DealCard, formats: Formats, today: date, *, is_best: bool = False, now: datetime | None = None
) -> str:
    """One sentence: title, organisation, value, owner, age, pace, next step, criteria and score."""
    parts = begin_card(card, formats)
    if card.is_won:
        return ", ".join([*parts, *_describe_sale(card, formats, today)])
    if card.days_in_stage is not None:
        parts.append(count_stay(card.days_in_stage))
    if card.pace is not Pace.USUAL:
        parts.append(_tr("slow") if card.pace is Pace.SLOW else _tr("stuck"))
    if card.untouched is not None:
        parts.append(word_stale(card.untouched))
    if card.clock is not None and now is not None:
        parts.append(word_clock(card.clock, formats, now))
    parts.append(_describe_step(card, formats, today))
    if card.asked:
        parts.append(_tr("{met} of {asked} criteria").format(met=card.met, asked=card.asked))
    if card.score is not None:
        parts.append(_tr("score {points}").format(points=card.score))
        parts += [_tr("among the best fifth")] if is_best else []
    return ", ".join(parts)


def _describe_sale(card: DealCard, formats: Formats, today: date) -> list[str]:
    parts = []
    if card.closed_on is not None:
        parts.append(_tr("won {day}").format(day=formats.day(card.closed_on, today)))
    parts += [card.after_sale] if card.after_sale else []
    if card.asked:
        parts.append(_tr("{met} of {asked} done after the sale").format(met=card.met, asked=card.asked))
    if card.next_step is not NextStep.NONE:
        parts.append(_describe_step(card, formats, today))
    return parts


def begin_card(card: DealCard, formats: Formats) -> list[str]:
    """What any card begins with: title, organisation, value and owner."""
    parts = [card.title]
    if card.organisation:
        parts.append(card.organisation)
    parts.append(formats.money(card.value) if card.value else _tr("no value"))
    if card.owner:
        parts.append(_tr("owner {name}").format(name=card.owner))
    return parts


def count_stay(days: int) -> str:
    """`14 days in this stage`."""
    return _count("%Ln days in this stage", days)


def word_pace(card: DealCard) -> str:
    """Why a card is tinted; nothing where it is not."""
    if card.pace is Pace.USUAL or card.days_in_stage is None:
        return ""
    words = _tr("Slow: {stay}, past its limit") if card.pace is Pace.SLOW else _tr("Stuck: {stay}, far past its limit")
    return words.format(stay=count_stay(card.days_in_stage))


def word_stale(days: int) -> str:
    """How long nobody has been in touch with the customer."""
    return _count("no contact for %Ln days", days)


def _describe_step(card: DealCard, formats: Formats, today: date) -> str:
    due = card.next_due_on
    if card.next_step is NextStep.LATE and due is not None and due < today:
        late = _count("%Ln days late", (today - due).days)
        return _tr("{kind} {late}").format(kind=kind_name(card.next_kind), late=late)
    return formats.next_step(card.next_step, card.next_kind, due, card.next_due_at, today=today)


def word_verdict(verdict: "Verdict") -> str:
    """`1 exit criterion still open: Budget`; required ones first, and by name as far as they fit a line."""
    names = list(dict.fromkeys(each.text for each in (*verdict.missing, *verdict.reminders)))
    if not names:
        return ""
    named = "; ".join(names[:_MOST_NAMED]) + ("…" if len(names) > _MOST_NAMED else "")
    if verdict.missing:
        count = len(verdict.missing)
        words = (
            _tr("1 required exit criterion open: {names}")
            if count == 1
            else _count("%Ln required exit criteria open: {names}", count)
        )
    else:
        words = (
            _tr("1 exit criterion still open: {names}")
            if len(names) == 1
            else _count("%Ln exit criteria still open: {names}", len(names))
        )
    return words.format(names=named)


def count_deals(count: int) -> str:
    """`1 deal`, `7 deals`."""
    return _tr("1 deal") if count == 1 else _count("%Ln deals", count)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Board", text)


def _count(text: str, count: int) -> str:
    singular = {
        "%Ln days in this stage": "1 day in this stage",
        "%Ln days late": "1 day late",
        "no contact for %Ln days": "no contact for 1 day",
    }
    if count == 1 and text in singular:
        return _tr(singular[text])
    return QCoreApplication.translate("Board", text, None, count)

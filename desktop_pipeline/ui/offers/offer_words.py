"""How offers are worded on the screen: their state with its dates, and their taxes."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.domain.line_items import plain_number
from desktop_pipeline.domain.offers import OfferState, TaxRate
from desktop_pipeline.queries.offers import OfferRow
from desktop_pipeline.ui.formats import Formats

_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an offer stands, in words, and the colour role that goes with them."""

    words: str
    role: str


def word_standing(row: OfferRow, formats: Formats, today: date) -> Standing:
    """`Sent Tue 9 Jun, valid until Thu 9 Jul`; `Expired 3 d ago, sent …`; `Declined Thu 11 Jun: too dear`."""
    if row.is_over(today):
        return Standing(_word_expired(row, formats, today), "amber")
    if row.state is OfferState.ACCEPTED:
        words, role, day = _tr("Accepted {day}"), "green", row.decided_on
    elif row.state is OfferState.DECLINED:
        words, role, day = _tr("Declined {day}"), "red", row.decided_on
    elif row.state is OfferState.SENT:
        words, role, day = _tr("Sent {day}"), "ink2", row.sent_on
    else:
        words, role, day = _tr("Draft of {day}"), "ink2", row.made_on
    words = words.format(day=formats.day(day or row.made_on, today))
    end = _word_end(row, formats, today)
    if end:
        words = _tr("{words}, {more}").format(words=words, more=end)
    if row.note:
        words = _tr("{words}: {note}").format(words=words, note=_shorten(row.note))
    return Standing(words, role)


def word_rate(rate: TaxRate | None, formats: Formats) -> str:
    """`VAT 21 %`; no tax in words."""
    if rate is None:
        return _tr("No tax")
    number = formats.number(rate.percent, len(plain_number(rate.percent).partition(".")[2]))
    return _tr("{name} {percent}\N{NO-BREAK SPACE}%").format(name=rate.name, percent=number)


def _word_expired(row: OfferRow, formats: Formats, today: date) -> str:
    assert row.valid_until is not None
    late = formats.days((today - row.valid_until).days)
    sent = formats.day(row.sent_on or row.made_on, today)
    return _tr("Expired {days} ago, sent {day}").format(days=late, day=sent)


def _word_end(row: OfferRow, formats: Formats, today: date) -> str:
    """Until when it holds, while that matters."""
    if row.state not in {OfferState.DRAFT, OfferState.SENT} or row.valid_until is None:
        return ""
    if row.valid_until == today:
        return _tr("valid until today")
    return _tr("valid until {day}").format(day=formats.day(row.valid_until, today))


def _shorten(note: str) -> str:
    """On one line, and no longer than a tooltip should be."""
    line = " ".join(note.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Offers", text)

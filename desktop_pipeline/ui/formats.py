"""Numbers, money, days and next steps as people read them, by the user's locale."""

from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal

from PySide6.QtCore import QCoreApplication, QDate, QLocale, Qt, QTime

from desktop_pipeline.domain.hygiene import NextStep
from desktop_pipeline.domain.money import Money, minor_digits
from desktop_pipeline.domain.names import isolate

MINUS = "−"
NO_BREAK = "\N{NO-BREAK SPACE}"
DASH = "–"
_RIGHT_TO_LEFT = Qt.LayoutDirection.RightToLeft
_NEAR_DAYS = 14
# From so many hours on the minutes tell nothing more.
_LONG_HOURS = 6
_SYMBOLS = {
    "EUR": "€",
    "USD": "$",
    "GBP": "£",
    "JPY": "¥",
    "INR": "₹",
    "KRW": "₩",
    "ILS": "₪",
    "TRY": "₺",
    "UAH": "₴",
    "VND": "₫",
    "NGN": "₦",
    "PHP": "₱",
    "PLN": "zł",
    "CZK": "Kč",
    "AUD": "A$",
    "CAD": "C$",
    "NZD": "NZ$",
    "BRL": "R$",
    "CNY": "CN¥",
}
_SHORT = ((Decimal(10) ** 9, "bn"), (Decimal(10) ** 6, "m"), (Decimal(10) ** 3, "k"))


class Formats:
    """Wording of values for one locale and time zone (None: the system's zone).

    `zone` is that of the open workspace, and is set anew when its setting changes.
    """

    def __init__(self, locale: QLocale | None = None, zone: tzinfo | None = None) -> None:
        self.locale = locale or usual_locale()
        self.zone = zone
        self._pattern = self.locale.toCurrencyString(1, "¤", 0)
        # Our sentences run from left to right, and what runs the other way would turn the signs and numbers beside it.
        self._is_turning = isolate(self._pattern) != self._pattern or self.locale.textDirection() is _RIGHT_TO_LEFT
        self._digits = {ord("0") + digit: self.locale.toString(digit) for digit in range(10)}

    def number(self, amount: int | Decimal, places: int = 0) -> str:
        """A number with grouped digits, rounded half to even."""
        text = f"{abs(Decimal(amount)):.{places}f}"
        whole, _point, fraction = text.partition(".")
        shown = self.locale.toString(int(whole))
        if fraction:
            shown += self.locale.decimalPoint() + fraction.translate(self._digits)
        negative = amount < 0 and text.strip("0.") != ""
        return MINUS + shown if negative else shown

    def money(self, value: Money | None) -> str:
        """`€12,000`, or `€12,000.50` where there are cents; an unknown value is a dash."""
        if value is None:
            return DASH
        digits = minor_digits(value.currency)
        whole = value.minor % 10**digits == 0
        amount = Decimal(value.minor).scaleb(-digits)
        return self._money(amount, self.number(abs(amount), 0 if whole else digits), value.currency)

    def plain_money(self, value: Money | None) -> str:
        """`€12000.50`: all of it and no grouping, for spreadsheets; an unknown value is nothing."""
        if value is None:
            return ""
        digits = minor_digits(value.currency)
        amount = Decimal(value.minor).scaleb(-digits)
        number = f"{abs(amount):.{digits}f}".replace(".", self.locale.decimalPoint())
        return self._with_symbol(amount, number, value.currency)

    def minor(self, minor: int, currency: str) -> str:
        """Money given as minor units and currency."""
        return self.money(Money(minor, currency))

    def whole_money(self, minor: int | None, currency: str) -> str:
        """Sums without cents: `€93,200`; an unknown one is a dash."""
        if minor is None:
            return DASH
        amount = Decimal(minor).scaleb(-minor_digits(currency))
        return self._money(amount if round(amount) else Decimal(0), self.number(abs(amount)), currency)

    def short_money(self, minor: int | None, currency: str) -> str:
        """`€448k`, `€1.2m`: three figures at most, for tiles and axes; an unknown sum is a dash."""
        if minor is None:
            return DASH
        amount = Decimal(minor).scaleb(-minor_digits(currency))
        for factor, letter in _SHORT:
            if abs(amount) >= factor * Decimal("0.9995"):
                part = abs(amount) / factor
                places = 1 if part < Decimal("9.95") and round(part, 1) != round(part) else 0
                return self._money(amount, self.number(part, places) + letter, currency)
        return self._money(amount if round(amount) else Decimal(0), self.number(abs(amount)), currency)

    def rounded_money(self, minor: int | None, currency: str) -> str:
        """Weighted sums: to 100 of the currency, no more precision than they deserve; an unknown one is a dash."""
        if minor is None:
            return DASH
        digits = minor_digits(currency)
        return self.whole_money(int(round(Decimal(minor).scaleb(-digits), -2)) * 10**digits, currency)

    def day(self, day: date, today: date | None = None) -> str:
        """`Thu 11 Jun`; with `today` given, other years show theirs: `11 Jun 2024`."""
        pattern = "ddd d MMM" if today is None or day.year == today.year else "d MMM yyyy"
        return self._set_apart(self.locale.toString(to_qdate(day), pattern))

    def month(self, day: date, *, with_year: bool = False) -> str:
        """`June`, `June 2026`: the calendar month a day lies in."""
        name = self.locale.standaloneMonthName(day.month, QLocale.FormatType.LongFormat)
        return self._set_apart(f"{name} {self.year(day.year)}" if with_year else name)

    def year(self, year: int) -> str:
        """`2026`, without groups, in the locale's digits."""
        return f"{year}".translate(self._digits)

    def days(self, count: int) -> str:
        """`11 d`."""
        return QCoreApplication.translate("Formats", "{count} d").format(count=self.number(count))

    def percent(self, share: float, places: int = 0) -> str:
        """A share from 0 to 1 as `58 %`."""
        number = self.number(Decimal(repr(share)) * 100, places)
        return QCoreApplication.translate("Formats", "{number}\N{NO-BREAK SPACE}%").format(number=number)

    def time(self, instant: datetime) -> str:
        """`15:30` in the workspace's zone."""
        local = instant.astimezone(self.zone)
        return self.locale.toString(QTime(local.hour, local.minute), "HH:mm")

    def span(self, time: timedelta) -> str:
        """How long something runs already: `24 min`, `1 h 5 min`, `12 h`, `3 d`; what has begun is not rounded up."""
        minutes = max(0, int(time.total_seconds()) // 60)
        hours, rest = divmod(minutes, 60)
        if minutes < 60:  # noqa: PLR2004 - an hour
            return QCoreApplication.translate("Formats", "{count} min").format(count=self.number(minutes))
        if hours >= 24:  # noqa: PLR2004 - a day
            return self.days(hours // 24)
        whole = QCoreApplication.translate("Formats", "{count} h").format(count=self.number(hours))
        if not rest or hours >= _LONG_HOURS:
            return whole
        return f"{whole} " + QCoreApplication.translate("Formats", "{count} min").format(count=self.number(rest))

    def instant(self, instant: datetime, today: date, *, is_inside: bool = False) -> str:
        """`Today 09:12`, `Thu 11 Jun 09:12`, `11 Jun 2024`; inside a line of words `today 09:12`."""
        day = instant.astimezone(self.zone).date()
        if day == today:
            translate = QCoreApplication.translate
            words = translate("Formats", "today {time}") if is_inside else translate("Formats", "Today {time}")
            return words.format(time=self.time(instant))
        if day.year != today.year:
            return self.day(day, today)
        return f"{self.day(day)} {self.time(instant)}"

    def next_step(
        self, step: NextStep, kind: str | None, due_on: date | None, due_at: datetime | None, *, today: date
    ) -> str:
        """`Call, 4 d late`, `Call 15:30`, `Visit, Fri 12`, `No next step`."""
        day = due_on or (due_at.astimezone(self.zone).date() if due_at else None)
        if step is NextStep.NONE or day is None:
            return QCoreApplication.translate("Formats", "No next step")
        name = kind_name(kind)
        if step is NextStep.TODAY:
            if due_at is None:
                return QCoreApplication.translate("Formats", "{kind} today").format(kind=name)
            return QCoreApplication.translate("Formats", "{kind} {time}").format(kind=name, time=self.time(due_at))
        if step is NextStep.PLANNED:
            return QCoreApplication.translate("Formats", "{kind}, {day}").format(kind=name, day=self._near(day, today))
        if due_at is not None and day == today:
            return QCoreApplication.translate("Formats", "{kind} {time}, late").format(
                kind=name, time=self.time(due_at)
            )
        late = self.days((today - day).days)
        return QCoreApplication.translate("Formats", "{kind}, {days} late").format(kind=name, days=late)

    def _near(self, day: date, today: date) -> str:
        if 0 <= (day - today).days <= _NEAR_DAYS:
            return self._set_apart(self.locale.toString(to_qdate(day), "ddd d"))
        return self._set_apart(self.locale.toString(to_qdate(day), "d MMM" if day.year == today.year else "d MMM yyyy"))

    def symbol(self, currency: str) -> str:
        """The sign of a currency, or its code where it has none of its own."""
        return _SYMBOLS.get(currency, currency)

    def _money(self, amount: Decimal, number: str, currency: str) -> str:
        return self._set_apart(self._with_symbol(amount, number, currency))

    def _set_apart(self, words: str) -> str:
        return isolate(words) if self._is_turning else words

    def _with_symbol(self, amount: Decimal, number: str, currency: str) -> str:
        symbol = _SYMBOLS.get(currency, currency + NO_BREAK)
        shown = self._pattern.replace(self.locale.toString(1), number)
        shown = shown.replace("¤", symbol if shown.startswith("¤") else symbol.strip(NO_BREAK))
        return MINUS + shown if amount < 0 else shown


def usual_locale() -> QLocale:
    """The system's locale, or British English where it names none (the bare “C” groups no digits)."""
    locale = QLocale()
    if locale.language() is QLocale.Language.C:
        return QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
    return locale


def kind_name(kind: str | None) -> str:
    """The word for a kind of activity; kinds the user named are shown as they are."""
    words = {
        "call": QCoreApplication.translate("Formats", "Call"),
        "email": QCoreApplication.translate("Formats", "E-mail"),
        "meeting": QCoreApplication.translate("Formats", "Meeting"),
        "visit": QCoreApplication.translate("Formats", "Visit"),
        "task": QCoreApplication.translate("Formats", "Task"),
        "demo": QCoreApplication.translate("Formats", "Demo"),
        "sign": QCoreApplication.translate("Formats", "Sign"),
    }
    if not kind:
        return QCoreApplication.translate("Formats", "Next step")
    return words.get(kind.lower(), kind[:1].upper() + kind[1:])


def to_qdate(day: date) -> QDate:
    """The date as Qt's locale words it."""
    return QDate(day.year, day.month, day.day)

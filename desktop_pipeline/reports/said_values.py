"""How a rate or a sum is said: no more precisely than its sample or the reader's need bears (METRICS §0)."""

from fractions import Fraction

from desktop_pipeline.domain.money import minor_digits
from desktop_pipeline.metrics.rates import Rate, Sample
from desktop_pipeline.reports.words import Words

DASH = "–"
# A mean or median of fewer says too little for a comparison (METRICS §0).
FEWEST = 5
_THOUSAND = 1_000


def say_rate(rate: Rate, words: Words) -> str:
    """A win rate as far as its sample bears it: `2 of 3`, `60 % (31 to 83 %)`, `63 %`."""
    if rate.value is None:
        return DASH
    if rate.sample is Sample.COUNTS_ONLY:
        return say_counts(rate, words)
    share = words.formats.percent(rate.value)
    return f"{share} ({say_range(rate, words)})" if rate.sample is Sample.WITH_INTERVAL else share


def say_likely(rate: Rate, words: Words) -> str:
    """`58 %`, with its range where the sample is middling; counts have none."""
    if rate.value is None or rate.sample is Sample.COUNTS_ONLY:
        return DASH
    share = words.formats.percent(rate.value)
    if rate.sample is Sample.PLAIN:
        return share
    return words.translate("Report", "{share} (likely {range})").format(share=share, range=say_range(rate, words))


def say_money(minor: int | None, currency: str, words: Words) -> str:
    """A sum without cents, or a dash where it is not known."""
    return words.formats.whole_money(minor, currency)


def round_hundred(minor: int, currency: str) -> int:
    """To 100 of the currency, as weighted sums deserve."""
    hundred: int = 100 * 10 ** minor_digits(currency)
    return round(Fraction(minor, hundred)) * hundred


def round_average(minor: int, currency: str) -> int:
    """To 100 of the currency from 1,000 on: an average deserves no more precision than that."""
    return minor if abs(minor) < _THOUSAND * 10 ** minor_digits(currency) else round_hundred(minor, currency)


def say_average(minor: int | None, currency: str, words: Words) -> str:
    """An average as far as it deserves, or a dash where it is not known."""
    return say_money(None if minor is None else round_average(minor, currency), currency, words)


def say_counts(rate: Rate, words: Words) -> str:
    """`8 of 31`."""
    number = words.formats.number
    return words.translate("Report", "{hits} of {count}").format(hits=number(rate.hits), count=number(rate.n))


def say_range(rate: Rate, words: Words) -> str:
    """The 95 % interval: `31 to 83 %`; needs a rate with a value."""
    low, high = rate.low or 0.0, 1.0 if rate.high is None else rate.high
    return words.translate("Report", "{low} to {high}").format(
        low=words.formats.number(round(low * 100)), high=words.formats.percent(high)
    )


def lie_apart(one: Rate, other: Rate) -> bool:
    """Whether two intervals do not overlap, so that a difference may be claimed."""
    if one.low is None or one.high is None or other.low is None or other.high is None:
        return False
    return one.low > other.high or other.low > one.high


def lower_end(rate: Rate) -> float:
    """By which rows are ranked (METRICS §0): the low end of the interval, those with counts only after all others."""
    return -1.0 if rate.sample is Sample.COUNTS_ONLY or rate.low is None else rate.low

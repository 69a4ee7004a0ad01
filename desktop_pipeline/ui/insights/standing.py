"""The open deals that Insights look at, as the status line says them."""

from desktop_pipeline.metrics.telling.overview import Active
from desktop_pipeline.reports.words import Words


def say_standing(active: Active, currency: str, words: Words) -> list[str]:
    """How many, their value, and what that weighs."""
    translate, formats = words.translate, words.formats
    one, many = translate("Insights", "{count} open deal"), translate("Insights", "{count} open deals")
    parts = [words.one_or_many(active.deals, one, many)]
    if active.value is None:
        return [*parts, translate("Insights", "no values yet")]
    parts.append(formats.whole_money(active.value, currency))
    if active.weighted is not None:
        amount = formats.rounded_money(active.weighted, currency)
        parts.append(translate("Insights", "weighted {amount}").format(amount=amount))
    return parts

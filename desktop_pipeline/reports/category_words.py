"""The words for how firmly a deal is counted on: the same on every screen and on paper (METRICS §13)."""

from collections.abc import Callable

from desktop_pipeline.domain.stages import ForecastCategory


def say_category(category: ForecastCategory, translate: Callable[[str, str], str]) -> str:
    """`Committed`; what is neither that nor a best case counts with its weight."""
    return {
        ForecastCategory.COMMIT: translate("Forecast", "Committed"),
        ForecastCategory.BEST_CASE: translate("Forecast", "Best case"),
        ForecastCategory.PIPELINE: translate("Forecast", "Weighted"),
        ForecastCategory.OMITTED: translate("Forecast", "Left out"),
    }[category]

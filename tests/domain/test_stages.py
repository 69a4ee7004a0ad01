import pytest

from desktop_pipeline.domain.stages import ForecastCategory, read_templates, usual_category


@pytest.mark.parametrize(
    ("probability", "category"),
    [
        (0.0, ForecastCategory.PIPELINE),
        (0.49, ForecastCategory.PIPELINE),
        (0.5, ForecastCategory.BEST_CASE),
        (0.74, ForecastCategory.BEST_CASE),
        (0.75, ForecastCategory.COMMIT),
        (1.0, ForecastCategory.COMMIT),
    ],
)
def test_a_likely_stage_is_counted_on(probability: float, category: ForecastCategory) -> None:
    assert usual_category(probability) is category


def test_every_template_has_a_stage_that_is_more_than_a_hope() -> None:
    for template in read_templates().values():
        assert usual_category(template.stages[-1].probability) is not ForecastCategory.PIPELINE

"""Stages: the ordered open steps of a pipeline, and the templates a new workspace starts from."""

import json
from dataclasses import dataclass
from enum import StrEnum

from desktop_pipeline import paths
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.gates import CriterionKind
from desktop_pipeline.domain.milestones import Milestone
from desktop_pipeline.domain.names import brief

DEFAULT_STALE_LIMIT = 30
DEFAULT_SLOW_LIMIT = 14


class ForecastCategory(StrEnum):
    """How firmly a deal is counted on: by its stage, overridden by hand (METRICS §13)."""

    COMMIT = "commit"
    BEST_CASE = "best case"
    PIPELINE = "pipeline"
    OMITTED = "omitted"


_COMMIT_FROM, _BEST_CASE_FROM = 0.75, 0.5


def usual_category(probability: float) -> ForecastCategory:
    """What deals of a new stage are counted as until the owner says otherwise, so that a first forecast has calls."""
    if probability >= _COMMIT_FROM:
        return ForecastCategory.COMMIT
    return ForecastCategory.BEST_CASE if probability >= _BEST_CASE_FROM else ForecastCategory.PIPELINE


@dataclass(frozen=True, slots=True)
class CriterionTemplate:
    """An exit criterion of a template's stage; it reminds until the owner requires it."""

    kind: CriterionKind
    text: str
    asks_for: str | None


@dataclass(frozen=True, slots=True)
class StageTemplate:
    """One stage of a template; `probability` is a share, limits are days."""

    name: str
    probability: float
    slow_limit: int
    milestone: Milestone
    definition: str
    guidance: str
    exit_criteria: tuple[CriterionTemplate, ...]


@dataclass(frozen=True, slots=True)
class PipelineTemplate:
    """A pipeline to start from: its open stages in order, and its after-sale stages."""

    key: str
    name: str
    description: str
    stages: tuple[StageTemplate, ...]
    after_sale: tuple[str, ...]


def read_templates() -> dict[str, PipelineTemplate]:
    """The shipped templates by key (resources/stage_templates.json)."""
    document = json.loads(paths.resource("stage_templates.json").read_text(encoding="utf-8"))
    return {
        entry["key"]: PipelineTemplate(
            key=entry["key"],
            name=entry["name"],
            description=entry["description"],
            stages=tuple(
                StageTemplate(
                    name=stage["name"],
                    probability=stage["probability"] / 100,
                    slow_limit=stage["slow_limit"],
                    milestone=Milestone(stage.get("milestone", "none")),
                    definition=stage["definition"],
                    guidance=stage["guidance"],
                    exit_criteria=tuple(
                        CriterionTemplate(
                            CriterionKind(criterion.get("kind", "tick")), criterion["text"], criterion.get("asks_for")
                        )
                        for criterion in stage["exit_criteria"]
                    ),
                )
                for stage in entry["stages"]
            ),
            after_sale=tuple(entry["after_sale"]),
        )
        for entry in document["templates"]
    }


def find_template(key: str) -> PipelineTemplate:
    """The template of that key; raises InvalidError naming those there are."""
    templates = read_templates()
    if key not in templates:
        message = f"There is no template “{brief(key)}”. There are: {', '.join(templates)}."
        raise InvalidError(message)
    return templates[key]


def spread_probability(position: int, count: int) -> float:
    """The set probability of a stage that a file named: (i+1) ÷ (n+1) (CLI.md)."""
    return (position + 1) / (count + 1)

"""The cadences that come with the program; a workspace takes over what it wants and changes it as it likes."""

import json
from dataclasses import dataclass

from desktop_pipeline import paths
from desktop_pipeline.domain.cadences import Touch
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.names import brief


@dataclass(frozen=True, slots=True)
class ReadyStep:
    """A touch: when, the key of its kind, and what it is about; `mail` names the e-mail template that fits."""

    touch: Touch
    kind: str
    subject: str
    mail: str | None


@dataclass(frozen=True, slots=True)
class ReadyCadence:
    """A cadence as it is shipped; `reason` names the lost reason with which closing is proposed."""

    key: str
    name: str
    purpose: str
    closes_after: int | None
    reason: str | None
    steps: tuple[ReadyStep, ...]


def read_ready_cadences() -> tuple[ReadyCadence, ...]:
    """All of them in their order (resources/cadence_templates.json)."""
    document = json.loads(paths.resource("cadence_templates.json").read_text(encoding="utf-8"))
    return tuple(
        ReadyCadence(
            key=each["key"],
            name=each["name"],
            purpose=each["purpose"],
            closes_after=each.get("closes_after"),
            reason=each.get("reason"),
            steps=tuple(
                ReadyStep(Touch(step["after_days"]), step["kind"], step["subject"], step.get("mail"))
                for step in each["steps"]
            ),
        )
        for each in document["templates"]
    )


def find_ready_cadence(key: str) -> ReadyCadence:
    """The shipped cadence of that key; raises InvalidError."""
    found = next((each for each in read_ready_cadences() if each.key == key), None)
    if found is None:
        message = f"There is no ready-made cadence “{brief(key)}”."
        raise InvalidError(message)
    return found

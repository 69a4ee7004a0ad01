"""Names of what the rules of the score look for, and what there is to choose from."""

from collections.abc import Mapping
from dataclasses import dataclass

from desktop_pipeline.domain.scores import ScoreField
from desktop_pipeline.storage.workspace import View


@dataclass(frozen=True, slots=True)
class ScoreNames:
    """By field: the value of a rule and the name of it, those still in use first; and the base currency."""

    named: Mapping[ScoreField, Mapping[str, str]]
    currency: str

    def choices(self, field: ScoreField) -> list[tuple[str, str]]:
        """What a rule about the field can look for."""
        return list(self.named.get(field, {}).items())

    def name(self, field: ScoreField, value: str) -> str | None:
        """What a value is called; None where it is not there (any more)."""
        return self.named.get(field, {}).get(value)


def read_score_names(view: View) -> ScoreNames:
    """All of them, kept until anybody commits."""
    return view.keep("score names", None, lambda: _read_names(view))


def _read_names(view: View) -> ScoreNames:
    named: dict[ScoreField, dict[str, str]] = {}
    for field, table in _TABLES.items():
        sql = f"select id, name from {table} order by not is_active, name, id"  # noqa: S608 - our own names
        named[field] = {str(row_id): name for row_id, name in view.rows(sql)}
    named[ScoreField.ACTIVITY] = dict(
        view.rows("select key, name from activity_kind order by not is_active, position, id")
    )
    for field in (ScoreField.INDUSTRY, ScoreField.COUNTRY):
        column = field.value
        sql = f"select distinct {column} from organisation where {column} is not null and deleted_at is null order by 1"  # noqa: S608 - our own names
        named[field] = {name: name for (name,) in view.rows(sql)}
    roles = view.rows("select distinct role from deal_person where role <> '' order by role")
    named[ScoreField.ROLE] = {role: role for (role,) in roles}
    return ScoreNames(named, view.base_currency)


_TABLES = {ScoreField.SOURCE: "source", ScoreField.LABEL: "label", ScoreField.PRODUCT: "product"}

"""A filter chip over named rows that can stand in two places: in the toolbar, and in the panel beside it."""

from collections.abc import Sequence

from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.chip import FilterChip


class ChoiceChip(FilterChip):
    """Knows the ids that can be taken."""

    def __init__(self, theme: Theme, label: str, plural: str, icon: str) -> None:
        super().__init__(theme, label, plural, icon)
        self.known: frozenset[int] = frozenset()

    def set_choices(self, choices: Sequence[tuple[int, str]]) -> None:
        self.known = frozenset(row_id for row_id, _name in choices)
        super().set_choices(choices)

    def make_twin(self) -> "ChoiceChip":
        """Another chip that shows and sets what this one holds."""
        twin = ChoiceChip(self._theme, *self._look)
        twin.set_choices(self._choices)
        twin.take(self._taken)
        twin.chosen.connect(self.take)
        return twin

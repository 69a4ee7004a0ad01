"""What the words in a stage or status column mean: an outcome, a stage of the workspace, or a stage to create."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.names import name_key
from desktop_pipeline.exchange.options import ImportOptions
from desktop_pipeline.exchange.records import Known, NewName
from desktop_pipeline.exchange.tables import Cell, is_blank, show
from desktop_pipeline.exchange.understanding.columns import normalise_header, vocabulary
from desktop_pipeline.exchange.understanding.values import ColumnReader, Notes

_IGNORE = "ignore"
_STATUSES = frozenset(DealStatus)


class Standing(NamedTuple):
    """Where a deal stands: its status and its stage's key, None for won and lost deals."""

    status: DealStatus
    stage: str | None


class StageWords:
    """Reads stages over all tables of an import and gathers the stages to create."""

    def __init__(self, options: ImportOptions, known: Known, notes: Notes) -> None:
        self._said = {name_key(word): meant for word, meant in options.stage_words.items()}
        self._order = [name_key(name) for name in options.stage_order]
        self._template_orders = [[name_key(name) for name in order] for order in known.stage_orders]
        self._default_pipeline = name_key(known.pipelines[0]) if known.pipelines else None
        self._known = {(name_key(stage.pipeline), name_key(stage.name)) for stage in known.stages}
        self._new: dict[tuple[str | None, str], str] = {}
        self._asked_at: tuple[str, str] | None = None
        self._notes = notes

    def read(self, reader: ColumnReader, pipelines: Sequence[str | None]) -> list[Standing]:
        """One standing for each row of a table of deals; `pipelines` are keys."""
        field = "stage" if reader.has("stage") else "status"
        words = reader.texts(field)
        statuses = reader.texts("status") if reader.has("stage") else [None] * len(words)
        self._ask_about_outcomes(reader, field, words)
        if reader.has("stage") and reader.has("status"):
            self._ask_about_statuses(reader, statuses)
        if reader.has(field):
            self._asked_at = self._asked_at or (reader.table.file, reader.table.headers[reader.columns[field]])
        known: dict[tuple[str | None, str | None, str | None], Standing] = {}
        standings = []
        for place in zip(words, statuses, pipelines, strict=True):
            standing = known.get(place)
            if standing is None:
                standing = known[place] = self._stand(*place)
            standings.append(standing)
        return standings

    def _stand(self, word: str | None, status_word: str | None, pipeline: str | None) -> Standing:
        meaning = self._meaning(word)
        status = self._meaning(status_word) or meaning or DealStatus.OPEN
        if status is not DealStatus.OPEN or word is None or meaning is not None:
            return Standing(status, None)
        return Standing(status, self._find_or_create(self._said.get(name_key(word), word), pipeline))

    def _meaning(self, word: str | None) -> DealStatus | None:
        """The status that a word stands for, by what the user said, else by the known words; None: a stage."""
        if word is None:
            return None
        said = self._said.get(name_key(word))
        outcome = said.lower() if said else vocabulary().outcomes.get(normalise_header(word))
        return DealStatus(outcome) if outcome in _STATUSES else None

    def ignored_rows(self, reader: ColumnReader) -> list[bool]:
        """Which rows of a table the user said to leave out, by their stage or status."""
        ignored = {word for word, said in self._said.items() if said.lower() == _IGNORE}
        columns = [reader.cells(field) for field in ("stage", "status") if reader.has(field)]
        return (
            [any(name_key(show(cells[index])) in ignored for cells in columns) for index in range(len(reader.rows))]
            if ignored
            else [False] * len(reader.rows)
        )

    def _find_or_create(self, name: str, pipeline: str | None) -> str:
        key = name_key(name)
        if (pipeline or self._default_pipeline, key) not in self._known:
            self._new.setdefault((pipeline, key), name)
        return key

    def _ask_about_outcomes(self, reader: ColumnReader, field: str, words: Sequence[str | None]) -> None:
        """Words whose deals all look closed may be outcomes in a language we do not know."""
        unknown = [word for word in dict.fromkeys(words) if word is not None and self._is_open_question(word)]
        if not unknown:
            return
        signs = [reader.cells(name) for name in ("closed", "lost_reason") if reader.has(name)]
        if reader.has("close") and any(is_blank(cell) for cell in reader.cells("close")):
            signs.append(reader.cells("close"))
        suspects = [word for word in unknown if any(_all_filled(word, words, cells) for cells in signs)]
        for word in suspects:
            reader.ask(field, f"does “{word}” mean won, lost or a stage?", "a stage")
        has_outcome = any(self._meaning(word) in {DealStatus.WON, DealStatus.LOST} for word in set(words))
        if not suspects and not has_outcome and not reader.has("status") and (reader.has("close") or signs):
            reader.ask(field, "which of these words mean won or lost?", "none of them")

    def _is_open_question(self, word: str) -> bool:
        key = name_key(word)
        told = {*self._said, *self._order, *(name for order in self._template_orders for name in order)}
        return key not in told and self._meaning(word) is None and not any(key == name for _in, name in self._known)

    def _ask_about_statuses(self, reader: ColumnReader, statuses: Sequence[str | None]) -> None:
        for word in dict.fromkeys(statuses):
            if word is not None and self._meaning(word) is None:
                reader.ask("status", f"does “{word}” mean open, won or lost?", "open")

    def new_stages(self) -> tuple[NewName, ...]:
        """The stages to create: pipelines as they were met, stages in the user's order, a template's, or as met."""
        stages: list[NewName] = []
        for pipeline in dict.fromkeys(pipeline for pipeline, _key in self._new):
            names = {key: name for (of, key), name in self._new.items() if of == pipeline}
            stages += [NewName(key, names[key], pipeline) for key in self._sort(names)]
        return tuple(stages)

    def _sort(self, names: Mapping[str, str]) -> list[str]:
        keys = list(names)
        for order in [self._order, *self._template_orders]:
            if order and all(key in order for key in keys):
                return sorted(keys, key=order.index)
        named = [key for key in self._order if key in names]
        rest = [key for key in keys if key not in named]
        if len(rest) > 1 and self._asked_at:
            assumed = ", ".join(names[key] for key in named + rest)
            self._notes.ask(*self._asked_at, "in which order do deals pass these stages?", assumed)
        return named + rest


def _all_filled(word: str, words: Sequence[str | None], cells: Sequence[Cell]) -> bool:
    return all(not is_blank(cell) for own, cell in zip(words, cells, strict=True) if own == word)

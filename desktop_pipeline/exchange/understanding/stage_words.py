"""What the words in a stage or status column mean: an outcome, a stage of the workspace, or a stage to create."""

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from math import fsum
from typing import NamedTuple

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.names import name_key
from desktop_pipeline.exchange.known import Known
from desktop_pipeline.exchange.options import ImportOptions, TablePlace
from desktop_pipeline.exchange.records import NewName
from desktop_pipeline.exchange.tables import Cell, is_blank, show
from desktop_pipeline.exchange.understanding.amounts import are_shares, read_share
from desktop_pipeline.exchange.understanding.columns import said_columns
from desktop_pipeline.exchange.understanding.kinds import Kind
from desktop_pipeline.exchange.understanding.near import find_near
from desktop_pipeline.exchange.understanding.notes import Notes
from desktop_pipeline.exchange.understanding.outcomes import flagged_statuses
from desktop_pipeline.exchange.understanding.presets import Preset
from desktop_pipeline.exchange.understanding.stage_meanings import NUMBERED, leans, meaning_of, stage_name
from desktop_pipeline.exchange.understanding.values import ColumnReader
from desktop_pipeline.exchange.understanding.vocabulary import normalise_header, vocabulary
from desktop_pipeline.exchange.unreadable import UnreadableError

_IGNORE = "ignore"
_STATUSES = frozenset(DealStatus)
_CLOSED = frozenset((DealStatus.WON, DealStatus.LOST))
# What tells where a deal stands, the first that is there
_COLOUR = "colour"
_STANDINGS = ("stage", "status", _COLOUR)
# Columns that only closed deals fill
_SIGNS = ("closed", "won_at", "lost_at", "lost_reason")
# Whether a column tells stages or is written freely is answered by where it goes
TEXTS = "free texts"
NEAR = "near stage"
# So many different words, most of them in one row alone, are no stages of a pipeline; fewer where most are sentences
_MOST_STAGES, _MOST_SENTENCES = 12, 4
_SENTENCE = 3
_MOST_ASKED = 8


class Standing(NamedTuple):
    """Where a deal stands: its status and its stage's key, None for won and lost deals."""

    status: DealStatus
    stage: str | None


class StageWords:
    """Reads stages over all tables of an import and gathers the stages to create."""

    def __init__(self, options: ImportOptions, known: Known, notes: Notes) -> None:
        self._said = {name_key(word): meant for word, meant in options.stage_words.items()}
        self._order = [name_key(name) for name in options.stage_order]
        self._passing: list[str] = []
        self._preset_orders: list[list[str]] = []
        self._headers: list[str] = []
        self._chances: dict[str, list[float]] = {}
        self._template_orders = [[name_key(name) for name in order] for order in known.stage_orders]
        self._default_pipeline = name_key(known.pipelines[0]) if known.pipelines else None
        self._known = {(name_key(stage.pipeline), name_key(stage.name)): stage.name for stage in known.stages}
        self._noted: dict[TablePlace, frozenset[str]] = {}
        self._new: dict[tuple[str | None, str], str] = {}
        self._asked_at: tuple[str, str] | None = None
        self._notes = notes

    def read(self, reader: ColumnReader, pipelines: Sequence[str | None]) -> list[Standing]:
        """One standing for each row of a table of deals; `pipelines` are keys."""
        field = next((name for name in _STANDINGS if reader.has(name)), "status")
        preset = reader.recognised.preset
        words = reader.texts(field)
        flags = flagged_statuses(reader)
        statuses = reader.texts("status") if reader.has("stage") else [None] * len(words)
        if preset is not None and (order := list(preset.order())) and order not in self._preset_orders:
            self._preset_orders.append(order)
        meanings = {status: self._meaning(status, preset) for status in dict.fromkeys(statuses)}
        told = [flag or meanings[status] for flag, status in zip(flags, statuses, strict=True)]
        is_stage = field == "stage" or (field == "status" and reader.recognised.kind is not Kind.LEADS)
        free = self._find_free(reader, field, words, told) if is_stage else frozenset[str]()
        if field == _COLOUR:
            self._ask_about_colours(reader, words)
        else:
            self._ask_about_outcomes(reader, field, words, told, is_free=bool(free))
        if reader.has("stage") and reader.has("status"):
            self._ask_about_statuses(reader, statuses, told)
        if reader.has(field):
            self._asked_at = self._asked_at or (reader.table.file, reader.table.headers[reader.columns[field]])
            self.note_columns(reader.table.headers)
            self._note_chances(reader, words)
        known: dict[tuple[str | None, DealStatus | None, str | None], Standing] = {}
        for place in dict.fromkeys(zip(words, told, pipelines, strict=True)):
            known[place] = self._stand(*place, preset=preset, is_stage=is_stage and place[0] not in free)
            self._ask_about_spelling(reader, field, place[0], place[2], known[place].stage)
        return list(map(known.__getitem__, zip(words, told, pipelines, strict=True)))

    def noted(self, reader: ColumnReader) -> Sequence[str | None]:
        """For each row what its status says freely, to be kept as a note; nothing where a column says words."""
        free = self._noted.get(reader.table.place, frozenset())
        return [word if word in free else None for word in reader.texts("status")] if free else ()

    def _find_free(
        self, reader: ColumnReader, field: str, words: Sequence[str | None], told: Sequence[DealStatus | None]
    ) -> frozenset[str]:
        """The words of a status column in which most rows say something of their own: no stage is made of them."""
        if reader.recognised.preset is not None or not reader.has(field):
            return frozenset()
        free = self._list_free(words, told, _MOST_SENTENCES if field == "status" else _MOST_STAGES)
        index = reader.columns[field]
        header = reader.table.headers[index]
        if free and header and index not in said_columns(reader.table, reader.recognised.options):
            question = f"“{header}” says something of its own in most rows: are these stages?"
            assumed = "no, notes" if field == "status" else "yes"
            reader.ask(field, question, assumed, subject=TEXTS, key=header, choices=("stage", "status"))
        if field == "stage" or not free:
            return frozenset()
        # What is called “quoted” among sentences is no stage either, unless there is one
        there = {key for _in, key in self._known}
        open_words = {word for word, status in zip(words, told, strict=True) if word and status is None}
        free = frozenset(word for word in open_words if meaning_of(word, None) is None and name_key(word) not in there)
        self._noted[reader.table.place] = free
        return free

    def _list_free(self, words: Sequence[str | None], told: Sequence[DealStatus | None], most: int) -> frozenset[str]:
        """The words that nobody knows, where most of them stand in one row alone and they are too many for stages.

        `most`: so many sentences may still be some.
        """
        # What was said of some words leaves the others what they are
        orders = [self._order, *self._template_orders]
        names = {*(key for _in, key in self._known), *(name for order in orders for name in order)}
        open_words = Counter(word for word, status in zip(words, told, strict=True) if word and status is None)
        counted = {
            word: rows
            for word, rows in open_words.items()
            if meaning_of(word, None) is None
            and name_key(word) not in names
            and normalise_header(word) not in vocabulary().stages
        }
        lone = sum(rows == 1 for rows in counted.values())
        sentences = sum(len(word.split()) >= _SENTENCE for word in counted)
        are_many = len(counted) > (most if 2 * sentences > len(counted) else _MOST_STAGES)
        return frozenset(counted) if are_many and 2 * lone > len(counted) else frozenset()

    def _ask_about_spelling(
        self, reader: ColumnReader, field: str, word: str | None, pipeline: str | None, stage: str | None
    ) -> None:
        """Whether a stage that is new is one that is there, mistyped."""
        home = pipeline or self._default_pipeline
        if word is None or stage is None or name_key(word) in self._said or (home, stage) in self._known:
            return
        near = find_near(word, [name for (of, _key), name in self._known.items() if of == home])
        if near is not None:
            question = f"is “{word}” the stage “{near}”?"
            reader.ask(field, question, "a new stage", subject=NEAR, key=word, choices=(near, word))

    def _stand(
        self,
        word: str | None,
        told: DealStatus | None,
        pipeline: str | None,
        *,
        preset: Preset | None,
        is_stage: bool,
    ) -> Standing:
        """`told` is what other columns say of the deal's status; what the user said of the word goes before it."""
        said = self._said.get(name_key(word)) if word else None
        meaning = self._meaning(word, preset)
        status = (meaning if said is not None else None) or told or meaning or DealStatus.OPEN
        if status is not DealStatus.OPEN or word is None or meaning is not None or not (is_stage or said):
            return Standing(status, None)
        return Standing(status, self._find_or_create(said or stage_name(word, preset), pipeline))

    def _meaning(self, word: str | None, preset: Preset | None) -> DealStatus | None:
        """The status that a word stands for, by what the user said, else by the known words; None: a stage."""
        if word is None:
            return None
        said = self._said.get(name_key(word))
        outcome = said.lower() if said else meaning_of(word, preset)
        return DealStatus(outcome) if outcome in _STATUSES else None

    def _note_chances(self, reader: ColumnReader, words: Sequence[str | None]) -> None:
        """How likely deals of each stage are said to be won: the likelier stage comes later, if we must assume."""
        if not reader.has("probability"):
            return
        cells = reader.cells("probability")
        as_shares = are_shares(cell for cell in reader.different("probability") if not is_blank(cell))
        for word, cell in set(zip(words, cells, strict=True)):
            if word is not None and not is_blank(cell):
                with suppress(UnreadableError):
                    share = read_share(cell, as_shares=as_shares)
                    self._chances.setdefault(name_key(word), []).append(share)

    def ignored_rows(self, reader: ColumnReader) -> list[bool]:
        """Which rows of a table to leave out by their stage or status: those the user, or the product, means so."""
        preset = reader.recognised.preset
        fields = [field for field in _STANDINGS if reader.has(field)]
        ignored = {
            cell
            for field in fields
            for cell in reader.different(field)
            if not is_blank(cell) and self._is_ignored(show(cell), preset)
        }
        if not ignored:
            return [False] * len(reader.rows)
        return [any(cell in ignored for cell in row) for row in zip(*map(reader.cells, fields), strict=True)]

    def _is_ignored(self, word: str, preset: Preset | None) -> bool:
        said = self._said.get(name_key(word))
        return (said.lower() if said else meaning_of(word, preset)) == _IGNORE

    def _find_or_create(self, name: str, pipeline: str | None) -> str:
        key = name_key(name)
        if (pipeline or self._default_pipeline, key) not in self._known:
            self._new.setdefault((pipeline, key), name)
        return key

    def _ask_about_outcomes(
        self,
        reader: ColumnReader,
        field: str,
        words: Sequence[str | None],
        told: Sequence[DealStatus | None],
        *,
        is_free: bool,
    ) -> None:
        """Words whose deals all look closed, and no other column says so, may be outcomes in a language we lack."""
        preset = reader.recognised.preset
        open_words = [word if status is None else None for word, status in zip(words, told, strict=True)]
        unknown = [word for word in dict.fromkeys(open_words) if word and self._is_open_question(word, preset)]
        if not unknown:
            return
        signs = [reader.cells(name) for name in _SIGNS if reader.has(name)]
        if reader.has("close") and any(is_blank(cell) for cell in reader.cells("close")):
            signs.append(reader.cells("close"))
        suspects = [
            word
            for word in unknown
            if (preset is None and leans(word))
            or (not is_free and any(_all_filled(word, open_words, cells) for cells in signs))
        ]
        other = "open" if is_free else "a stage"
        for word in suspects[:_MOST_ASKED]:
            question = f"does “{word}” mean {'open, won or lost' if is_free else 'won, lost or a stage'}?"
            reader.ask(field, question, other, subject="outcome", key=word)
        if len(suspects) > _MOST_ASKED:
            reader.ask(field, "which of the other words mean won or lost?", "none of them")
        has_outcome = any(told) or any(self._meaning(word, preset) in _CLOSED for word in set(words))
        is_state = field == "status" and preset is None and reader.recognised.kind is not Kind.LEADS
        is_likely = reader.has("close") or bool(signs)
        if not suspects and not has_outcome and (is_state or (is_likely and not reader.has("status"))):
            reader.ask(field, "which of these words mean won or lost?", "none of them")

    def _is_open_question(self, word: str, preset: Preset | None) -> bool:
        key = name_key(stage_name(word, preset))
        orders = [self._order, *self._template_orders, *self._preset_orders]
        told = {*self._said, *(name for order in orders for name in order)}
        return (
            key not in told
            and name_key(word) not in told
            and self._meaning(word, preset) is None
            and not any(key == name for _in, name in self._known)
        )

    def _ask_about_statuses(
        self, reader: ColumnReader, statuses: Sequence[str | None], told: Sequence[DealStatus | None]
    ) -> None:
        if reader.recognised.preset is None and (free := self._list_free(statuses, told, _MOST_ASKED)):
            self._noted[reader.table.place] = free
            reader.ask("status", "which of these words mean won or lost?", "none of them")
            return
        open_words = [word for word, status in zip(statuses, told, strict=True) if word and status is None]
        for word in dict.fromkeys(open_words):
            if not self._is_ignored(word, reader.recognised.preset):
                question = f"does “{word}” mean open, won or lost?"
                reader.ask("status", question, "open", subject="outcome", key=word)

    def _ask_about_colours(self, reader: ColumnReader, words: Sequence[str | None]) -> None:
        """What the colours of rows mean, their owner alone knows."""
        for word in dict.fromkeys(words):
            if word:
                question = f"rows painted {word}: are they open, won or lost?"
                reader.ask(_COLOUR, question, "open", subject="outcome", key=word)

    def expect_passing(self, stages: Sequence[str]) -> None:
        """The order in which deals are known to pass stages (keys): that of new ones where nobody says another."""
        self._passing += [key for key in stages if key not in self._passing]

    def note_columns(self, headers: Sequence[str]) -> None:
        """Columns that are called as stages stand in the order in which deals pass them, if we must assume one."""
        keys = (name_key(header.rstrip(" ?")) for header in headers if header.strip())
        self._headers += [key for key in keys if key not in self._headers]

    def new_stages(self) -> tuple[NewName, ...]:
        """The stages to create: pipelines as they were met, stages in the user's order, a template's, or as met."""
        stages: list[NewName] = []
        for pipeline in dict.fromkeys(pipeline for pipeline, _key in self._new):
            names = {key: name for (of, key), name in self._new.items() if of == pipeline}
            stages += [NewName(key, names[key], pipeline) for key in self._sort(names)]
        return tuple(stages)

    def _sort(self, names: Mapping[str, str]) -> list[str]:
        keys = list(names)
        for order in [self._order, self._passing, *self._preset_orders, *self._template_orders]:
            if all(key in order for key in keys):
                return sorted(keys, key=order.index)
        named = [key for key in dict.fromkeys([*self._order, *self._passing]) if key in names]
        rest = [key for key in keys if key not in named]
        if len(rest) > 1 and self._asked_at:
            rest = self._assume_order(rest)
            assumed = ", ".join(names[key] for key in named + rest)
            question = "in which order do deals pass these stages?"
            self._notes.ask(*self._asked_at, question, assumed, subject="stage order")
        return named + rest

    def _assume_order(self, keys: list[str]) -> list[str]:
        """As a product has those it knows, else by columns of theirs, numbers or chances to be won, else as met."""
        known = [key for order in self._preset_orders for key in order]
        chances = {key: fsum(told) / len(told) for key, told in self._chances.items()}
        if any(key in known for key in keys):
            return sorted(keys, key=lambda key: known.index(key) if key in known else len(known))
        if all(key in self._headers for key in keys):
            return sorted(keys, key=self._headers.index)
        numbers = {key: int(match["number"]) for key in keys if (match := NUMBERED.match(key))}
        ranks: Mapping[str, float] = numbers if len(numbers) == len(keys) else chances
        return sorted(keys, key=lambda key: ranks[key]) if all(key in ranks for key in keys) else keys


def _all_filled(word: str, words: Sequence[str | None], cells: Sequence[Cell]) -> bool:
    return all(not is_blank(cell) for own, cell in zip(words, cells, strict=True) if own == word)

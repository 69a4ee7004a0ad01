"""Exit criteria of the sample company's stages, and how far its deals have met them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from desktop_pipeline.actions.sample_book import Book
from desktop_pipeline.actions.sample_fields import OwnField
from desktop_pipeline.actions.sample_lists import Cast
from desktop_pipeline.actions.sample_parts import SampleCriterion, SampleDeal
from desktop_pipeline.actions.sample_tale import DAY, MOVED, WON, Diary, Row, Tale
from desktop_pipeline.domain.gates import CriterionKind
from desktop_pipeline.domain.qualification import State
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import Answer, Criterion, CriterionTick, GatePass

_QUALIFIED = 1  # position of the stage in which topics are asked
_FORGOTTEN = 7  # one tick in so many was forgotten
_AFTERNOON = "17:30"


@dataclass(frozen=True, slots=True)
class _Known:
    """A deal of which more than its history is known, with its owner's name and the stages it left, and when."""

    deal_id: int
    tale: Tale
    who: str
    left: Mapping[int, int]

    @property
    def told(self) -> SampleDeal | None:
        """What the book tells of it, where it stands on the board."""
        return self.tale.told if isinstance(self.tale.told, SampleDeal) else None


def write_gates(
    draft: Draft,
    book: Book,
    cast: Cast,
    diary: Diary,
    known: Sequence[tuple[int, Tale]],
    fields: Mapping[str, OwnField],
) -> None:
    """The criteria in the company's own words, then ticks, answers and what was passed all the same."""
    criteria = _write_criteria(draft, book, cast, fields)
    names = {row_id: name for name, row_id in cast.owners.items()}
    places = {stage: place for place, stage in enumerate(cast.stages)}
    deals = [_Known(deal_id, tale, names[tale.owner], _find_left(tale, places)) for deal_id, tale in known]
    draft.insert_rows(
        CriterionTick,
        ("deal_id", "criterion_id", "at", "who", "evidence"),
        (row for deal in deals for row in _tick(deal, book, criteria, diary)),
    )
    draft.insert_rows(
        Answer,
        ("deal_id", "topic", "state", "evidence", "answered_on"),
        (row for deal in deals for row in _answer(deal, book, diary, places)),
    )
    draft.insert_rows(
        GatePass,
        ("deal_id", "at", "who", "from_stage_id", "to_stage_id", "why", "missing"),
        (row for deal in deals for row in _pass(deal, cast)),
    )


def _write_criteria(
    draft: Draft, book: Book, cast: Cast, fields: Mapping[str, OwnField]
) -> tuple[tuple[int, ...], ...]:
    """Instead of the template's; their ids by stage."""
    draft.execute("delete from criterion")
    return tuple(
        tuple(
            draft.insert(
                Criterion,
                stage=stage,
                position=position,
                kind=criterion.kind,
                text=criterion.text,
                asks_for=_name_field(criterion, fields),
            )
            for position, criterion in enumerate(asked)
        )
        for stage, asked in zip(cast.stages, book.criteria, strict=True)
    )


def _name_field(criterion: SampleCriterion, fields: Mapping[str, OwnField]) -> str | None:
    own = fields.get(criterion.asks_for or "")
    return criterion.asks_for if own is None else f"custom:{own.field_id}"


def _find_left(tale: Tale, places: Mapping[int, int]) -> dict[int, int]:
    """The positions of the stages that were left for good, and when; winning leaves the last."""
    return {places[int(event[3])]: int(event[1] or 0) for event in tale.events if event[0] in {MOVED, WON} and event[3]}


def _tick(deal: _Known, book: Book, criteria: Sequence[Sequence[int]], diary: Diary) -> Iterator[Row]:
    told = deal.told
    for stage, asked in enumerate(book.criteria):
        ticks = {place for place, each in enumerate(asked) if each.kind == CriterionKind.TICK}
        if stage in deal.left:
            for place in sorted(ticks):
                forgotten = (deal.deal_id + stage + place) % _FORGOTTEN == 0
                if (stage, place) not in told.story.left_open if told else not forgotten:
                    yield deal.deal_id, criteria[stage][place], deal.left[stage], deal.who, ""
        elif told and told.stage == stage:
            for tick in told.story.ticks:
                at = diary.at_time(diary.today - tick.days_ago, _AFTERNOON)
                yield deal.deal_id, criteria[stage][tick.place], at, deal.who, tick.evidence


def _answer(deal: _Known, book: Book, diary: Diary, places: Mapping[int, int]) -> Iterator[Row]:
    if deal.told:
        for answer in deal.told.story.answers:
            day = None if answer.days_ago is None else diary.text(diary.today - answer.days_ago)
            yield deal.deal_id, answer.topic, answer.state, answer.evidence, day
    elif places[deal.tale.stage] >= _QUALIFIED:
        # While a deal is being qualified some topics are open; later nearly all are known.
        known = deal.deal_id % 4 if _QUALIFIED not in deal.left else 3 + deal.deal_id % 2
        day = diary.text(deal.left.get(_QUALIFIED, deal.tale.last) // DAY)
        for place, (topic, words) in enumerate(book.evidence.items()):
            state = State.YES if place < known else State.PARTLY
            if place <= known:
                yield deal.deal_id, topic, state.value, words[deal.deal_id % len(words)], day


def _pass(deal: _Known, cast: Cast) -> Iterator[Row]:
    if deal.told and deal.told.story.passed:
        why, missing = deal.told.story.passed
        place = max(deal.left)
        at, texts = deal.left[place], json.dumps(missing, ensure_ascii=False)
        yield deal.deal_id, at, deal.who, cast.stages[place], cast.stages[place + 1], why, texts

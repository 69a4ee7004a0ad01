"""What an import asks: open questions, and the words of the files with what each will become."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from desktop_pipeline.actions.importing.answers import BLANKS_BELOW, BOTH_MARKS, NEAR_STAGE, SECTIONS, TEXTS
from desktop_pipeline.actions.importing.field_words import KIND_WORDS, name_field
from desktop_pipeline.actions.importing.outlook import Choice, OpenQuestion, WordOutlook
from desktop_pipeline.domain.names import name_key, product_key, tidy
from desktop_pipeline.exchange.known import Known
from desktop_pipeline.exchange.options import DecimalMark, ImportOptions
from desktop_pipeline.exchange.records import ImportPlan, Question
from desktop_pipeline.exchange.tables import is_blank, show
from desktop_pipeline.exchange.understanding.amounts import read_amount
from desktop_pipeline.exchange.understanding.columns import Recognised
from desktop_pipeline.exchange.understanding.kinds import IGNORE, Kind
from desktop_pipeline.exchange.understanding.near import find_near, find_near_person
from desktop_pipeline.exchange.understanding.presets import Preset
from desktop_pipeline.exchange.understanding.ratings import name_rating
from desktop_pipeline.exchange.understanding.stage_meanings import meaning_of, stage_name

_WORDS = ("stage", "status", "owner", "source", "product", "lost_reason", "label", "pipeline")
_STAGES = frozenset(("stage", "status"))
_OUTCOMES = frozenset(("won", "lost", "open", "ignore"))
_MOST_WORDS = 400
_CHOICES: Mapping[str, tuple[Choice, ...]] = {
    BLANKS_BELOW: (Choice("yes", "Yes"), Choice("no", "No")),
    "date order": (Choice("day", "Day first"), Choice("month", "Month first")),
    "table kind": (*(Choice(kind, words) for kind, words in KIND_WORDS.items()), Choice(IGNORE, "Nothing to import")),
}
# The commonest currencies, those that a sign may stand for first
_CURRENCIES: Mapping[str, tuple[str, ...]] = {
    "$": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"),
    "¥": ("JPY", "CNY"),
    "kr": ("SEK", "NOK", "DKK", "ISK"),
    "": ("EUR", "USD", "GBP", "CHF", "PLN", "SEK", "NOK", "DKK", "CZK", "CAD", "AUD", "JPY"),
}


def describe_questions(plan: ImportPlan) -> tuple[OpenQuestion, ...]:
    """The plan's questions with their answers to choose from."""
    return tuple(_describe_question(question, plan) for question in plan.questions)


def _describe_question(question: Question, plan: ImportPlan) -> OpenQuestion:
    choices = _list_choices(question, plan)
    assumed = question.assumed
    if assumed and assumed not in {choice.value for choice in choices}:
        # A plan assumes in words, a screen needs the answer that they stand for
        begins = (choice.value for choice in choices if choice.words.lower().startswith(assumed))
        assumed = next(begins, assumed)
    return OpenQuestion(
        subject=question.subject,
        file=question.file,
        key=question.key or question.column,
        words=question.question,
        choices=choices,
        assumed=assumed,
    )


def _list_choices(question: Question, plan: ImportPlan) -> tuple[Choice, ...]:
    if question.choices:
        words = {
            SECTIONS: {value: "Nothing" if value == IGNORE else name_field(value) for value in question.choices},
            TEXTS: {"stage": "Yes", "status": "No, notes"},
            NEAR_STAGE: {question.key: "A new stage"},
        }.get(question.subject, {})
        return tuple(Choice(value, words.get(value, value)) for value in question.choices)
    if question.subject == "decimal mark":
        return tuple(_list_readings(question))
    if question.subject == "outcome":
        ends = (Choice("won", "Won"), Choice("lost", "Lost"))
        if question.assumed == "open":
            return (Choice("open", "Open"), *ends)
        presets = (found.preset for found in plan.understood if found.table.file == question.file and found.preset)
        return (*ends, Choice(stage_name(question.key, next(presets, None)), "A stage"))
    if question.subject == "currency":
        sign = next((sign for sign in _CURRENCIES if sign and f"“{sign}" in question.question.lower()), "")
        codes = (question.assumed, *_CURRENCIES[sign]) if question.assumed.isupper() else _CURRENCIES[sign]
        return tuple(Choice(code, code) for code in dict.fromkeys(codes))
    return _CHOICES.get(question.subject, ())


def _list_readings(question: Question) -> Iterator[Choice]:
    """What the number is under either decimal mark, that above a thousand first."""
    if not question.example:
        yield Choice(BOTH_MARKS, "Yes")
        yield Choice(".", "No, a point is the decimal mark")
        yield Choice(",", "No, a comma is the decimal mark")
        return
    marks: tuple[DecimalMark, ...] = (".", ",")
    # The sign says nothing of the mark, and no amount is below zero
    figures = question.example.strip("-−–() ")
    read = {mark: read_amount(figures, mark=mark).number for mark in marks}
    for mark in sorted(marks, key=lambda mark: -read[mark]):
        answer = "Yes" if mark not in question.example else "No"
        yield Choice(mark, f"{answer}, {read[mark].normalize():f}")


def describe_words(plan: ImportPlan, known: Known, options: ImportOptions) -> tuple[WordOutlook, ...]:
    """The values of columns of names, by field, the commonest first."""
    counted: dict[str, Counter[str]] = {}
    presets: dict[str, Preset | None] = {}
    deals = [found for found in plan.understood if found.kind in {Kind.DEALS, Kind.LEADS}]
    for found in deals:
        for field, words in _count_words(found):
            counted.setdefault(field, Counter()).update(words)
            presets.setdefault(field, found.preset)
    names = _list_names(known)
    owners = {row.fields.name: row.fields.email for row in known.owners.values()}
    said = {name_key(word): meant for word, meant in options.stage_words.items()}
    meanings = {(field, name_key(word)): meant for (field, word), meant in options.words.items()}
    described = []
    for field, words in counted.items():
        is_status = field == "stage" and all(map(_tells_stages, deals))
        made = frozenset(new.key for new in plan.stages) if is_status else None
        dictionary = _Dictionary(field, names.get(field, {}), owners, presets[field], made)
        for word, rows in words.most_common(_MOST_WORDS):
            own = said.get(name_key(word)) if field in _STAGES else meanings.get((field, name_key(word)))
            described.append(dictionary.describe(word, rows, own))
    return tuple(described)


def _count_words(found: Recognised) -> Iterator[tuple[str, Counter[str]]]:
    for name in _WORDS:
        index = found.columns.get(name)
        if index is not None:
            # Where no column tells stages, that of the status does
            field = "stage" if name == "status" and _tells_stages(found) else name
            words: Counter[str] = Counter()
            for cell, rows in Counter(found.column(index)).items():
                if not is_blank(cell):
                    word = tidy(show(cell))
                    words[name_rating(found.table.headers[index], word) if field == "label" else word] += rows
            yield field, words


def _tells_stages(found: Recognised) -> bool:
    """Whether the stages of a table stand in its column of statuses."""
    return found.kind is Kind.DEALS and "stage" not in found.columns


def _list_names(known: Known) -> dict[str, dict[str, str]]:
    """What the workspace has for each field of names, by key."""

    def spell(keys: frozenset[str]) -> dict[str, str]:
        return {key: known.spellings.get(key, key) for key in keys}

    return {
        "stage": {name_key(stage.name): stage.name for stage in known.stages},
        "owner": {key: row.fields.name for key, row in known.owners.items()},
        "product": {key: row.fields.name for key, row in known.products.items()},
        "source": spell(known.sources),
        "lost_reason": spell(known.reasons),
        "label": spell(known.labels),
        "pipeline": {name_key(name): name for name in known.pipelines},
    }


@dataclass(frozen=True, slots=True)
class _Dictionary:
    """What the words of one field can mean: `names` by key, `owners` with their addresses.

    `made`: the stages that words of a status make; None where a column of stages tells them.
    """

    field: str
    names: Mapping[str, str]
    owners: Mapping[str, str | None]
    preset: Preset | None
    made: frozenset[str] | None

    def describe(self, word: str, rows: int, said: str | None) -> WordOutlook:
        """A word with what it becomes; `said` is what the user meant by it."""
        if said is not None:
            is_new = bool(said) and said.lower() not in _OUTCOMES and self._key(said) not in self.names
            return WordOutlook(self.field, word, rows, said, is_new, near=None)
        if self.field in _STAGES:
            meaning = meaning_of(word, self.preset)
            if meaning is not None or self.field == "status":
                return WordOutlook(self.field, word, rows, meaning or "open", is_new=False, near=None)
        name = stage_name(word, self.preset) if self.field == "stage" else word
        there = self.names.get(self._key(name))
        if there is not None:
            return WordOutlook(self.field, word, rows, there, is_new=False, near=None)
        if self.made is not None and self._key(name) not in self.made:
            # A status that is written freely makes no stage
            return WordOutlook(self.field, word, rows, "open", is_new=False, near=None)
        near = find_near_person(word, self.owners) if self.field == "owner" else find_near(word, self.names.values())
        return WordOutlook(self.field, word, rows, name, is_new=True, near=near)

    def _key(self, name: str) -> str:
        return product_key(name) if self.field == "product" else name_key(name)

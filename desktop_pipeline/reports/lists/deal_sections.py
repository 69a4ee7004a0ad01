"""The parts of a deal sheet; as much of each as leaves the sheet on one page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

from desktop_pipeline.domain.names import isolate, tidy
from desktop_pipeline.domain.qualification import State, Topic
from desktop_pipeline.queries.deal_parts import CustomFieldView, DealProduct
from desktop_pipeline.queries.gates import AnswerLine, CriterionLine
from desktop_pipeline.queries.timeline import EntryKind, TimelineEntry
from desktop_pipeline.reports.content import (
    Column,
    Fact,
    Facts,
    Line,
    Note,
    Notes,
    Section,
    SectionName,
    StageMark,
    Table,
)
from desktop_pipeline.reports.lists.activity_words import name_kind, name_kind_key, say_due
from desktop_pipeline.reports.lists.contact_columns import say_role
from desktop_pipeline.reports.lists.deal_findings import DealFound
from desktop_pipeline.reports.lists.kept_words import say_held
from desktop_pipeline.reports.lists.sheet_room import guess_height
from desktop_pipeline.reports.said_values import DASH
from desktop_pipeline.reports.tables.sheets import CellKind
from desktop_pipeline.reports.words import Words

_Cell = TypeVar("_Cell")
# Of the columns of products: it goes where nothing has any.
_DISCOUNT = 2
_LONGEST_FACT, _LONGEST_TOUCH, _LONGEST_SAID, _LONGEST_NAME, _LONGEST_WORD = 66, 120, 60, 40, 24


@dataclass(frozen=True, slots=True)
class Room:
    """How many of each a sheet shows: what any deal finds on one page. `visits` are the stages last visited."""

    people: int = 2
    products: int = 2
    criteria: int = 2
    planned: int = 0
    objections: int = 0
    touches: int = 1
    facts: int = 4
    visits: int = 3
    how: int = 0


# What more there is room for is tried in this order.
_MORE = (
    *(("objections", 1), ("touches", 2), ("how", 1), ("criteria", 3), ("visits", 5), ("people", 3), ("products", 3)),
    *(("facts", 6), ("touches", 4), ("planned", 2), ("objections", 2), ("visits", 99), ("people", 5), ("products", 5)),
    *(("criteria", 5), ("facts", 9), ("touches", 6), ("planned", 4), ("objections", 3), ("people", 7)),
    *(("products", 8), ("criteria", 7), ("facts", 12), ("touches", 9)),
)


def list_fitting(found: DealFound, last: Sequence[Section], words: Words, *, room: float) -> list[Section]:
    """As much of the deal as finds room (in points), and `last` behind it where it does too."""
    shown = Room()
    best = list_sections(found, shown, last, words)
    for name, number in _MORE:
        tried = replace(shown, **{name: number})
        sections = list_sections(found, tried, last, words)
        if guess_height(sections) <= room:
            shown, best = tried, sections
    return best


def list_sections(found: DealFound, room: Room, last: Sequence[Section], words: Words) -> list[Section]:
    """Who and what, the way so far, what is known, what is offered, what stands against it, what was last said."""
    sections = (
        _facts(found, room, words),
        _people(found, room, words),
        _visits(found, room, words),
        _answers(found, words),
        _products(found, room, words),
        _criteria(found, room, words),
        _planned(found, room, words),
        _objections(found, room, words),
        _touches(found, room, words),
        *(last if room.how else ()),
    )
    return [section for section in sections if section is not None]


def how_made(words: Words, *, is_open: bool) -> Notes:
    """What the figures of a sheet are."""
    translate = words.translate
    usual = Note(
        translate("Report", "Usual"),
        translate("Report", "Median days of the deals that left the stage in the last 12 months."),
    )
    likely = Note(
        translate("Report", "Likely"),
        translate("Report", "Set by hand, or the share of past deals in that stage that were won; weighted: × value."),
    )
    notes = (likely, usual) if is_open else (usual,)
    return Notes(SectionName.HOW, translate("Report", "How the numbers are made"), notes)


def _facts(found: DealFound, room: Room, words: Words) -> Facts:
    """What is known of the deal, then of its customer, then what the owner's own fields hold."""
    translate, deal, organisation = words.translate, found.deal, found.organisation
    parts = [
        (translate("Report", "Owner"), deal.owner),
        # Where there is no room for all of them, one at least is not forgotten.
        (translate("Report", "Objection"), deal.objections[0].text if deal.objections and not room.objections else ""),
        (translate("Report", "Competitors"), ", ".join(map(isolate, deal.competitors))),
        (translate("Report", "Phone"), organisation and organisation.phone),
        (translate("Report", "Address"), organisation and organisation.address),
        (translate("Report", "E-mail"), organisation and organisation.email),
        (translate("Report", "Source"), deal.source),
        (translate("Report", "Created"), deal.created_at and words.full_day(found.day(deal.created_at))),
        (translate("Report", "Labels"), ", ".join(map(isolate, deal.labels))),
        (translate("Report", "Score"), None if found.score is None else words.formats.number(found.score)),
        (translate("Report", "Industry"), organisation and organisation.industry),
        (translate("Report", "Website"), organisation and organisation.website),
        (translate("Report", "Pipeline"), deal.pipeline),
    ]
    parts += [(field.name, _say_field(field, words)) for field in deal.custom]
    known = [Fact(term, shorten(text, _LONGEST_FACT)) for term, text in parts if text]
    title = translate("Report", "The deal")
    return Facts(SectionName.FACTS, title, tuple(known[: room.facts]), columns=1, is_half=True)


def _say_field(field: CustomFieldView, words: Words) -> str:
    choices = {choice.row_id: choice.name for choice in field.choices}
    return say_held(field.kind, field.value, choices, words)


def _people(found: DealFound, room: Room, words: Words) -> Table | None:
    translate, people = words.translate, found.deal.people
    if not people:
        return None
    lines = []
    for person in people[: room.people]:
        name = translate("Report", "{name} (has left)").format(name=person.name) if person.has_left else person.name
        # Who has no phone has an e-mail perhaps.
        reached = person.phone or person.email or ""
        cells = (shorten(name, _LONGEST_NAME), shorten(say_role(person.role, words), _LONGEST_WORD))
        lines.append(
            Line((*cells, shorten(reached, _LONGEST_WORD)), below=shorten(person.job_title or "", _LONGEST_NAME))
        )
    heads = (translate("Report", "Name"), translate("Report", "In the deal"), translate("Report", "Phone"))
    return _half(SectionName.PEOPLE, translate("Report", "People"), heads, lines, len(people), words)


def _visits(found: DealFound, room: Room, words: Words) -> Table:
    """The way through the stages; where it stands is set bold."""
    translate, number = words.translate, words.formats.number
    visits = found.deal.visits
    shown = list(enumerate(visits))
    if len(shown) > room.visits:
        shown = [each for each in shown if each[1].days is not None or each[1].is_current][-room.visits :]
    lines = []
    for place, visit in shown:
        usual = found.usual.get(visit.stage_id)
        days = DASH if visit.days is None else number(visit.days)
        lines.append(
            Line(
                (shorten(visit.name, _LONGEST_NAME), days, DASH if usual is None else number(usual)),
                is_total=visit.is_current,
                mark=StageMark(place, len(visits)),
                values=(visit.name, visit.days, usual),
            )
        )
    columns = (
        Column(translate("Report", "Stage"), is_number=False),
        Column(translate("Report", "Days there"), kind=CellKind.DAYS),
        Column(translate("Report", "Usual"), kind=CellKind.DAYS),
    )
    title = translate("Report", "Way through the stages")
    return Table(SectionName.VISITS, title, "", columns, tuple(lines), is_half=True)


def _answers(found: DealFound, words: Words) -> Facts | None:
    if found.gate is None:
        return None
    facts = tuple(
        Fact(
            name_topic(line.topic, words),
            shorten(say_answer(line, words, asks_again=found.is_open), _LONGEST_SAID),
        )
        for line in found.gate.answers
    )
    title = words.translate("Report", "Budget, authority, need, timeline")
    return Facts(SectionName.ANSWERS, title, facts, columns=1, is_half=True)


def name_topic(topic: Topic, words: Words) -> str:
    """Budget, authority, need, timeline."""
    translate = words.translate
    return {
        Topic.BUDGET: translate("Gates", "Budget"),
        Topic.AUTHORITY: translate("Gates", "Authority"),
        Topic.NEED: translate("Gates", "Need"),
        Topic.TIMELINE: translate("Gates", "Timeline"),
    }[topic]


def say_answer(line: AnswerLine, words: Words, *, asks_again: bool = True) -> str:
    """The evidence, and how sure it is where it is no plain yes; of a closed deal nothing is asked again."""
    translate = words.translate
    states = {
        State.UNKNOWN: translate("Gates", "Unknown"),
        State.NO: translate("Gates", "No"),
        State.PARTLY: translate("Gates", "Partly"),
        State.YES: translate("Gates", "Yes"),
    }
    if line.is_stale and asks_again:
        return translate("Gates", "{evidence}, ask again").format(evidence=line.evidence or states[line.state])
    if not line.evidence:
        return translate("Gates", "Not known") if line.state is State.UNKNOWN else states[line.state]
    if line.state is State.YES:
        return line.evidence
    return translate("Gates", "{evidence}, not confirmed").format(evidence=line.evidence)


def _products(found: DealFound, room: Room, words: Words) -> Table | None:
    translate, deal = words.translate, found.deal
    if not deal.products:
        return None
    columns = [
        Column(translate("Report", "Product"), is_number=False, is_wrapped=True),
        Column(translate("Report", "Quantity"), kind=CellKind.NUMBER),
        Column(translate("Report", "Discount"), kind=CellKind.SHARE),
        Column(translate("Report", "Amount"), kind=CellKind.MONEY),
    ]
    lines = [_product_line(product, words) for product in deal.products[: room.products]]
    if all(product.discount is None for product in deal.products):
        del columns[_DISCOUNT]
        lines = [replace(line, cells=_without(line.cells), values=_without(line.values)) for line in lines]
    total = deal.products_total
    if total is not None and len(deal.products) > 1:
        said = words.formats.minor(total.minor, total.currency)
        between = ("",) * (len(columns) - 2)
        lines.append(Line((translate("Report", "Together"), *between, said), is_total=True))
    caption = _say_more(len(deal.products), room.products, words)
    title = translate("Report", "Products")
    return Table(SectionName.LINES, title, caption, tuple(columns), tuple(lines), is_half=True)


def _without(cells: tuple[_Cell, ...]) -> tuple[_Cell, ...]:
    """All cells but the discount."""
    return (*cells[:_DISCOUNT], *cells[_DISCOUNT + 1 :])


def _product_line(product: DealProduct, words: Words) -> Line:
    formats, amount = words.formats, product.amount
    share = None if product.discount is None else product.discount / 100
    return Line(
        (
            shorten(product.name, _LONGEST_NAME),
            _say_exactly(product.quantity, words),
            "" if share is None else formats.percent(float(share), max(0, _places(share) - 2)),
            DASH if amount is None else formats.minor(amount.minor, amount.currency),
        ),
        values=(product.name, float(product.quantity), None if share is None else float(share), amount),
    )


def _say_exactly(number: Decimal, words: Words) -> str:
    return words.formats.number(number, _places(number))


def _places(number: Decimal) -> int:
    return max(0, -int(number.normalize().as_tuple().exponent))


def _planned(found: DealFound, room: Room, words: Words) -> Table | None:
    if not found.planned or not room.planned:
        return None
    translate = words.translate
    lines = []
    for row in found.planned[: room.planned]:
        due = say_due(row.state, row.due_on, row.due_at, today=found.today, words=words)
        kind = shorten(name_kind(row.kind, words), _LONGEST_WORD)
        lines.append(Line((shorten(row.subject, _LONGEST_SAID), kind, due)))
    heads = (translate("Report", "Activity"), translate("Report", "Kind"), translate("Report", "Due"))
    title = translate("Report", "Next steps")
    return _half(SectionName.PLANNED, title, heads, lines, len(found.planned), words)


def _criteria(found: DealFound, room: Room, words: Words) -> Table | None:
    """What is still open before the deal may go on; those of its own stage stand first, for there is room for few."""
    gate = found.gate
    if gate is None or not found.is_open:
        return None
    still_open = [line for line in (*gate.criteria, *gate.earlier) if not line.is_met]
    if not still_open:
        return None
    translate = words.translate
    # The newest sentence of each: the timeline has it first.
    passes = {text: entry.text for entry in reversed(found.deal.timeline) for text in entry.missing}
    lines = [_criterion_line(line, gate.stage, passes, found, words) for line in still_open[: room.criteria]]
    heads = (translate("Report", "Criterion"), translate("Report", "Due"))
    title = translate("Report", "Open exit criteria")
    return _half(SectionName.CRITERIA, title, heads, lines, len(still_open), words)


def _criterion_line(
    line: CriterionLine, stage: str | None, passes: Mapping[str, str], found: DealFound, words: Words
) -> Line:
    """A criterion, and why the deal went on without it where somebody said so."""
    translate, text = words.translate, line.criterion.text
    why = passes.get(text)
    passed = "" if why is None else translate("Report", "Passed anyway: {why}").format(why=why)
    if line.stage != stage:
        text = translate("Report", "{criterion} ({stage})").format(criterion=text, stage=line.stage)
    due = "" if line.due_on is None else words.formats.day(line.due_on, found.today)
    required = translate("Gates", "required") if line.criterion.is_required else ""
    return Line((shorten(text, _LONGEST_TOUCH), due or required), below=shorten(passed, _LONGEST_SAID))


def _objections(found: DealFound, room: Room, words: Words) -> Table | None:
    translate, objections = words.translate, found.deal.objections
    if not objections or not room.objections:
        return None
    lines = [
        Line(
            (
                shorten(objection.text, _LONGEST_SAID),
                shorten(objection.answer, _LONGEST_SAID) or translate("Report", "no answer yet"),
            )
        )
        for objection in objections[: room.objections]
    ]
    columns = (
        Column(translate("Report", "Objection"), is_number=False, is_wrapped=True),
        Column(translate("Report", "Answer"), is_number=False, is_wrapped=True),
    )
    caption = _say_more(len(objections), room.objections, words)
    title = translate("Report", "Objections")
    return Table(SectionName.OBJECTIONS, title, caption, columns, tuple(lines), is_half=True)


def _touches(found: DealFound, room: Room, words: Words) -> Table | None:
    """The last notes and what was last done, newest first."""
    translate = words.translate
    entries = [entry for entry in found.deal.timeline if entry.kind in {EntryKind.NOTE, EntryKind.ACTIVITY}]
    if not entries:
        return None
    lines = tuple(_touch_line(entry, found, words) for entry in entries[: room.touches])
    columns = (
        Column(translate("Report", "What"), is_number=False, is_wrapped=True),
        Column(translate("Report", "Kind"), is_number=False),
        Column(translate("Report", "Who"), is_number=False),
        Column(translate("Report", "Day"), kind=CellKind.DAY),
    )
    return Table(SectionName.ACTIVITIES, translate("Report", "Last notes and contacts"), "", columns, lines)


def _touch_line(entry: TimelineEntry, found: DealFound, words: Words) -> Line:
    day, said, kind = found.day(entry.at), entry.text, words.translate("DealPanel", "Note")
    if entry.kind is EntryKind.ACTIVITY:
        kind = name_kind_key(entry.activity_kind, words)
        if entry.after and entry.text not in {"", entry.after}:
            said = words.translate("Report", "{activity}: {result}").format(activity=entry.after, result=entry.text)
    who = shorten(entry.who or "", _LONGEST_WORD)
    cells = (shorten(said or kind, _LONGEST_TOUCH), shorten(kind, _LONGEST_WORD), who)
    return Line((*cells, words.full_day(day)), values=(*cells, day))


def _half(
    name: SectionName, title: str, heads: Sequence[str], lines: Sequence[Line], count: int, words: Words
) -> Table:
    """Half as wide as the page; the first text goes on in further lines."""
    columns = tuple(Column(head, is_number=False, is_wrapped=not place) for place, head in enumerate(heads))
    return Table(name, title, _say_more(count, len(lines), words), columns, tuple(lines), is_half=True)


def _say_more(count: int, shown: int, words: Words) -> str:
    """That a list is longer than the page has room for."""
    if count <= shown:
        return ""
    number = words.formats.number
    return words.translate("Report", "{shown} of {count}").format(shown=number(shown), count=number(count))


def shorten(text: str, longest: int) -> str:
    """One line, cut with an ellipsis where it is longer."""
    line = tidy(text)
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"

"""What the palette lists, in words: each thing found, each command, and the headings between them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.queries.search import ActivityFound, DealFound, NoteFound, PersonFound, SearchResult
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.key_names import name_keys
from desktop_pipeline.ui.palette.commands import PaletteCommand

# What is opened: "deal", "person", "organisation" or "activity" with its id; "new deal" or "only" with a name.
Target = tuple[str, int | str]
_ACTIVITY_ICONS = {"call": "phone", "email": "mail", "meeting": "users", "visit": "map-pin"}


@dataclass(frozen=True, slots=True)
class PaletteRow:
    """One line; a heading where there is neither a target nor an act."""

    text: str
    detail: str = ""
    icon: str = ""
    mark: tuple[str, int, int] | None = None  # a deal's status, position and number of stages
    words: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    target: Target | None = None
    act: Callable[[], object] | None = None
    enabled: bool = True

    @property
    def is_heading(self) -> bool:
        """Whether it only names those below it."""
        return self.target is None and self.act is None

    def spoken(self) -> str:
        """The line as it is read aloud."""
        return ", ".join(part for part in (self.text, self.detail, "+".join(self.keys)) if part)


def list_found(result: SearchResult, formats: Formats, today: date, *, may_write: bool) -> list[PaletteRow]:
    """Everything found under its headings, then what can be done with the first organisation."""
    words = result.words
    rows: list[PaletteRow] = []
    groups: Sequence[tuple[str, Iterator[PaletteRow]]] = (
        (_tr("Deals"), (_deal_row(deal, words, formats) for deal in result.deals)),
        (_tr("Contacts"), _contact_rows(result, formats)),
        (_tr("Activities"), (_activity_row(activity, words, formats, today) for activity in result.activities)),
        (_tr("Notes"), (_note_row(note, words) for note in result.notes)),
        (_tr("Do"), _act_rows(result, may_write=may_write)),
    )
    for name, group in groups:
        under = list(group)
        rows += [PaletteRow(name), *under] if under else []
    return rows


def list_recent(deals: Sequence[DealFound], formats: Formats) -> list[PaletteRow]:
    """The deals of late."""
    return [PaletteRow(_tr("Recent deals")), *(_deal_row(deal, (), formats) for deal in deals)] if deals else []


def list_commands(commands: Sequence[PaletteCommand], words: tuple[str, ...]) -> list[PaletteRow]:
    """Commands under their heading."""
    rows = [
        PaletteRow(
            command.text,
            command.place,
            icon="arrow-right",
            words=words,
            keys=command.keys,
            act=command.act,
            enabled=command.enabled,
        )
        for command in commands
    ]
    return [PaletteRow(_tr("Commands")), *rows] if rows else []


def _deal_row(deal: DealFound, words: tuple[str, ...], formats: Formats) -> PaletteRow:
    where = {"won": _tr("Won"), "lost": _tr("Lost")}.get(deal.status, deal.stage)
    money = formats.money(deal.value) if deal.value is not None else None
    text = f"{deal.organisation}: {deal.title}" if deal.organisation else deal.title
    return PaletteRow(
        text,
        ", ".join(part for part in (where, money, deal.owner) if part),
        mark=(deal.status, deal.position, deal.stages),
        words=words,
        target=("deal", deal.deal_id),
    )


def _contact_rows(result: SearchResult, formats: Formats) -> Iterator[PaletteRow]:
    for organisation in result.organisations:
        count = organisation.open_deals
        many = QCoreApplication.translate("Palette", "{count} open deals")
        detail = _tr("1 open deal") if count == 1 else many.format(count=formats.number(count)) if count else ""
        target = ("organisation", organisation.organisation_id)
        yield PaletteRow(organisation.name, detail, icon="building-2", words=result.words, target=target)
    for person in result.people:
        yield _person_row(person, result.words)


def _person_row(person: PersonFound, words: tuple[str, ...]) -> PaletteRow:
    detail = ", ".join(part for part in (person.job_title, person.organisation, person.email) if part)
    return PaletteRow(person.name, detail, icon="user", words=words, target=("person", person.person_id))


def _activity_row(activity: ActivityFound, words: tuple[str, ...], formats: Formats, today: date) -> PaletteRow:
    when = _tr("done") if activity.is_done else formats.day(activity.due_on, today) if activity.due_on else ""
    return PaletteRow(
        activity.subject,
        ", ".join(part for part in (when, activity.on) if part),
        icon=_ACTIVITY_ICONS.get(activity.kind, "calendar-check"),
        words=words,
        target=("activity", activity.activity_id),
    )


def _note_row(note: NoteFound, words: tuple[str, ...]) -> PaletteRow:
    targets: tuple[tuple[str, int | None], ...] = (
        ("deal", note.deal_id),
        ("person", note.person_id),
        ("organisation", note.organisation_id),
    )
    target = next(((kind, row_id) for kind, row_id in targets if row_id is not None), None)
    return PaletteRow(note.text, note.on, icon="sticky-note", words=words, target=target)


def _act_rows(result: SearchResult, *, may_write: bool) -> Iterator[PaletteRow]:
    name = next(iter(organisation.name for organisation in result.organisations), None)
    if name is None:
        return
    if may_write:
        text = _tr("New deal for {name}").format(name=name)
        yield PaletteRow(
            text, icon="plus", words=result.words, keys=(name_keys("Ctrl"), "Enter"), target=("new deal", name)
        )
    text = _tr("Show only {name} on the board").format(name=name)
    yield PaletteRow(
        text, icon="list-filter", words=result.words, keys=(name_keys("Alt"), "Enter"), target=("only", name)
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Palette", text)

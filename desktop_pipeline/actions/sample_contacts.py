"""What the sample company knows of its customers beside their names, and what is to do for them without a deal."""

from desktop_pipeline.actions.sample_book import Book
from desktop_pipeline.actions.sample_lists import Cast
from desktop_pipeline.actions.sample_tale import Diary
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import Activity, ContactNote, ContactPoint, Organisation, Person

_SWITCHBOARDS = 28  # so many organisations have a number and an address of their own


def write_contacts(draft: Draft, book: Book, cast: Cast, diary: Diary) -> None:
    """Who prefers what and who has left; further numbers and addresses, notes."""
    for name, preference in book.prefers.items():
        draft.update(Person, cast.people[name], prefers=preference)
    for name, days_ago in book.left:
        draft.update(Person, cast.people[name], left_on=diary.date(diary.today - days_ago))
    for number, organisation in enumerate(book.organisations[:_SWITCHBOARDS]):
        _add_switchboard(draft, cast.organisations[organisation.name], number)
    positions: dict[str, int] = {}
    for whom, kind, label, value in book.points:
        place = positions[whom] = positions.get(whom, -1) + 1
        draft.insert(ContactPoint, **_find(cast, whom), kind=kind, label=label, value=value, position=place)
    draft.insert_rows(
        ContactNote,
        ("person_id", "organisation_id", "text", "at", "author"),
        (
            (
                cast.people.get(whom),
                cast.organisations.get(whom),
                text,
                diary.at_time(diary.today - days_ago, clock),
                book.owners[0].name,
            )
            for whom, days_ago, clock, text in book.contact_notes
        ),
    )


def write_errands(draft: Draft, book: Book, cast: Cast, diary: Diary) -> None:
    """Planned activities that belong to no deal, one of them without a day."""
    for errand in book.errands:
        day = None if errand.day is None else diary.date(diary.workday_from(diary.today + errand.day))
        draft.insert(
            Activity,
            owner=cast.owners[errand.owner],
            kind=errand.kind,
            subject=errand.subject,
            due_on=day,
            **({} if errand.whom is None else _find(cast, errand.whom)),
        )


def _add_switchboard(draft: Draft, organisation: int, number: int) -> None:
    website = draft.value("select website from organisation where id = ?", (organisation,))
    if website is not None:
        address = f"hello@{str(website).removeprefix('https://')}"
        draft.update(Organisation, organisation, email=address, phone=f"+44 5550 {20100 + number}")


def _find(cast: Cast, whom: str) -> dict[str, int]:
    if whom in cast.people:
        return {"person": cast.people[whom]}
    return {"organisation": cast.organisations[whom]}

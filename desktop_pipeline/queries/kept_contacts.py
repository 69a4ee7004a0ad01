"""What the lists of people and organisations are asked, as a saved view keeps it."""

from collections.abc import Mapping

from desktop_pipeline.queries.contact_standing import Subject
from desktop_pipeline.queries.contacts import ContactFilter


def read_contacts_question(question: Mapping[str, object]) -> tuple[Subject, ContactFilter]:
    """Whose list is asked what; what cannot be understood in it asks for nothing."""
    owners, roles, text = question.get("owners"), question.get("roles"), question.get("text")
    wanted = ContactFilter(
        has_open_deals=question.get("open_deals") is True,
        owner_ids=frozenset(each for each in owners if type(each) is int) if isinstance(owners, list) else frozenset(),
        roles=frozenset(each for each in roles if isinstance(each, str)) if isinstance(roles, list) else frozenset(),
        # Half a character cannot be asked for.
        text=text.encode("utf-8", "ignore").decode().strip() if isinstance(text, str) else "",
    )
    subject = next((each for each in Subject if each.value == question.get("subject")), Subject.PEOPLE)
    return subject, wanted


def write_contacts_question(subject: Subject, wanted: ContactFilter) -> dict[str, object]:
    """The same as plain data."""
    kept: dict[str, object] = {
        "subject": subject.value,
        "open_deals": wanted.has_open_deals,
        "owners": sorted(wanted.owner_ids),
        "roles": sorted(wanted.roles),
        "text": wanted.text,
    }
    return {key: each for key, each in kept.items() if each not in (False, "", [])}

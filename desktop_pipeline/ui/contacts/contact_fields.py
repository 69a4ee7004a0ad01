"""Which fields people and organisations have, in their order, and what each is called."""

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.queries.contact_standing import Subject

FIELDS = {
    Subject.PEOPLE: (
        *("phone", "email", "role", "prefers", "job_title", "organisation"),
        *("website", "linkedin", "source"),
    ),
    Subject.ORGANISATIONS: (
        *("phone", "email", "website", "industry", "size", "address", "country"),
        *("linkedin", "source"),
    ),
}
# These are shown also while they are empty.
USUAL = {
    Subject.PEOPLE: ("phone", "email", "prefers", "job_title", "organisation"),
    Subject.ORGANISATIONS: ("phone", "email", "website", "industry", "address"),
}


def label_field(name: str) -> str:
    """What stands before a field, on the panel and where two are merged."""
    tr = QCoreApplication.translate
    return {
        "name": tr("Contacts", "Name"),
        "phone": tr("Contacts", "Phone"),
        "email": tr("Contacts", "E-mail"),
        "role": tr("Contacts", "In the deal"),
        "prefers": tr("Contacts", "Prefers"),
        "job_title": tr("Contacts", "Works as"),
        **dict.fromkeys(("organisation", "organisation_id"), tr("Contacts", "Works at")),
        "website": tr("Contacts", "Website"),
        "linkedin": tr("Contacts", "LinkedIn"),
        **dict.fromkeys(("source", "source_id"), tr("Contacts", "Source")),
        "left_on": tr("Contacts", "Has left on"),
        "industry": tr("Contacts", "Industry"),
        "size": tr("Contacts", "People"),
        "address": tr("Contacts", "Address"),
        "country": tr("Contacts", "Country"),
    }[name]

"""The words of an import: what fields, kinds of tables, encodings and separators are called."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.actions.importing.outlook import Choice, ColumnOutlook

# Fields that hold days
DAYS = frozenset(
    ("expected_close", "closed", "close", "created", "won_at", "lost_at", "next_on", "last_touch", "due_on", "at")
)
IGNORE = "ignore"
CUSTOM = "custom"
ENCODINGS = (
    "utf-8",
    "utf-16",
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "iso8859-15",
    "mac-roman",
    "shift_jis",
    "gb18030",
)
SEPARATORS = (",", ";", "\t", "|")
_CUSTOM_NAMED = "custom:"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Import", text)


def name_field(field: str, choices: Sequence[Choice] = ()) -> str:
    """What a field is called; one that is not ours as the study calls it, or as it is named in the file."""
    if field.startswith(_CUSTOM_NAMED):
        return field.removeprefix(_CUSTOM_NAMED)
    words = {
        "": _tr("Nothing"),
        IGNORE: _tr("Nothing"),
        CUSTOM: _tr("A field of its own"),
        "title": _tr("Title"),
        "value": _tr("Value"),
        "currency": _tr("Currency"),
        "stage": _tr("Stage"),
        "status": _tr("Status"),
        "probability": _tr("Probability"),
        "expected_close": _tr("Expected close"),
        "closed": _tr("Closed"),
        "close": _tr("Close date"),
        "created": _tr("Created"),
        "owner": _tr("Owner"),
        "organisation": _tr("Organisation"),
        "person": _tr("Person"),
        "email": _tr("E-mail"),
        "phone": _tr("Phone"),
        "source": _tr("Source"),
        "lost_reason": _tr("Lost reason"),
        "next_step": _tr("Next activity"),
        "next_on": _tr("Next activity on"),
        "last_touch": _tr("Last activity"),
        "external_id": _tr("Import ID"),
        "our_id": _tr("Our ID"),
        "our_deal": _tr("ID of our deal"),
        "product": _tr("Product"),
        "label": _tr("Label"),
        "pipeline": _tr("Pipeline"),
        "note": _tr("Note"),
        "won_at": _tr("Won on"),
        "lost_at": _tr("Lost on"),
        "is_won": _tr("Is won"),
        "is_closed": _tr("Is closed"),
        "forecast": _tr("Forecast"),
        "colour": _tr("Row colour"),
        "name": _tr("Name"),
        "first_name": _tr("First name"),
        "last_name": _tr("Last name"),
        "job_title": _tr("Works as"),
        "other_email": _tr("Other e-mail"),
        "other_phone": _tr("Other phone"),
        "website": _tr("Website"),
        "domain": _tr("Domain"),
        "organisation_domain": _tr("Domain of the organisation"),
        "industry": _tr("Industry"),
        "country": _tr("Country"),
        "address": _tr("Address"),
        "size": _tr("Employees"),
        "category": _tr("Category"),
        "price": _tr("Price"),
        "manager": _tr("Manager"),
        "region": _tr("Region"),
        "subject": _tr("Subject"),
        "kind": _tr("Kind"),
        "due_on": _tr("Due on"),
        "due_time": _tr("Due at"),
        "is_done": _tr("Is done"),
        "text": _tr("Text"),
        "at": _tr("When"),
        "who": _tr("Who"),
        "deal": _tr("Deal"),
    }
    told = words.get(field) or next((choice.words for choice in choices if choice.value == field), "")
    return told or field.replace("_", " ").capitalize()


def name_kind(kind: str) -> str:
    """What a table holds."""
    words = {
        "": _tr("Not known"),
        IGNORE: _tr("Nothing, leave it out"),
        "deals": _tr("Deals"),
        "leads": _tr("Leads"),
        "organisations": _tr("Organisations"),
        "people": _tr("People"),
        "owners": _tr("Owners"),
        "products": _tr("Products"),
        "activities": _tr("Activities"),
        "notes": _tr("Notes"),
        "history": _tr("Stage changes"),
    }
    return words.get(kind, kind.replace("_", " ").capitalize())


def name_words(field: str) -> str:
    """What the names of a column are, of which there are several."""
    words = {
        "stage": _tr("Stages"),
        "status": _tr("Statuses"),
        "owner": _tr("Owners"),
        "source": _tr("Sources"),
        "product": _tr("Products"),
        "lost_reason": _tr("Lost reasons"),
        "label": _tr("Labels"),
        "pipeline": _tr("Pipelines"),
    }
    return words.get(field, name_field(field))


def name_encoding(encoding: str) -> str:
    """UTF-8, or a code page with those who write in it."""
    words = {
        "utf8": "UTF-8",
        "utf8sig": "UTF-8",
        "utf16": "UTF-16",
        "utf16le": "UTF-16",
        "utf16be": "UTF-16",
        "ascii": "ASCII",
        "cp1252": _tr("Western (Windows-1252)"),
        "cp1250": _tr("Central European (Windows-1250)"),
        "cp1251": _tr("Cyrillic (Windows-1251)"),
        "cp1253": _tr("Greek (Windows-1253)"),
        "cp1254": _tr("Turkish (Windows-1254)"),
        "latin1": _tr("Western (Latin-1)"),
        "iso88591": _tr("Western (Latin-1)"),
        "iso885915": _tr("Western (Latin-9)"),
        "macroman": _tr("Western (old Mac)"),
        "shiftjis": _tr("Japanese (Shift JIS)"),
        "gb18030": _tr("Chinese (GB 18030)"),
    }
    return words.get(encoding.lower().replace("-", "").replace("_", ""), encoding.upper())


def name_separator(separator: str) -> str:
    """What stands between two cells of a text."""
    words = {",": _tr("comma"), ";": _tr("semicolon"), "\t": _tr("tab"), "|": _tr("bar"), " ": _tr("space")}
    return words.get(separator, separator)


def is_left_out(column: ColumnOutlook) -> bool:
    """Whether nothing is taken from the column."""
    return column.field in {"", IGNORE}

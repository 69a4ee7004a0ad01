"""The words of what a change did: “Value: €12,000 → €14,000”, for the History and the timeline of a deal."""

from datetime import date, datetime

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.domain.money import Money
from desktop_pipeline.queries.history import FieldChange, RecordChange, Shown
from desktop_pipeline.ui.formats import DASH, Formats

# Columns that hold one of few keys of the program.
_KEYS = {"kind", "state", "cause"}


def _say(text: str) -> str:
    return QCoreApplication.translate("ChangeLines", text)


def describe_field(field: FieldChange, formats: Formats, today: date) -> str:
    """`Value: €12,000 → €14,000`; what was or is empty is a dash."""
    line = QCoreApplication.translate("ChangeLines", "{field}: {before} → {after}")
    before, after = (_show(field.field, value, formats, today) for value in (field.before, field.after))
    return line.format(field=name_field(field.field), before=before, after=after)


def describe_record(record: RecordChange) -> str:
    """`Deal “Oak table” added`: which record, and what became of it."""
    lines = {
        "added": QCoreApplication.translate("ChangeLines", "{what} “{name}” added"),
        "changed": QCoreApplication.translate("ChangeLines", "{what} “{name}” changed"),
        "removed": QCoreApplication.translate("ChangeLines", "{what} “{name}” removed"),
    }
    return lines[record.kind].format(what=name_table(record.table), name=record.name)


def list_lines(record: RecordChange, formats: Formats, today: date) -> list[str]:
    """The lines of one record's fields; of one that was added only what it holds, of a removed one what it held."""
    if record.kind == "changed":
        return [describe_field(field, formats, today) for field in record.fields]
    values = ((field, field.after if record.kind == "added" else field.before) for field in record.fields)
    line = QCoreApplication.translate("ChangeLines", "{field}: {value}")
    return [
        line.format(field=name_field(field.field), value=_show(field.field, value, formats, today))
        for field, value in values
        if value not in (None, "", False)
    ]


def name_field(column: str) -> str:
    """The word for a column; one without a word of its own is read as it is written."""
    words = {
        "is_value_by_hand": _say("Value set by hand"),
        "expected_close_on": _say("Expected close"),
        "external_id": _say("Number"),
        "reason_note": _say("Note on the reason"),
        "closed_at": _say("Closed"),
        "created_at": _say("Created"),
        "deleted_at": _say("In the bin since"),
        "due_on": _say("Due"),
        "due_at": _say("Due at"),
        "done_at": _say("Done"),
        "job_title": _say("Job title"),
        "left_on": _say("Left on"),
        "is_active": _say("In use"),
        "is_archived": _say("Archived"),
        "email": _say("E-mail"),
        "gross": _say("Total"),
    }
    spoken = column.replace("_", " ")
    return words.get(column, spoken[:1].upper() + spoken[1:])


def name_table(table: str) -> str:
    """The word for a kind of record."""
    words = {
        "deal_person": _say("Person on the deal"),
        "deal_label": _say("Label"),
        "line_item": _say("Product line"),
        "criterion_tick": _say("Exit criterion"),
        "gate_pass": _say("Passed criterion"),
        "custom_value": _say("Own field"),
        "contact_point": _say("Contact detail"),
        "contact_note": _say("Note"),
        "deal_relation": _say("Related deal"),
        "deal_competitor": _say("Competitor"),
        "after_sale_step": _say("Line of the checklist"),
        "after_sale_tick": _say("Checklist"),
        "retry": _say("Another try"),
        "tax_rate": _say("Tax"),
    }
    spoken = table.replace("_", " ")
    return words.get(table, spoken[:1].upper() + spoken[1:])


def _show(field: str, value: Shown, formats: Formats, today: date) -> str:
    if value is None or value == "":
        return DASH
    if isinstance(value, bool):
        return _say("yes") if value else _say("no")
    if isinstance(value, Money):
        return formats.money(value)
    if isinstance(value, datetime):
        return formats.instant(value, today)
    if isinstance(value, date):
        return formats.day(value, today)
    return _name_key(str(value)) if field in _KEYS else str(value)


def _name_key(key: str) -> str:
    """The word for what is kept as one of few."""
    words = {"email": _say("E-mail"), "yes_no": _say("yes or no")}
    return words.get(key, key.replace("_", " "))

"""Names of the tables and their columns as plain text: what opening and reading a file need of `storage.tables`.

Importing peewee and making the models takes a tenth of the time to the first paint. A test holds the two together.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_pipeline.storage.tables import Table

# In dependency order, as in storage.data_tables.
DATA_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "setting": ("id", "key", "value"),
    "currency": ("id", "code"),
    "currency_rate": ("id", "currency_id", "from_on", "rate"),
    "owner": ("id", "name", "email", "manager", "region", "is_active"),
    "source": ("id", "name", "is_active"),
    "reason": ("id", "name", "reason_group", "needs_note", "position", "is_active"),
    "label": ("id", "name", "is_active"),
    "pipeline": ("id", "name", "position", "is_archived"),
    "stage": (
        *("id", "pipeline_id", "name", "position", "is_open", "is_archived", "probability"),
        *("slow_limit", "stale_limit", "milestone", "definition", "guidance", "colour", "forecast_category"),
        *("too_few", "too_many"),
    ),
    "organisation": (
        *("id", "name", "name_key", "industry", "size", "country", "website"),
        *("address", "deleted_at", "email", "phone", "linkedin", "source_id"),
    ),
    "person": (
        *("id", "name", "organisation_id", "email", "phone", "job_title", "deleted_at"),
        *("website", "linkedin", "prefers", "left_on", "source_id"),
    ),
    "product": ("id", "name", "name_key", "category", "price", "currency", "is_active"),
    "import_batch": ("id", "at", "who", "files", "counts"),
    "deal": (
        *("id", "pipeline_id", "stage_id", "status", "title", "organisation_id", "owner_id"),
        *("source_id", "value", "currency", "probability", "expected_close_on", "created_at", "closed_at"),
        *("reason_id", "reason_note", "rank", "external_id", "last_touch_on", "import_batch_id", "deleted_at"),
        *("forecast_category", "is_value_by_hand", "after_sale_stage_id"),
    ),
    "deal_person": ("id", "deal_id", "person_id", "role"),
    "deal_label": ("id", "deal_id", "label_id"),
    "line_item": ("id", "deal_id", "product_id", "quantity", "amount", "price", "discount", "position"),
    "activity": (
        *("id", "deal_id", "person_id", "owner_id", "kind", "subject", "due_on"),
        *("due_at", "done_at", "result", "organisation_id", "duration", "remind_before", "note"),
        *("created_at",),
    ),
    "note": ("id", "deal_id", "text", "at", "author"),
    "criterion": ("id", "stage_id", "position", "kind", "text", "asks_for", "is_required", "is_archived"),
    "criterion_tick": ("id", "deal_id", "criterion_id", "at", "who", "evidence"),
    "gate_pass": ("id", "deal_id", "at", "who", "from_stage_id", "to_stage_id", "why", "missing"),
    "answer": ("id", "deal_id", "topic", "state", "evidence", "answered_on"),
    "stage_activity": ("id", "stage_id", "position", "kind", "subject", "after_days", "is_archived"),
    "activity_kind": ("id", "key", "name", "icon", "position", "is_active"),
    "contact_point": ("id", "person_id", "organisation_id", "kind", "label", "value", "position"),
    "contact_note": ("id", "person_id", "organisation_id", "text", "at", "author"),
    "objection": ("id", "deal_id", "text", "answer", "raised_on", "answered_on"),
    "deal_relation": ("id", "deal_id", "earlier_id", "kind"),
    "competitor": ("id", "name", "is_active"),
    "deal_competitor": ("id", "deal_id", "competitor_id"),
    "attachment": ("id", "deal_id", "person_id", "organisation_id", "name", "size", "digest", "link", "at", "who"),
    "custom_field": ("id", "subject", "name", "kind", "position", "is_archived"),
    "custom_choice": ("id", "field_id", "name", "position", "is_archived"),
    "custom_value": ("id", "field_id", "deal_id", "person_id", "organisation_id", "value"),
    "saved_view": ("id", "name", "screen", "question", "position"),
    "holiday": ("id", "day", "name"),
    "target": (
        *("id", "scope", "owner_id", "pipeline_id", "product_id", "span", "starts_on"),
        *("measure", "amount", "currency"),
    ),
    "forecast_snapshot": ("id", "at", "who", "as_of", "note", "document"),
    "score_rule": ("id", "part", "field", "operator", "value", "points", "position", "is_active"),
    "milestone_mark": ("id", "deal_id", "milestone", "passed_on", "rule"),
    "tax_rate": ("id", "name", "percent", "position", "is_default", "is_active"),
    "offer": (
        *("id", "deal_id", "number", "state", "made_on", "valid_until", "sent_on", "decided_on"),
        *("note", "document"),
    ),
    "recurrence": ("id", "activity_id", "every", "unit", "anchor_on", "until"),
    "deal_snooze": ("id", "deal_id", "at", "who", "until", "why", "ended_at"),
    "mail_template": ("id", "name", "purpose", "subject", "text", "position", "is_active"),
    "template_attachment": ("id", "template_id", "name", "size", "digest", "industry", "position"),
    "cadence": ("id", "name", "purpose", "starts", "stage_id", "reason_id", "closes_after", "position", "is_active"),
    "cadence_step": (
        *("id", "cadence_id", "position", "after_days", "kind", "subject", "template_id", "skips_free_days"),
        *("is_archived",),
    ),
    "enrolment": (
        *("id", "cadence_id", "deal_id", "person_id", "started_at", "started_on", "who", "state"),
        *("ended_at", "ended_by", "close_on", "reason_id"),
    ),
    "enrolment_step": ("id", "enrolment_id", "step_id", "activity_id", "due_on"),
    "message": (
        *("id", "deal_id", "person_id", "organisation_id", "activity_id", "template_id", "kind"),
        *("direction", "state", "batch", "message_id", "in_reply_to", "sender", "recipient", "subject"),
        *("text", "files", "at", "who", "trouble"),
    ),
    "review": (
        *("id", "started_at", "who", "as_of", "since", "owner_id", "pipeline_id", "state", "rules"),
        *("opening", "closing", "finished_at", "next_on", "note", "snapshot_id"),
    ),
    "review_deal": ("id", "review_id", "deal_id", "position", "why", "decision", "decided_at", "details", "note"),
    "after_sale_step": ("id", "pipeline_id", "position", "purpose", "text", "kind", "after_days", "is_archived"),
    "after_sale_tick": ("id", "deal_id", "step_id", "due_on", "state", "settled_at", "note", "activity_id"),
    "satisfaction": ("id", "deal_id", "asked_on", "score", "note"),
    "problem": ("id", "deal_id", "text", "raised_on", "solved_on", "solution"),
    "retry": ("id", "deal_id", "retry_on", "note", "settled_at", "later_id"),
    "kept_apart": ("id", "subject", "first_id", "second_id"),
    "history_event": (
        *("id", "deal_id", "kind", "at", "recorded_at", "from_stage_id", "to_stage_id"),
        *("value", "currency", "owner_id", "expected_close_on", "probability", "reason_id", "note"),
        *("is_inferred", "is_dated"),
    ),
}
JOURNAL_COLUMNS = ("id", "at", "who", "label", "state", "takes_back", "changeset", "digest")
FILE_COLUMNS = ("id", "digest", "size", "content")
DATA_NAMES = tuple(DATA_COLUMNS)


def name_of(table: "type[Table]") -> str:
    """The table's name in the file."""
    return str(table._meta.table_name)  # noqa: SLF001 - peewee's documented place

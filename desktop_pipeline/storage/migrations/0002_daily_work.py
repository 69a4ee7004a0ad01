# ruff: noqa: D101, D106 - names of tables as they were; storage.tables tells what they hold
"""The second schema: criteria and answers, further contact data, activities, files, custom fields, saved views.

Only adds tables and columns, so that steps recorded before can still be undone. Indexes of the history and the
journal that cost every move a page on the disk make room for smaller ones.
"""

from peewee import BigIntegerField, BlobField, BooleanField, Database, ForeignKeyField, IntegerField, Model, TextField
from playhouse.migrate import SchemaMigrator
from playhouse.sqlite_ext import AutoIncrementField


class Table(Model):
    id = AutoIncrementField()

    class Meta:
        legacy_table_names = False


class Stage(Table):
    pass


class Deal(Table):
    pass


class Person(Table):
    pass


class Organisation(Table):
    pass


class Criterion(Table):
    stage = ForeignKeyField(Stage)
    position = IntegerField(default=0)
    kind = TextField()
    text = TextField()
    asks_for = TextField(null=True)
    is_required = BooleanField(default=False)
    is_archived = BooleanField(default=False)


class CriterionTick(Table):
    deal = ForeignKeyField(Deal, on_delete="CASCADE", index=False)
    criterion = ForeignKeyField(Criterion)
    at = BigIntegerField()
    who = TextField()
    evidence = TextField(default="")

    class Meta:
        indexes = ((("deal", "criterion"), True),)


class GatePass(Table):
    deal = ForeignKeyField(Deal, on_delete="CASCADE")
    at = BigIntegerField()
    who = TextField()
    from_stage = ForeignKeyField(Stage, null=True)
    to_stage = ForeignKeyField(Stage, null=True)
    why = TextField()
    missing = TextField()


class Answer(Table):
    deal = ForeignKeyField(Deal, on_delete="CASCADE", index=False)
    topic = TextField()
    state = TextField()
    evidence = TextField(default="")
    answered_on = TextField(null=True)

    class Meta:
        indexes = ((("deal", "topic"), True),)


class StageActivity(Table):
    stage = ForeignKeyField(Stage)
    position = IntegerField(default=0)
    kind = TextField()
    subject = TextField()
    after_days = IntegerField(default=0)
    is_archived = BooleanField(default=False)


class ActivityKind(Table):
    key = TextField(unique=True)
    name = TextField()
    icon = TextField()
    position = IntegerField(default=0)
    is_active = BooleanField(default=True)


class ContactPoint(Table):
    person = ForeignKeyField(Person, null=True, on_delete="CASCADE")
    organisation = ForeignKeyField(Organisation, null=True, on_delete="CASCADE")
    kind = TextField()
    label = TextField(default="")
    value = TextField()
    position = IntegerField(default=0)


class ContactNote(Table):
    person = ForeignKeyField(Person, null=True, on_delete="CASCADE")
    organisation = ForeignKeyField(Organisation, null=True, on_delete="CASCADE")
    text = TextField()
    at = BigIntegerField()
    author = TextField()


class Objection(Table):
    deal = ForeignKeyField(Deal, on_delete="CASCADE")
    text = TextField()
    answer = TextField(default="")
    raised_on = TextField()
    answered_on = TextField(null=True)


class DealRelation(Table):
    deal = ForeignKeyField(Deal, on_delete="CASCADE", index=False)
    earlier = ForeignKeyField(Deal, on_delete="CASCADE", backref="later_relations")
    kind = TextField()

    class Meta:
        indexes = ((("deal", "earlier"), True),)


class Competitor(Table):
    name = TextField(unique=True)
    is_active = BooleanField(default=True)


class DealCompetitor(Table):
    deal = ForeignKeyField(Deal, on_delete="CASCADE", index=False)
    competitor = ForeignKeyField(Competitor)

    class Meta:
        indexes = ((("deal", "competitor"), True),)


class StoredFile(Table):
    digest = TextField(unique=True)
    size = IntegerField()
    content = BlobField()


class Attachment(Table):
    deal = ForeignKeyField(Deal, null=True, on_delete="CASCADE")
    person = ForeignKeyField(Person, null=True, on_delete="CASCADE")
    organisation = ForeignKeyField(Organisation, null=True, on_delete="CASCADE")
    name = TextField()
    size = IntegerField(null=True)
    digest = TextField(null=True, index=True)
    link = TextField(null=True)
    at = BigIntegerField()
    who = TextField()


class CustomField(Table):
    subject = TextField()
    name = TextField()
    kind = TextField()
    position = IntegerField(default=0)
    is_archived = BooleanField(default=False)


class CustomChoice(Table):
    field = ForeignKeyField(CustomField, on_delete="CASCADE")
    name = TextField()
    position = IntegerField(default=0)
    is_archived = BooleanField(default=False)


class CustomValue(Table):
    field = ForeignKeyField(CustomField, on_delete="CASCADE")
    deal = ForeignKeyField(Deal, null=True, on_delete="CASCADE", index=False)
    person = ForeignKeyField(Person, null=True, on_delete="CASCADE", index=False)
    organisation = ForeignKeyField(Organisation, null=True, on_delete="CASCADE", index=False)
    value = TextField()

    class Meta:
        indexes = ((("deal", "field"), True), (("person", "field"), True), (("organisation", "field"), True))


class SavedView(Table):
    name = TextField()
    screen = TextField()
    question = TextField()
    position = IntegerField(default=0)


class Holiday(Table):
    day = TextField(unique=True)
    name = TextField(default="")


TABLES = (
    Criterion,
    CriterionTick,
    GatePass,
    Answer,
    StageActivity,
    ActivityKind,
    ContactPoint,
    ContactNote,
    Objection,
    DealRelation,
    Competitor,
    DealCompetitor,
    StoredFile,
    Attachment,
    CustomField,
    CustomChoice,
    CustomValue,
    SavedView,
    Holiday,
)
# SQLite adds such columns at the end of a table without touching a row.
_COLUMNS = (
    "stage add column colour TEXT",
    "stage add column forecast_category TEXT not null default 'pipeline'",
    "stage add column too_few INTEGER",
    "stage add column too_many INTEGER",
    "organisation add column email TEXT",
    "organisation add column phone TEXT",
    "organisation add column linkedin TEXT",
    "organisation add column source_id INTEGER references source (id)",
    "person add column website TEXT",
    "person add column linkedin TEXT",
    "person add column prefers TEXT",
    "person add column left_on TEXT",
    "person add column source_id INTEGER references source (id)",
    "deal add column forecast_category TEXT",
    "deal add column is_value_by_hand INTEGER not null default 1",
    "deal add column after_sale_stage_id INTEGER references stage (id)",
    "line_item add column price INTEGER",
    "line_item add column discount TEXT",
    "line_item add column position INTEGER not null default 0",
    "activity add column organisation_id INTEGER references organisation (id)",
    "activity add column duration INTEGER",
    "activity add column remind_before INTEGER",
    "activity add column note TEXT",
    "activity add column created_at INTEGER",
)
_DROPPED = (
    "history_event_from_stage_id",
    "history_event_to_stage_id",
    "history_event_owner_id",
    "history_event_reason_id",
    "journal_entry_state_id",
)
_INDEXES = (
    "history_event_owner_id on history_event (owner_id) WHERE (owner_id IS NOT NULL)",
    "history_event_reason_id on history_event (reason_id) WHERE (reason_id IS NOT NULL)",
    "journal_entry_state on journal_entry (state) WHERE state = 'undone'",
    "organisation_source_id on organisation (source_id)",
    "person_source_id on person (source_id)",
    "deal_after_sale_stage_id on deal (after_sale_stage_id) WHERE (after_sale_stage_id IS NOT NULL)",
    (
        "deal_pipeline_id_expected_close_on_currency_value on deal (pipeline_id, expected_close_on, currency, value)"
        " WHERE status = 'open' AND deleted_at IS NULL"
    ),
    "activity_organisation_id on activity (organisation_id)",
    "activity_due_on on activity (due_on) WHERE (done_at IS NULL)",
)
_KINDS = (
    ("call", "Call", "phone"),
    ("email", "E-mail", "mail"),
    ("meeting", "Meeting", "users"),
    ("visit", "Visit", "map-pin"),
    ("task", "Task", "pencil"),
)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Adds the tables, columns and the kinds of activities that everybody has."""
    db.bind(TABLES)
    _run(db, *(f"alter table {column}" for column in _COLUMNS))
    db.create_tables(TABLES)
    _run(db, *(f"drop index {name}" for name in _DROPPED), *(f"create index {index}" for index in _INDEXES))
    for position, (key, name, icon) in enumerate(_KINDS):
        ActivityKind.insert(key=key, name=name, icon=icon, position=position).execute()


def _run(db: Database, *statements: str) -> None:
    for statement in statements:
        db.execute_sql(statement)  # type: ignore[no-untyped-call] # peewee's stubs leave it out

"""The tables of a workspace as peewee models; they are bound to no database, the workspace runs their queries.

A reference has an index of its own (`index=False` where one of several columns begins with it): what is removed must
not search whole tables for those who refer to it. Each index costs every move a page on the disk, so there are no more:
the history has none of its stages, which are few and hardly ever removed, and leaves out rows without the reference.
"""

from peewee import (
    SQL,
    BigIntegerField,
    BlobField,
    BooleanField,
    FloatField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)

from desktop_pipeline.storage.fields import DayField, InstantField, LastingIdField, QuantityField


class Table(Model):
    """Every table has an id that is never used twice, also after an undo."""

    id = LastingIdField()

    class Meta:
        """Table names have a line between their words."""

        legacy_table_names = False


class Setting(Table):
    """One setting of the workspace; the value is JSON."""

    key = TextField(unique=True)
    value = TextField()


class Currency(Table):
    """A currency the owner uses."""

    code = TextField(unique=True)


class CurrencyRate(Table):
    """Base currency for one unit of the currency from a day on; the rate is an exact decimal text."""

    currency = ForeignKeyField(Currency)
    from_on = DayField()
    rate = TextField()


class Owner(Table):
    """A person on the team who holds deals."""

    name = TextField(unique=True)
    email = TextField(null=True)
    manager = TextField(null=True)
    region = TextField(null=True)
    is_active = BooleanField(default=True)


class Source(Table):
    """Where deals come from."""

    name = TextField(unique=True)
    is_active = BooleanField(default=True)


class Reason(Table):
    """A reason for winning or losing; `reason_group` is a domain.deals.ReasonGroup."""

    name = TextField()
    reason_group = TextField()
    needs_note = BooleanField(default=False)
    position = IntegerField(default=0)
    is_active = BooleanField(default=True)


class Label(Table):
    """A word that deals are marked with."""

    name = TextField(unique=True)
    is_active = BooleanField(default=True)


class Pipeline(Table):
    """An ordered set of stages."""

    name = TextField()
    position = IntegerField(default=0)
    is_archived = BooleanField(default=False)


class Stage(Table):
    """A step of a pipeline; after-sale stages (`is_open` false) hold won deals.

    `slow_limit` and `stale_limit` are days; `too_few` and `too_many` are numbers of deals. `colour` is the name of a
    colour token, None for the usual ramp. `forecast_category` is a domain.stages.ForecastCategory.
    """

    pipeline = ForeignKeyField(Pipeline)
    name = TextField()
    position = IntegerField()
    is_open = BooleanField(default=True)
    is_archived = BooleanField(default=False)
    probability = FloatField()
    slow_limit = IntegerField()
    stale_limit = IntegerField()
    milestone = TextField(default="none")
    definition = TextField(default="")
    guidance = TextField(default="")
    colour = TextField(null=True)
    forecast_category = TextField(default="pipeline")
    too_few = IntegerField(null=True)
    too_many = IntegerField(null=True)


class Organisation(Table):
    """A company; `name_key` is the normalised name that imports match on. Further e-mails and phones: ContactPoint."""

    name = TextField()
    name_key = TextField(index=True)
    industry = TextField(null=True)
    size = IntegerField(null=True)
    country = TextField(null=True)
    website = TextField(null=True)
    address = TextField(null=True)
    deleted_at = InstantField(null=True)
    email = TextField(null=True)
    phone = TextField(null=True)
    linkedin = TextField(null=True)
    source = ForeignKeyField(Source, null=True)


class Person(Table):
    """Somebody at a customer, with the main e-mail and phone (further ones: ContactPoint).

    `prefers` tells how they like to be reached. `left_on` is set where they no longer work there.
    """

    name = TextField()
    organisation = ForeignKeyField(Organisation, null=True)
    email = TextField(null=True)
    phone = TextField(null=True)
    job_title = TextField(null=True)
    deleted_at = InstantField(null=True)
    website = TextField(null=True)
    linkedin = TextField(null=True)
    prefers = TextField(null=True)
    left_on = DayField(null=True)
    source = ForeignKeyField(Source, null=True)


class Product(Table):
    """Something that is sold; the list price is in minor units of its currency."""

    name = TextField()
    name_key = TextField(unique=True)
    category = TextField(null=True)
    price = BigIntegerField(null=True)
    currency = TextField(null=True)
    is_active = BooleanField(default=True)


class ImportBatch(Table):
    """One import: its files and what it counted, as JSON."""

    at = InstantField()
    who = TextField()
    files = TextField()
    counts = TextField()


class Deal(Table):
    """One possible sale as it stands now; its past is in HistoryEvent. `rank` orders deals within their stage.

    The value follows the line items unless `is_value_by_hand`. `forecast_category` None: the stage's. A won deal may
    stand in an `after_sale_stage`.
    """

    pipeline = ForeignKeyField(Pipeline, index=False)
    stage = ForeignKeyField(Stage, null=True, index=False)
    status = TextField()
    title = TextField()
    organisation = ForeignKeyField(Organisation, null=True, index=True)
    owner = ForeignKeyField(Owner, null=True)
    source = ForeignKeyField(Source, null=True)
    value = BigIntegerField(null=True)
    currency = TextField()
    probability = FloatField(null=True)
    expected_close_on = DayField(null=True)
    created_at = InstantField(null=True)
    closed_at = InstantField(null=True)
    reason = ForeignKeyField(Reason, null=True)
    reason_note = TextField(null=True)
    rank = BigIntegerField(default=0)
    external_id = TextField(null=True, index=True)
    last_touch_on = DayField(null=True)
    import_batch = ForeignKeyField(ImportBatch, null=True)
    deleted_at = InstantField(null=True)
    forecast_category = TextField(null=True)
    is_value_by_hand = BooleanField(default=True)
    after_sale_stage = ForeignKeyField(Stage, null=True, index=False)

    class Meta:
        """The board reads a stage's deals in their order; the lists of closed deals by their date."""

        indexes = (
            (("stage", "status", "deleted_at", "rank"), False),
            (("status", "closed_at"), False),
            (("pipeline", "status", "deleted_at", "stage", "currency", "value"), False),
        )


Deal.add_index(Deal.after_sale_stage, where=Deal.after_sale_stage.is_null(False))
# The board by month; a move from stage to stage writes none of its columns.
Deal.add_index(
    *(Deal.pipeline, Deal.expected_close_on, Deal.currency, Deal.value),
    where=SQL("status = 'open' AND deleted_at IS NULL"),
)


class DealPerson(Table):
    """A person's part in a deal."""

    deal = ForeignKeyField(Deal, on_delete="CASCADE", index=False)
    person = ForeignKeyField(Person)
    role = TextField(default="")

    class Meta:
        """A person stands once on a deal."""

        indexes = ((("deal", "person"), True),)


class DealLabel(Table):
    """A label on a deal."""

    deal = ForeignKeyField(Deal, on_delete="CASCADE", index=False)
    label = ForeignKeyField(Label)

    class Meta:
        """A label stands once on a deal."""

        indexes = ((("deal", "label"), True),)


class LineItem(Table):
    """A product on a deal, its money in minor units of the deal's currency.

    `amount` is quantity × price less the discount (a percentage as an exact decimal text), or what a file names;
    unknown where neither is known.
    """

    deal = ForeignKeyField(Deal, on_delete="CASCADE")
    product = ForeignKeyField(Product)
    quantity = QuantityField(default=1)
    amount = BigIntegerField(null=True)
    price = BigIntegerField(null=True)
    discount = TextField(null=True)
    position = IntegerField(default=0)


class Activity(Table):
    """Something to do or done; `kind` is the key of an ActivityKind. `due_at` is set where a time of day matters.

    `duration` and `remind_before` are minutes.
    """

    deal = ForeignKeyField(Deal, null=True, on_delete="CASCADE")
    person = ForeignKeyField(Person, null=True)
    owner = ForeignKeyField(Owner, null=True)
    kind = TextField()
    subject = TextField()
    due_on = DayField(null=True)
    due_at = InstantField(null=True)
    done_at = InstantField(null=True)
    result = TextField(null=True)
    organisation = ForeignKeyField(Organisation, null=True)
    duration = IntegerField(null=True)
    remind_before = IntegerField(null=True)
    note = TextField(null=True)
    created_at = InstantField(null=True)


Activity.add_index(Activity.due_on, where=Activity.done_at.is_null())
Activity.add_index(
    Activity.remind_before, where=Activity.done_at.is_null() & Activity.remind_before.is_null(is_null=False)
)


class Note(Table):
    """A written note on a deal."""

    deal = ForeignKeyField(Deal, on_delete="CASCADE")
    text = TextField()
    at = InstantField()
    author = TextField()


class Criterion(Table):
    """An exit criterion of a stage (PRODUCT D3); `kind` is a domain.gates.CriterionKind.

    `asks_for` names the field, the kind of activity or the topic that meets it; None for a tick.
    """

    stage = ForeignKeyField(Stage)
    position = IntegerField(default=0)
    kind = TextField()
    text = TextField()
    asks_for = TextField(null=True)
    is_required = BooleanField(default=False)
    is_archived = BooleanField(default=False)


class CriterionTick(Table):
    """A criterion that somebody ticked for a deal."""

    deal = ForeignKeyField(Deal, on_delete="CASCADE", index=False)
    criterion = ForeignKeyField(Criterion)
    at = InstantField()
    who = TextField()
    evidence = TextField(default="")

    class Meta:
        """A criterion is ticked once for a deal."""

        indexes = ((("deal", "criterion"), True),)


class GatePass(Table):
    """A required criterion that was passed with a sentence; `missing` is the texts of those open then, as JSON.

    `to_stage` None: the deal was won.
    """

    deal = ForeignKeyField(Deal, on_delete="CASCADE")
    at = InstantField()
    who = TextField()
    from_stage = ForeignKeyField(Stage, null=True)
    to_stage = ForeignKeyField(Stage, null=True)
    why = TextField()
    missing = TextField()


class Answer(Table):
    """What is known about budget, authority, need or timeline of a deal; `state` is a domain.qualification.State."""

    deal = ForeignKeyField(Deal, on_delete="CASCADE", index=False)
    topic = TextField()
    state = TextField()
    evidence = TextField(default="")
    answered_on = DayField(null=True)

    class Meta:
        """A topic is answered once for a deal; the journal knows earlier answers."""

        indexes = ((("deal", "topic"), True),)


class StageActivity(Table):
    """An activity that is planned for a deal on entering the stage, so many days later."""

    stage = ForeignKeyField(Stage)
    position = IntegerField(default=0)
    kind = TextField()
    subject = TextField()
    after_days = IntegerField(default=0)
    is_archived = BooleanField(default=False)


class ActivityKind(Table):
    """A kind of activity: call, e-mail, meeting, visit, task and the owner's own. `icon` is the name of an icon."""

    key = TextField(unique=True)
    name = TextField()
    icon = TextField()
    position = IntegerField(default=0)
    is_active = BooleanField(default=True)


class ContactPoint(Table):
    """A further e-mail, phone or link of a person or organisation; `kind` is email, phone or link."""

    person = ForeignKeyField(Person, null=True, on_delete="CASCADE")
    organisation = ForeignKeyField(Organisation, null=True, on_delete="CASCADE")
    kind = TextField()
    label = TextField(default="")
    value = TextField()
    position = IntegerField(default=0)


class ContactNote(Table):
    """A written note on a person or an organisation."""

    person = ForeignKeyField(Person, null=True, on_delete="CASCADE")
    organisation = ForeignKeyField(Organisation, null=True, on_delete="CASCADE")
    text = TextField()
    at = InstantField()
    author = TextField()


class Objection(Table):
    """What the customer holds against the deal, and what was answered."""

    deal = ForeignKeyField(Deal, on_delete="CASCADE")
    text = TextField()
    answer = TextField(default="")
    raised_on = DayField()
    answered_on = DayField(null=True)


class DealRelation(Table):
    """A deal that follows from an earlier one; `kind` is repeat, upsell or referral."""

    deal = ForeignKeyField(Deal, on_delete="CASCADE", index=False)
    earlier = ForeignKeyField(Deal, on_delete="CASCADE", backref="later_relations")
    kind = TextField()

    class Meta:
        """Two deals are related once."""

        indexes = ((("deal", "earlier"), True),)


class Competitor(Table):
    """Somebody else who wants the same deals."""

    name = TextField(unique=True)
    is_active = BooleanField(default=True)


class DealCompetitor(Table):
    """A competitor on a deal."""

    deal = ForeignKeyField(Deal, on_delete="CASCADE", index=False)
    competitor = ForeignKeyField(Competitor)

    class Meta:
        """A competitor stands once on a deal."""

        indexes = ((("deal", "competitor"), True),)


class Attachment(Table):
    """A file on a deal, person or organisation: kept in the workspace (`digest` of a StoredFile) or linked."""

    deal = ForeignKeyField(Deal, null=True, on_delete="CASCADE")
    person = ForeignKeyField(Person, null=True, on_delete="CASCADE")
    organisation = ForeignKeyField(Organisation, null=True, on_delete="CASCADE")
    name = TextField()
    size = IntegerField(null=True)
    digest = TextField(null=True, index=True)
    link = TextField(null=True)
    at = InstantField()
    who = TextField()


class StoredFile(Table):
    """The content of attached files by its digest; not recorded by the journal, collected when nothing names it."""

    digest = TextField(unique=True)
    size = IntegerField()
    content = BlobField()


class CustomField(Table):
    """A field of the owner's own on deals, persons or organisations; `kind` is a domain.custom_fields.FieldKind."""

    subject = TextField()
    name = TextField()
    kind = TextField()
    position = IntegerField(default=0)
    is_archived = BooleanField(default=False)


class CustomChoice(Table):
    """One of the choices of a custom field."""

    field = ForeignKeyField(CustomField, on_delete="CASCADE")
    name = TextField()
    position = IntegerField(default=0)
    is_archived = BooleanField(default=False)


class CustomValue(Table):
    """What a custom field holds for one deal, person or organisation, as JSON."""

    field = ForeignKeyField(CustomField, on_delete="CASCADE")
    deal = ForeignKeyField(Deal, null=True, on_delete="CASCADE", index=False)
    person = ForeignKeyField(Person, null=True, on_delete="CASCADE", index=False)
    organisation = ForeignKeyField(Organisation, null=True, on_delete="CASCADE", index=False)
    value = TextField()

    class Meta:
        """A field holds one value for each."""

        indexes = ((("deal", "field"), True), (("person", "field"), True), (("organisation", "field"), True))


class SavedView(Table):
    """A question worth asking again: filter, order and columns of a screen, as JSON."""

    name = TextField()
    screen = TextField()
    question = TextField()
    position = IntegerField(default=0)


class Holiday(Table):
    """A day on which nobody works."""

    day = DayField(unique=True)
    name = TextField(default="")


class Target(Table):
    """What is to be won, counted or done in a span of time (METRICS §12).

    `scope` and `span` and `measure` are the words of domain.targets; `amount` is minor units of `currency` for money,
    else a count.
    """

    scope = TextField()
    owner = ForeignKeyField(Owner, null=True)
    pipeline = ForeignKeyField(Pipeline, null=True)
    product = ForeignKeyField(Product, null=True)
    span = TextField()
    starts_on = DayField()
    measure = TextField()
    amount = BigIntegerField()
    currency = TextField(null=True)


class ForecastSnapshot(Table):
    """A forecast as it was kept on a day, with the human calls; `document` is JSON (METRICS §13)."""

    at = InstantField()
    who = TextField()
    as_of = DayField()
    note = TextField(default="")
    document = TextField()


class ScoreRule(Table):
    """A rule of the lead score (METRICS §14): `part` is fit or behaviour, the rest the words of domain.scores."""

    part = TextField()
    field = TextField()
    operator = TextField(default="")
    value = TextField(default="")
    points = IntegerField()
    position = IntegerField(default=0)
    is_active = BooleanField(default=True)


class MilestoneMark(Table):
    """A deal marked by hand as having passed a milestone, and by which version of the rule (METRICS §10)."""

    deal = ForeignKeyField(Deal, on_delete="CASCADE", index=False)
    milestone = TextField()
    on = DayField(column_name="passed_on")
    rule = TextField(default="")

    class Meta:
        """A deal passes a milestone once."""

        indexes = ((("deal", "milestone"), True),)


class TaxRate(Table):
    """A tax that offers bear; `percent` is an exact decimal text. New offers begin with the one that `is_default`."""

    name = TextField()
    percent = TextField()
    position = IntegerField(default=0)
    is_default = BooleanField(default=False)
    is_active = BooleanField(default=True)


class Offer(Table):
    """An offer on a deal; `state` is a domain.offers.OfferState, `document` what is printed (domain.offer_text).

    `note` is what was said when it was accepted or declined.
    """

    deal = ForeignKeyField(Deal, on_delete="CASCADE")
    number = TextField(unique=True)
    state = TextField()
    made_on = DayField()
    valid_until = DayField(null=True)
    sent_on = DayField(null=True)
    decided_on = DayField(null=True)
    note = TextField(default="")
    document = TextField()


class HistoryEvent(Table):
    """Append-only history of deals (METRICS §0); `kind` is a domain.deals.EventKind.

    `at` is the instant the event holds for, `recorded_at` when it was entered. `is_inferred`: taken from a file's
    columns. `is_dated` false: the file names no date for it.
    """

    deal = ForeignKeyField(Deal, on_delete="CASCADE", index=False)
    kind = IntegerField()
    at = InstantField()
    recorded_at = InstantField()
    from_stage = ForeignKeyField(Stage, null=True, index=False)
    to_stage = ForeignKeyField(Stage, null=True, index=False)
    value = BigIntegerField(null=True)
    currency = TextField(null=True)
    owner = ForeignKeyField(Owner, null=True, index=False)
    expected_close_on = DayField(null=True)
    probability = FloatField(null=True)
    reason = ForeignKeyField(Reason, null=True, index=False)
    note = TextField(null=True)
    is_inferred = BooleanField(default=False)
    is_dated = BooleanField(default=True)

    class Meta:
        """A deal's events are read in the order they hold."""

        indexes = ((("deal", "at"), False),)


HistoryEvent.add_index(HistoryEvent.owner, where=HistoryEvent.owner.is_null(False))
HistoryEvent.add_index(HistoryEvent.reason, where=HistoryEvent.reason.is_null(False))


class JournalEntry(Table):
    """One change with its changeset (ARCHITECTURE §2); `state` is a storage.journal.State."""

    at = InstantField()
    who = TextField()
    label = TextField()
    state = TextField()
    takes_back = IntegerField(null=True)
    changeset = BlobField(null=True)
    digest = TextField()


# What may be redone is looked up by it; what may be undone is found from the newest on.
JournalEntry.add_index(JournalEntry.state, where=SQL("state = 'undone'"))

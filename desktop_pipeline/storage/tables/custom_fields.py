"""Fields of the owner's own and what they hold."""

from peewee import BooleanField, ForeignKeyField, IntegerField, TextField

from desktop_pipeline.storage.tables.contacts import Organisation, Person
from desktop_pipeline.storage.tables.deals import Deal
from desktop_pipeline.storage.tables.table import Table


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

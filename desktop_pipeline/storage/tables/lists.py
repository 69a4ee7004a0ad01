"""The owner's own lists, which deals and activities choose from."""

from peewee import BigIntegerField, BooleanField, IntegerField, TextField

from desktop_pipeline.storage.tables.table import Table


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


class Product(Table):
    """Something that is sold; the list price is in minor units of its currency."""

    name = TextField()
    name_key = TextField(unique=True)
    category = TextField(null=True)
    price = BigIntegerField(null=True)
    currency = TextField(null=True)
    is_active = BooleanField(default=True)


class Competitor(Table):
    """Somebody else who wants the same deals."""

    name = TextField(unique=True)
    is_active = BooleanField(default=True)


class ActivityKind(Table):
    """A kind of activity: call, e-mail, meeting, visit, task and the owner's own. `icon` is the name of an icon."""

    key = TextField(unique=True)
    name = TextField()
    icon = TextField()
    position = IntegerField(default=0)
    is_active = BooleanField(default=True)

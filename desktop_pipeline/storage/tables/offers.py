"""Offers and the taxes they bear."""

from peewee import BooleanField, ForeignKeyField, IntegerField, TextField

from desktop_pipeline.storage.fields import DayField
from desktop_pipeline.storage.tables.deals import Deal
from desktop_pipeline.storage.tables.table import Table


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

"""Reviews and the deals in them."""

from peewee import ForeignKeyField, IntegerField, TextField

from desktop_pipeline.storage.fields import DayField, InstantField
from desktop_pipeline.storage.tables.deals import Deal
from desktop_pipeline.storage.tables.forecasts import ForecastSnapshot
from desktop_pipeline.storage.tables.lists import Owner
from desktop_pipeline.storage.tables.pipelines import Pipeline
from desktop_pipeline.storage.tables.table import Table


class Review(Table):
    """A walk through the deals that need a decision; `state` is a domain.reviews.ReviewState.

    `rules` is what put deals into it, `opening` and `closing` are figures before and after, all as JSON.
    """

    started_at = InstantField()
    who = TextField()
    as_of = DayField()
    since = DayField(null=True)
    owner = ForeignKeyField(Owner, null=True)
    pipeline = ForeignKeyField(Pipeline, null=True)
    state = TextField()
    rules = TextField()
    opening = TextField()
    closing = TextField(null=True)
    finished_at = InstantField(null=True)
    next_on = DayField(null=True)
    note = TextField(default="")
    snapshot = ForeignKeyField(ForecastSnapshot, null=True)


class ReviewDeal(Table):
    """A deal in a review: why it is there, and what was decided; `decision` is a domain.reviews.Decision.

    `why` and `details` are JSON: the reasons with their numbers, and what the decision did.
    """

    review = ForeignKeyField(Review, on_delete="CASCADE", index=False)
    deal = ForeignKeyField(Deal, on_delete="CASCADE")
    position = IntegerField(default=0)
    why = TextField()
    decision = TextField(null=True)
    decided_at = InstantField(null=True)
    details = TextField(default="{}")
    note = TextField(default="")

    class Meta:
        """A deal is in a review once."""

        indexes = ((("review", "deal"), True),)

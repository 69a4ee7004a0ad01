"""The tables of a workspace as peewee models; they are bound to no database, the workspace runs their queries.

A reference has an index of its own (`index=False` where one of several columns begins with it): what is removed must
not search whole tables for those who refer to it. Each index costs every move a page on the disk, so there are no more:
the history has none of its stages, which are few and hardly ever removed, and leaves out rows without the reference.
"""

from desktop_pipeline.storage.tables.activities import Activity, Recurrence
from desktop_pipeline.storage.tables.after_sale import AfterSaleStep, AfterSaleTick, Problem, Retry, Satisfaction
from desktop_pipeline.storage.tables.attachments import Attachment, StoredFile
from desktop_pipeline.storage.tables.cadences import Cadence, CadenceStep, Enrolment, EnrolmentStep
from desktop_pipeline.storage.tables.contacts import ContactNote, ContactPoint, Organisation, Person
from desktop_pipeline.storage.tables.custom_fields import CustomChoice, CustomField, CustomValue
from desktop_pipeline.storage.tables.deals import (
    Deal,
    DealCompetitor,
    DealLabel,
    DealPerson,
    DealRelation,
    DealSnooze,
    ImportBatch,
    LineItem,
    Note,
    Objection,
)
from desktop_pipeline.storage.tables.duplicates import KeptApart
from desktop_pipeline.storage.tables.forecasts import ForecastSnapshot, Target
from desktop_pipeline.storage.tables.history import HistoryEvent, MilestoneMark
from desktop_pipeline.storage.tables.journal import JournalEntry
from desktop_pipeline.storage.tables.lists import ActivityKind, Competitor, Label, Owner, Product, Reason, Source
from desktop_pipeline.storage.tables.mail import MailTemplate, Message, TemplateAttachment
from desktop_pipeline.storage.tables.offers import Offer, TaxRate
from desktop_pipeline.storage.tables.pipelines import Criterion, Pipeline, Stage, StageActivity
from desktop_pipeline.storage.tables.qualifying import Answer, CriterionTick, GatePass
from desktop_pipeline.storage.tables.reviews import Review, ReviewDeal
from desktop_pipeline.storage.tables.settings import Currency, CurrencyRate, Holiday, SavedView, ScoreRule, Setting
from desktop_pipeline.storage.tables.table import Table

__all__ = [
    "Activity",
    "ActivityKind",
    "AfterSaleStep",
    "AfterSaleTick",
    "Answer",
    "Attachment",
    "Cadence",
    "CadenceStep",
    "Competitor",
    "ContactNote",
    "ContactPoint",
    "Criterion",
    "CriterionTick",
    "Currency",
    "CurrencyRate",
    "CustomChoice",
    "CustomField",
    "CustomValue",
    "Deal",
    "DealCompetitor",
    "DealLabel",
    "DealPerson",
    "DealRelation",
    "DealSnooze",
    "Enrolment",
    "EnrolmentStep",
    "ForecastSnapshot",
    "GatePass",
    "HistoryEvent",
    "Holiday",
    "ImportBatch",
    "JournalEntry",
    "KeptApart",
    "Label",
    "LineItem",
    "MailTemplate",
    "Message",
    "MilestoneMark",
    "Note",
    "Objection",
    "Offer",
    "Organisation",
    "Owner",
    "Person",
    "Pipeline",
    "Problem",
    "Product",
    "Reason",
    "Recurrence",
    "Retry",
    "Review",
    "ReviewDeal",
    "Satisfaction",
    "SavedView",
    "ScoreRule",
    "Setting",
    "Source",
    "Stage",
    "StageActivity",
    "StoredFile",
    "Table",
    "Target",
    "TaxRate",
    "TemplateAttachment",
]

"""What lies in the folder of an export of everything, told to whoever opens it."""

from collections.abc import Mapping, Sequence

WHAT: Mapping[str, str] = {
    "setting": "base currency, time zone, the company's card and the like; the value is JSON",
    "currency": "the currencies in use",
    "currency_rate": "what one unit of a currency is worth in the base currency, from a day on",
    "owner": "people on the team",
    "source": "where deals come from",
    "reason": "reasons for winning and losing, by group: we_lost, no_decision, not_real, won",
    "label": "words that deals are marked with",
    "pipeline": "pipelines",
    "stage": "the stages of the pipelines in their order; those with is_open false come after the sale",
    "organisation": "customers and others",
    "person": "people, each at one organisation at most",
    "product": "what is sold, with its list price",
    "import_batch": "the imports: their files and what they counted, as JSON",
    "deal": "the deals as they stand now; those with deleted_at lie in the bin",
    "deal_person": "who has which part in which deal",
    "deal_label": "which deal bears which label",
    "line_item": "the products of a deal; price and amount are in the currency of the deal",
    "activity": "what was planned and what was done, of deals, people and organisations",
    "note": "notes on deals",
    "criterion": "the exit criteria of the stages",
    "criterion_tick": "criteria that were ticked, with their evidence",
    "gate_pass": "moves that were let pass though something required was open, and why",
    "answer": "what is known of budget, authority, need and timeline",
    "stage_activity": "activities that are planned when a deal comes into a stage",
    "activity_kind": "the kinds of activities",
    "contact_point": "further e-mails, phones and links of people and organisations",
    "contact_note": "notes on people and organisations",
    "objection": "what customers hold against a deal, and what was answered",
    "deal_relation": "deals that follow from earlier ones: repeat, upsell, referral",
    "competitor": "who else wants the same deals",
    "deal_competitor": "which competitor stands against which deal",
    "attachment": "files of deals, people and organisations: kept ones lie in the folder files under their digest",
    "custom_field": "fields of your own",
    "custom_choice": "their choices",
    "custom_value": "what they hold, as JSON",
    "saved_view": "saved views and reports, as JSON",
    "holiday": "days on which nobody works",
    "target": "targets; the amount is money where the measure says so, else a number",
    "forecast_snapshot": "forecasts as they were kept, as JSON",
    "score_rule": "the rules of the score",
    "milestone_mark": "deals that were marked by hand as qualified",
    "tax_rate": "taxes of offers",
    "offer": "offers; the document holds, as JSON and in minor units, what is printed",
    "recurrence": "activities that come again",
    "deal_snooze": "deals that were left alone for a while on purpose",
    "mail_template": "templates of e-mails",
    "template_attachment": "the files that go with them",
    "cadence": "cadences",
    "cadence_step": "their steps",
    "enrolment": "who goes or went through which cadence",
    "enrolment_step": "which activity stands for which step",
    "message": "e-mails and other messages, written and received",
    "review": "the reviews, with their opening and closing figures as JSON",
    "review_deal": "what was decided on each deal",
    "after_sale_step": "the checklists after a sale",
    "after_sale_tick": "what of them is done for each won deal",
    "satisfaction": "how content customers said to be, 0 to 10",
    "problem": "what went wrong after a sale, and how it was solved",
    "retry": "lost deals that are to be tried again",
    "kept_apart": "rows that look alike and are not the same",
    "history_event": "what happened to each deal, the oldest first; figures are made of it",
}
_OPENING = """Everything in a workspace of Desktop Pipeline, each table as CSV and as JSON.

CSV is UTF-8 with commas and a line of heads. A text that a spreadsheet would take for a formula has a ' before it;
JSON has it as it is. Nothing (CSV) and null (JSON) mean that it is not known.

id numbers the rows of a table; NAME_id is the id of a row of the table NAME.
_at and at are instants in UTC, _on are days, both in ISO.
Money is in major units; its currency stands beside it, or is that of the deal.
probability is a share from 0 to 1.
"""


def write_guide(tables: Mapping[str, Sequence[str]]) -> str:
    """The text, for tables by name with their columns."""
    parts = [f"{name}: {WHAT[name]}\n    {', '.join(columns)}\n" for name, columns in tables.items()]
    return "\n".join((_OPENING, *parts))

"""What a list is filtered by and how it is ordered, in words for the foot and the line under the title."""

from collections.abc import Collection, Iterable
from datetime import date

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.names import isolate
from desktop_pipeline.queries.activities import read_kinds
from desktop_pipeline.queries.agenda import AgendaFilter
from desktop_pipeline.queries.contacts import ContactFilter
from desktop_pipeline.queries.deal_question import DealQuestion
from desktop_pipeline.queries.id_sets import NONE
from desktop_pipeline.queries.names import NamedTable, read_names
from desktop_pipeline.reports.lists.activity_words import name_kind
from desktop_pipeline.reports.words import Words
from desktop_pipeline.storage.workspace import View

_MOST_NAMED = 4


def say_filter(parts: Iterable[str], words: Words) -> str:
    """`Filter: open, Ann Ek.`, or that everything is there."""
    said = ", ".join(parts)
    if not said:
        return words.translate("Report", "Filter: none.")
    return words.translate("Report", "Filter: {conditions}.").format(conditions=said)


def describe_question(view: View, question: DealQuestion, words: Words) -> list[str]:
    """Each condition that deals were asked for, in a few words."""
    translate = words.translate
    parts = [] if question.status is None else [name_status(question.status, words).lower()]
    tables: tuple[tuple[NamedTable, Collection[int], str], ...] = (
        ("pipeline", () if question.pipeline_id is None else (question.pipeline_id,), ""),
        ("stage", question.stage_ids, ""),
        ("owner", question.owner_ids, translate("Report", "no owner")),
        ("source", question.source_ids, translate("Report", "no source")),
        ("product", question.product_ids, translate("Report", "no product")),
        ("label", question.label_ids, translate("Report", "no label")),
    )
    parts += filter(None, (_say_rows(view, table, ids, none, words) for table, ids, none in tables))
    parts += _describe_value(view, question, words)
    parts += _describe_closing(question.closes_from, question.closes_to, words)
    if question.without_step:
        parts.append(translate("Report", "without a next step"))
    if question.best_fifth:
        parts.append(translate("Report", "the best fifth by score"))
    return parts + _quote(question.text, words)


def describe_contacts(view: View, wanted: ContactFilter, words: Words) -> list[str]:
    """Each condition that people or organisations were asked for."""
    parts = [words.translate("Report", "with open deals")] if wanted.has_open_deals else []
    said = (_say_owners(view, wanted.owner_ids, words), say_names(sorted(wanted.roles), words))
    return [*parts, *filter(None, said), *_quote(wanted.text, words)]


def describe_agenda(view: View, wanted: AgendaFilter, words: Words) -> list[str]:
    """Each condition that activities were asked for, but how far the list looks."""
    named = {kind.key: name_kind(kind, words) for kind in read_kinds(view)}
    kinds = sorted(named.get(key, key) for key in wanted.kinds)
    return [*filter(None, (_say_owners(view, wanted.owner_ids, words), say_names(kinds, words)))]


def _say_owners(view: View, ids: Collection[int], words: Words) -> str:
    return _say_rows(view, "owner", ids, words.translate("Report", "no owner"), words)


def _say_rows(view: View, table: NamedTable, ids: Collection[int], none: str, words: Words) -> str:
    """`Ann Ek or no owner`."""
    said = (say_names(read_names(view, table, ids), words), none if NONE in ids else "")
    return words.translate("Report", " or ").join(filter(None, said))


def say_names(names: list[str], words: Words) -> str:
    """`Ann Ek or Ben Oy`; many are cut to the first few, with their number."""
    shown = [isolate(name) for name in names[:_MOST_NAMED]]
    if len(names) > _MOST_NAMED:
        more = words.translate("Report", "{count} more")
        shown.append(more.format(count=words.formats.number(len(names) - _MOST_NAMED)))
    return words.translate("Report", " or ").join(shown)


def name_status(status: DealStatus, words: Words) -> str:
    """`Open`, `Won`, `Lost`."""
    translate = words.translate
    return {
        DealStatus.OPEN: translate("DealColumns", "Open"),
        DealStatus.WON: translate("DealColumns", "Won"),
        DealStatus.LOST: translate("DealColumns", "Lost"),
    }[status]


def _describe_value(view: View, question: DealQuestion, words: Words) -> list[str]:
    translate, base = words.translate, view.base_currency
    least, most = question.value_from, question.value_to
    if least is not None and most is not None:
        said = translate("Report", "worth {least} to {most}")
        return [said.format(least=words.formats.minor(least, base), most=words.formats.minor(most, base))]
    if least is not None:
        return [translate("Report", "worth {least} or more").format(least=words.formats.minor(least, base))]
    if most is not None:
        return [translate("Report", "worth {most} at most").format(most=words.formats.minor(most, base))]
    return []


def _describe_closing(first: date | None, last: date | None, words: Words) -> list[str]:
    translate = words.translate
    if first is not None and last is not None:
        said = translate("Report", "closing {first} to {last}")
        return [said.format(first=words.full_day(first), last=words.full_day(last))]
    if first is not None:
        return [translate("Report", "closing {first} or later").format(first=words.full_day(first))]
    if last is not None:
        return [translate("Report", "closing by {last}").format(last=words.full_day(last))]
    return []


def _quote(text: str, words: Words) -> list[str]:
    return [words.translate("Report", "with “{text}”").format(text=text.strip())] if text.strip() else []

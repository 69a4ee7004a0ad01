"""The list of deals as it was filtered, sorted and grouped: every deal once, with sums currency by currency."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.hygiene import NextStep
from desktop_pipeline.queries.deal_question import DealQuestion, GroupKey
from desktop_pipeline.queries.deal_sums import DealSums
from desktop_pipeline.queries.deals_table import (
    DealGroup,
    DealLine,
    read_groups,
    read_ids,
    read_lines,
    sum_deals,
)
from desktop_pipeline.reports.content import Note, Notes, ReportContent, Section, SectionName, Table
from desktop_pipeline.reports.figures import Figure
from desktop_pipeline.reports.kinds.frame import NOTHING, frame_list, plain_figure, say_now, say_subject, say_without
from desktop_pipeline.reports.lists.deal_columns import (
    VALUE,
    DealColumn,
    choose_columns,
    line_of,
    name_heads,
    usual_keys,
)
from desktop_pipeline.reports.lists.filter_words import describe_question, name_status, say_filter
from desktop_pipeline.reports.making import Making
from desktop_pipeline.reports.said_values import DASH
from desktop_pipeline.reports.tables.currency_sums import CurrencySum, sum_by_currency, sum_lines, sums_table
from desktop_pipeline.reports.words import Words
from desktop_pipeline.storage.rates import RatesOfDays
from desktop_pipeline.storage.workspace import View

_PORTION = 500
_FEWEST_FOR_LARGEST = 4


@dataclass(frozen=True, slots=True)
class _Listed:
    """What was read from one steady view."""

    question: DealQuestion
    deals: list[DealLine]
    columns: list[DealColumn]
    groups: list[DealGroup]
    summed: DealSums
    sums: tuple[CurrencySum, ...]
    base: str
    conditions: list[str]
    is_wide: bool


def make_deals(making: Making) -> ReportContent:
    """The deals that were asked for; raises whatever `making.report` does."""
    with making.workspace.reading() as view:
        listed = _read(view, making)
    words = making.words
    told = [] if listed.question.status is None else listed.conditions[1:]
    title = _title(listed.question, words)
    return frame_list(
        making,
        title,
        about=say_now(making, told),
        subject=say_subject(title, words.full_day(making.today), words),
        story=_tell_story(listed, words),
        figures=_name_figures(listed, _weigh(making, listed), words),
        sections=_make_sections(listed, making.today, words),
        filters=say_filter(listed.conditions, words),
    )


def _read(view: View, making: Making) -> _Listed:
    question, words, today = making.asked.deals, making.words, making.today
    chances = making.figures.stage_chances(today)
    ids = read_ids(view, question, chances=chances)
    deals: list[DealLine] = []
    making.report(0, len(ids))
    for start in range(0, len(ids), _PORTION):
        deals += read_lines(view, ids[start : start + _PORTION], today=today, now=view.now(), chances=chances)
        making.report(min(start + _PORTION, len(ids)), len(ids))
    return _Listed(
        question=question,
        deals=deals,
        columns=_choose_columns(view, making, deals),
        groups=read_groups(view, question, today=today) if question.group else [],
        summed=sum_deals(view, question, today=today),
        sums=_sum(view, deals, today),
        base=view.base_currency,
        conditions=describe_question(view, question, words),
        is_wide=making.asked.is_landscape,
    )


def _sum(view: View, deals: Sequence[DealLine], today: date) -> tuple[CurrencySum, ...]:
    """Currency by currency; what is closed at the rate of its day, as the table on the screen has it."""
    rates = RatesOfDays(view)

    def in_base(deal: DealLine) -> int | None:
        if deal.value is None:
            return None
        day = today if deal.status is DealStatus.OPEN else deal.closed_on
        return rates.convert(deal.value.minor, deal.currency, day)

    return sum_by_currency((deal.currency, deal.value, in_base(deal)) for deal in deals)


def _choose_columns(view: View, making: Making, deals: Sequence[DealLine]) -> list[DealColumn]:
    """Those that were asked for; or the usual ones, without any that the groups tell or in which nothing stands."""
    question, asked = making.asked.deals, making.asked.columns
    columns = choose_columns(view, asked or usual_keys(question.status), making.words, making.today)
    if asked:
        return columns
    told = "" if question.group is None else question.group.value
    return [column for column in columns if column.key != told and _is_telling(column, deals)]


def _is_telling(column: DealColumn, deals: Sequence[DealLine]) -> bool:
    """Whether anything stands in it; sums stand under the values, known or not."""
    return column.key == VALUE or not deals or any(column.tell(deal) not in NOTHING for deal in deals)


def _title(question: DealQuestion, words: Words) -> str:
    translate = words.translate
    return {
        None: translate("Report", "Deals"),
        DealStatus.OPEN: translate("Report", "Open deals"),
        DealStatus.WON: translate("Report", "Won deals"),
        DealStatus.LOST: translate("Report", "Lost deals"),
    }[question.status]


def _weigh(making: Making, listed: _Listed) -> int | None:
    """What the open ones are worth by their chances, as the board has it; None where none has a value and a chance."""
    # numpy comes with the figures.
    from desktop_pipeline.metrics.weighted import weighted_by_stage  # noqa: PLC0415

    still_open = [deal.deal_id for deal in listed.deals if deal.status is DealStatus.OPEN]
    if not still_open:
        return None
    found = weighted_by_stage(making.figures.moment(making.today), only=still_open)
    return sum(found.values()) if found else None


def _name_figures(listed: _Listed, weighted: int | None, words: Words) -> tuple[Figure, ...]:
    translate, number = words.translate, words.formats.number
    if not listed.deals:
        return ()
    figures = [
        plain_figure(translate("Report", "Deals"), number(len(listed.deals))),
        plain_figure(
            translate("Report", "Value"),
            _say_worth(listed, words) or DASH,
            say_without(listed.summed.without_value, words),
        ),
    ]
    still_open = [deal for deal in listed.deals if deal.status is DealStatus.OPEN]
    if not still_open:
        return tuple(figures)
    said = words.formats.rounded_money(weighted, listed.base)
    without_step = sum(deal.next_step is NextStep.NONE for deal in still_open)
    late = sum(deal.next_step is NextStep.LATE for deal in still_open)
    figures += [
        plain_figure(translate("Report", "Weighted value"), said),
        plain_figure(translate("Report", "Without a next step"), number(without_step)),
        plain_figure(translate("Report", "Next step late"), number(late)),
    ]
    return tuple(figures)


def _say_worth(listed: _Listed, words: Words) -> str:
    """The sum in the deals' own currency where they share one, else in the base currency; empty where not known."""
    valued = [each for each in listed.sums if each.valued]
    if not valued:
        return ""
    if len(valued) == 1:
        return words.formats.whole_money(valued[0].minor, valued[0].currency)
    if not any(each.rated for each in valued):
        return ""
    return words.formats.whole_money(listed.summed.value, listed.base)


def _tell_story(listed: _Listed, words: Words) -> list[str]:
    translate = words.translate
    count = len(listed.deals)
    if not count:
        return [translate("Report", "No deal fits what was asked for.")]
    worth = _say_worth(listed, words)
    deals = words.deals(count)
    if not worth:
        unknown = (
            translate("Report", "{deals}; what it is worth is not known."),
            translate("Report", "{deals}; what they are worth is not known."),
        )
        first = unknown[count > 1].format(deals=deals)
    else:
        both = (translate("Report", "{deals}, worth {sum}."), translate("Report", "{deals}, together worth {sum}."))
        first = both[count > 1].format(deals=deals, sum=worth)
    return [first, _tell_largest(listed.deals, words), _tell_steps(listed.deals, words)]


def _tell_largest(deals: Sequence[DealLine], words: Words) -> str:
    """The largest of deals of one currency; values of several cannot be compared at a glance."""
    valued = [deal for deal in deals if deal.value is not None]
    if len(valued) < _FEWEST_FOR_LARGEST or len({deal.currency for deal in valued}) > 1:
        return ""
    largest = max(valued, key=lambda deal: (0 if deal.value is None else deal.value.minor, -deal.deal_id))
    if largest.value is None:
        return ""
    return words.translate("Report", "The largest is {deal}, {value}.").format(
        deal=largest.title, value=words.formats.minor(largest.value.minor, largest.value.currency)
    )


def _tell_steps(deals: Sequence[DealLine], words: Words) -> str:
    translate = words.translate
    still_open = [deal for deal in deals if deal.status is DealStatus.OPEN]
    without = sum(deal.next_step is NextStep.NONE for deal in still_open)
    late = sum(deal.next_step is NextStep.LATE for deal in still_open)
    parts = []
    if without:
        parts.append(
            words.one_or_many(
                without,
                translate("Report", "{count} has no next step"),
                translate("Report", "{count} have no next step"),
            )
        )
    if late:
        parts.append(translate("Report", "for {count} it is late").format(count=words.formats.number(late)))
    return f"{', '.join(parts)}." if parts else ""


def _make_sections(listed: _Listed, today: date, words: Words) -> list[Section]:
    sections: list[Section] = list(_list_tables(listed, words))
    if listed.deals and (len(listed.sums) > 1 or len(listed.groups) > 1):
        sections.append(sums_table(listed.sums, listed.base, words))
    sections.append(_how(listed, today, words))
    return sections


def _list_tables(listed: _Listed, words: Words) -> list[Table]:
    """One table, or one for each group in the order of the screen."""
    title = _title(listed.question, words)
    if not listed.groups:
        caption = _say_order(listed, words) if listed.deals else words.translate("Report", "There are none.")
        return [_make_table(listed, title, caption, listed.deals, words)]
    tables: list[Table] = []
    start = 0
    for group in listed.groups:
        deals = listed.deals[start : start + group.summed.deals]
        start += group.summed.deals
        caption = "" if tables else _say_order(listed, words)
        named = _name_group(group, listed.question.group, words)
        tables.append(_make_table(listed, named, caption, deals, words))
    return tables


def _make_table(listed: _Listed, title: str, caption: str, deals: Sequence[DealLine], words: Words) -> Table:
    chosen = listed.columns
    columns = tuple(column.column for column in chosen)
    value_at = next((place for place, column in enumerate(chosen) if column.key == VALUE), None)
    lines = tuple(line_of(deal, chosen, words, with_marks=listed.is_wide) for deal in deals)
    sums = sum_by_currency((deal.currency, deal.value, None) for deal in deals)
    totals = sum_lines(sums, columns, value_at, words)
    return Table(SectionName.DEALS, title, caption, columns, lines + totals)


def _name_group(group: DealGroup, key: GroupKey | None, words: Words) -> str:
    translate = words.translate
    if group.name is None:
        return {
            GroupKey.STAGE: translate("DealGroups", "No stage known"),
            GroupKey.OWNER: translate("DealGroups", "No owner"),
            GroupKey.SOURCE: translate("DealGroups", "No source"),
            GroupKey.ORGANISATION: translate("DealGroups", "No organisation"),
            GroupKey.CLOSE_MONTH: translate("DealGroups", "No date"),
        }.get(key or GroupKey.STATUS, "")
    if key is GroupKey.STATUS:
        return name_status(DealStatus(group.name), words)
    if key is GroupKey.CLOSE_MONTH:
        return words.month(date.fromisoformat(f"{group.name}-01"))
    return group.name


def _say_order(listed: _Listed, words: Words) -> str:
    """`Sorted by Value, descending; Deal.`; the newest first where nothing else was asked."""
    translate = words.translate
    heads = name_heads(words)
    said = []
    for sort in listed.question.sorts:
        head = heads.get(sort.key.value, sort.key.value)
        said.append(translate("Report", "{column} (descending)").format(column=head) if sort.descending else head)
    if not said:
        return translate("Report", "The newest first.")
    return translate("Report", "Sorted by {columns}.").format(columns=", ".join(said))


def _how(listed: _Listed, today: date, words: Words) -> Notes:
    translate = words.translate
    several = len(listed.sums) > 1
    value = translate("Report", "As entered with each deal, in its own currency; sums are made currency by currency.")
    if several:
        together = (
            translate("Report", "Together they are in {currency}, at the rates of {day}.")
            if all(deal.status is DealStatus.OPEN for deal in listed.deals)
            else translate(
                "Report", "Together they are in {currency}, at the rates of {day}; what is closed at those of its day."
            )
        )
        value += " " + together.format(currency=listed.base, day=words.full_day(today))
    notes = [Note(translate("Report", "Value"), value)]
    if any(deal.status is DealStatus.OPEN for deal in listed.deals):
        weighted = translate("Report", "Value × share of past deals in that stage that were won, for open deals.")
        notes.append(Note(translate("Report", "Weighted value"), weighted))
    if any(column.key == "days_in_stage" for column in listed.columns):
        said = translate("Report", "Days since the deal came into its stage; empty where that is not known.")
        notes.append(Note(translate("Report", "In stage"), said))
    left_out = _say_left_out(listed, words)
    if left_out:
        notes.append(Note(translate("Report", "Left out"), " ".join(left_out)))
    return Notes(SectionName.HOW, translate("Report", "How the numbers are made"), tuple(notes))


def _say_left_out(listed: _Listed, words: Words) -> list[str]:
    translate, said = words.translate, []
    if listed.summed.without_value:
        said.append(
            words.one_or_many(
                listed.summed.without_value,
                translate("Report", "{count} deal has no value and is left out of the sums."),
                translate("Report", "{count} deals have no value and are left out of the sums."),
            )
        )
    if len(listed.sums) > 1 and listed.summed.without_rate:
        said.append(
            words.one_or_many(
                listed.summed.without_rate,
                translate("Report", "{count} deal has no exchange rate and is left out of the sum of all."),
                translate("Report", "{count} deals have no exchange rate and are left out of the sum of all."),
            )
        )
    return said

"""What becomes of each row of deals: a new deal, a change of a known one, or nothing, as said or as is sure."""

from collections.abc import Sequence
from itertools import count

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.names import name_key
from desktop_pipeline.exchange.options import RowPlace, Take
from desktop_pipeline.exchange.planning.deal_rows import DealRow, DealTable
from desktop_pipeline.exchange.planning.draft import PlanDraft
from desktop_pipeline.exchange.planning.exact_changes import find_exact_changes
from desktop_pipeline.exchange.planning.matching import AmbiguousError, Found, Matcher, are_near
from desktop_pipeline.exchange.records import DealFields, PlannedDeal, RowTaken
from desktop_pipeline.exchange.tables import numbers_of

_MOST_SHOWN = 2_000
_MOST_PHRASES = 2


class Taking:
    """Decides row by row. `likenesses`: rows that the workspace seems to have, for a person to decide about.

    `by_table`: for each table what was taken: position in its reader, in the plan, and the deal.
    """

    def __init__(self, draft: PlanDraft) -> None:
        self._draft = draft
        self._matcher = Matcher(draft.options.match, draft.known.deals, draft.known.people_of_deals)
        self._deals: list[PlannedDeal] = []
        self.likenesses: list[RowTaken] = []
        self.by_table: list[list[tuple[int, int, PlannedDeal]]] = []

    def take(self, tables: Sequence[DealTable]) -> tuple[PlannedDeal, ...]:
        """The deals of all tables, in the order of their rows."""
        self._matcher.expect(row.fields for table in tables for row in table.rows)
        for table in tables:
            is_plain = table.own is None and not self._draft.options.takes
            if is_plain and self._matcher.are_new(table.rows):
                self.by_table.append(self._take_all(table))
                continue
            taken = []
            for row in table.rows:
                deal = self._decide_ours(table, row) or self._decide(table, row)
                if deal is not None:
                    taken.append((row.position, len(self._deals), deal))
                    self._deals.append(deal)
            self.by_table.append(taken)
            self._deals += self._list_untouched(table)
        return tuple(self._deals)

    def _take_all(self, table: DealTable) -> list[tuple[int, int, PlannedDeal]]:
        """The rows of a table as new deals, without a look at each of them."""
        file, sheet, numbers = table.reader.table.file, table.reader.table.sheet, numbers_of(table.reader.rows)
        deals = [PlannedDeal(file, numbers[position], None, fields, (), sheet) for position, fields in table.rows]
        positions = (row.position for row in table.rows)
        taken = list(zip(positions, count(len(self._deals)), deals, strict=False))
        self._deals += deals
        return taken

    def _decide_ours(self, table: DealTable, row: DealRow) -> PlannedDeal | None:
        """A row of our own export that a person has changed: in those cells alone."""
        source, number = table.reader.table, table.reader.rows[row.position].number
        own = table.own.rows.get(number) if table.own is not None else None
        if own is None or own.row_id not in self._draft.known.deals:
            return None
        changed = find_exact_changes(table, row, own, self._draft.known.deals[own.row_id])
        return PlannedDeal(source.file, number, own.row_id, row.fields, changed, source.sheet, is_exact=True)

    def _list_untouched(self, table: DealTable) -> list[PlannedDeal]:
        source, known = table.reader.table, self._draft.known.deals
        untouched = table.own.untouched if table.own is not None else {}
        return [
            PlannedDeal(source.file, number, deal_id, known[deal_id], (), source.sheet)
            for number, deal_id in untouched.items()
            if deal_id in known
        ]

    def _decide(self, table: DealTable, row: DealRow) -> PlannedDeal | None:
        source, number = table.reader.table, table.reader.rows[row.position].number
        takes = self._draft.options.takes
        said = takes.get(RowPlace(source.file, source.sheet, number)) if takes else None
        try:
            found = self._matcher.find(row.fields, told=table.told)
        except AmbiguousError as error:
            found = self._decide_among(error, row, table)
            if said is None or found is None:
                table.reader.fault(row.position, error.field, str(error))
                self._show(table, number, row.fields, found, "skip")
                return None
        if found is None and self._draft.known.deals:
            found = self._matcher.find_like(row.fields, told=table.told)
        take: Take = said or ("both" if found is None or found.by in {"likeness", "past"} else "merge")
        if found is not None and (said or found.changed):
            self._show(table, number, row.fields, found, take)
        if take == "skip":
            return None
        if found is None or take == "both":
            return PlannedDeal(source.file, number, None, row.fields, (), source.sheet)
        return PlannedDeal(source.file, number, found.deal_id, row.fields, found.changed, source.sheet)

    def _decide_among(self, error: AmbiguousError, row: DealRow, table: DealTable) -> Found | None:
        """Of several deals the open one, else the first: what a person means who says that they are the same."""
        if not error.candidates:
            return None
        known = self._draft.known.deals
        still_open = [deal_id for deal_id in error.candidates if known[deal_id].status is DealStatus.OPEN]
        chosen = (still_open or error.candidates)[0]
        return Found(chosen, self._matcher.changes(row.fields, chosen, table.told), "title")

    def _show(self, table: DealTable, number: int, fields: DealFields, found: Found | None, take: Take) -> None:
        if found is None or len(self.likenesses) >= _MOST_SHOWN:
            return
        known = self._draft.known.deals[found.deal_id]
        source = table.reader.table
        why, difference = self._say_why(table, fields, known, found), self._say_difference(fields, known, found)
        value = self._find_other_value(fields, known)
        self.likenesses.append(
            RowTaken(source.file, source.sheet, number, fields.title, why, difference, found.deal_id, take, value)
        )

    def _say_why(self, table: DealTable, fields: DealFields, known: DealFields, found: Found) -> str:
        if found.by == "id":
            header = table.reader.table.headers[table.reader.columns["external_id"]]
            return f"imported before, same {header.strip()}"
        words = [f"“{known.title}”" if name_key(fields.title) != name_key(known.title) else "same title"]
        if fields.organisation is not None:
            words.append(self._draft.organisations[fields.organisation].name)
        return ", ".join(words)

    def _say_difference(self, fields: DealFields, known: DealFields, found: Found) -> str:
        if _is_over(fields, known):
            ended = f"{known.status} in {known.closed.year}" if known.closed else str(known.status)
            return f"{ended}, {'same' if fields.value == known.value else 'other'} value"
        phrases = [self._say_value(fields, known)]
        if "expected" in found.changed and fields.expected and known.expected:
            days = (fields.expected - known.expected).days
            phrases.append(f"close date {_count_days(abs(days))} {'later' if days > 0 else 'earlier'}")
        if "status" in found.changed:
            phrases.append(f"{fields.status} by now")
        elif "stage" in found.changed and fields.stage:
            phrases.append("another stage")
        shown = {"value", "currency", "expected", "status", "stage"}
        others = [name for name in found.changed if name not in shown]
        if others:
            phrases.append("other " + " and ".join(name.replace("_", " ") for name in others[:_MOST_PHRASES]))
        return ", ".join(phrase for phrase in phrases if phrase)

    def _find_other_value(self, fields: DealFields, known: DealFields) -> Money | None:
        if _is_over(fields, known) or are_near(fields, known):
            return None
        if fields.value is None or known.value is None or fields.currency is None:
            return None
        is_same = fields.value == known.value and fields.currency == known.currency
        return None if is_same else Money(fields.value, fields.currency)

    def _say_value(self, fields: DealFields, known: DealFields) -> str:
        if fields.value is None or known.value is None or fields.currency is None:
            return ""
        if fields.value == known.value and fields.currency == known.currency:
            return "same value"
        if are_near(fields, known):
            return "value within 5 %"
        # A screen words the sum in the person's own way
        return ""


def _is_over(fields: DealFields, known: DealFields) -> bool:
    return known.status is not DealStatus.OPEN and fields.status is DealStatus.OPEN


def _count_days(days: int) -> str:
    return "1 day" if days == 1 else f"{days} days"

"""Small companies that live through a year and a half of real acts, each seed another one."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING

from desktop_pipeline.actions.activities import finish_activity, plan_activity
from desktop_pipeline.actions.bulk import BulkEdit, edit_deals
from desktop_pipeline.actions.currencies import add_currency, add_rate
from desktop_pipeline.actions.deal_marks import add_label
from desktop_pipeline.actions.deals import (
    create_deal,
    delete_deals,
    lose_deals,
    move_deals,
    reopen_deal,
    restore_deals,
    win_deals,
)
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.line_items import add_line, edit_line
from desktop_pipeline.actions.lists import add_to_list
from desktop_pipeline.actions.milestones import mark_milestone
from desktop_pipeline.actions.notes import add_note
from desktop_pipeline.actions.pipelines import add_pipeline
from desktop_pipeline.actions.snoozing import snooze_deals, wake_deal
from desktop_pipeline.actions.stages import edit_stage, remove_stage, reorder_stages
from desktop_pipeline.actions.targets import set_target
from desktop_pipeline.domain.deals import ReasonGroup
from desktop_pipeline.domain.lists import OwnedList
from desktop_pipeline.domain.milestones import Milestone
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.stages import ForecastCategory
from desktop_pipeline.domain.targets import Target, TargetMeasure, TargetScope, TargetSpan
from desktop_pipeline.storage.tables import Message
from tests.workspaces import Desk

if TYPE_CHECKING:
    from collections.abc import Callable

PRODUCTS = ("Oak", "Ash", "Elm")


class Life:
    """One company: what may happen to it, and the chance that tells what does."""

    def __init__(self, desk: Desk, seed: int) -> None:
        self.desk, self.chance = desk, Random(seed)
        self.acts: tuple[tuple[int, Callable[[], object]], ...] = (
            *((9, self.create), (14, self.move), (4, self.win), (4, self.lose), (2, self.reopen)),
            *((4, self.edit), (1, self.delete), (2, self.restore), (3, self.plan), (3, self.finish)),
            *((1, self.note), (2, self.put_product), (1, self.label), (1, self.mark), (1, self.change_many)),
            *((2, self.snooze), (1, self.wake), (1, self.reply)),
        )

    def found(self) -> None:
        """Another pipeline, currencies with a rate for one of them, lists, milestones, a target of each measure."""
        workspace, chance = self.desk.workspace, self.chance
        add_pipeline(workspace, "Renewals", template="simple")
        dollar = add_currency(workspace, "USD")
        add_rate(workspace, dollar, from_on=date(2026, 1, 1), rate=Decimal("0.9"))
        add_rate(workspace, dollar, from_on=date(2026, 6, 1), rate=Decimal("0.8333"))
        add_currency(workspace, "CHF")
        for name in ("Fair", "Web"):
            add_to_list(workspace, OwnedList.SOURCES, name)
        add_to_list(workspace, OwnedList.REASONS, "Test row", group=ReasonGroup.NOT_REAL)
        stages = self.desk.stages()
        if chance.random() < 0.7:
            edit_stage(workspace, stages[1], milestone=Milestone.MQL)
            edit_stage(workspace, stages[2], milestone=Milestone.SQL, forecast_category=ForecastCategory.COMMIT)
        edit_stage(workspace, stages[3], forecast_category=ForecastCategory.BEST_CASE, stale_limit=12)
        for measure, amount, currency in (
            (TargetMeasure.MONEY, 9_000_00, "EUR"),
            (TargetMeasure.COUNT, 7, None),
            (TargetMeasure.ACTIVITIES, 30, None),
        ):
            for scope, of in ((TargetScope.COMPANY, None), (TargetScope.OWNER, 2), (TargetScope.PIPELINE, 1)):
                set_target(
                    workspace, Target(scope, of, TargetSpan.QUARTER, date(2026, 7, 1), measure, amount, currency)
                )

    def live(self, acts: int) -> None:
        """So many acts over a year and a half, at any time of day."""
        weights, does = zip(*self.acts, strict=True)
        for number in range(acts):
            self.desk.clock.pass_by(hours=self.chance.expovariate(acts / (540 * 24)))
            self.chance.choices(does, weights)[0]()
            if number == acts * 2 // 3 and self.chance.random() < 0.5:
                self.reorganise()

    def reorganise(self) -> None:
        """A stage goes, its deals move on; or two change places."""
        workspace, stages = self.desk.workspace, self.all_stages(1)
        if self.chance.random() < 0.5:
            remove_stage(workspace, stages[2], move_deals_to=stages[1], at=self.desk.now)
        else:
            reorder_stages(workspace, 1, [stages[0], stages[2], stages[1], *stages[3:]])

    def all_stages(self, pipeline: int) -> list[int]:
        sql = "select id from stage where pipeline_id = ? and is_open and not is_archived order by position"
        return [row[0] for row in self.desk.workspace.rows(sql, (pipeline,))]

    def any_deal(self, where: str) -> int | None:
        sql = f"select id from deal where {where} order by id"  # noqa: S608 - our own text
        rows = self.desk.workspace.rows(sql)
        return self.chance.choice(rows)[0] if rows else None

    def open_deal(self) -> int | None:
        return self.any_deal("status = 'open' and deleted_at is null")

    def value(self) -> Money | None:
        if self.chance.random() < 0.12:
            return None
        currency = self.chance.choices(("EUR", "USD", "CHF"), (8, 3, 1))[0]
        return Money(self.chance.randint(1, 900_000), currency)

    def day(self) -> date | None:
        near = self.desk.now.date() + timedelta(days=self.chance.randint(-20, 150))
        return None if self.chance.random() < 0.2 else near

    def create(self) -> None:
        pipeline = 1 if self.chance.random() < 0.85 else 2
        stages = self.all_stages(pipeline)
        create_deal(
            self.desk.workspace,
            title="Table",
            stage_id=self.chance.choices(stages, range(len(stages), 0, -1))[0],
            at=self.desk.now - timedelta(days=self.chance.choice((0, 0, 0, 9))),
            organisation=self.chance.choice(("Acme", "Brook", None)),
            value=self.value(),
            owner_id=self.chance.choice((1, 2, 3, None)),
            source_id=self.chance.choice((1, 2, None)),
            expected_close_on=self.day(),
            probability=self.chance.choice((None, None, None, 0.35)),
        )

    def move(self) -> None:
        deal = self.open_deal()
        if deal is not None:
            pipeline = self.desk.workspace.value("select pipeline_id from deal where id = ?", (deal,))
            if self.chance.random() < 0.05:
                pipeline = 3 - pipeline
            stage = self.chance.choice(self.all_stages(pipeline))
            move_deals(self.desk.workspace, [deal], stage, after=None, at=self.desk.now, why="so it is")

    def win(self) -> None:
        if (deal := self.open_deal()) is not None:
            win_deals(self.desk.workspace, [deal], at=self.desk.now, why="so it is")

    def lose(self) -> None:
        if (deal := self.open_deal()) is not None:
            sql = "select id from reason where reason_group <> 'won' and not needs_note order by id"
            reasons = [row[0] for row in self.desk.workspace.rows(sql)]
            lose_deals(self.desk.workspace, [deal], reason_id=self.chance.choice(reasons), at=self.desk.now)

    def reopen(self) -> None:
        deal = self.any_deal("status <> 'open' and deleted_at is null")
        if deal is not None:
            reopen_deal(self.desk.workspace, deal, at=self.desk.now)

    def edit(self) -> None:
        deal = self.any_deal("deleted_at is null")
        if deal is not None:
            fields = self.chance.choice(
                (
                    {"value": self.value()},
                    {"owner_id": self.chance.choice((1, 2, 3, None))},
                    {"expected_close_on": self.day()},
                    {"probability": self.chance.choice((None, 0.8))},
                    {"forecast_category": self.chance.choice((None, "commit", "omitted"))},
                    {"source_id": self.chance.choice((1, 2, None))},
                )
            )
            edit_deal(self.desk.workspace, deal, at=self.desk.now, **fields)

    def delete(self) -> None:
        if (deal := self.any_deal("deleted_at is null")) is not None:
            delete_deals(self.desk.workspace, [deal], at=self.desk.now)

    def restore(self) -> None:
        if (deal := self.any_deal("deleted_at is not null")) is not None:
            restore_deals(self.desk.workspace, [deal], at=self.desk.now)

    def plan(self) -> None:
        plan_activity(
            self.desk.workspace,
            kind=self.chance.choice(("call", "email", "meeting", "task")),
            subject="Ask",
            at=self.desk.now,
            deal_id=self.open_deal(),
            due_on=self.day(),
            owner_id=self.chance.choice((1, 2, None)),
        )

    def finish(self) -> None:
        rows = self.desk.workspace.rows("select id from activity where done_at is null order by id")
        if rows:
            finish_activity(self.desk.workspace, self.chance.choice(rows)[0], at=self.desk.now)

    def note(self) -> None:
        if (deal := self.open_deal()) is not None:
            add_note(self.desk.workspace, deal, "They called.", at=self.desk.now)

    def snooze(self) -> None:
        if (deal := self.open_deal()) is not None:
            until = self.desk.workspace.today() + timedelta(days=self.chance.randint(1, 12))
            snooze_deals(self.desk.workspace, [deal], until=until, why="On leave", at=self.desk.now)

    def wake(self) -> None:
        asleep = "select deal_id from deal_snooze where ended_at is null and until > date({}, 'unixepoch')"
        now = int(self.desk.now.timestamp())
        deal = self.any_deal(f"deleted_at is null and id in ({asleep.format(now)})")
        if deal is not None:
            wake_deal(self.desk.workspace, deal, at=self.desk.now)

    def reply(self) -> None:
        """What came in, and once in a while something of ours that went out."""
        with self.desk.journal.change("Message") as draft:
            direction = self.chance.choice(("in", "in", "out"))
            draft.insert(
                Message, deal=self.open_deal(), direction=direction, state="received", at=self.desk.now, who="ann"
            )

    def put_product(self) -> None:
        if (deal := self.open_deal()) is not None:
            line = add_line(self.desk.workspace, deal, self.chance.choice(PRODUCTS), at=self.desk.now)
            if self.chance.random() < 0.7:
                edit_line(self.desk.workspace, line, at=self.desk.now, price=self.chance.randint(1, 90_000))

    def label(self) -> None:
        if (deal := self.open_deal()) is not None:
            add_label(self.desk.workspace, deal, self.chance.choice(("Key", "Old")))

    def mark(self) -> None:
        if (deal := self.open_deal()) is not None:
            milestone = self.chance.choice((Milestone.MQL, Milestone.SQL))
            mark_milestone(self.desk.workspace, deal, milestone, on=self.desk.workspace.today())

    def change_many(self) -> None:
        rows = self.desk.workspace.rows("select id from deal where status = 'open' and deleted_at is null order by id")
        ids = [row[0] for row in rows[:3]]
        if ids:
            edit_deals(self.desk.workspace, ids, BulkEdit(shift_days=40), at=self.desk.now)

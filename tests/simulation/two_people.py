"""A business of two for a month, day by day by its clock: leads come in, are answered or not, and go their ways."""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING

from desktop_pipeline.actions.activities import finish_activity, plan_activity
from desktop_pipeline.actions.cadence_rules import add_ready_cadences
from desktop_pipeline.actions.cadences import start_cadence
from desktop_pipeline.actions.criteria import add_criterion, tick_criterion
from desktop_pipeline.actions.deal_people import add_person
from desktop_pipeline.actions.deals import create_deal, lose_deals, move_deals, reopen_deal, win_deals
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.later_deals import start_later_deal
from desktop_pipeline.actions.leaving import mark_left
from desktop_pipeline.actions.lists import add_to_list
from desktop_pipeline.actions.notes import add_note
from desktop_pipeline.actions.relations import RelationKind
from desktop_pipeline.actions.retries import plan_retry
from desktop_pipeline.actions.review_decisions import (
    Step,
    decide_keep,
    decide_lost,
    decide_move_back,
    decide_snooze,
    skip_deal,
)
from desktop_pipeline.actions.reviews import finish_review, start_review
from desktop_pipeline.actions.snoozing import snooze_deals, wake_deal
from desktop_pipeline.actions.stages import edit_stage
from desktop_pipeline.actions.workspace_settings import add_holiday
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.gates import CriterionKind
from desktop_pipeline.domain.lists import OwnedList
from desktop_pipeline.domain.milestones import Milestone
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.periods import local_day
from desktop_pipeline.domain.reviews import ReviewPlan
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.review_plan import measure_standing
from desktop_pipeline.queries.reviews import read_next_day
from desktop_pipeline.storage.tables import Message
from tests.workspaces import Desk

if TYPE_CHECKING:
    from collections.abc import Callable

# Clocks go forward in the night to the 29th; Good Friday is the 3rd of April.
FIRST, LAST = date(2026, 3, 2), date(2026, 4, 3)
_CUSTOMERS = ("Alder Row", "Brook Street", "Cask & Co", "Dunes Hotel", "Elm School", "Fjord Café")
_HOURS = (8, 9, 10, 11, 13, 14, 15, 16, 17)


class TwoPeople:
    """Ann and Ben: each day brings leads and calls, some of it too late, and every evening can be counted."""

    def __init__(self, desk: Desk, seed: int) -> None:
        self.desk, self.chance, self.decided = desk, Random(seed), 0
        self.reasons = [row[0] for row in self._rows("select id from reason where not needs_note order by id")]
        self.acts: tuple[tuple[int, Callable[[], object]], ...] = (
            *((10, self.take_lead), (14, self.answer), (12, self.move_on), (3, self.move_back)),
            *((6, self.plan), (6, self.finish), (3, self.note), (2, self.hear_back), (3, self.put_off_close)),
            *((5, self.snooze), (1, self.wake), (4, self.win), (4, self.lose), (1, self.reopen)),
            *(
                (2, self.follow_up),
                (5, self.lose_decider),
                (2, self.revalue),
                (2, self.come_again),
                (1, self.take_back),
            ),
        )

    def found(self) -> None:
        """The rules of the house, and a year before the month: what is usual, and old customers."""
        workspace = self.desk.workspace
        stages = self.desk.stages()
        edit_stage(workspace, stages[0], milestone=Milestone.MQL)
        edit_stage(workspace, stages[2], milestone=Milestone.SQL)
        for stage in stages:
            edit_stage(workspace, stage, stale_limit=5)
        self.criterion = add_criterion(
            workspace, stages[1], text="Budget named", kind=CriterionKind.TICK, is_required=True
        )
        for name in ("Fair", "Web", "Referral"):
            add_to_list(workspace, OwnedList.SOURCES, name)
        self.sources = [row[0] for row in self._rows("select id from source order by id")]
        add_holiday(workspace, date(2026, 4, 3), "Good Friday")
        self.cadences = add_ready_cadences(workspace)
        begun = datetime.combine(date(2025, 1, 20), time(9), workspace.zone)
        for number in range(26):
            self.desk.clock.now = begun + timedelta(days=14 * number, minutes=self.chance.randint(0, 400))
            deal = self.take_lead(f"Old {number}")
            for stage in stages[1 : self.chance.randint(1, len(stages))]:
                self.desk.later(days=self.chance.randint(0, 6), hours=self.chance.randint(0, 5))
                move_deals(workspace, [deal], stage, after=None, at=self.desk.now, why="so it is")
            self.desk.later(days=self.chance.randint(1, 5))
            if number % 5 == 0:
                continue
            if self.chance.random() < 0.5:
                win_deals(workspace, [deal], at=self.desk.now, why="so it is")
            else:
                lose_deals(workspace, [deal], reason_id=self.chance.choice(self.reasons), at=self.desk.now)

    def live_through(self, day: date) -> None:
        """One day: at weekends hardly anything happens."""
        weights, does = zip(*self.acts, strict=True)
        is_free = day.isoweekday() > 5 or day == LAST
        for hour in _HOURS[: 1 if is_free else len(_HOURS)]:
            local = datetime.combine(day, time(hour, self.chance.randint(0, 50)), self.desk.workspace.zone)
            self.desk.clock.now = max(local, self.desk.now + timedelta(seconds=1))
            if not is_free or self.chance.random() < 0.3:
                self.chance.choices(does, weights)[0]()

    def go_home(self, day: date) -> None:
        """The clock at the end of a day."""
        self.desk.clock.now = datetime.combine(day, time(19, 30), self.desk.workspace.zone)

    # What happens

    def take_lead(self, title: str | None = None) -> int:
        """Now and then one is written down a while after it came in, but on the same day: the past stays as told."""
        late = self.chance.choice((0, 0, 0, 20, 90))
        deal = create_deal(
            self.desk.workspace,
            title=title or self.chance.choice(("Counter", "Shelves", "Table", "Doors")),
            stage_id=self.desk.stages()[0],
            at=self.desk.now - timedelta(minutes=late),
            organisation=self.chance.choice((*_CUSTOMERS, None)),
            value=None if self.chance.random() < 0.1 else Money(self.chance.randint(40_000, 2_500_000), "EUR"),
            owner_id=self.chance.choice((1, 2, None)),
            source_id=self.chance.choice((*self.sources, None)),
            expected_close_on=self._near(10, 70),
        )
        if self.chance.random() < 0.8:
            add_person(self.desk.workspace, deal, f"Person {deal}", role=self.chance.choice(("decides", "champion")))
        return deal

    def answer(self) -> None:
        """A lead that nobody spoke with yet is called, written to or met."""
        deal = self._any(
            "status = 'open' and not exists (select 1 from activity a where a.deal_id = deal.id and a.done_at)"
        )
        if deal is not None:
            kind = self.chance.choice(("call", "email", "meeting", "task"))
            owner = self.desk.workspace.value("select owner_id from deal where id = ?", (deal,))
            made = plan_activity(
                self.desk.workspace,
                kind=kind,
                subject="First contact",
                at=self.desk.now,
                deal_id=deal,
                due_on=self.desk.workspace.today(),
                owner_id=owner,
            )
            self.desk.later(minutes=self.chance.randint(3, 50))
            finish_activity(self.desk.workspace, made, at=self.desk.now)

    def move_on(self) -> None:
        """One stage, or two; sometimes past what is required."""
        deal = self._any_open()
        if deal is None:
            return
        stages = self.desk.stages()
        place = stages.index(self.desk.workspace.value("select stage_id from deal where id = ?", (deal,)))
        if self.chance.random() < 0.6:
            tick_criterion(self.desk.workspace, deal, self.criterion, at=self.desk.now)
        onto = stages[min(place + self.chance.choice((1, 1, 2)), len(stages) - 1)]
        move_deals(self.desk.workspace, [deal], onto, after=None, at=self.desk.now, why="so it is")

    def move_back(self) -> None:
        if (deal := self._any_open()) is not None:
            stage = self.chance.choice(self.desk.stages()[:2])
            move_deals(self.desk.workspace, [deal], stage, after=None, at=self.desk.now, why="so it is")

    def plan(self) -> None:
        plan_activity(
            self.desk.workspace,
            kind=self.chance.choice(("call", "email", "meeting", "task", "visit")),
            subject="Next",
            at=self.desk.now,
            deal_id=self._any_open(),
            due_on=self._near(-1, 15),
            owner_id=self.chance.choice((1, 2, None)),
        )

    def finish(self) -> None:
        rows = self._rows("select id from activity where done_at is null order by id")
        if rows:
            finish_activity(self.desk.workspace, self.chance.choice(rows)[0], at=self.desk.now, result="Done")

    def note(self) -> None:
        if (deal := self._any_open()) is not None:
            add_note(self.desk.workspace, deal, "They want oak.", at=self.desk.now)

    def hear_back(self) -> None:
        if (deal := self._any_open()) is not None:
            with self.desk.journal.change("A reply") as draft:
                draft.insert(Message, deal=deal, direction="in", state="received", at=self.desk.now, who="ann")

    def put_off_close(self) -> None:
        if (deal := self._any_open()) is not None:
            edit_deal(self.desk.workspace, deal, at=self.desk.now, expected_close_on=self._near(-3, 120))

    def revalue(self) -> None:
        if (deal := self._any_open()) is not None:
            worth = self.chance.choice((None, Money(self.chance.randint(10_000, 30_000_000), "EUR")))
            edit_deal(self.desk.workspace, deal, at=self.desk.now, value=worth)

    def snooze(self) -> None:
        if (deal := self._any_open()) is not None:
            until = self.desk.workspace.today() + timedelta(days=self.chance.randint(1, 5))
            snooze_deals(self.desk.workspace, [deal], until=until, why="On leave", at=self.desk.now)

    def wake(self) -> None:
        left_alone = "select deal_id from deal_snooze where ended_at is null and until > "
        deal = self._any(f"status = 'open' and id in ({left_alone}'{self.desk.workspace.today()}')")
        if deal is not None:
            wake_deal(self.desk.workspace, deal, at=self.desk.now)

    def win(self) -> None:
        if (deal := self._any_open()) is not None:
            win_deals(self.desk.workspace, [deal], at=self.desk.now, why="so it is")

    def lose(self) -> None:
        """Some are to be tried again."""
        if (deal := self._any_open()) is not None:
            lose_deals(self.desk.workspace, [deal], reason_id=self.chance.choice(self.reasons), at=self.desk.now)
            if self.chance.random() < 0.5:
                plan_retry(self.desk.workspace, deal, self._near(20, 90), at=self.desk.now)

    def reopen(self) -> None:
        deal = self._any(f"status = '{DealStatus.LOST}' and deleted_at is null")
        if deal is not None:
            reopen_deal(self.desk.workspace, deal, at=self.desk.now)

    def follow_up(self) -> None:
        """A cadence is started; one that runs already is refused."""
        if (deal := self._any_open()) is not None:
            try:
                start_cadence(self.desk.workspace, self.chance.choice(self.cadences), [deal], at=self.desk.now)
            except InvalidError:
                return

    def lose_decider(self) -> None:
        """Who decides on an open deal leaves their company."""
        if (deal := self._any_open()) is not None:
            person = add_person(self.desk.workspace, deal, f"Head {deal}", role="decides")
            mark_left(self.desk.workspace, person, left_on=self.desk.workspace.today(), at=self.desk.now)

    def come_again(self) -> None:
        """A customer buys once more, or sends somebody."""
        deal = self._any("status = 'won' and deleted_at is null and organisation_id is not null")
        if deal is not None:
            kind = self.chance.choice((RelationKind.REPEAT, RelationKind.REFERRAL))
            whom = "Neighbour & Son" if kind is RelationKind.REFERRAL else None
            start_later_deal(self.desk.workspace, deal, kind, at=self.desk.now, organisation=whom)

    def take_back(self) -> None:
        """A slip of this day; what was told in an evening stays."""
        newest = self.desk.journal.next_undo()
        if newest is not None and local_day(newest.at, self.desk.workspace.zone) == self.desk.workspace.today():
            self.desk.journal.undo()

    def hold_review(self, plan: ReviewPlan, figures: Figures) -> None:
        """Friday evening: the first deals are decided, each another way, and the rest is left for the next week."""
        workspace, self.decided = self.desk.workspace, 0
        review = start_review(workspace, plan, at=self.desk.later(minutes=2))
        for deal in plan.queue[:6]:
            at = self.desk.later(minutes=1)
            choice = self.chance.choice(("keep", "back", "lost", "snooze", "skip"))
            if choice == "keep":
                step = Step("call", "Ask again", self._near(1, 6))
                decide_keep(workspace, review, deal.deal_id, at=at, step=step)
            elif choice == "back" and deal.stage_place:
                decide_move_back(workspace, review, deal.deal_id, self.desk.stages()[deal.stage_place - 1], at=at)
            elif choice == "lost":
                decide_lost(workspace, review, deal.deal_id, self.chance.choice(self.reasons), at=at)
            elif choice == "snooze":
                until = self._near(1, 5)
                decide_snooze(workspace, review, deal.deal_id, until=until, why="They are away", at=at)
            else:
                skip_deal(workspace, review, deal.deal_id, at=at)
            self.decided += 1
        day = workspace.today()
        closing = measure_standing(figures, day)
        finish_review(workspace, review, closing, next_on=read_next_day(workspace, day), at=self.desk.later(minutes=1))

    # What it stands on

    def _near(self, first: int, last: int) -> date:
        return self.desk.workspace.today() + timedelta(days=self.chance.randint(first, last))

    def _any_open(self) -> int | None:
        return self._any("status = 'open' and deleted_at is null")

    def _any(self, where: str) -> int | None:
        rows = self._rows(f"select id from deal where {where} order by id")  # noqa: S608 - our own text
        return self.chance.choice(rows)[0] if rows else None

    def _rows(self, sql: str) -> list[tuple[int, ...]]:
        return [tuple(row) for row in self.desk.workspace.rows(sql)]

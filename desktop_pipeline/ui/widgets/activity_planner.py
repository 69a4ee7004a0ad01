"""The planner: what is to be done next, when, by whom and with whom; also edits what is planned."""

from datetime import date, datetime, timedelta
from itertools import pairwise

from PySide6.QtCore import QPoint, QStringListModel, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QWidget

from desktop_pipeline.actions.activities import ActivityEdit, edit_activity, plan_activity, plan_for_deals
from desktop_pipeline.domain.activities import at_time, read_minutes, read_time
from desktop_pipeline.domain.errors import InvalidError, PipelineError
from desktop_pipeline.queries.activities import ActivityKind, ActivityRow, read_kinds
from desktop_pipeline.queries.free_days import read_free_days
from desktop_pipeline.queries.lists import Named, find_owner, read_owners
from desktop_pipeline.queries.plan_targets import PlanTarget, find_open_deals, read_plan_target
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.typed import plain_figures
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.activity_words import name_kind, word_minutes
from desktop_pipeline.ui.widgets.again_row import AgainRow, make_combo
from desktop_pipeline.ui.widgets.choice_chips import ChoiceChips
from desktop_pipeline.ui.widgets.day_popup import DayPopup
from desktop_pipeline.ui.widgets.free_day_words import word_free_day
from desktop_pipeline.ui.widgets.key_hint import PrimaryButton
from desktop_pipeline.ui.widgets.popover import Popover
from desktop_pipeline.ui.widgets.undo_keys import pass_undo_on
from desktop_pipeline.ui.widgets.words import ElidedWords, Words

WIDTH = 476
_DAYS = (0, 1, 3, 7)
_PICK, _NO_DATE = len(_DAYS), len(_DAYS) + 1
_LONGEST = 2_000


class ActivityPlanner(Popover):
    """Plans for `target`, or changes `activity` where one is given.

    An empty target lets the user name a deal. Enter keeps, Esc leaves. Signals: `planned(activity id)` after it is
    kept.
    """

    planned = Signal(int)

    def __init__(
        self,
        session: Session,
        theme: Theme,
        formats: Formats,
        target: PlanTarget,
        parent: QWidget,
        *,
        activity: ActivityRow | None = None,
    ) -> None:
        super().__init__(theme, WIDTH, parent)
        self._session = session
        self._formats = formats
        self._target = target
        self._activity = activity
        self._day: date | None = session.today() + timedelta(days=1)
        self._kinds = self._read_kinds()
        self.deal = _make_line(self.tr("Deal (none: a task of your own)"), self.tr("For which deal"))
        self.kinds = ChoiceChips(theme, self.tr("Kind"))
        self.subject = _make_line("", self.tr("What is to be done"))
        self.days = ChoiceChips(theme, self.tr("Day"))
        self.time = _make_line(self.tr("any time"), self.tr("Time of day"))
        self.length = _make_line("", self.tr("How long it takes"))
        self.owner = make_combo(self.tr("Who does it"))
        self.person = make_combo(self.tr("With whom"))
        self.again = AgainRow(session, theme, formats)
        self.note = _make_line(self.tr("Note"), self.tr("Note"))
        self._free_days = read_free_days(session.workspace)
        self.free_day = Words(theme, "", "secondary", "amber", wrap=True)
        self._day_words = ElidedWords(theme, "", "secondary_medium", "ink2")
        self.keep = PrimaryButton(theme, self.tr("Save") if activity else self.tr("Plan"), key=self.tr("Enter"))
        self.leave = ActionButton(theme, self.tr("Cancel"), role="ink2", flat=True, keys=(self.tr("Esc"),))
        self._arrange()
        self._fill()
        self._connect()

    def ask_next(self, planned: str) -> None:
        """Ask what comes next after something was done; `planned` says what is planned already, if anything."""
        already = self.tr("Planned already: {step}").format(step=planned) if planned else self._target.name
        self.head(self.tr("What is next?"), already)
        self.leave.setText(self.tr("Leave it so") if planned else self.tr("No next step"))
        self.leave.updateGeometry()

    def suggest(self, kind: str, subject: str, days: int) -> None:
        """Begin with these; `days` from today."""
        keys = [each.key for each in self._kinds]
        if kind in keys:
            self.kinds.take(keys.index(kind))
            self._on_kind()
        self.subject.setText(subject)
        self.subject.selectAll()
        self._set_day(self._session.today() + timedelta(days=days))

    @property
    def day(self) -> date | None:
        """The day that is chosen."""
        return self._day

    def pick_day(self) -> DayPopup:
        """Open the calendar."""
        popup = DayPopup(self._theme, self._formats, self._day, self._session.today(), self.tr("No date"), self)
        popup.taken.connect(self._set_day)
        place = self.days.place(_PICK)
        popup.open_at(self.days.mapToGlobal(QPoint(place.left(), place.bottom() + 4)))
        return popup

    def submit(self) -> None:
        """Keep it, or say what is wrong."""
        try:
            activity_id = self._keep()
        except PipelineError as error:
            self.refuse(str(error))
            return
        self.planned.emit(activity_id)
        self.close()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        first = self.deal if self.deal.isVisibleTo(self) else self.subject
        first.setFocus(Qt.FocusReason.PopupFocusReason)

    def _arrange(self) -> None:
        theme, body = self._theme, self.body
        for part in (self.deal, self.kinds, self.subject, self.days):
            body.addWidget(part)
        when = QHBoxLayout()
        when.setSpacing(8)
        self.time.setFixedWidth(theme.size(86))
        self.length.setFixedWidth(theme.size(96))
        when.addWidget(self._day_words, 1)
        for words, field in ((self.tr("at"), self.time), (self.tr("for"), self.length)):
            when.addWidget(Words(theme, words, "secondary", "ink2"))
            when.addWidget(field)
        who = QHBoxLayout()
        who.setSpacing(8)
        who.addWidget(self.owner, 1)
        who.addWidget(self.person, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.leave)
        foot.addStretch(1)
        foot.addWidget(self.keep)
        body.addLayout(when)
        body.addWidget(self.free_day)
        body.addLayout(who)
        body.addWidget(self.again)
        body.addWidget(self.note)
        self.add_error_line()
        body.addLayout(foot)
        order = (
            *(self.deal, self.subject, self.kinds, self.days, self.time, self.length, self.owner, self.person),
            *(self.again.repeats, self.again.until, self.again.reminder, self.note),
        )
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        self.kinds.chosen.connect(self._on_kind)
        self.days.chosen.connect(self._on_day_chosen)
        self.keep.clicked.connect(self.submit)
        self.leave.clicked.connect(self.close)
        self.again.changed.connect(lambda: self.refuse("") if self.error else None)
        self.again.grown.connect(self.fit)
        self.time.textChanged.connect(lambda text: self.again.follow_time(has_time=bool(text.strip())))
        for line in (self.deal, self.subject, self.time, self.length, self.note):
            line.textEdited.connect(lambda _text: self.refuse("") if self.error else None)
        self.deal.textEdited.connect(self._suggest_deals)

    def _fill(self) -> None:
        activity, target = self._activity, self._target
        is_open = activity is None and target == PlanTarget()
        self.deal.setVisible(is_open)
        if is_open:
            completer = QCompleter(QStringListModel(self.deal), self.deal)
            completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
            self.deal.setCompleter(completer)
        self.head(
            self.tr("New activity")
            if is_open
            else self.tr("Edit the activity")
            if activity
            else self.tr("Plan an activity"),
            (activity.deal or activity.person or "") if activity else target.name,
        )
        keys = [kind.key for kind in self._kinds]
        taken = keys.index(activity.kind.key) if activity else 0
        self.kinds.set_choices([(name_kind(kind), kind.icon) for kind in self._kinds], taken if keys else None)
        names = (self.tr("Today"), self.tr("Tomorrow"), self.tr("In 3 days"), self.tr("Next week"))
        choices = [(name, "") for name in (*names, self.tr("Pick…"), self.tr("No date"))]
        self.days.set_choices(choices, 1)
        self._offer_owners(activity.owner_id if activity else target.owner_id)
        self._offer_people(target.people, activity)
        repeat, remind_before = (activity.repeat, activity.remind_before) if activity else (None, None)
        self.again.offer(repeat, remind_before, is_chosen=activity is not None)
        if activity is not None:
            self.subject.setText(activity.subject)
            self.note.setText(activity.note or "")
            if activity.due_at is not None:
                self.time.setText(self._formats.time(activity.due_at))
            if activity.duration is not None:
                self.length.setText(word_minutes(activity.duration))
            self._set_day(activity.due_on)
        else:
            self._set_day(self._day)
        self._on_kind()

    def _offer_owners(self, owner_id: int | None) -> None:
        workspace = self._session.workspace
        owners = read_owners(workspace)
        several = bool(self._target.deal_ids)
        nobody = self.tr("The owner of each deal") if several else self.tr("Nobody")
        if owner_id is not None and self._activity is None and all(owner.row_id != owner_id for owner in owners):
            # The deal is still that of somebody who has left the team.
            owner_id, nobody = None, self.tr("The deal’s owner")
        if owner_id is None and self._activity is None and not several and not workspace.is_read_only:
            owner_id = find_owner(workspace, workspace.journal.who)
        if owner_id is None or self._activity is not None:
            self.owner.addItem(nobody, None)
        for owner in owners:
            self.owner.addItem(owner.name, owner.row_id)
        if owner_id is not None and self.owner.findData(owner_id) < 0 and self._activity is not None:
            # Somebody who has left the team still has it
            self.owner.addItem(self._activity.owner or "", owner_id)
        self.owner.setCurrentIndex(max(0, self.owner.findData(owner_id)))

    def _offer_people(self, people: tuple[Named, ...], activity: ActivityRow | None) -> None:
        if activity is not None and activity.person_id is not None:
            own = Named(activity.person_id, activity.person or "")
            people = people if own in people else (*people, own)
        self.person.clear()
        self.person.addItem(self.tr("With nobody"), None)
        for person in people:
            self.person.addItem(person.name, person.row_id)
        chosen = activity.person_id if activity else people[0].row_id if len(people) == 1 else None
        self.person.setCurrentIndex(max(0, self.person.findData(chosen)))
        self.person.setVisible(bool(people))

    def _read_kinds(self) -> list[ActivityKind]:
        kinds = read_kinds(self._session.workspace)
        if self._activity is not None and self._activity.kind not in kinds:
            kinds.append(self._activity.kind)
        return kinds

    def _on_kind(self) -> None:
        kind = self._kind()
        self.subject.setPlaceholderText(name_kind(kind) if kind else "")
        self.length.setPlaceholderText(self.tr("not said"))

    def _kind(self) -> ActivityKind | None:
        return None if self.kinds.taken is None else self._kinds[self.kinds.taken]

    def _on_day_chosen(self, index: int) -> None:
        if index == _PICK:
            self.pick_day()
        elif index == _NO_DATE:
            self._set_day(None)
        else:
            self._set_day(self._session.today() + timedelta(days=_DAYS[index]))

    def _set_day(self, day: date | None) -> None:
        self._day = day
        today = self._session.today()
        away = None if day is None else (day - today).days
        self.days.take(_NO_DATE if away is None else _DAYS.index(away) if away in _DAYS else _PICK)
        self._day_words.show_words(self.tr("No date") if day is None else self._formats.day(day, today))
        self.free_day.show_words(word_free_day(day, self._free_days))
        self.free_day.setVisible(bool(self.free_day.text()))
        self.fit()
        self.time.setEnabled(day is not None)

    def _suggest_deals(self, text: str) -> None:
        completer = self.deal.completer()
        model = completer.model()
        assert isinstance(model, QStringListModel)
        found = find_open_deals(self._session.workspace, text.strip()) if text.strip() else []
        model.setStringList([deal.name for deal in found])
        completer.complete()

    def _find_target(self) -> PlanTarget:
        """The deal that was typed, where one had to be; raises InvalidError where none or several are meant."""
        typed = self.deal.text().strip()
        if not typed or not self.deal.isVisibleTo(self):
            return self._target
        found = find_open_deals(self._session.workspace, typed)
        exact = [deal for deal in found if deal.name.casefold() == typed.casefold()] or found
        if len(exact) != 1:
            none = self.tr("There is no open deal “{name}”. Choose one from the list.")
            several = self.tr("Several open deals are called so. Plan it from the deal itself.")
            raise InvalidError((several if exact else none).format(name=typed[:80]))
        return read_plan_target(self._session.workspace, deal_id=exact[0].row_id)

    def _due_at(self) -> datetime | None:
        clock = read_time(plain_figures(self.time.text(), self._formats))
        if clock is None or self._day is None:
            return None
        return at_time(self._day, clock, self._session.workspace.zone)

    def _keep(self) -> int:
        workspace, kind = self._session.workspace, self._kind()
        if kind is None:
            raise InvalidError(self.tr("There is no kind of activity in use. Add one in the settings."))
        due_at, duration = self._due_at(), read_minutes(plain_figures(self.length.text(), self._formats))
        repeat, remind_before = self.again.read_repeat(self._day), self.again.remind_before
        person_id = self.person.currentData() if self.person.isVisibleTo(self) else None
        if self._activity is not None:
            fields: ActivityEdit = {
                "kind": kind.key,
                "subject": self.subject.text(),
                "due_on": self._day,
                "due_at": due_at,
                "duration": duration,
                "owner_id": self.owner.currentData(),
                "person_id": person_id,
                "note": self.note.text(),
                "remind_before": remind_before,
            }
            if (self._activity.repeat, self._activity.due_on) != (repeat, self._day):
                # Only then does the series begin anew: the 31st stays the 31st.
                fields["repeat"] = repeat
            edit_activity(workspace, self._activity.activity_id, **fields)
            return self._activity.activity_id
        target = self._find_target()
        if target.deal_ids:
            return plan_for_deals(
                workspace,
                target.deal_ids,
                kind=kind.key,
                subject=self.subject.text(),
                at=self._session.now(),
                due_on=self._day,
                due_at=due_at,
                duration=duration,
                owner_id=self.owner.currentData(),
                note=self.note.text(),
                remind_before=remind_before,
                repeat=repeat,
            )[0]
        return plan_activity(
            workspace,
            kind=kind.key,
            subject=self.subject.text(),
            at=self._session.now(),
            deal_id=target.deal_id,
            person_id=target.person_id if person_id is None else person_id,
            organisation_id=target.organisation_id,
            due_on=self._day,
            due_at=due_at,
            duration=duration,
            owner_id=self.owner.currentData(),
            note=self.note.text(),
            remind_before=remind_before,
            repeat=repeat,
        )


def _make_line(placeholder: str, name: str) -> QLineEdit:
    line = QLineEdit(placeholderText=placeholder)
    line.setAccessibleName(name)
    line.setMaxLength(_LONGEST)
    pass_undo_on(line)
    return line

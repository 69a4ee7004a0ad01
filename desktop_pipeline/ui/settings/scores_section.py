"""The rules that deals are scored by: what fits, and what happened lately."""

from functools import partial

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop_pipeline.actions import Change
from desktop_pipeline.actions.score_rules import (
    add_rule,
    add_usual_rules,
    delete_rule,
    edit_rule,
    reorder_rules,
    switch_rule,
)
from desktop_pipeline.domain.scores import AMOUNTS, Condition, ScoreField, ScorePart, read_points
from desktop_pipeline.queries.score_names import read_score_names
from desktop_pipeline.queries.scores import RuleRow, read_rule_rows
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.settings.typed_rules import begin_condition, list_fields, list_values, read_limit, read_rule
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.lines import Column, Line, ListSpec, RowAct
from desktop_pipeline.ui.widgets.list_section import ListSection
from desktop_pipeline.ui.widgets.score_words import say_field, say_points, say_value
from desktop_pipeline.ui.widgets.words import Words

_WIDEST = 900
_VALUE = 1  # the column that can be typed into where it is an amount


class ScoresSection(QWidget):
    """Two lists of rules, and rules to begin with where there are none."""

    def __init__(self, session: Session, theme: Theme, formats: Formats) -> None:
        super().__init__()
        self._session = session
        self.fit = ListSection(session, theme, _make_spec(session, formats, ScorePart.FIT), heading=False)
        self.behaviour = ListSection(session, theme, _make_spec(session, formats, ScorePart.BEHAVIOUR), heading=False)
        self.usual = QPushButton(self.tr("Begin with rules that suit most"))
        self.usual.setEnabled(not session.workspace.is_read_only)
        self.usual.clicked.connect(lambda: add_usual_rules(session.workspace))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        self.setMaximumWidth(theme.size(_WIDEST))
        head = QVBoxLayout()
        head.setSpacing(8)
        layout.addLayout(head)
        head.addWidget(Words(theme, self.tr("Scores"), "section"))
        advice = self.tr(
            "Every open deal has a score from 0 to 100: what fits brings up to 50, what happened lately up to 50."
            " Of what happened half the points are left after 30 days, a quarter after 60."
            " The deal shows each of its points. The best fifth of all open deals bear a star."
        )
        head.addWidget(Words(theme, advice, "secondary", "ink2", wrap=True))
        layout.addWidget(self.usual, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.fit)
        layout.addWidget(self.behaviour)
        layout.addStretch(1)
        session.changed.connect(self._on_changed)
        self._offer()

    def focus_list(self) -> None:
        """Gives the keys to what is there: the rules, or the button that makes the first."""
        if self.usual.isHidden():
            self.fit.focus_list()
        else:
            self.usual.setFocus()

    def add_new(self) -> None:
        """Gives the keys to the field that adds a rule about fit."""
        self.fit.add_new()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._offer()

    def _on_changed(self, change: Change) -> None:
        if change.touches("score_rule"):
            self._offer()

    def _offer(self) -> None:
        had_keys = self.usual.hasFocus()
        self.usual.setHidden(any(read_rule_rows(self._session.workspace, part) for part in ScorePart))
        if had_keys and self.usual.isHidden():
            self.fit.refresh()
            self.fit.focus_list()


def _make_spec(session: Session, formats: Formats, part: ScorePart) -> ListSpec:
    workspace = session.workspace

    def read_conditions() -> dict[int, Condition]:
        return {row.rule.rule_id: row.rule.condition for row in read_rule_rows(workspace, part)}

    def field_of(rule_id: int) -> ScoreField:
        return read_conditions()[rule_id].field

    def keep_field(rule_id: int, key: str) -> object:
        others = [condition for other, condition in read_conditions().items() if other != rule_id]
        condition = begin_condition(ScoreField(key), read_score_names(workspace), others)
        return edit_rule(workspace, rule_id, condition=condition)

    def keep_value(rule_id: int, text: str) -> object:
        field, names = field_of(rule_id), read_score_names(workspace)
        condition = read_limit(text, field, names, formats) if field in AMOUNTS else Condition(field, value=text)
        return edit_rule(workspace, rule_id, condition=condition)

    def keep_points(rule_id: int, text: str) -> object:
        return edit_rule(workspace, rule_id, points=read_points(text))

    def show(row: RuleRow) -> Line:
        condition, points = row.rule.condition, say_points(row.rule.points)
        value = say_value(condition, read_score_names(workspace), formats)
        typed = (condition.field.value, value if condition.field in AMOUNTS else condition.value, points)
        free = frozenset({_VALUE}) if condition.field in AMOUNTS else frozenset()
        cells = (say_field(condition.field), value, points)
        return Line(row.rule.rule_id, cells, typed, is_archived=not row.is_active, free=free)

    def add(text: str) -> int:
        condition, points = read_rule(text, part, read_score_names(workspace), formats)
        return add_rule(workspace, condition, points)

    def list_acts(line: Line) -> list[RowAct]:
        rest = RowAct(
            _say("Let it count again") if line.is_archived else _say("Archive"),
            lambda rule_id: switch_rule(workspace, rule_id, on=line.is_archived),
        )
        return [rest, RowAct(_say("Delete"), partial(delete_rule, workspace))]

    is_fit = part is ScorePart.FIT
    return ListSpec(
        title=_say("What fits") if is_fit else _say("What happened lately"),
        advice="",
        columns=(
            Column(_say("Looks at"), keep_field, lambda _rule_id: list_fields(part), width=150),
            Column(
                _say("For"),
                keep_value,
                lambda rule_id: list_values(field_of(rule_id), read_score_names(workspace)),
            ),
            Column(_say("Points"), keep_points, width=72, right=True),
        ),
        read=lambda: [show(row) for row in read_rule_rows(workspace, part)],
        tables=frozenset(("score_rule", "source", "label", "product", "activity_kind")),
        adding=_say("Add a rule: type a source, label, industry, country, …, its points, Enter")
        if is_fit
        else _say("Add a rule: type a kind of activity, its points, Enter"),
        add=add,
        acts=list_acts,
        reorder=partial(reorder_rules, workspace, part),
    )


def _say(text: str) -> str:
    return QCoreApplication.translate("Settings", text)

"""The second step: where the columns go at the left, and how the rows will arrive at the right."""

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop_pipeline.actions.importing.answers import (
    SECTIONS,
    TEXTS,
    ImportOptions,
    answer_question,
    choose_kind,
    choose_preset,
    correct_cell,
    mean_word,
    send_column,
    take_row,
)
from desktop_pipeline.actions.importing.outlook import OpenQuestion, Outlook, TableOutlook
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.transfer.choice_list import ChoiceList, Offer
from desktop_pipeline.ui.transfer.column_table import ColumnTable
from desktop_pipeline.ui.transfer.halves import SIDE, Halves
from desktop_pipeline.ui.transfer.likeness_table import LikenessTable
from desktop_pipeline.ui.transfer.outlook_words import word_preset, word_rows
from desktop_pipeline.ui.transfer.places import read_names
from desktop_pipeline.ui.transfer.preset_menu import open_presets
from desktop_pipeline.ui.transfer.remarks import Remarks
from desktop_pipeline.ui.transfer.rows_pane import RowsPane
from desktop_pipeline.ui.transfer.stage_order import StageOrder
from desktop_pipeline.ui.transfer.table_switch import TableSwitch
from desktop_pipeline.ui.transfer.words_popover import WordsPopover
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.callout import Callout
from desktop_pipeline.ui.widgets.words import Words

_LEFT = 544
_NARROWEST_RIGHT = 400
_MOST_LIKENESSES = 5
_FEWEST_ROWS = 4
_AROUND = 80
_USUAL_KIND = "deals"
_NO_STAGES = frozenset(("won", "lost", "open", "ignore", ""))


class ColumnsPage(Halves):
    """Signals: `changed(ImportOptions)` with every answer; `only_asked(bool)`."""

    changed = Signal(object)
    only_asked = Signal(bool)

    def __init__(self, session: Session, theme: Theme, formats: Formats) -> None:
        super().__init__(theme, _LEFT, _NARROWEST_RIGHT, around=2 * SIDE)
        self._session = session
        self._formats = formats
        self._outlook: Outlook | None = None
        self._options = ImportOptions()
        self._is_recalled = False
        self.popup: WordsPopover | StageOrder | ChoiceList | None = None
        self.preset_button = ActionButton(theme, self.tr("Other preset…"))
        self.callout = Callout(theme, "check", "accent", self.preset_button)
        self.switch = TableSwitch(theme, formats)
        self.columns = ColumnTable(theme)
        self.empty_words = Words(theme, "", "secondary", "ink2", wrap=True)
        self.remarks = Remarks(theme, formats)
        self.rows = RowsPane(session, theme, formats, self.tr("How it will arrive"))
        self.likeness_words = Words(theme, "", "secondary", "ink2")
        self.likenesses = LikenessTable(theme, formats)
        parts = (self.tr("Columns in the file"), self.tr("Dates, numbers, names"), self.tr("How it will arrive"))
        self.arrange(parts, self._make_left(), self._make_right())
        self._connect()

    def show_outlook(self, outlook: Outlook, options: ImportOptions, *, is_recalled: bool = False) -> None:
        """Show what the study found under these answers."""
        self._is_recalled = is_recalled
        self._outlook, self._options = outlook, options
        self.switch.show_tables(outlook, options)
        self._show_table()

    def forget(self) -> None:
        """Other files: what was asked before is not asked any more."""
        self.remarks.forget()

    def show_busy(self, *, is_busy: bool) -> None:
        """The answer to the last change is not in yet."""
        self.rows.show_busy(is_busy=is_busy)

    def start_keys(self) -> None:
        """Where the keys begin."""
        self.columns.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def table(self) -> TableOutlook | None:
        """The table that is shown."""
        return self.switch.table

    def _show_table(self) -> None:
        outlook, table = self._outlook, self.table
        if outlook is None:
            return
        columns = () if table is None else table.columns
        lead, rest = word_preset(outlook, columns, self._formats, is_recalled=self._is_recalled)
        self.callout.tint(*(("circle-help", "amber") if outlook.refusal else ("check", "accent")))
        self.callout.say(rest, lead)
        self.columns.show_columns(columns, outlook.fields.get((table.kind if table else "") or _USUAL_KIND, ()))
        empty = sum(column.is_empty for column in columns)
        said = (
            self.tr("1 more column is empty and left out.")
            if empty == 1
            else self.tr("{count} more columns are empty and left out.")
        )
        self.empty_words.show_words(said.format(count=self._formats.number(empty)))
        self.empty_words.setVisible(empty > 0)
        self.columns.setMaximumHeight(self.columns.height_for(max(1, self.columns.columns.rowCount())) + 1)
        self.remarks.show_outlook(outlook, columns, self._options)
        self.show_halves()
        self.rows.show_outlook(outlook, table)
        self._show_likenesses(outlook)
        if isinstance(self.popup, WordsPopover):
            self.popup.show_words(outlook.words)

    def _show_likenesses(self, outlook: Outlook) -> None:
        count = len(outlook.likenesses)
        self.likenesses.show_likenesses(outlook.likenesses)
        total = word_rows(outlook.report.rows, self._formats)
        said = (
            self.tr("1 likely duplicate among {rows}")
            if count == 1
            else self.tr("{count} likely duplicates among {rows}")
        )
        self.likeness_words.show_words(said.format(count=self._formats.number(count), rows=total))
        self._likeness_home.setVisible(count > 0)
        self.likenesses.setFixedHeight(self.likenesses.height_for(min(_MOST_LIKENESSES, count)) + 1)

    def _on_preset(self) -> None:
        outlook = self._outlook
        if outlook is None:
            return
        self.popup = open_presets(
            self._theme,
            outlook,
            self._options.preset,
            self.preset_button,
            lambda key: self._change(choose_preset(self._options, key)),
        )

    def _on_answered(self, question: OpenQuestion, value: str) -> None:
        if question.subject == "table kind":
            self._on_kind_asked(question, value)
        elif question.subject in {SECTIONS, TEXTS}:
            self._on_column_asked(question, value)
        else:
            self._change(answer_question(self._options, question.subject, question.key, value))

    def _on_kind_asked(self, question: OpenQuestion, value: str) -> None:
        tables = () if self._outlook is None else self._outlook.tables
        of_file = [table for table in tables if table.place.file == question.file]
        meant = [table for table in of_file if question.key in {table.place.sheet or "", str(table.place.top)}]
        for table in meant or [table for table in of_file if not table.kind][:1] or of_file[:1]:
            self._change(choose_kind(self._options, table.place, value))

    def _on_column_asked(self, question: OpenQuestion, value: str) -> None:
        options = self._options
        for table in () if self._outlook is None else self._outlook.tables:
            for column in table.columns:
                if table.place.file == question.file and column.header == question.key:
                    options = send_column(options, table.place, column.index, value)
        self._change(options)

    def _on_order_asked(self, question: OpenQuestion) -> None:
        popup = StageOrder(self._theme, [Offer(name, name) for name in self._list_stages(question)], self)
        popup.ordered.connect(lambda stages: self._change(replace(self._options, stage_order=stages)))
        self._open(popup, next(row for row in self.remarks.rows if row.question == question))

    def _list_stages(self, question: OpenQuestion) -> list[str]:
        """The stages in the order that was given, else in the assumed one."""
        told = [choice.value for choice in question.choices] or question.assumed.split(", ")
        words = () if self._outlook is None else self._outlook.words
        meant = [word.meant for word in words if word.field == "stage" and word.meant not in _NO_STAGES]
        stages = dict.fromkeys([name for name in told if name in meant] + meant)
        given = [name for name in self._options.stage_order if name in stages]
        return given + [name for name in stages if name not in given]

    def _on_words_asked(self, field: str) -> None:
        if self._outlook is None:
            return
        names = [Offer(name, name) for name in read_names(self._session.workspace, field)]
        if field in {"stage", "status"}:
            names += [Offer("won", self.tr("Won")), Offer("lost", self.tr("Lost"))]
        popup = WordsPopover(self._theme, self._formats, field, names, self)
        popup.show_words(self._outlook.words)
        popup.meant.connect(lambda word, name: self._change(mean_word(self._options, field, word, name)))
        popup.closed.connect(self._on_popup_closed)
        self._open(popup, self.remarks.word_buttons[field])

    def _open(self, popup: WordsPopover | StageOrder | ChoiceList, beside: QWidget) -> None:
        self.popup = popup
        popup.open_at(beside.mapToGlobal(QPoint(0, beside.height() + 2)))

    def _on_popup_closed(self) -> None:
        self.popup = None

    def _on_sent(self, column: int, field: str) -> None:
        if self.table is not None:
            self._change(send_column(self._options, self.table.place, column, field))

    def _on_kind_chosen(self, kind: str) -> None:
        if self.table is not None:
            self._change(choose_kind(self._options, self.table.place, kind))

    def _change(self, options: ImportOptions) -> None:
        self._options = options
        self.changed.emit(options)

    def _connect(self) -> None:
        self.preset_button.clicked.connect(self._on_preset)
        self.switch.table_chosen.connect(self._show_table)
        self.switch.kind_chosen.connect(self._on_kind_chosen)
        self.columns.sent.connect(self._on_sent)
        self.remarks.answered.connect(self._on_answered)
        self.remarks.order_asked.connect(self._on_order_asked)
        self.remarks.words_asked.connect(self._on_words_asked)
        self.rows.only_asked.connect(self.only_asked)
        self.rows.corrected.connect(lambda cell, text: self._change(correct_cell(self._options, cell, text)))
        self.likenesses.taken.connect(lambda place, take: self._change(take_row(self._options, place, take)))

    def _make_left(self) -> QWidget:
        self._remarks_area = QScrollArea()
        self._remarks_area.setFrameShape(QFrame.Shape.NoFrame)
        self._remarks_area.setWidgetResizable(True)
        self._remarks_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._remarks_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._remarks_area.setWidget(self.remarks)
        self._remarks_area.viewport().setAutoFillBackground(False)
        self.remarks.setAutoFillBackground(False)
        self._upper = QWidget()
        upper = QVBoxLayout(self._upper)
        upper.setContentsMargins(0, 0, 0, 0)
        upper.setSpacing(0)
        upper.addWidget(self.callout)
        upper.addSpacing(8)
        upper.addWidget(self.switch)
        upper.addWidget(self.columns, 1)
        upper.addSpacing(8)
        upper.addWidget(self.empty_words)
        upper.addSpacing(8)
        upper.addStretch(0)
        left = QWidget()
        layout = QVBoxLayout(left)
        layout.setContentsMargins(SIDE, 14, SIDE, 14)
        layout.setSpacing(0)
        layout.addWidget(self._upper, 1)
        layout.addWidget(self._remarks_area)
        layout.addStretch(0)
        return left

    def _make_right(self) -> QWidget:
        self._likeness_home = QWidget()
        home = QVBoxLayout(self._likeness_home)
        home.setContentsMargins(0, 14, 0, 0)
        home.setSpacing(5)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Words(self._theme, self.tr("Already in your file"), "strong"))
        head.addWidget(self.likeness_words)
        head.addStretch(1)
        home.addLayout(head)
        home.addWidget(self.likenesses)
        right = QWidget()
        layout = QVBoxLayout(right)
        layout.setContentsMargins(SIDE - 1, 10, SIDE, 14)
        layout.setSpacing(0)
        layout.addWidget(self.rows, 1)
        layout.addWidget(self._likeness_home)
        return right

    def show_halves(self) -> None:
        super().show_halves()
        for widget in (self._upper, self._remarks_area):
            widget.setVisible(not self.is_folded or self.fold.current == (widget is self._remarks_area))
        self._fit_remarks()

    def _fit_remarks(self) -> None:
        width = self._left.width() - 2 * SIDE
        layout = self.remarks.layout()
        wanted = layout.totalHeightForWidth(width) if layout is not None and layout.hasHeightForWidth() else 0
        wanted = max(1, wanted or self.remarks.sizeHint().height()) if self.remarks.is_needed else 0
        rows = self.columns.height_for(max(_FEWEST_ROWS, self.columns.columns.rowCount()))
        switch = self.switch.height() if self.switch.isVisibleTo(self) else 0
        rest = self.height() - rows - switch - self.callout.height() - self._theme.size(_AROUND)
        most = self.height() if self.is_folded else max(rest, self.height() // 3)
        self._remarks_area.setFixedHeight(min(wanted, most))

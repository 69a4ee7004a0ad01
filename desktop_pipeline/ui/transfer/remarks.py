"""What is understood of dates, numbers and names in a file, and what is asked of them: a frame of boxes."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop_pipeline.actions.importing.answers import BLANKS_BELOW, NEAR_STAGE, SECTIONS, TEXTS, ImportOptions
from desktop_pipeline.actions.importing.outlook import Choice, ColumnOutlook, OpenQuestion, Outlook, WordOutlook
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.transfer.field_words import DAYS, IGNORE, name_words
from desktop_pipeline.ui.transfer.question_row import QuestionRow
from desktop_pipeline.ui.transfer.told_words import word_note
from desktop_pipeline.ui.widgets.lead_words import LeadWords
from desktop_pipeline.ui.widgets.link_button import LinkButton
from desktop_pipeline.ui.widgets.painting import draw_hairline
from desktop_pipeline.ui.widgets.words import Words

_BETWEEN_QUESTIONS = 8
_BOXES = {
    "date order": 0,
    "decimal mark": 1,
    "currency": 1,
    "outcome": 2,
    "stage order": 2,
    "table kind": 3,
}


@dataclass(frozen=True, slots=True)
class Remark:
    """A box: what it is about, what is understood, what is asked, and the names that can be looked through."""

    title: str
    lead: str = ""
    rest: str = ""
    questions: tuple[OpenQuestion, ...] = ()
    words: tuple[tuple[str, str], ...] = ()


class Remarks(QWidget):
    """Signals: `answered(OpenQuestion, value)`, `order_asked(OpenQuestion)`, `words_asked(field)`."""

    answered = Signal(object, str)
    order_asked = Signal(object)
    words_asked = Signal(str)

    def __init__(self, theme: Theme, formats: Formats) -> None:
        super().__init__()
        self._theme = theme
        self._formats = formats
        self._shown: tuple[Remark, ...] = ()
        self._asked: dict[tuple[str, str, str], OpenQuestion] = {}
        self._home = QWidget(self)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(1, 1, 1, 1)
        self._grid.setSpacing(0)
        self.rows: list[QuestionRow] = []
        self.word_buttons: dict[str, LinkButton] = {}
        theme.changed.connect(self.update)

    @property
    def is_needed(self) -> bool:
        """Whether there is anything to say."""
        return bool(self._shown)

    def forget(self) -> None:
        """Other files: what was asked before is not asked any more."""
        self._asked.clear()

    def show_outlook(self, outlook: Outlook, columns: Sequence[ColumnOutlook], options: ImportOptions) -> None:
        """Show what is to say; a question that was answered stays, so that the answer can be changed."""
        for question in outlook.questions:
            self._asked.setdefault((question.subject, question.file, question.key), question)
        remarks = tuple(self._make_remarks(outlook, columns))
        if remarks != self._shown:
            self._shown = remarks
            self._rebuild()
        for row in self.rows:
            row.show_answer(_answer(row.question, outlook, options))

    def _make_remarks(self, outlook: Outlook, columns: Sequence[ColumnOutlook]) -> list[Remark]:
        asked: list[list[OpenQuestion]] = [[], [], [], []]
        for question in self._asked.values():
            asked[_BOXES.get(question.subject, 2)].append(question)
        if any(table.kind == "leads" for table in outlook.tables):
            asked[3].append(self._ask_for_leads())
        dates, numbers, names, tables = map(tuple, asked)
        words = tuple(self._word_lines(outlook.words))
        found = [
            Remark(self.tr("Dates"), *self._say_dates(columns, is_asked=bool(dates)), dates),
            Remark(self.tr("Numbers"), *self._say_numbers(outlook, columns, is_asked=bool(numbers)), numbers),
            Remark(self.tr("Names"), "", "", names, words),
            Remark(self.tr("Tables"), "", "", tables),
        ]
        return [remark for remark in found if remark.lead or remark.questions or remark.words]

    def _ask_for_leads(self) -> OpenQuestion:
        choices = (Choice("deals", self.tr("Deals")), Choice("people", self.tr("People only")))
        words = self.tr("what do leads without an organisation become?")
        return OpenQuestion("leads", "", "", words, choices, "deals")

    def _say_dates(self, columns: Sequence[ColumnOutlook], *, is_asked: bool) -> tuple[str, str]:
        dated = [column for column in columns if column.field in DAYS or column.field.startswith("entered:")]
        noted = [column for column in dated if column.note and column.confidence != "check"]
        if is_asked or not noted:
            return "", ""
        note = noted[0].note
        sample = noted[0].samples[0] if noted[0].samples else ""
        headers = ", ".join(column.header for column in noted if column.note == note)
        return _as_sentence(note), self.tr("{headers}, say {sample}.").format(headers=headers, sample=sample)

    def _say_numbers(self, outlook: Outlook, columns: Sequence[ColumnOutlook], *, is_asked: bool) -> tuple[str, str]:
        currencies = [self._formats.symbol(currency) for currency in outlook.sums.told]
        valued = next((column for column in columns if column.field == "value"), None)
        if is_asked or valued is None or not currencies:
            return "", ""
        lead = self.tr("{header} in {currency}.").format(header=valued.header, currency=", ".join(currencies))
        return lead, _as_sentence(valued.note) if valued.note else ""

    def _word_lines(self, words: Sequence[WordOutlook]) -> list[tuple[str, str]]:
        fields = dict.fromkeys(word.field for word in words)
        return [(field, self._say_words(field, [word for word in words if word.field == field])) for field in fields]

    def _say_words(self, field: str, words: Sequence[WordOutlook]) -> str:
        new = sum(word.is_new for word in words)
        left = sum(word.meant in {"", IGNORE} for word in words)
        said = [self.tr("{field}: {known} of {count} known")]
        said += [self.tr("{new} new")] * bool(new) + [self.tr("{left} left out")] * bool(left)
        return ", ".join(said).format(
            field=name_words(field),
            known=self._formats.number(len(words) - new - left),
            count=self._formats.number(len(words)),
            new=self._formats.number(new),
            left=self._formats.number(left),
        )

    def _rebuild(self) -> None:
        self._grid.removeWidget(self._home)
        self._home.hide()
        self._home.deleteLater()
        self._home = QWidget(self)
        grid = QGridLayout(self._home)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        self.rows, self.word_buttons = [], {}
        for remark, (row, column, span) in zip(self._shown, _spread(self._shown), strict=True):
            grid.addWidget(self._make_box(remark, row, column, span), row, column, 1, span)
        for column in range(2):
            grid.setColumnStretch(column, 1)
            grid.setColumnMinimumWidth(column, self._theme.size(120))
        self._grid.addWidget(self._home, 0, 0)

    def _make_box(self, remark: Remark, row: int, column: int, span: int) -> QWidget:
        box = _Box(self._theme, is_beside=column > 0, is_below=row > 0)
        layout = QVBoxLayout(box)
        layout.setContentsMargins(12, 8, 12, 10)
        layout.setSpacing(4)
        layout.addWidget(Words(self._theme, remark.title, "caption", "ink2"))
        if remark.lead:
            words = LeadWords(self._theme, "body")
            words.say("", f"{remark.lead} {remark.rest}".strip())
            layout.addWidget(words)
        for number, question in enumerate(remark.questions):
            if number or remark.lead:
                layout.addSpacing(_BETWEEN_QUESTIONS)
            asking = QuestionRow(self._theme, question)
            asking.answered.connect(lambda value, asked=question: self.answered.emit(asked, value))
            asking.order_asked.connect(lambda asked=question: self.order_asked.emit(asked))
            layout.addWidget(asking)
            self.rows.append(asking)
        links = QGridLayout()
        links.setSpacing(0)
        links.setHorizontalSpacing(16)
        for number, (field, words_of) in enumerate(remark.words):
            button = LinkButton(self._theme, f"{words_of}…")
            button.clicked.connect(lambda _checked=False, of=field: self.words_asked.emit(of))
            self.word_buttons[field] = button
            links.addWidget(button, number // span, number % span)
            links.setColumnStretch(number % span, 1)
        layout.addLayout(links)
        layout.addStretch(1)
        return box

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("line"), 1))
        painter.setBrush(self._theme.color("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)


class _Box(QWidget):
    """Draws the line towards the box before it and the one above it."""

    def __init__(self, theme: Theme, *, is_beside: bool, is_below: bool) -> None:
        super().__init__()
        self._theme = theme
        self._is_beside = is_beside
        self._is_below = is_below

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, line = QPainter(self), self._theme.color("line")
        if self._is_beside:
            draw_hairline(painter, line, QPointF(0.5, 0), QPointF(0.5, self.height()))
        if self._is_below:
            draw_hairline(painter, line, QPointF(0, 0.5), QPointF(self.width(), 0.5))


def _as_sentence(note: str) -> str:
    words = word_note(note)
    return f"{words[:1].upper()}{words[1:]}."


def _spread(remarks: Sequence[Remark]) -> list[tuple[int, int, int]]:
    """Row, column and span of each box: two beside each other, the last one over both where it would be alone."""
    last = len(remarks) - 1
    return [(number // 2, number % 2, 2 if number == last and number % 2 == 0 else 1) for number in range(last + 1)]


def _answer(question: OpenQuestion, outlook: Outlook, options: ImportOptions) -> str:
    """What was answered, else what is assumed."""
    said: dict[str, str | None] = {
        "date order": options.date_orders.get(question.key),
        "decimal mark": options.decimal_marks.get(question.key),
        "currency": options.currency,
        "leads": options.leads,
        "outcome": options.stage_words.get(question.key),
        NEAR_STAGE: options.stage_words.get(question.key),
        BLANKS_BELOW: "yes" if question.key in options.filled_below else "no",
    }
    answered = said.get(question.subject)
    if question.subject == "table kind":
        places = [table.place for table in outlook.tables if table.place.file == question.file]
        answered = next((options.kinds[place] for place in places if place in options.kinds), None)
    if question.subject in {SECTIONS, TEXTS}:
        columns = [column for table in outlook.tables if table.place.file == question.file for column in table.columns]
        answered = next((column.field or IGNORE for column in columns if column.header == question.key), IGNORE)
    if answered is None:
        known = {choice.value for choice in question.choices}
        words = {choice.words: choice.value for choice in question.choices}
        return question.assumed if question.assumed in known else words.get(question.assumed, "")
    return answered

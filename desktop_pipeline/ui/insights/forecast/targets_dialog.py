"""The targets of the company, of owners, pipelines and products, a year at a time."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QMenu, QVBoxLayout, QWidget

from desktop_pipeline.actions import Change
from desktop_pipeline.actions.targets import clear_target, clear_targets, set_target, set_targets
from desktop_pipeline.domain.errors import InvalidError, PipelineError
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.periods import add_months
from desktop_pipeline.domain.target_book import TargetBook, open_book
from desktop_pipeline.domain.targets import Target, TargetMeasure, TargetScope, TargetSpan, span_around
from desktop_pipeline.queries.settings import read_fiscal_start
from desktop_pipeline.queries.targets import TargetHolder, read_holders, read_targets
from desktop_pipeline.ui.insights.forecast.dialog_undo import hear_undo
from desktop_pipeline.ui.insights.forecast.target_grid import Place, Shown, TargetGrid
from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.typed import plain_amount, read_amount, read_number
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.segmented import Segmented
from desktop_pipeline.ui.widgets.words import Words

_WIDTH, _LIST = 760, 210
_MEASURES = (TargetMeasure.MONEY, TargetMeasure.COUNT, TargetMeasure.ACTIVITIES)
_HolderRole = Qt.ItemDataRole.UserRole
_YEAR = 12


class TargetsDialog(QDialog):
    """Every field is kept as it is left; the journal takes any of it back."""

    def __init__(self, tools: InsightTools, parent: QWidget) -> None:
        super().__init__(parent)
        theme = tools.theme
        self._tools = tools
        self._workspace = tools.session.workspace
        self._fiscal_start = read_fiscal_start(self._workspace)
        today = tools.session.today()
        this_year = span_around(TargetSpan.YEAR, today, self._fiscal_start).start
        self._years = tuple(add_months(this_year, _YEAR * step) for step in (-1, 0, 1))
        self._last = Place(TargetSpan.MONTH, today.replace(day=1))
        self.setWindowTitle(self.tr("Targets"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.holders = QListWidget()
        self.holders.setAccessibleName(self.tr("Whose target"))
        self.holders.setFixedWidth(theme.size(_LIST))
        # A long name is cut short there; above the amounts it stands whole.
        self.holders.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.measure = Segmented(
            theme, (self.tr("Money won"), self.tr("Deals won"), self.tr("Activities done")), small=True
        )
        self.year = Segmented(theme, [self._name_year(year) for year in self._years], small=True)
        self.year.choose(1)
        self.name = Words(theme, "", "section", "ink")
        self.grid = TargetGrid(theme, self._name_month, self._keep)
        self.unit = Words(theme, "", "caption", "ink3")
        self.remark = Words(theme, "", "caption", "amber", wrap=True)
        self.fill = ActionButton(theme, self.tr("Fill…"))
        self.fill.setEnabled(not self._workspace.is_read_only)
        self._done = ActionButton(theme, self.tr("Close"))
        self._lay_out()
        self._connect()
        self._show_holders()
        self._show_year()

    @property
    def holder(self) -> TargetHolder:
        """Whose targets are shown."""
        holder = self.holders.currentItem().data(_HolderRole)
        assert isinstance(holder, TargetHolder)
        return holder

    def open_fill(self) -> QMenu:
        """What several fields can be filled with at once."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        source = self._source()
        named = "" if source is None else self._name_month(source.starts_on)
        entries = (
            (self.tr("All months like {month}").format(month=named), lambda: self._fill_months(after=False), source),
            (
                self.tr("The months after {month} like it").format(month=named),
                lambda: self._fill_months(after=True),
                source,
            ),
            (self.tr("The same as the year before"), self._repeat_year, self._book(-_YEAR).targets),
            (self.tr("Clear this year"), self._clear_year, self._book().targets),
        )
        for text, act, is_there in entries:
            action = menu.addAction(text)
            action.setEnabled(bool(is_there))
            action.triggered.connect(lambda _=False, act=act: self._attempt(act))
        menu.popup(self.fill.mapToGlobal(self.fill.rect().bottomLeft()))
        return menu

    def _source(self) -> Place | None:
        """The month that others are filled with: the one left last, else the first that is set."""
        book = self._book()
        if book.set_for(TargetSpan.MONTH, self._last.starts_on) is not None:
            return self._last
        months = sorted(t.starts_on for t in book.targets if t.span is TargetSpan.MONTH)
        return Place(TargetSpan.MONTH, months[0]) if months else None

    def _fill_months(self, *, after: bool) -> None:
        source = self._source()
        amount = None if source is None else self._book().set_for(source.span, source.starts_on)
        if source is None or amount is None:
            return
        months = [add_months(self._first, step) for step in range(_YEAR)]
        wanted = [month for month in months if month != source.starts_on and (not after or month > source.starts_on)]
        set_targets(self._workspace, [self._target(Place(TargetSpan.MONTH, month), amount) for month in wanted])

    def _repeat_year(self) -> None:
        before = self._book(-_YEAR).targets
        set_targets(self._workspace, [replace(t, starts_on=add_months(t.starts_on, _YEAR)) for t in before])

    def _clear_year(self) -> None:
        clear_targets(self._workspace, self._book().targets)

    def _keep(self, place: Place, text: str) -> None:
        target = self._target(place, 0)
        amount = self._read(text)
        if amount is None:
            clear_target(self._workspace, target)
        else:
            set_target(self._workspace, replace(target, amount=amount))
        self._show_amounts()

    def _read(self, text: str) -> int | None:
        formats = self._tools.formats
        if self._measure is TargetMeasure.MONEY:
            money = read_amount(text, self._workspace.base_currency, formats)
            return money.minor if money is not None and money.minor else None
        if not text:
            return None
        number = read_number(text, formats)
        if number != int(number):
            raise InvalidError(self.tr("Type a whole number."))
        return int(number) or None

    def _target(self, place: Place, amount: int) -> Target:
        holder = self.holder
        return Target(holder.scope, holder.of, place.span, place.starts_on, self._measure, amount)

    @property
    def _measure(self) -> TargetMeasure:
        return _MEASURES[self.measure.current]

    @property
    def _first(self) -> date:
        return self._years[self.year.current]

    def _book(self, months: int = 0) -> TargetBook:
        """What is set for the shown year, or one so many months off."""
        first, holder = add_months(self._first, months), self.holder
        book = open_book(read_targets(self._workspace), holder.scope, holder.of, self._measure)
        return TargetBook(tuple(t for t in book.targets if first <= t.starts_on < add_months(first, _YEAR)))

    def _shown(self, place: Place, book: TargetBook) -> Shown:
        return Shown(self._say(book.set_for(place.span, place.starts_on)), self._say(self._follows(book, place)))

    def _follows(self, book: TargetBook, place: Place) -> int | None:
        if place.span is TargetSpan.MONTH:
            return book.share_for(place.starts_on)
        months = [book.of_month(add_months(place.starts_on, step)) for step in range(place.span.months)]
        known = [amount for amount in months if amount is not None]
        return sum(known) if known else None

    def _show_holders(self) -> None:
        row = max(0, self.holders.currentRow())
        self.holders.blockSignals(True)
        self.holders.clear()
        set_for = {(target.scope, target.of) for target in read_targets(self._workspace)}
        scope = TargetScope.COMPANY
        for holder in read_holders(self._workspace):
            if holder.scope is not scope:
                scope = holder.scope
                self._add_heading(scope)
            item = QListWidgetItem(holder.name or self.tr("Company"), self.holders)
            item.setData(_HolderRole, holder)
            if (holder.scope, holder.of) in set_for:
                item.setFont(self._tools.theme.font("strong"))
        self.holders.setCurrentRow(row)
        self.holders.blockSignals(False)

    def _add_heading(self, scope: TargetScope) -> None:
        words = {
            TargetScope.OWNER: self.tr("People"),
            TargetScope.PIPELINE: self.tr("Pipelines"),
            TargetScope.PRODUCT: self.tr("Products"),
        }
        heading = QListWidgetItem(words[scope], self.holders)
        heading.setFlags(Qt.ItemFlag.NoItemFlags)
        heading.setFont(self._tools.theme.font("caption_medium"))
        heading.setForeground(self._tools.theme.color("ink3"))

    def _show_year(self) -> None:
        self.grid.show_year(self._first, self._name_year(self._first))
        # The fields are new ones: Tab would come to them last.
        for before, after in pairwise([self.measure, *self.grid.order(), self.fill, self._done]):
            QWidget.setTabOrder(before, after)
        if self._workspace.is_read_only:
            self.grid.lock()
        self._show_amounts()

    def _show_amounts(self) -> None:
        book = self._book()
        self.name.show_words(self.holder.name or self.tr("Company"))
        follows = self.tr("Empty fields follow from the others.")
        if self._measure is TargetMeasure.MONEY:
            follows = self.tr("In {currency}.").format(currency=self._workspace.base_currency) + " " + follows
        self.unit.show_words(follows)
        self.grid.show_amounts({place: self._shown(place, book) for place in self.grid.fields})
        self.remark.show_words(" ".join(self._say_differing(book)), "amber")
        self.remark.setVisible(bool(self.remark.text()))

    def _say_differing(self, book: TargetBook) -> Iterable[str]:
        for target, months in book.differing():
            name = self.grid.fields[Place(target.span, target.starts_on)].accessibleName()
            yield self.tr("{name} says {own}, its months add up to {months}.").format(
                name=name, own=self._say(target.amount), months=self._say(months)
            )

    def _say(self, amount: int | None) -> str:
        if amount is None:
            return ""
        if self._measure is TargetMeasure.MONEY:
            return plain_amount(Money(amount, self._workspace.base_currency), self._tools.formats)
        return self._tools.formats.number(Decimal(amount))

    def _name_month(self, month: date) -> str:
        return self._tools.formats.month(month)

    def _name_year(self, first: date) -> str:
        year = self._tools.formats.year
        return year(first.year) if first.month == 1 else f"{year(first.year)}/{year(first.year + 1)[-2:]}"

    def _on_changed(self, change: Change) -> None:
        if change.touches("target") or change.touches("owner"):
            self._show_holders()
            self._show_amounts()

    def _on_holder(self) -> None:
        if self.holders.currentItem() is not None:
            self._show_amounts()

    def _attempt(self, act: object) -> None:
        assert callable(act)
        try:
            act()
        except PipelineError as error:
            self._refuse(str(error))

    def _refuse(self, sentence: str) -> None:
        self.remark.show_words(sentence, "red")
        self.remark.show()

    def _connect(self) -> None:
        self._tools.session.changed.connect(self._on_changed)
        self.holders.currentRowChanged.connect(self._on_holder)
        self.measure.chosen.connect(self._show_amounts)
        self.year.chosen.connect(self._show_year)
        self.grid.entered.connect(self._remember)
        self.fill.clicked.connect(self.open_fill)
        hear_undo(self, self._tools.session, self._refuse)

    def _remember(self, place: Place) -> None:
        if place.span is TargetSpan.MONTH:
            self._last = place

    def _lay_out(self) -> None:
        theme = self._tools.theme
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.name, 1)
        head.addWidget(self.year)
        foot = QHBoxLayout()
        foot.addWidget(self.fill)
        foot.addStretch(1)
        self._done.clicked.connect(self.close)
        foot.addWidget(self._done)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addLayout(head)
        right.addWidget(self.measure, 0, Qt.AlignmentFlag.AlignLeft)
        right.addWidget(self.unit)
        right.addWidget(self.grid)
        right.addWidget(self.remark)
        right.addStretch(1)
        right.addLayout(foot)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(20)
        layout.addWidget(self.holders)
        layout.addLayout(right, 1)
        self.setMinimumWidth(theme.size(_WIDTH))

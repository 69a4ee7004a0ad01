"""An import under study: the files are read once and looked at as often as the answers change."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from desktop_pipeline.actions.importing.arrivals import describe_differences, describe_likenesses, describe_rows
from desktop_pipeline.actions.importing.asking import describe_questions, describe_words
from desktop_pipeline.actions.importing.file_names import name_files
from desktop_pipeline.actions.importing.gates import hold_at_gates
from desktop_pipeline.actions.importing.known import read_known
from desktop_pipeline.actions.importing.known_pasts import read_pasts
from desktop_pipeline.actions.importing.memory import recall, remember
from desktop_pipeline.actions.importing.outlook import Outlook
from desktop_pipeline.actions.importing.own_now import read_now
from desktop_pipeline.actions.importing.parts import read_attached
from desktop_pipeline.actions.importing.reports import ImportReport, Sums, make_report, report_nothing
from desktop_pipeline.actions.importing.shapes import describe_fields, describe_files, describe_presets, describe_tables
from desktop_pipeline.actions.importing.writing import write_plan
from desktop_pipeline.actions.outputs import check_may_replace
from desktop_pipeline.domain.names import name_key
from desktop_pipeline.exchange.known import Known, KnownAttached
from desktop_pipeline.exchange.options import CellPlace, ImportOptions, ReadingChoices
from desktop_pipeline.exchange.own_export import find_shape
from desktop_pipeline.exchange.own_records import OwnNow
from desktop_pipeline.exchange.planning.blanks_below import fill_below
from desktop_pipeline.exchange.planning.corrections import correct_tables
from desktop_pipeline.exchange.planning.knowing import NotUnderstoodError, OnItsSideError
from desktop_pipeline.exchange.planning.plan import plan_import
from desktop_pipeline.exchange.reading.files import read_book
from desktop_pipeline.exchange.reading.workbooks import Reading
from desktop_pipeline.exchange.records import ImportPlan
from desktop_pipeline.exchange.tables import Book, Table, show
from desktop_pipeline.storage.workspace import Workspace

_AS_READ = ReadingChoices()
_OF_STAGES = ("stage", "status", "colour", "from_stage")


@dataclass(frozen=True, slots=True)
class _Planned:
    """The last plan, with what it was made for."""

    options: ImportOptions
    state: tuple[object, ...]
    plan: ImportPlan
    known: Known
    report: ImportReport


class Study:
    """Files read once; free of any screen, so that a worker can run it.

    `choices` are by the names of `name_files`, or by a plain name for all that bear it; `named` are headers that will
    be used though nobody knows them. `progress(done, total)` is told of files; what it raises ends the reading.
    `begun`: the first file's reading, where that is under way.

    Raises CannotOpenError with one sentence.
    """

    def __init__(
        self,
        workspace: Workspace,
        paths: Sequence[Path],
        choices: Mapping[str, ReadingChoices] | None = None,
        progress: Callable[[int, int], None] = lambda _done, _total: None,
        *,
        named: Sequence[str] = (),
        begun: Reading | None = None,
    ) -> None:
        self._workspace = workspace
        self._paths = tuple({path.resolve(): path for path in paths}.values())
        books = []
        names, told = name_files(self._paths), choices or {}
        for number, path in enumerate(self._paths):
            progress(number, len(self._paths))
            name = names[path]
            choice = told.get(name, told.get(path.name, _AS_READ))
            # Asked while it is read as well: nobody should wait for a file that nobody wants any more
            ask = partial(_tell_file, progress, number, len(self._paths))
            book = read_book(path, choice, named=named, progress=ask, begun=None if number else begun)
            books.append(book if name == path.name else _name_apart(book, name))
        progress(len(self._paths), len(self._paths))
        self.books = tuple(books)
        self._known: tuple[tuple[object, ...], Known] | None = None
        self._planned: _Planned | None = None
        self._written = ImportOptions()
        self._corrected: tuple[tuple[Mapping[CellPlace, str], frozenset[str]], list[Table]] = (({}, frozenset()), [])

    def recalled(self, options: ImportOptions | None = None) -> ImportOptions:
        """The options to begin with: what was said before of files of the same shape, where nothing else is said."""
        with self._workspace.reading() as view:
            return recall(view, self._tables(ImportOptions()), options or ImportOptions())

    def look(self, options: ImportOptions, *, rows: int = 200, only_problems: bool = False) -> Outlook:
        """What the import would do under these answers; the first rows, or the first that have a problem.

        Where no table is understood its `refusal` says why. Raises InvalidError for options that name what is not
        there.
        """
        began = time.monotonic()
        try:
            planned = self._plan(options)
        except NotUnderstoodError as error:
            unknown = self._show_unknown(options, str(error))
            return replace(unknown, is_on_its_side=isinstance(error, OnItsSideError))
        plan, known = planned.plan, planned.known
        report = replace(planned.report, seconds=time.monotonic() - began)
        return Outlook(
            files=describe_files(self.books),
            preset=plan.preset,
            preset_name=plan.preset_name,
            tables=describe_tables(self._tables(options), plan.understood),
            fields=describe_fields(),
            questions=describe_questions(plan),
            words=describe_words(plan, known, options),
            rows=describe_rows(plan, known, most=rows, only_problems=only_problems),
            likenesses=describe_likenesses(plan),
            differences=describe_differences(plan),
            sums=report.sums or Sums({}, {}, {}),
            report=report,
            presets=describe_presets(),
        )

    def _show_unknown(self, options: ImportOptions, refusal: str) -> Outlook:
        report = report_nothing(tuple(book.file for book in self.books), 0.0)
        return Outlook(
            files=describe_files(self.books),
            preset=report.preset,
            preset_name="",
            tables=describe_tables(self._tables(options), ()),
            fields=describe_fields(),
            questions=(),
            words=(),
            rows=(),
            likenesses=(),
            differences=(),
            sums=report.sums or Sums({}, {}, {}),
            report=report,
            presets=describe_presets(),
            refusal=refusal,
        )

    def report(self, options: ImportOptions) -> ImportReport:
        """The numbers alone of what the import would do."""
        began = time.monotonic()
        planned = self._plan(options)
        return replace(planned.report, seconds=time.monotonic() - began)

    def list_unmet(self, options: ImportOptions, words: Iterable[str]) -> tuple[str, ...]:
        """Those of the words that stand in no column of stages and in no header."""
        understood = self._plan(options).plan.understood
        met = {
            name_key(show(cell))
            for found in understood
            for field in _OF_STAGES
            for index in found.indexes(field)
            for cell in found.different(index)
        }
        met.update(name_key(header) for found in understood for header in found.table.headers)
        return tuple(word for word in words if name_key(word) not in met)

    def write(self, options: ImportOptions, progress: Callable[[int, int], None]) -> ImportReport:
        """Takes everything in as one change; what `progress` raises ends it at any moment without a trace."""
        began = time.monotonic()
        planned = self._plan(options)
        # As they were read: what they are called by must be what the next file is known by
        places = {found.table.place for found in planned.plan.understood}
        tables = [table for table in self._tables(options) if table.place in places]
        change = write_plan(
            self._workspace,
            planned.plan,
            planned.known,
            progress,
            lambda draft: remember(draft, tables, options),
        )
        self._planned = None
        self._written = options
        return replace(planned.report, change=change, seconds=time.monotonic() - began)

    def save_not_taken(self, report: ImportReport, out: Path) -> int:
        """Writes the rows that were not taken whole into a workbook, each with its reason; returns how many.

        Raises CannotOpenError where it cannot be written, RefusedError where it would replace a file that was read or
        a workspace.
        """
        from desktop_pipeline.exchange.writing.problems import write_problems  # noqa: PLC0415 - openpyxl only where it is needed

        check_may_replace(out, self._paths)
        options = self._planned.options if self._planned is not None else self._written
        return write_problems(out, self._tables(options), report.problems)

    def _read_attached(self) -> KnownAttached:
        with self._workspace.reading() as view:
            return read_attached(view)

    def _read_now(self, table: str, ids: Sequence[int]) -> Mapping[int, OwnNow]:
        with self._workspace.reading() as view:
            return read_now(view, table, ids)

    def _tables(self, options: ImportOptions) -> list[Table]:
        """All tables, with what was typed into their cells."""
        said = (dict(options.corrections), options.filled_below)
        if self._corrected[0] != said or not self._corrected[1]:
            tables = [table for book in self.books for table in book.tables]
            corrected = correct_tables(tables, options.corrections)
            self._corrected = (said, fill_below(corrected, options.filled_below))
        return self._corrected[1]

    def _plan(self, options: ImportOptions) -> _Planned:
        settled = replace(options, zone=self._workspace.zone)
        with self._workspace.reading() as view:
            state = view.rows("select max(id), total(state = 'done') from journal_entry")[0]
            last = self._planned
            if last is not None and last.state == state and last.options == settled:
                return last
            if self._known is None or self._known[0] != state:
                self._known = (state, replace(read_known(view), attached=self._read_attached, exported=self._read_now))
            known = self._known[1]
            plan = hold_at_gates(
                view,
                plan_import(self._tables(settled), settled, known, lambda: read_pasts(view), self._workspace.now()),
                self._workspace.today(),
            )
        report = replace(make_report(plan, known, None, 0.0), hidden=self._list_hidden())
        self._planned = _Planned(settled, state, plan, known, report)
        return self._planned

    def _list_hidden(self) -> tuple[tuple[str, str], ...]:
        """Hidden sheets with rows; those of our own export hold lists to choose from."""
        return tuple(
            (book.file, shape.name)
            for book in self.books
            if not any(find_shape(table.headers) for table in book.tables)
            for shape in book.sheets
            if shape.is_hidden and not shape.is_taken and shape.name and shape.rows > 1
        )


def _tell_file(progress: Callable[[int, int], None], number: int, count: int, _rows: int) -> None:
    progress(number, count)


def _name_apart(book: Book, name: str) -> Book:
    """A file of the same name as another one, told by its folder too."""
    return replace(book, file=name, tables=tuple(replace(table, file=name) for table in book.tables))

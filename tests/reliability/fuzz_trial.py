"""What is done with a fuzzed file, and what may not come of it."""

import contextlib
import faulthandler
import io
import json
import os
import random
import traceback
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from desktop_pipeline.actions.importing.answers import (
    ImportOptions,
    ReadingChoices,
    answer_question,
    choose_kind,
    correct_cell,
    mean_word,
    send_column,
    take_row,
)
from desktop_pipeline.actions.importing.outlook import Outlook
from desktop_pipeline.actions.importing.reports import ImportReport
from desktop_pipeline.actions.importing.study import Study
from desktop_pipeline.cli.commands import run_command
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.exchange.options import CellPlace, Leads, Match
from desktop_pipeline.exchange.reading.files import NothingToImportError
from tests.memory import peak_megabytes, peak_of_children
from tests.reliability.fuzz_grids import Chance, make_value
from tests.reliability.fuzz_seeds import make_file
from tests.workspaces import Content, Desk, import_file, make_desk, open_desk, read_content, write_sheet

_LONGEST_SENTENCE = 1000
# Of work; where others work on the same machine a file may wait longer, but is dead when it waits that long
_LONGEST_SECONDS = 10
_DEAD_AFTER = 60
_MOST_MEMORY = 600
_DESK_SERVES = 100  # files, until its journal is long
_CHECK_EVERY = 5
_ENCODINGS = (None, "utf-8", "cp1252", "utf-16", "shift_jis", "cp037", "no such")
_SEPARATORS = (None, ",", ";", "\t", "|", '"', "", "ab", "\n", "é")
_TOPS: tuple[Mapping[str | None, int], ...] = (
    {},
    {None: 1},
    {None: 0},
    {None: 3},
    {"Deals": 2, None: 99_999},
    {"Sheet1": -1},
)
_MATCHES: tuple[Match, ...] = ("auto", "id", "title+org", "none")
_LEADS: tuple[Leads, ...] = ("deals", "people")


class StopError(Exception):
    """What the import is cancelled with."""


@dataclass(slots=True)
class Told:
    """What came of a file; `own` and `reader` are the most MB that either process took so far."""

    number: int
    name: str
    how: str
    came: str = ""
    sentence: str = ""
    seconds: float = 0.0
    own: int = 0
    reader: int = 0
    faults: list[str] = field(default_factory=list)


def run_trials(files: int, first: int) -> int:
    """That many files from that number on; 0 where nothing was wrong with any."""
    faulty = 0
    with TemporaryDirectory() as folder:
        os.environ["DESKTOP_PIPELINE_HOME"] = str(Path(folder) / "home")
        for start in range(first, first + files, _DESK_SERVES):
            place = Path(folder) / str(start)
            place.mkdir()
            bench = _Bench(place)
            for number in range(start, min(start + _DESK_SERVES, first + files)):
                print(f"begin {number}", flush=True)
                faulthandler.dump_traceback_later(_DEAD_AFTER, exit=True)
                told = bench.try_file(number)
                faulty += bool(told.faults)
                print(json.dumps(asdict(told)), flush=True)
            bench.desk.workspace.close()
    faulthandler.cancel_dump_traceback_later()
    return 1 if faulty else 0


class _Bench:
    """A workspace with some deals, to which every file is taken."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.desk: Desk = make_desk(folder)
        sheet = write_sheet(folder / "start.csv", 30, stages=["Meeting", "Proposal"])
        import_file(self.desk.workspace, sheet)
        self.before: Content = read_content(self.desk.workspace)

    def try_file(self, number: int) -> Told:
        chance = random.Random(number)
        fuzzed = make_file(chance)
        path = self.folder / fuzzed.name
        path.write_bytes(fuzzed.content)
        told = Told(number, fuzzed.name, f"{fuzzed.how}, {len(fuzzed.content)} bytes")
        began = _work_done()
        try:
            self._study(told, path, chance)
            told.seconds = round(_work_done() - began, 2)
            if chance.random() < 0.06:
                self._type_command(told, path)
            self._compare(told, "at the end")
        except PipelineError as error:
            told.faults.append(f"refused where it should not be: {error}")
        except Exception:  # noqa: BLE001 - that there is one is what is looked for
            told.faults.append(traceback.format_exc()[-3000:])
        finally:
            path.unlink()
        told.own = round(peak_megabytes())
        told.reader = round(peak_of_children())
        if told.seconds > _LONGEST_SECONDS:
            told.faults.append(f"took {told.seconds} s")
        if told.own + told.reader > _MOST_MEMORY:
            told.faults.append(f"took {told.own} + {told.reader} MB")
        return told

    def _study(self, told: Told, path: Path, chance: Chance) -> None:
        """Reads, looks, answers at random, writes."""
        choices = _choose_reading(chance)
        try:
            study = Study(self.desk.workspace, [path], {path.name: choices})
            options = study.recalled()
            outlook = study.look(options)
        except PipelineError as error:
            told.came = "nothing to import" if isinstance(error, NothingToImportError) else "refused"
            self._hear(told, error)
            return
        is_plain = chance.random() < 0.5
        if not is_plain:
            options = _answer(chance, options, outlook)
            try:
                outlook = study.look(options, rows=chance.choice((0, 5, 200)), only_problems=chance.random() < 0.5)
            except PipelineError as error:
                told.came = "answers refused"
                self._hear(told, error)
                return
        told.came = "cancelled" if chance.random() < 0.25 else "written"
        self._write(told, study, options, outlook, chance, is_plain=is_plain)

    def _write(
        self, told: Told, study: Study, options: ImportOptions, outlook: Outlook, chance: Chance, *, is_plain: bool
    ) -> None:
        progress = _make_progress(chance.randrange(1, 6) if told.came == "cancelled" else 0)
        deals = self._count_deals()
        try:
            report = study.write(options, progress)
        except StopError:
            self._compare(told, "after the cancel")
            return
        except PipelineError as error:
            told.came = "refused at the end"
            self._hear(told, error)
            return
        if self._count_deals() - deals != report.new:
            told.faults.append(f"{report.new} new deals told, {self._count_deals() - deals} there")
        if _bare(report) != _bare(outlook.report):
            told.faults.append(f"not what was foreseen: {_bare(outlook.report)} … {_bare(report)}"[:3000])
        if told.number % _CHECK_EVERY == 0:
            told.faults += [f"{fault.where}: {fault.what}" for fault in self.desk.faults()]
        if is_plain and chance.random() < 0.4:
            self._write_again(told, study, options)
        self._go_back(told, study, report, chance)

    def _go_back(self, told: Told, study: Study, report: ImportReport, chance: Chance) -> None:
        """The rows that were not taken are saved, and the import is taken back."""
        if report.problems and chance.random() < 0.3:
            study.save_not_taken(report, self.folder / f"{told.number}.xlsx")
        if report.change is not None:
            self.desk.journal.undo()
            self._compare(told, "after undo")

    def _write_again(self, told: Told, study: Study, options: ImportOptions) -> None:
        """The same file twice changes nothing."""
        again = study.write(options, lambda _done, _total: None)
        if again.change is not None:
            made = {name: count for name, count in again.created.items() if count}
            told.faults.append(f"the second time: {again.new} new, {again.updated} updated, made {made}")
            self.desk.journal.undo()

    def _type_command(self, told: Told, path: Path) -> None:
        """The same by the command line, which may end with a sentence and an exit code only."""
        self.desk.workspace.close()
        output, errors = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
            code = run_command(["import", str(self.desk.path), str(path), "--json"])
        with open_desk(self.desk.path) as desk:
            told.faults += [f"after the command, {fault.where}: {fault.what}" for fault in desk.faults()]
            if code in {0, 1} and json.loads(output.getvalue())["change"] is not None:
                desk.journal.undo()
        self.desk.reopen_file()
        told.came += f", command {code}"
        if code not in {0, 1, 3} or "Traceback" in errors.getvalue():
            told.faults.append(f"the command ended with {code}: {errors.getvalue()[-1500:]}")

    def _hear(self, told: Told, error: PipelineError) -> None:
        told.sentence = str(error)
        if not told.sentence.endswith((".", "”", "?")) or len(told.sentence) > _LONGEST_SENTENCE:
            told.faults.append(f"not a sentence: {told.sentence[:500]}")

    def _count_deals(self) -> int:
        return int(self.desk.workspace.value("select count(*) from deal") or 0)

    def _compare(self, told: Told, when: str) -> None:
        now = read_content(self.desk.workspace)
        told.faults += [f"{when} {table} is not as before" for table in now if now[table] != self.before[table]]


def _work_done() -> float:
    """Seconds of processors that this process and those that read for it have taken."""
    return sum(os.times()[:4])


def _make_progress(stop_at: int) -> Callable[[int, int], None]:
    """Cancels when it is called for that time; 0: never."""
    calls = count(1)

    def progress(_done: int, _total: int) -> None:
        if next(calls) == stop_at:
            raise StopError

    return progress


def _bare(report: ImportReport) -> Mapping[str, object]:
    """The report without what may differ between the plan and the deed."""
    return asdict(replace(report, change=None, seconds=0.0, files=()))


def _choose_reading(chance: Chance) -> ReadingChoices:
    if chance.random() < 0.85:
        return ReadingChoices()
    return ReadingChoices(
        encoding=chance.choice(_ENCODINGS),
        separator=chance.choice(_SEPARATORS),
        sheets=chance.choice((None, None, None, None, None, (), ("Deals",), ("deals", "More"), ("none",))),
        tops=chance.choice(_TOPS),
    )


def _answer(chance: Chance, options: ImportOptions, outlook: Outlook) -> ImportOptions:
    """What somebody might say who understands nothing."""
    options = _answer_of_rows(chance, _answer_of_columns(chance, options, outlook), outlook)
    for question in outlook.questions:
        values = [choice.value for choice in question.choices]
        if values and chance.random() < 0.5:
            options = answer_question(options, question.subject, question.key, chance.choice(values))
    return replace(
        options,
        match=chance.choice(_MATCHES),
        leads=chance.choice(_LEADS),
        currency=chance.choice((options.currency, "USD", "JPY")),
        preset=chance.choice(("auto", "auto", "none", "pipedrive", "hubspot")),
    )


def _answer_of_columns(chance: Chance, options: ImportOptions, outlook: Outlook) -> ImportOptions:
    for table in outlook.tables:
        if chance.random() < 0.3:
            options = choose_kind(options, table.place, chance.choice((*outlook.fields, "ignore")))
        fields = [choice.value for choice in outlook.fields.get(table.kind, ())]
        for column in table.columns[:30] if fields else ():
            if chance.random() < 0.3:
                sent = chance.choice((*fields, "ignore", "custom", "custom:Odd one"))
                options = send_column(options, table.place, column.index, sent)
    return options


def _answer_of_rows(chance: Chance, options: ImportOptions, outlook: Outlook) -> ImportOptions:
    for word in outlook.words[:30]:
        if chance.random() < 0.3:
            meant = chance.choice(("won", "lost", "ignore", "Meeting", "Made up", word.word, ""))
            options = mean_word(options, word.field, word.word, meant)
    for row in outlook.rows[:20]:
        if chance.random() < 0.1:
            options = take_row(options, row.place, chance.choice(("merge", "both", "skip")))
        if chance.random() < 0.2:
            cell = CellPlace(*row.place, chance.randrange(8))
            options = correct_cell(options, cell, make_value(chance, "value"))
    return options

"""Breaks the program in named ways and shows which tests see it: `python -m tests.reliability.breaks [NAME …]`.

Each break is made in a copy of the package, where the tests then run; the project itself is never touched.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
MACHINE = "tests/reliability/test_state_machine.py"


@dataclass(frozen=True, slots=True)
class Break:
    """A piece of source and what is put in its place; `test` is the one that must fail."""

    name: str
    file: str
    right: str
    wrong: str
    test: str


BREAKS = (
    Break(
        "cascades fire while a change is taken back (no FKNOACTION)",
        "storage/changeset.py",
        "flags=apsw.SQLITE_CHANGESETAPPLY_FKNOACTION,",
        "flags=0,",
        "storage/test_take_back.py::test_a_row_added_later_under_one_that_goes_is_named_and_never_deleted",
    ),
    Break(
        "a move forgets its history event",
        "actions/deals.py",
        "    for deal in entering:\n",
        "    for deal in entering[:0]:\n",
        "actions/test_deals.py::test_a_move_writes_one_deal_and_one_event",
    ),
    Break(
        "a new change does not clear redo",
        "storage/journal.py",
        "                    self._drop_undone()\n                    state = State.SEALED",
        "                    state = State.SEALED",
        "storage/test_journal.py::test_a_new_change_clears_redo",
    ),
    Break(
        "the search index does not follow an undo",
        "storage/journal.py",
        "                follow(self._connection, step)\n",
        "",
        "storage/test_search_index.py::test_undo_and_redo_take_the_index_along",
    ),
    Break(
        "the search index does not follow a change",
        "storage/journal.py",
        "                    follow(self._connection, changeset)\n        if",
        "                    pass\n        if",
        "storage/test_search_index.py::test_a_deal_is_found_by_title_organisation_and_number_without_accents",
    ),
    Break(
        "a change is committed before its record",
        "storage/journal.py",
        "                yield draft\n",
        '                yield draft\n                self._connection.execute("commit")\n'
        '                self._connection.execute("begin immediate")\n',
        "storage/test_journal.py::test_a_change_and_its_record_are_one_commit",
    ),
    Break(
        "one table is not recorded",
        "storage/journal.py",
        "_RECORDED = frozenset(DATA_NAMES)",
        '_RECORDED = frozenset(DATA_NAMES) - {"note"}',
        "storage/test_journal.py::test_every_table_of_the_owners_data_is_recorded",
    ),
    Break(
        "a damaged record is applied unchecked",
        "storage/changeset.py",
        "return isinstance(changeset, bytes) and digest_record(changeset) == digest",
        "return isinstance(changeset, bytes)",
        "storage/test_journal.py::test_a_damaged_record_is_not_applied",
    ),
    Break(
        "undo applies the change itself, not its inverse",
        "storage/journal.py",
        "step = apsw.Changeset.invert(changeset) if undoing else changeset",
        "step = changeset",
        "storage/test_journal.py::test_undo_takes_back_the_newest_change_and_redo_does_it_again",
    ),
    Break(
        "undo leaves the history event behind",
        "storage/changeset.py",
        "filter=_RECORDED.__contains__,",
        'filter=lambda table: table != "history_event",',
        "storage/test_journal.py::test_undo_removes_the_history_event_with_the_move",
    ),
    Break(
        "two deals get one rank",
        "domain/ordering.py",
        "        if room < (count + 1) * spare:\n            return None\n",
        "",
        "actions/test_placing.py::test_any_sequence_of_moves_equals_that_of_a_list",
    ),
    Break(
        "a change is announced before it is committed",
        "storage/journal.py",
        'draft.result = self._store(tidy(draft.label), state, changeset, "do")\n',
        'draft.result = self._store(tidy(draft.label), state, changeset, "do")\n'
        "                    self.announce(draft.result)\n",
        "storage/test_journal.py::test_what_is_announced_is_on_the_disk",
    ),
    Break(
        "a change is taken back whatever later ones wrote",
        "storage/journal.py",
        "            refuse(refusal, [describe_row(self._connection, *row) for row in later])\n",
        "",
        "storage/test_take_back.py::test_a_title_that_came_back_to_itself_is_still_stood_on",
    ),
    Break(
        "a change is taken back without asking the history",
        "storage/journal.py",
        '                refuse(refusal, list_contradicted(self._reader(), written.rows("deal")))\n',
        "",
        "storage/test_take_back.py::test_a_move_is_not_taken_back_from_under_a_win",
    ),
    Break(
        "a row that was changed since is overwritten",
        "storage/changeset.py",
        "            in_the_way.append(describe_row(connection, change.name, _row_id(change)))\n"
        "        return apsw.SQLITE_CHANGESET_OMIT\n",
        "            return apsw.SQLITE_CHANGESET_REPLACE\n        return apsw.SQLITE_CHANGESET_OMIT\n",
        "storage/test_journal.py::test_undo_refuses_where_something_wrote_past_the_journal",
    ),
    Break(
        "a failed change is kept as far as it came",
        "storage/journal.py",
        'connection.execute("rollback")\n            raise',
        'connection.execute("commit")\n            raise',
        "storage/test_journal.py::test_a_failed_change_leaves_nothing_and_announces_nothing",
    ),
    Break(
        "undo steps over a sealed change",
        "storage/journal.py",
        "\"state in ('done', 'sealed')\"",
        "\"state = 'done'\"",
        "storage/test_journal.py::test_a_sealed_change_is_neither_undone_nor_stepped_over",
    ),
    Break(
        "an id is used twice after an undo",
        "storage/migrations/0001_initial.py",
        "from playhouse.sqlite_ext import AutoIncrementField",
        "from peewee import AutoField as AutoIncrementField",
        "storage/test_journal.py::test_ids_are_never_used_twice",
    ),
    Break(
        "an act may be dated before what happened already",
        "actions/records.py",
        "    if at >= last_event_at:\n",
        "    if at:\n",
        "actions/test_deals.py::test_a_clock_set_back_does_not_stop_work_nor_turn_history_round",
    ),
    Break(
        "the lock is taken by everybody",
        "storage/lock.py",
        "fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)",
        "fcntl.flock(stream.fileno(), fcntl.LOCK_SH | fcntl.LOCK_NB)",
        "storage/test_lock.py::test_a_held_lock_names_its_holder",
    ),
    Break(
        "a migration stops half way",
        "storage/migrating.py",
        "            with database.atomic():\n",
        "            with plain_errors(known):\n",
        "storage/test_migrations.py::test_a_failing_migration_leaves_the_file_as_it_was",
    ),
    Break(
        "a commit does not wait for the disk",
        "storage/database.py",
        '("synchronous", "full")',
        '("synchronous", "off")',
        "storage/test_workspace_file.py::test_the_writer_puts_every_commit_on_the_disk",
    ),
)


def copy_project(target: Path) -> None:
    """The package and these tests in another folder."""
    for folder in ("desktop_pipeline", "tests"):
        shutil.copytree(ROOT / folder, target / folder, ignore=shutil.ignore_patterns("__pycache__", "*.png", "*.pdf"))
    shutil.copy(ROOT / "pyproject.toml", target)
    shutil.copytree(ROOT / "resources", target / "resources")


def check_piece(broken: Break, project: Path) -> str:
    """The source that is broken; a piece that is not there exactly once has changed, and the break with it."""
    source = (project / "desktop_pipeline" / broken.file).read_text(encoding="utf-8")
    assert source.count(broken.right) == 1, f"{broken.name}: {broken.file} no longer holds what is broken"
    return source


def make(broken: Break, target: Path) -> None:
    """Puts the wrong piece in."""
    source = check_piece(broken, target)
    path = target / "desktop_pipeline" / broken.file
    path.write_text(source.replace(broken.right, broken.wrong), encoding="utf-8")


def find_failures(target: Path, tests: Sequence[str]) -> list[str]:
    """Names of the tests that fail in the copy; it is an error where they cannot be run."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "--tb=no", *tests]
    environment = {**os.environ, "DESKTOP_PIPELINE_ANY_FAILURE_WILL_DO": "1"}
    ended = subprocess.run(command, cwd=target, capture_output=True, text=True, check=False, env=environment)
    assert ended.returncode in {0, 1}, ended.stdout + ended.stderr
    return list(dict.fromkeys(re.findall(r"^(?:FAILED|ERROR) \S*?(\w+\.py::\w+)", ended.stdout, re.MULTILINE)))


def try_break(broken: Break | None, tests: Sequence[str]) -> list[str]:
    """What fails with the break; with none, what fails in an untouched copy."""
    with TemporaryDirectory() as folder:
        target = Path(folder)
        copy_project(target)
        if broken is not None:
            make(broken, target)
        return find_failures(target, tests)


def main(names: list[str]) -> int:
    chosen = [broken for broken in BREAKS if not names or broken.name in names]
    print("| break | seen by | state machine |\n|---|---|---|", flush=True)
    missed = 0
    for broken in chosen:
        seen = try_break(broken, [f"tests/{broken.test}"])
        machine = try_break(broken, [MACHINE])
        missed += not seen
        print(f"| {broken.name} | {seen[0] if seen else 'NOBODY'} | {'sees it' if machine else '–'} |", flush=True)
    print(f"{len(chosen) - missed} of {len(chosen)} breaks are seen")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The project's own rules: rooms and their borders, opening sentences, versions, licences, shipped files."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from PySide6.QtCore import QObject
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF
from PySide6.QtSvg import QSvgRenderer

import desktop_pipeline
from desktop_pipeline import paths

ROOT = Path(desktop_pipeline.__file__).resolve().parent.parent
PACKAGE = ROOT / "desktop_pipeline"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
GPL_ONLY = ("QtCharts", "QtDataVisualization", "QtGraphs", "QtHttpServer", "QtQuick3D", "QtVirtualKeyboard")


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def contract(name: str) -> dict[str, Any]:
    contracts: list[dict[str, Any]] = PROJECT["tool"]["importlinter"]["contracts"]
    return next(contract for contract in contracts if contract["id"] == name)


def rooms_of(name: str) -> set[str]:
    return {room.strip(" ()") for layer in contract(name)["layers"] for room in layer.split("|")}


def imported_names(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_every_module_opens_with_one_sentence() -> None:
    sentence = re.compile(r'(?:#.*\n)?"""(?:[^"]|"(?!""))+?\.(?:"""|\n\n)')
    said = {module: sentence.match(module.read_text(encoding="utf-8")) for module in modules()}
    assert len(said) > 1_000
    wrong = [module for module, words in said.items() if words is None]
    assert wrong == [], "these do not say what lives there"


def test_counts_in_sentences_are_written_as_the_locale_writes_numbers() -> None:
    plain = [module for module in modules() if re.search(r"%n\b", module.read_text(encoding="utf-8"))]
    assert plain == [], "Qt groups the digits of %Ln alone"


def test_what_a_person_reads_has_the_apostrophe_of_print() -> None:
    typed = re.compile(r"""(?<!")"(?!")[^"\n]*[a-z]'s\b[^"\n]*"(?!")""")
    read = [path for room in ("ui", "reports") for path in (PACKAGE / room).rglob("*.py")]
    assert [path for path in read if typed.search(path.read_text(encoding="utf-8"))] == []


def test_every_room_of_the_package_stands_in_the_contract() -> None:
    rooms = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert rooms - {"__init__"} <= rooms_of("layers")


def test_every_folder_of_screens_stands_in_the_contract() -> None:
    folders = {path.parent.name for path in (PACKAGE / "ui").glob("*/__init__.py")}
    assert folders <= rooms_of("features")


# Each would break one contract.
INTRUDERS = (
    ("domain/intruder.py", "import desktop_pipeline.metrics", "Each room imports only what lies below it"),
    ("actions/intruder.py", "import desktop_pipeline.queries", "Each room imports only what lies below it"),
    ("actions/second_intruder.py", "import peewee", "Only storage knows the database"),
    ("queries/intruder.py", "import apsw.ext", "Only storage knows the database"),
    ("actions/third_intruder.py", "import openpyxl", "Only exchange knows the spreadsheet libraries"),
    ("reports/intruder.py", "from PySide6 import QtGui", "Only ui and app know Qt"),
    ("cli/intruder.py", "import PySide6.QtCore", "Only ui and app know Qt"),
    ("ui/board/intruder.py", "import numpy as np", "Only those who hold columns know numpy"),
    ("ui/intruder.py", "from desktop_pipeline.storage import journal", "A screen never reaches for the store"),
    ("ui/board/second_intruder.py", "import desktop_pipeline.ui.deal", "no screen imports another"),
)


def lint_imports(folder: Path, *intruders: tuple[str, str]) -> subprocess.CompletedProcess[str]:
    """What the linter says of a copy of the package into which modules, each of one line, have come."""
    shutil.copytree(PACKAGE, folder / PACKAGE.name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    for module, line in intruders:
        (folder / PACKAGE.name / module).write_text(line + "\n", encoding="utf-8")
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-logo", "--no-cache"]
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_an_import_across_any_border_is_refused_by_the_name_of_its_contract(tmp_path: Path) -> None:
    done = lint_imports(tmp_path, *((module, line) for module, line, _broken in INTRUDERS))
    assert done.returncode == 1
    # Below the list of contracts each that is broken has its own part.
    parts = re.split(r"\n(?=[^\n]+\n-+\n)", done.stdout)
    for module, line, broken in INTRUDERS:
        name = f"{PACKAGE.name}.{module.removesuffix('.py').replace('/', '.')}"
        (part,) = (part for part in parts if broken in part.splitlines()[0])
        assert f"{name} ->" in part, (line, done.stdout)


@pytest.mark.slow
def test_a_module_beside_the_rooms_is_refused(tmp_path: Path) -> None:
    done = lint_imports(tmp_path, ("intruder.py", ""))
    assert done.returncode == 1
    assert any("Each room imports" in row and "BROKEN" in row for row in done.stdout.splitlines()), done.stdout


def test_pyside_gives_back_each_reference_to_none() -> None:
    """PySide6 6.12.0 before Python 3.12 loses one per call that returns nothing, and the program dies of it."""
    subject = QObject()
    subject.setObjectName("x")
    before = sys.getrefcount(None)
    for _ in range(100):
        subject.setObjectName("x")
    assert sys.getrefcount(None) >= before - 5


@pytest.mark.parametrize("part", GPL_ONLY)
def test_no_module_can_import_a_part_of_qt_that_is_gpl_only(part: str) -> None:
    linter = [str(Path(sys.executable).parent / "ruff"), "check", "--no-cache", "--stdin-filename"]
    imports = f"from PySide6 import {part}\nfrom PySide6.{part} import QAny\nimport PySide6.{part}\n"
    done = subprocess.run(
        [*linter, "desktop_pipeline/ui/intruder.py", "-"],
        cwd=ROOT,
        input=imports,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.count("TID251") == imports.count("\n"), done.stdout


def test_the_lock_names_a_version_that_each_requirement_allows() -> None:
    lock = (ROOT / "requirements-test.lock").read_text(encoding="utf-8").splitlines()
    pinned = [Requirement(line) for line in lock if line and not line.startswith("#")]
    versions = {pin.name.lower(): str(pin.specifier).removeprefix("==") for pin in pinned}
    project = PROJECT["project"]
    wanted = sum(project["optional-dependencies"].values(), start=project["dependencies"])
    for requirement in map(Requirement, wanted):
        version = versions[requirement.name.lower()]
        assert requirement.specifier.contains(version), f"{requirement} does not allow the locked {version}"


def test_each_dependency_has_its_line_in_the_paper() -> None:
    paper = (ROOT / "docs" / "DEPENDENCIES.md").read_text(encoding="utf-8").lower()
    for requirement in map(Requirement, PROJECT["project"]["dependencies"]):
        assert f"| {requirement.name.lower()} |" in paper, f"{requirement.name} is not explained"


def test_the_changelog_tells_of_this_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## {desktop_pipeline.__version__}" in changelog


@pytest.mark.parametrize(("folder", "pattern"), [("fonts", "*.ttf"), ("icons", "*.svg")])
def test_shipped_fonts_and_icons_have_their_licence_beside_them(folder: str, pattern: str) -> None:
    assert list(paths.resource(folder).glob(pattern))
    assert list(paths.resource(folder).glob("LICENSE-*.txt"))


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("weight", ["Regular", "Medium", "SemiBold"])
def test_the_shipped_font_loads_and_has_figures_of_one_width(weight: str) -> None:
    number = QFontDatabase.addApplicationFont(str(paths.resource("fonts", f"Inter-{weight}.ttf")))
    assert "Inter" in QFontDatabase.applicationFontFamilies(number)
    font = QFont("Inter")
    font.setPixelSize(13)
    font.setStyleName(weight)
    font.setFeature(QFont.Tag("tnum"), 1)
    measure = QFontMetricsF(font)
    assert measure.horizontalAdvance("1111") == measure.horizontalAdvance("0000")


@pytest.mark.usefixtures("qapp")
def test_every_shipped_icon_can_be_drawn() -> None:
    for icon in paths.resource("icons").glob("*.svg"):
        assert QSvgRenderer(str(icon)).isValid(), icon.name


def test_the_bundle_holds_what_only_migrations_import() -> None:
    """Migrations are data to the bundle's builder, which therefore does not see what they import."""
    spec = (ROOT / "build.spec").read_text(encoding="utf-8")
    scripts = (PACKAGE / "storage" / "migrations").glob("[0-9]*.py")
    wanted = {name.rpartition(".")[0] for script in scripts for name in imported_names(script)}
    assert all(f'"{name}"' in spec for name in wanted if name.startswith("playhouse."))


def test_an_unknown_command_of_dev_shows_those_there_are() -> None:
    done = subprocess.run([sys.executable, "dev.py", "fly"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "dev.py test" in done.stderr

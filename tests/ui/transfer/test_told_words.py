"""What is told of a file in fixed words is said in the language of the window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions.importing.answers import ImportOptions
from desktop_pipeline.actions.importing.outlook import Choice
from desktop_pipeline.actions.importing.study import Study
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.transfer.told_words import word_answer, word_match, word_note, word_problem
from tests.pseudo_words import CLOSING, OPENING, PseudoTranslator

# Dates, amounts, addresses and texts of which none can be taken
BAD = (
    "Deal Name,Company,Amount,Currency,Probability,Email,Close Date,Created,Stage,ID\n"
    f"{'A' * 400},Acme,-5,EUR,140,nobody,31.02.2026,5.2.,Meeting,1\n"
    ",,7 kr,EUR,50,a@b.example,soon,2026-01-05,Meeting,2\n"
    "C,Acme,5-8k,XXXX,10,a@b.example,2026-01-05,2026-02-05,Won,3\n"
    "D,Acme,£7 pm,EUR,5,x@y.example,2026-05-05,#REF!,Won,3\n"
    "E,Acme,1.239,EUR,5,x@y.example,2026-05-05,2026-01-01,,5\nF,Acme,0.001,EUR,5,x@y.example,2026-05-05,2026-01-01,,6\n"
)


@pytest.fixture
def other_language(qtbot: QtBot) -> Iterator[None]:
    translator = PseudoTranslator()
    QCoreApplication.installTranslator(translator)
    yield
    QCoreApplication.removeTranslator(translator)


def test_every_problem_of_a_bad_file_is_said_in_the_language_of_the_window(
    session: Session, tmp_path: Path, other_language: None
) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(BAD, encoding="utf-8")
    outlook = Study(session.workspace, [path]).look(ImportOptions())
    problems = {problem.problem for problem in outlook.report.problems}
    assert len(problems) >= 10
    assert [text for text in problems if not word_problem(text).startswith(OPENING)] == []
    matches = {word_match(column) for table in outlook.tables for column in table.columns}
    assert all(match.startswith(OPENING) and match.endswith(CLOSING) for match in matches)


def test_values_within_a_problem_stay_as_they_are(other_language: None) -> None:
    assert "300" in word_problem("longer than 300 characters")
    assert "“kr”" in word_problem("“kr” does not tell which currency")
    assert word_note("12 of 14 people").startswith(OPENING)
    assert word_problem("something nobody foresaw") == "something nobody foresaw"


@pytest.mark.parametrize(
    ("subject", "choice", "is_said"),
    [
        ("outcome", Choice("won", "Won"), True),
        ("date order", Choice("day", "Day first"), True),
        ("table kind", Choice("deals", "Deals"), True),
        ("currency", Choice("EUR", "EUR"), False),
        ("stage order", Choice("Meeting", "Meeting"), False),
    ],
)
def test_answers_are_said_and_codes_and_names_are_not(
    other_language: None, subject: str, choice: Choice, is_said: bool
) -> None:
    assert word_answer(subject, choice).startswith(OPENING) is is_said

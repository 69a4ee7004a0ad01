"""What the figures keep between two questions, and what names are found by."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.lists import read_organisation_names
from desktop_pipeline.storage.tables import Organisation
from tests.workspaces import Desk, make_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path, template="simple")
    yield made
    made.workspace.close()


def test_figures_are_loaded_only_until_something_changes(desk: Desk) -> None:
    figures = Figures(desk.workspace)
    assert not figures.is_loaded
    figures.chance(1, date(2026, 6, 9))
    assert figures.is_loaded
    figures.forget()
    assert not figures.is_loaded
    figures.history()
    assert figures.is_loaded


def test_an_organisation_is_found_whatever_its_capitals_and_accents(desk: Desk) -> None:
    with desk.workspace.journal.change("Organisations") as draft:
        for name in ("MÜLLER AG", "Acme"):
            draft.insert(Organisation, name=name, name_key=name.casefold())
    for typed in ("mül", "MULLER", "ller a"):
        assert read_organisation_names(desk.workspace, typed) == ["MÜLLER AG"]

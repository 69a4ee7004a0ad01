"""Copies of attached files that were looked at go with the program, on Windows as well."""

import sys
from pathlib import Path

import pytest

from desktop_pipeline.actions.attachments import attach_files, open_copy
from desktop_pipeline.domain.custom_fields import FieldSubject
from desktop_pipeline.ui.deal.files_block import _remove_copies
from tests.workspaces import Desk, desk

__all__ = ["desk"]

if sys.platform != "linux":
    pytest.skip("a likeness of Windows is made on Linux only", allow_module_level=True)
assert sys.platform == "linux"

from tests.like_windows import kept_in_place  # noqa: E402 - it is Linux’s own


def test_a_copy_that_is_read_only_is_removed(desk: Desk, tmp_path: Path) -> None:
    plan, shown = tmp_path / "plan.pdf", tmp_path / "shown"
    plan.write_bytes(b"%PDF-1.7 floor plan")
    attach_files(desk.workspace, FieldSubject.DEAL, desk.deal(), [plan], at=desk.now)
    with kept_in_place():
        assert open_copy(desk.workspace, 1, shown).read_bytes() == plan.read_bytes()
        _remove_copies(shown)
    assert not shown.exists()

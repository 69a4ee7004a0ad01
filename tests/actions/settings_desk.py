"""What the tests of the settings share: a refused act changes nothing, an undone one leaves nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from desktop_pipeline.domain.errors import PipelineError
from tests.workspaces import Desk, read_content


def refused(
    desk: Desk, error: type[PipelineError], act: Callable[..., object], /, *arguments: Any, **options: Any
) -> str:
    """What is said of an act that is declined; nothing is changed and the journal gains no line."""
    content, entries = read_content(desk.workspace), desk.journal.entries()
    with pytest.raises(error) as declined:
        act(desk.workspace, *arguments, **options)
    assert read_content(desk.workspace) == content
    assert desk.journal.entries() == entries
    return str(declined.value)


def done(desk: Desk, act: Callable[..., Any], /, *arguments: Any, **options: Any) -> Any:
    """The act is one change, whose undo restores everything and whose redo does it again; returns what it returned."""
    content, entries = read_content(desk.workspace), len(desk.journal.entries())
    answer = act(desk.workspace, *arguments, **options)
    after = read_content(desk.workspace)
    assert len(desk.journal.entries()) == entries + 1
    assert after != content
    desk.journal.undo()
    assert read_content(desk.workspace) == content
    desk.journal.redo()
    assert read_content(desk.workspace) == after
    assert desk.faults() == []
    return answer

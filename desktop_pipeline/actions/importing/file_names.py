"""What the files of an import are called: by their names, and by their folders too where names are the same."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path


def name_files(paths: Sequence[Path]) -> dict[Path, str]:
    """The name of each; a file that is among them twice is no other one."""
    names = Counter(path.name for path in {path.resolve(): path for path in paths}.values())
    return {path: path.name if names[path.name] == 1 else f"{path.parent.name}/{path.name}" for path in paths}

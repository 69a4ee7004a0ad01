"""What fuzzed files are made of: spreadsheets of our own, and of others where the folder of real data is named."""

import os
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tests.exchange.reading.test_workbook_kinds import ods_row, write_ods, write_xlsb
from tests.reliability.fuzz_grids import Chance, make_grid, write_csv, write_xlsx
from tests.reliability.fuzz_spoiling import spoil_bytes, spoil_parts

_LARGEST_SEED = 200_000
_FOLDERS = ("hostile", "encodings", "maven", "pipedrive", "atomic_crm")
_NAMES = (
    *("deals", "Geschäfte 2026", "עסקאות", "🦜", "a&b", "<b>x&lt;", "100%", "no name", "x" * 120, "..hidden", "con"),
    *("'quoted'", "semi;colon", "=1+1", "tab\tname"),
)


class Fuzzed(NamedTuple):
    """A file as it will lie on the disk, and in a word how it was made."""

    name: str
    content: bytes
    how: str


@cache
def _real_files() -> tuple[Path, ...]:
    named = os.environ.get("DESKTOP_PIPELINE_DATA")
    paths = [path for folder in _FOLDERS for path in Path(named).glob(f"{folder}/**/*")] if named else []
    return tuple(sorted(path for path in paths if path.is_file()))


@cache
def _read_seeds() -> tuple[tuple[str, bytes], ...]:
    """Suffix and content; of texts that are longer than it takes, the beginning."""
    seeds = [(path.suffix, path.read_bytes()) for path in _real_files()]
    with TemporaryDirectory() as folder:
        xlsb = write_xlsb(Path(folder) / "own.xlsb")
        rows = "".join(ods_row(f"Deal {number}", "Acme", "1200", "Meeting") for number in range(9))
        sheet = f'<table:table table:name="Deals">{ods_row("Deal name", "Organisation", "Amount", "Stage")}{rows}'
        ods = write_ods(Path(folder) / "own.ods", f"{sheet}</table:table>")
        seeds += [(".xlsb", xlsb.read_bytes()), (".ods", ods.read_bytes())] * 3
    is_text = {".csv", ".tsv", ".psv", ".ssv", ".txt", ".unknown"}
    kept = ((suffix, content[:20_000] if suffix in is_text else content) for suffix, content in seeds)
    return tuple((suffix, content) for suffix, content in kept if len(content) <= _LARGEST_SEED)


def make_file(chance: Chance) -> Fuzzed:
    """The next file: a table of our own making as it is or spoilt, or a spoilt one of others."""
    draw = chance.random()
    if draw < 0.35:
        suffix, content, how = ".csv", write_csv(chance, make_grid(chance)), "csv"
    elif draw < 0.65:
        suffix, content, how = ".xlsx", write_xlsx(chance, make_grid(chance)), "xlsx"
    else:
        suffix, content = chance.choice(_read_seeds())
        how = f"real {suffix}"
    if how.startswith("real") or chance.random() < 0.35:
        is_inside = chance.random() < 0.7
        content = (spoil_parts if is_inside else spoil_bytes)(chance, content)
        how += ", parts spoilt" if is_inside and content.startswith(b"PK") else ", bytes spoilt"
    if chance.random() < 0.05:
        suffix = chance.choice((".xlsx", ".csv", ".ods", ".xls", ".txt", "", ".PDF"))
    return Fuzzed(f"{chance.choice(_NAMES)}{suffix}", content, how)

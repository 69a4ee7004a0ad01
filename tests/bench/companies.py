"""Sample companies of any size to measure on, made once a day and kept in the system's folder for such files."""

import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import desktop_pipeline
from desktop_pipeline.actions.sample_company import make_sample_company
from desktop_pipeline.storage.workspace import open_workspace

_PACKAGE = Path(desktop_pipeline.__file__).parent
# Kind 1 is a creation, 2 a move.
_ON_AND_BACK = """
with first as (
    select m.deal_id, min(m.at) as at, m.from_stage_id as one, m.to_stage_id as other, c.at as created
    from history_event c join history_event m on m.deal_id = c.deal_id and m.kind = 2 where c.kind = 1
    group by m.deal_id having min(m.at) > c.at limit ?
)
insert into history_event (deal_id, kind, at, recorded_at, from_stage_id, to_stage_id, is_inferred, is_dated)
select deal_id, 2, created + (at - created) * third / 3, at,
       iif(third = 1, one, other), iif(third = 1, other, one), 0, 1
from first cross join (select 1 as third union all select 2)
"""


@dataclass(frozen=True, slots=True)
class Size:
    """How many deals a company has."""

    open_deals: int
    closed_deals: int


@dataclass(frozen=True, slots=True)
class Scale:
    """The sizes to compare, smallest first; how often each variant runs in a process of its own, long or short.

    Before what begins anew it runs `warm_rounds` times uncounted; what a person does is done `acts` times.
    """

    sizes: tuple[Size, ...]
    rounds: int
    short_rounds: int
    warm_rounds: int
    acts: int


FULL = Scale(
    (Size(1_000, 1_000), Size(10_000, 10_000), Size(50_000, 50_000)), rounds=5, short_rounds=5, warm_rounds=1, acts=5
)
SMALL = Scale((Size(60, 60), Size(180, 180)), rounds=1, short_rounds=1, warm_rounds=0, acts=1)


def cache_folder() -> Path:
    """Where companies are kept between runs, and where the benchmarks write."""
    folder = Path(tempfile.gettempdir()) / "desktop-pipeline-bench"
    folder.mkdir(exist_ok=True)
    return folder


def find_company(size: Size) -> Path:
    """The file of a company of that size; only to be read or copied."""
    today = datetime.now(UTC).date()
    path = cache_folder() / f"{size.open_deals}-{size.closed_deals}-{today}-{_digest_makers()}.pipeline"
    if not path.exists():
        # Two runs at a time must not see each other's half-made file.
        unfinished = path.with_name(f"{os.getpid()}-{path.name}")
        make_sample_company(unfinished, today=today, open_deals=size.open_deals, closed_deals=size.closed_deals).close()
        unfinished.rename(path)
    return path


def copy_company(size: Size, folder: Path) -> Path:
    """A copy of a company in that folder, to be written into."""
    path = Path(shutil.copyfile(find_company(size), folder / f"{size.open_deals}.pipeline"))
    with path.open("rb+") as copy:
        # What the system still has to write would be paid for by whatever is measured first.
        os.fsync(copy.fileno())
    return path


def add_moves(file: Path, events: int) -> None:
    """Lets deals go on and back before their first move, until the history has so many events, or each did."""
    with open_workspace(file) as workspace, workspace.journal.change("Moves", sealed=True) as draft:
        missing = events - int(workspace.value("select count(*) from history_event"))
        draft.execute(_ON_AND_BACK, (max(0, missing) // 2,))


def _digest_makers() -> str:
    """Stands for the code that decides what is in the file."""
    makers = [*_PACKAGE.glob("actions/sample_*.py"), *_PACKAGE.glob("storage/migrations/*.py")]
    digest = hashlib.sha256()
    for maker in sorted(makers):
        digest.update(maker.read_bytes())
    return digest.hexdigest()[:12]

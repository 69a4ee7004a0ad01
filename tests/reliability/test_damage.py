import random
from collections import Counter
from pathlib import Path

import pytest

from desktop_pipeline.actions.company import set_logo
from desktop_pipeline.actions.deals import move_deals
from desktop_pipeline.actions.line_items import add_line, edit_line
from desktop_pipeline.actions.offers import make_offer, send_offer
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.queries.board import read_board
from desktop_pipeline.queries.board_cards import CardQuestion
from desktop_pipeline.queries.board_filter import BoardFilter
from desktop_pipeline.queries.board_lanes import stage_lane
from desktop_pipeline.queries.board_order import read_lane
from desktop_pipeline.queries.company import read_company
from desktop_pipeline.queries.offers import read_offer, read_offers
from desktop_pipeline.reports.kinds.offer import print_offer
from desktop_pipeline.reports.plain_formats import PlainFormats
from desktop_pipeline.reports.words import Words
from desktop_pipeline.storage.checking import check_file
from desktop_pipeline.storage.workspace import Workspace, open_workspace
from tests.workspaces import Clock, import_file, make_desk, read_content, read_figures, write_sheet


@pytest.fixture
def sound(tmp_path: Path) -> bytes:
    """The bytes of a workspace with an import, a deal of every field and a change that can be redone."""
    desk = make_desk(tmp_path, "sound.pipeline")
    import_file(desk.workspace, write_sheet(tmp_path / "deals.csv", 60, stages=["Proposal", "Closing"]))
    deal = desk.deal(organisation="Acme", person="Ina", owner_id=1, probability=0.4)
    edit_line(desk.workspace, add_line(desk.workspace, deal, "Table", at=desk.now), at=desk.now, price=7)
    set_logo(desk.workspace, b"\x89PNG\r\n\x1a\nlogo")
    for _ in range(9):
        send_offer(desk.workspace, make_offer(desk.workspace, deal, on=desk.now.date()), on=desk.now.date())
    desk.later()
    move_deals(desk.workspace, [deal], desk.stages()[2], after=None, at=desk.now)
    desk.journal.undo()
    desk.workspace.close()
    return desk.path.read_bytes()


def harm(sound: bytes, seed: int) -> bytes:
    """A copy with one to three bits turned round, or, every fifth time, cut off somewhere."""
    chance = random.Random(seed)
    if seed % 5 == 0:
        return sound[: chance.randrange(len(sound))]
    harmed = bytearray(sound)
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(len(harmed))
        while not harmed[place] and chance.random() < 0.9:  # most of a file is room that nothing reads
            place = chance.randrange(len(harmed))
        harmed[place] ^= 1 << chance.randrange(8)
    return bytes(harmed)


def read_all(workspace: Workspace) -> None:
    """Everything that a screen or command asks of a file."""
    shown = BoardFilter(1)
    today, now = workspace.today(), workspace.now()
    for stage in read_board(workspace, shown, today=today).columns:
        read_lane(workspace, shown, stage_lane(stage.stage_id), CardQuestion(today, now), offset=0, limit=100)
    read_figures(workspace)
    read_content(workspace)
    read_company(workspace)
    for (deal_id,) in workspace.rows("select distinct deal_id from offer"):
        for offer in read_offers(workspace, deal_id):
            print_offer(read_offer(workspace, offer.offer_id).document, Words(PlainFormats()))
    if not workspace.is_read_only:
        workspace.journal.entries()
        workspace.journal.redo()
        workspace.journal.undo()


def test_a_damaged_file_is_refused_or_opened_and_never_ends_in_a_traceback(
    sound: bytes, tmp_path: Path, long_run: bool
) -> None:
    path = tmp_path / "harmed.pipeline"
    ends: Counter[str] = Counter()
    for seed in range(1000 if long_run else 150):
        path.write_bytes(harm(sound, seed))
        try:
            with open_workspace(path, read_only=seed % 3 == 0, clock=Clock(), who="ann") as workspace:
                try:
                    ends["fault named" if check_file(workspace) else "nothing seen"] += 1
                    read_all(workspace)
                except PipelineError as error:
                    ends["refused while reading"] += 1
                    assert str(error).endswith(".")  # noqa: PT017 - a sentence
        except PipelineError:
            ends["refused"] += 1
        for file in tmp_path.glob("harmed*"):
            file.unlink()
    print(dict(ends))
    # Damage in the first pages is nearly always seen; what is only a changed letter of a name cannot be.
    assert ends["refused"] + ends["fault named"] > ends["nothing seen"]


def test_every_cut_file_is_refused_or_its_damage_named(sound: bytes, tmp_path: Path) -> None:
    for length in range(0, len(sound), 4096):
        path = tmp_path / f"{length}.pipeline"
        path.write_bytes(sound[:length])
        try:
            with open_workspace(path, read_only=True) as workspace:
                assert check_file(workspace), length
        except PipelineError:
            continue

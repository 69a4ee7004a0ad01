"""The row of facts in the head of a deal, in the program's own window."""

from desktop_pipeline.ui.deal.header import Header
from tests.gallery import Stage


def test_who_when_labels_and_what_is_likely_find_room_beside_each_other(stage: Stage) -> None:
    stage.wait(lambda: stage.page.figures.is_loaded)
    stage.page.open_deal(stage.number("select id from deal where title = ?", "Clinic refurbishment, phase 2"))
    header = stage.find(Header)
    stage.wait(lambda: bool(header.likelihood.text()))
    row = (header.organisation, header.owner, header.close_day, header._labels, header.likelihood)
    assert {part: part.width() for part in row if part.width() < part.sizeHint().width()} == {}

"""What else hangs on the told deals of the sample company: objections, competitors, earlier deals and files."""

from collections.abc import Iterator, Sequence

from desktop_pipeline.actions.sample_files import make_plan, make_table
from desktop_pipeline.actions.sample_lists import Cast
from desktop_pipeline.actions.sample_parts import SampleDeal
from desktop_pipeline.actions.sample_tale import MINUTE, Diary, Row, Tale
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.files import keep_content
from desktop_pipeline.storage.tables import Attachment, DealCompetitor, DealRelation, Objection

_SHELF = "/projects"  # where folders lie that are too large to be kept
_ATTACHED_DAYS_AGO = 4


def write_marks(draft: Draft, cast: Cast, diary: Diary, known: Sequence[tuple[int, Tale]]) -> None:
    """As the book tells; a deal follows from an earlier one where that was told as well."""
    told = [(deal_id, tale, tale.told) for deal_id, tale in known if isinstance(tale.told, SampleDeal)]
    titles = {tale.told.title: deal_id for deal_id, tale in known if tale.told is not None}
    draft.insert_rows(
        Objection,
        ("deal_id", "text", "answer", "raised_on", "answered_on"),
        (row for deal_id, _tale, deal in told for row in _object(deal_id, deal, diary)),
    )
    draft.insert_rows(
        DealCompetitor,
        ("deal_id", "competitor_id"),
        ((deal_id, cast.competitors[name]) for deal_id, _tale, deal in told for name in deal.story.competitors),
    )
    draft.insert_rows(
        DealRelation,
        ("deal_id", "earlier_id", "kind"),
        (
            (deal_id, titles[deal.story.follows[0]], deal.story.follows[1])
            for deal_id, _tale, deal in told
            if deal.story.follows and deal.story.follows[0] in titles
        ),
    )
    names = {row_id: name for name, row_id in cast.owners.items()}
    for deal_id, tale, deal in told:
        for place, name in enumerate(deal.story.files):
            at = diary.at_time(diary.today - _ATTACHED_DAYS_AGO, "15:30") - place * MINUTE
            _attach(draft, (deal_id, name, at, names[tale.owner]), deal)


def _object(deal_id: int, deal: SampleDeal, diary: Diary) -> Iterator[Row]:
    for each in deal.story.objections:
        answered = None if each.answered_days_ago is None else diary.text(diary.today - each.answered_days_ago)
        yield deal_id, each.text, each.answer, diary.text(diary.today - each.days_ago), answered


def _attach(draft: Draft, file: tuple[int, str, int, str], deal: SampleDeal) -> None:
    """A drawing or a table is kept in the workspace; a folder is linked."""
    _deal_id, name, _at, _who = file
    kept: tuple[int | None, str | None, str | None] = (None, None, f"{_SHELF}/{deal.organisation}/{name}")
    if name.endswith((".pdf", ".csv")):
        content = make_plan(deal.title, name) if name.endswith(".pdf") else make_table(deal.lines)
        kept = (len(content), keep_content(draft, content), None)
    draft.insert_rows(Attachment, ("deal_id", "name", "at", "who", "size", "digest", "link"), [(*file, *kept)])

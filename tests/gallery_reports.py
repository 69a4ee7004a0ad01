"""The preview of every kind of report, and what opens over it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop_pipeline.actions.views import REPORT, save_view

if TYPE_CHECKING:
    from desktop_pipeline.ui.reports.preview.dialog import PreviewDialog
    from tests.gallery import Stage

Shots = Iterator[tuple[str, QWidget]]
_SOME_DEAL = "select id from deal where status = 'open' and deleted_at is null order by id limit 1 offset 4"
_SOME_OFFER = "select min(id) from offer"


def shoot_reports(stage: "Stage") -> Shots:
    """From the board, and each kind as File, Reports… shows it."""
    from desktop_pipeline.reports.asked import ReportAsked, ReportKind  # noqa: PLC0415 - numpy comes with figures
    from desktop_pipeline.reports.kept_asked import write_asked  # noqa: PLC0415 - likewise
    from desktop_pipeline.reports.making_kinds import list_kinds  # noqa: PLC0415 - likewise
    from desktop_pipeline.ui.reports.preview.pages import Fit  # noqa: PLC0415 - print support comes with it

    stage.enter()
    for name in ("Monday’s meeting", "For the bank, with all that they asked about in the spring"):
        save_view(stage.workspace, name, REPORT, write_asked(ReportAsked(ReportKind.FORECAST)))
    stage.window.print_report()
    preview = _find(stage)
    yield "report-preview", preview
    # The long name, which has its end in its tooltip.
    choice = preview.saved.choice
    choice.setCurrentIndex(choice.count() - 1)
    choice.activated.emit(choice.currentIndex())
    _settle(stage, preview)
    yield "report-saved", preview
    for name, open_menu in (("saved", preview.saved.open_menu), ("more", preview.open_more)):
        menu = open_menu()
        yield f"report-{name}-menu", menu
        menu.close()
    deals, offers = (stage.number(_SOME_DEAL),), (stage.number(_SOME_OFFER),)
    for kind in list_kinds():
        if kind is not ReportKind.PIPELINE:
            preview.form.show_asked(
                ReportAsked(kind, ids={ReportKind.DEAL: deals, ReportKind.OFFER: offers}.get(kind, ()))
            )
            _settle(stage, preview)
            yield f"report-{kind.value}", preview
    preview.form.show_asked(ReportAsked(ReportKind.WIN_LOSS, is_landscape=True))
    preview.view.choose_zoom(Fit.PAGE)
    _settle(stage, preview)
    preview.view.go_to(2)
    yield "report-lying-whole-page", preview
    preview.form.show_asked(ReportAsked(ReportKind.DEAL))
    _settle(stage, preview)
    yield "report-no-deal", preview
    picker = preview.form.open_deals()
    stage.settle()
    yield "report-deal-picker", picker
    picker.close()
    preview.close()
    stage.settle()


def _find(stage: "Stage") -> "PreviewDialog":
    printing = stage.window.printing
    assert printing is not None
    assert printing.preview is not None
    _settle(stage, printing.preview)
    return printing.preview


def _settle(stage: "Stage", preview: "PreviewDialog") -> None:
    stage.wait(lambda: not preview.is_busy, 20)

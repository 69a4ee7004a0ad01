"""The gallery's chapter of what opens over the window: menus, small questions, and what says that something failed."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from desktop_pipeline.ui.board.board_keys import Ask
from desktop_pipeline.ui.deal.header import Header
from desktop_pipeline.ui.deal.products_block import ProductLine
from desktop_pipeline.ui.long_work import WaitingDialog
from desktop_pipeline.ui.mail.opened_dialog import OpenedDialog
from desktop_pipeline.ui.settings.who_dialog import WhoDialog
from tests.ui.board.drags import enter, leave, move

if TYPE_CHECKING:
    from tests.gallery import Stage

Shots = Iterator[tuple[str, QWidget]]


def shoot_popups(stage: "Stage") -> Shots:
    """Each of them over the board, closed again before the next."""
    stage.enter()
    yield from _shoot_menus(stage)
    yield from _shoot_board(stage)
    yield from _shoot_drag(stage)
    yield from _shoot_deal(stage)
    yield from _shoot_dialogs(stage)


def _shoot_menus(stage: "Stage") -> Shots:
    for action in stage.window.menuBar().actions():
        menu = action.menu()
        assert isinstance(menu, QMenu)
        menu.popup(stage.middle())
        stage.settle(0.1)
        yield f"menu-{action.text().replace('&', '').lower()}", menu
        stage.clear()


def _shoot_board(stage: "Stage") -> Shots:
    board = stage.page.board
    column, filters = board.canvas.columns[1], board.toolbar.filters
    opened: dict[str, Callable[[], QWidget]] = {
        "stage-menu": lambda: board.stages.open_menu(column, stage.middle()),
        "stage-limits": lambda: board.stages.ask_limits(column, stage.middle()),
        "board-owners": filters.owners.open_menu,
        "board-values": filters.values.open_range,
        "board-closes": filters.closes.open_menu,
        "board-views-menu": lambda: board.views.open_menu(stage.middle()),
        "board-view-name": lambda: board.views.save(stage.middle()),
    }
    for name, open_it in opened.items():
        yield name, _settled(stage, open_it())
        stage.clear()
    for key, ask in (
        ("owner", Ask.OWNER),
        ("labels", Ask.LABELS),
        ("close-date", Ask.CLOSE_DATE),
        ("value", Ask.VALUE),
    ):
        board.focus_row(board.canvas.columns[0], 0)
        board.act(ask)
        yield from stage.dialog(f"card-{key}")


def _shoot_drag(stage: "Stage") -> Shots:
    """A card in the hand: where it was, where it would go, and the zones below."""
    board = stage.page.board
    _first, start, end = board.canvas.columns[:3]
    ids = (start.list.cards.loaded_ids[1],)
    board.drag.hold(ids)
    mime, place = board.payload.pack(ids), QPoint(end.width() // 2, end.list.y() + 250)
    assert enter(end, mime, place)
    assert move(end, mime, place)
    stage.settle()
    yield "board-drag", stage.window
    leave(end)
    board.drag.end()
    stage.settle(0.1)


def _shoot_deal(stage: "Stage") -> Shots:
    stage.page.open_deal(stage.page.board.canvas.columns[2].list.cards.loaded_ids[0])
    stage.settle()
    yield "deal-menu", _settled(stage, stage.find(Header).open_menu())
    stage.clear()
    # The first deal with products: one line is open to be changed
    deal = stage.number("select deal_id from line_item l join deal d on d.id = l.deal_id where d.status = 'open'")
    stage.page.open_deal(deal)
    stage.settle()
    stage.page.findChildren(ProductLine)[0].click()
    yield from stage.dialog("product-line")


def _shoot_dialogs(stage: "Stage") -> Shots:
    window, theme = stage.window, stage.theme
    window.questions.show_about()
    yield from stage.dialog("about")
    window.questions.tell("The file “Alder Row Joinery.pipeline” is not there any more. Your backups are beside it.")
    yield from stage.dialog("told")
    for name, dialog in (
        ("who", WhoDialog(theme, "amara", window)),
        ("mail-opened", OpenedDialog(theme, "Did the e-mail to Ines Calloway go out?", window)),
    ):
        dialog.open()
        yield from stage.dialog(name)
    waiting = WaitingDialog(theme, "Moving the file…", window)
    waiting.open()
    stage.settle()
    yield "waiting", waiting
    waiting.end()
    stage.settle()


def _settled(stage: "Stage", shown: QWidget) -> QWidget:
    stage.settle(0.1)
    return shown

"""Every state of every screen, by name, in the order a visitor would meet them."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop_pipeline.actions import open_workspace
from desktop_pipeline.actions.backups import Reason, back_up, read_choices
from desktop_pipeline.actions.criteria import edit_criterion
from desktop_pipeline.actions.workspaces import make_workspace
from desktop_pipeline.queries.board_cards import Order
from desktop_pipeline.queries.board_lanes import Axis
from desktop_pipeline.queries.contact import PersonView
from desktop_pipeline.queries.contact_standing import Subject
from desktop_pipeline.queries.deal_question import GroupKey
from desktop_pipeline.ui.board.board_keys import Ask
from desktop_pipeline.ui.board.looks import Density

if TYPE_CHECKING:
    from tests.gallery import Stage

Shots = Iterator[tuple[str, QWidget]]
SETTINGS = (
    *("you", "pipelines", "team", "sources", "products", "reasons", "labels", "competitors", "activities", "fields"),
    *("currencies", "calendar"),
)


def shoot_all(stage: "Stage", chapters: Sequence[str] = ()) -> Shots:
    """Those chapters, or all of them, each on a fresh sample company."""
    for name in chapters or CHAPTERS:
        yield from CHAPTERS[name](stage)
        stage.clear()


def _start(stage: "Stage") -> Shots:
    stage.window.show_start()
    stage.settle()
    yield "start", stage.window
    stage.enter()
    stage.window.close_file()
    stage.settle()
    yield "start-recent", stage.window


def _board(stage: "Stage") -> Shots:
    stage.enter()
    window, page, board = stage.window, stage.page, stage.page.board
    yield "board", window
    board.act(Ask.SEND_RIGHT)
    stage.settle()
    yield "board-moved", window
    page.undo()
    board.new_deal()
    stage.settle()
    yield "board-quick-add", window
    board.focus_board()
    board.toolbar.field.setText("kitchen")
    stage.settle()
    yield "board-filtered", window
    board.toolbar.field.setText("no such deal anywhere")
    stage.settle()
    yield "board-nothing-found", window
    board.toolbar.field.clear()
    board.choose_density(Density.COMPACT)
    board.sort(board.canvas.columns[0], Order.VALUE)
    board.unfold_won()
    stage.settle()
    yield "board-compact-sorted-won", window
    board.unfold_won(unfolded=False)
    board.choose_density(Density.AUTOMATIC)
    board.choose_axis(Axis.MONTH)
    stage.settle()
    yield "board-months", window
    board.choose_axis(Axis.STAGE)
    stage.settle()
    yield "board-looks-menu", board.commands.open_looks(stage.middle())
    stage.clear()
    yield "board-card-menu", board.commands.open_menu(board.canvas.columns[0], stage.middle())


def _acts(stage: "Stage") -> Shots:
    stage.enter()
    page, board = stage.page, stage.page.board
    first = board.canvas.columns[0].list.cards.loaded_ids[0]
    page.acts.lose([first])
    yield from stage.dialog("lost-dialog")
    second = board.canvas.columns[1].list.cards.loaded_ids[0]
    page.acts.move([first], stage.number("select id from stage where is_open order by position limit 1 offset 1"))
    stage.settle()
    yield "toast-reminders", stage.window
    asked = "select c.id from criterion c join deal d on d.stage_id = c.stage_id where d.id = ? and not c.is_archived"
    for (criterion,) in stage.workspace.rows(asked, (second,)):
        edit_criterion(stage.workspace, int(criterion), is_required=True)
    stage.clear()
    page.acts.move([second], stage.number("select id from stage where is_open order by position limit 1 offset 2"))
    yield from stage.dialog("gate-dialog")


def _deal(stage: "Stage") -> Shots:
    stage.enter()
    page, board = stage.page, stage.page.board
    first = board.canvas.columns[2].list.cards.loaded_ids[0]
    page.open_deal(first)
    stage.settle()
    yield "deal", stage.window
    for status in ("won", "lost"):
        closed = stage.number(
            "select id from deal where status = ? and deleted_at is null order by closed_at desc", status
        )
        page.open_deal(closed)
        stage.settle()
        yield f"deal-{status}", stage.window
    page.close_panel()
    from desktop_pipeline.ui.deal.window import DealWindows  # noqa: PLC0415 - with the panel's pieces

    assert stage.window.session is not None
    windows = DealWindows(stage.window.session, stage.theme, stage.window.formats, lambda _deal: 0.41, page)
    opened = windows.open(first)
    assert opened is not None
    stage.settle()
    yield "deal-window", opened
    windows.close_all()


def _deals(stage: "Stage") -> Shots:
    from desktop_pipeline.ui.deals.deals_page import DealsPage  # noqa: PLC0415 - a screen made when first seen

    stage.enter()
    stage.page.go_to("deals")
    deals = stage.find(DealsPage)
    stage.settle()
    yield "deals", stage.window
    deals.toolbar.group_by(GroupKey.STAGE)
    stage.settle()
    yield "deals-groups", stage.window
    deals.toolbar.group_by(None)
    stage.settle()
    deals.view.selectAll()
    stage.settle()
    yield "deals-selected", stage.window
    popover = deals.edit_many()
    assert popover is not None
    stage.settle()
    yield "deals-bulk", popover
    popover.close()
    yield "deals-columns", deals.columns.open_menu(stage.middle())
    stage.clear()
    deals.toolbar.field.setText("no such deal anywhere")
    stage.settle()
    yield "deals-nothing-found", stage.window


def _contacts(stage: "Stage") -> Shots:
    from desktop_pipeline.ui.contacts.contacts_page import ContactsPage  # noqa: PLC0415 - made when first seen

    stage.enter()
    stage.page.go_to("contacts")
    contacts = stage.find(ContactsPage)
    stage.settle()
    contacts.toolbar.open_deals.turn(is_set=True)
    stage.settle()
    yield "contacts", stage.window
    contacts.new()
    stage.settle()
    yield "contacts-new", stage.window
    contacts.new_line.hide()
    contacts.toolbar.field.setText("nobody at all")
    stage.settle()
    yield "contacts-nothing-found", stage.window
    contacts.toolbar.clear_filters()
    stage.settle()
    ids = contacts.table.contacts.ids
    contacts.acts.ask_merge(contacts.subject, (ids[0], ids[1]))
    yield from stage.dialog("contacts-merge")
    contacts.acts.show_duplicates(contacts.subject)
    yield from stage.dialog("contacts-duplicates")
    person = contacts.panel.view
    assert isinstance(person, PersonView)
    contacts.acts.ask_left(person)
    yield from stage.dialog("contacts-left")
    contacts.acts.ask_erase(person)
    yield from stage.dialog("contacts-erase")
    stage.page.screens.open_organisation(stage.number("select id from organisation order by name limit 1"))
    assert contacts.subject is Subject.ORGANISATIONS
    stage.settle()
    yield "organisations", stage.window


def _activities(stage: "Stage") -> Shots:
    from desktop_pipeline.ui.activities.activities_page import ActivitiesPage  # noqa: PLC0415 - made when first seen

    stage.enter()
    stage.page.go_to("activities")
    activities = stage.find(ActivitiesPage)
    stage.settle()
    yield "activities", stage.window
    for place, name in ((1, "week"), (2, "all")):
        activities.toolbar.span.choose(place)
        stage.settle()
        yield f"activities-{name}", stage.window
    deal = stage.number("select id from deal where status = 'open' and deleted_at is null limit 1")
    planner = activities.acts.plan_for_deal(deal, activities.list.place_below())
    assert planner is not None
    stage.settle()
    yield "activity-planner", planner
    planner.close()
    current = activities.list.current()
    assert current is not None
    finisher = activities.acts.finish(current.activity_id, activities.list.place_below())
    assert finisher is not None
    stage.settle()
    yield "activity-finisher", finisher
    finisher.close()


def _insights(stage: "Stage") -> Shots:
    stage.enter()
    stage.page.go_to("insights")
    stage.settle()
    yield "insights", stage.window
    stage.window.print_report()
    yield from stage.dialog("report-preview", wait=0.8)


def _settings(stage: "Stage") -> Shots:
    from desktop_pipeline.ui.settings.settings_page import SettingsPage  # noqa: PLC0415 - made when first seen

    stage.enter()
    stage.page.go_to("settings")
    settings = stage.find(SettingsPage)
    for key in SETTINGS:
        settings.go_to(key)
        stage.settle()
        yield f"settings-{key}", stage.window
    settings.show_stage(stage.number("select id from stage where is_open order by position limit 1 offset 2"))
    stage.settle()
    yield "settings-stage", stage.window


def _care(stage: "Stage") -> Shots:
    from desktop_pipeline.ui.care.backups_section import BackupsSection  # noqa: PLC0415 - made when first seen
    from desktop_pipeline.ui.care.restore_dialog import RestoreDialog, RestoreMeans  # noqa: PLC0415 - likewise
    from desktop_pipeline.ui.settings.settings_page import SettingsPage  # noqa: PLC0415 - likewise

    stage.enter()
    stage.page.go_to("bin")
    stage.settle()
    yield "bin", stage.window
    stage.window.show_history()
    stage.settle()
    yield "history", stage.newest_dialog()
    stage.clear()
    workspace, session, window = stage.workspace, stage.window.session, stage.window
    assert session is not None
    choices = read_choices(stage.folder, workspace.path)
    back_up(workspace.path, choices, at=workspace.now(), reason=Reason.BY_HAND, zone=workspace.zone)
    stage.page.go_to("settings")
    settings = stage.find(SettingsPage)
    if settings.list.count() == len(SETTINGS):
        section = BackupsSection(session, window.tasks, stage.theme, window.formats, settings=stage.folder)
        settings.add_section("backups", section.tr("Backups"), section)
    settings.go_to("backups")
    stage.settle()
    yield "settings-backups", window
    means = RestoreMeans(stage.folder, workspace.now, "Amara Eze")
    dialog = RestoreDialog(workspace.path, means, window.tasks, stage.theme, window.formats, window)
    dialog.open()
    yield from stage.dialog("restore-dialog")


def _palette(stage: "Stage") -> Shots:
    from desktop_pipeline.ui.palette.palette import Palette  # noqa: PLC0415 - made when first asked for

    stage.enter()
    stage.window.open_palette()
    palette = stage.find(Palette)
    for name, text in (("recent", ""), ("found", "talv"), ("commands", ">"), ("nothing-found", "no such thing")):
        palette.field.setText(text)
        stage.settle()
        yield f"palette-{name}", stage.window
    QTest.keyClick(palette.field, Qt.Key.Key_Escape)


def _transfer(stage: "Stage") -> Shots:
    stage.enter()
    deals = stage.folder / "deals.csv"
    deals.write_text(_DEALS, encoding="utf-8")
    stage.window.files.import_files([deals])
    yield from stage.dialog("import-result", wait=0.8)


def _empty(stage: "Stage") -> Shots:
    """Each screen with nothing to show."""
    path = stage.folder / "Empty.pipeline"
    stage.window.enter(make_workspace(path, template="five", owner="Amara Eze", clock=stage.clock))
    stage.settle()
    for key in ("board", "deals", "contacts", "activities", "insights", "bin"):
        stage.page.go_to(key)
        stage.settle()
        yield f"empty-{key}", stage.window


def _read_only(stage: "Stage") -> Shots:
    """The sample company as somebody sees it who has it open for reading only."""
    stage.enter()
    path = stage.workspace.path
    stage.window.close_file()
    stage.window.enter(open_workspace(path, read_only=True, clock=stage.clock))
    stage.settle()
    yield "read-only-board", stage.window
    stage.page.open_deal(stage.page.board.canvas.columns[2].list.cards.loaded_ids[0])
    stage.settle()
    yield "read-only-deal", stage.window
    for key in ("contacts", "settings"):
        stage.page.go_to(key)
        stage.settle()
        yield f"read-only-{key}", stage.window


CHAPTERS: dict[str, Callable[["Stage"], Shots]] = {
    "start": _start,
    "board": _board,
    "acts": _acts,
    "deal": _deal,
    "deals": _deals,
    "contacts": _contacts,
    "activities": _activities,
    "insights": _insights,
    "settings": _settings,
    "care": _care,
    "palette": _palette,
    "transfer": _transfer,
    "empty": _empty,
    "read-only": _read_only,
}
_DEALS = """Deal name,Organisation,Owner,Stage,Amount,Created,Close date
Loft bookcases,Petrel House,Amara Eze,Lead In,7400,2026-05-04,
Reception desk,Marlow Fern Hotel,Kenji Morita,Proposal,"12,900",2026-04-02,
Stair rail,Petrel House,Nobody,Meeting,3100,31.02.2026,
Counter,Saffra Foods,Amara Eze,Won,5200,2026-01-12,2026-03-03
Panels,Saffra Foods,Amara Eze,Lost,-900,2026-01-12,2026-03-03
"""

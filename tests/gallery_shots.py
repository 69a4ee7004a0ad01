"""Every state of every screen, by name, in the order a visitor would meet them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop_pipeline.actions import open_workspace
from desktop_pipeline.actions.activities import edit_activity
from desktop_pipeline.actions.backups import Reason, back_up, read_choices
from desktop_pipeline.actions.criteria import edit_criterion
from desktop_pipeline.actions.custom_fields import add_choice, add_field
from desktop_pipeline.actions.deals import delete_deals, move_deals
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.notes import add_note
from desktop_pipeline.actions.workspaces import make_workspace
from desktop_pipeline.domain.contacts import PointKind
from desktop_pipeline.domain.custom_fields import FieldKind, FieldSubject
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.money import Money
from desktop_pipeline.queries.board_cards import Order
from desktop_pipeline.queries.board_lanes import Axis
from desktop_pipeline.queries.contact import PersonView
from desktop_pipeline.queries.contact_standing import Subject
from desktop_pipeline.queries.deal_question import GroupKey, Sort, SortKey
from desktop_pipeline.reports.spans import SpanName
from desktop_pipeline.ui.board.board_keys import Ask
from desktop_pipeline.ui.board.looks import Density
from desktop_pipeline.ui.board.past_page import PastPage
from desktop_pipeline.ui.care.read_only_banner import LockedBanner
from tests.gallery_after_sale import shoot_after_sale
from tests.gallery_cadences import shoot_cadences
from tests.gallery_hygiene import shoot_hygiene
from tests.gallery_mail import shoot_leads, shoot_mail
from tests.gallery_offers import shoot_offers, tell_company
from tests.gallery_popups import shoot_popups
from tests.gallery_reports import shoot_reports
from tests.gallery_review import shoot_review

if TYPE_CHECKING:
    from desktop_pipeline.ui.activities.activities_page import ActivitiesPage
    from desktop_pipeline.ui.transfer.wizard import ImportWizard
    from tests.gallery import Stage

_SOME_DEALS = "select id from deal where status = 'open' and deleted_at is null order by id"
_SOME_DEAL = f"{_SOME_DEALS} limit 1 offset 4"
Shots = Iterator[tuple[str, QWidget]]
SETTINGS = (
    *("you", "company", "pipelines", "team", "sources", "products", "offers", "reasons", "labels", "competitors"),
    *("activities", "leads", "scores", "fields", "currencies", "calendar", "calendars"),
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
    # The views and their counts come when nothing else is going on.
    views = page.navigation
    stage.wait(lambda: bool(views.views) and all(view.count is not None for view in views.shown_views))
    yield "board", window
    board.focus_row(board.canvas.columns[0], 0)
    board.act(Ask.SEND_RIGHT)
    stage.settle()
    yield "board-moved", window
    page.undo()
    board.new_deal()
    stage.settle()
    yield "board-quick-add", window
    for column in board.canvas.columns:
        column.close_quick_add()
    board.focus_board()
    board.toolbar.field.setText("kitchen")
    stage.settle()
    yield "board-filtered", window
    board.toolbar.field.setText("no such deal anywhere")
    stage.settle()
    yield "board-nothing-found", window
    board.toolbar.field.clear()
    board.look(board.looks.resize(Density.COMPACT))
    board.look(board.looks.sort(board.canvas.columns[0].lane, Order.VALUE))
    board.unfold_won()
    stage.settle()
    yield "board-compact-sorted-won", window
    board.unfold_won(unfolded=False)
    board.look(board.looks.resize(Density.AUTOMATIC))
    board.choose_axis(Axis.MONTH)
    stage.settle()
    yield "board-months", window
    board.choose_axis(Axis.STAGE)
    stage.settle()
    yield "board-looks-menu", board.commands.open_looks(stage.middle())
    stage.clear()
    yield "board-card-menu", board.commands.open_menu(board.canvas.columns[0], stage.middle())


def _past_board(stage: "Stage") -> Shots:
    stage.enter()
    page = stage.page
    page.look_back()
    past = page.screens.screen("past board").widget
    assert isinstance(past, PastPage)
    stage.settle()
    yield "board-as-of", stage.window
    past.show_day(past.day - timedelta(weeks=5))
    stage.settle()
    yield "board-as-of-earlier", stage.window
    past.show_day(date(2020, 1, 1))
    stage.settle()
    yield "board-as-of-before", stage.window
    past.toolbar.field.setText("no such deal anywhere")
    stage.settle(0.4)
    yield "board-as-of-nothing-found", stage.window
    past.toolbar.filters.clear()
    past.toolbar.open_days()
    yield from stage.dialog("board-as-of-days")


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
    page.open_window(first)
    stage.settle()
    yield "deal-window", stage.newest_dialog()
    page.close_windows()


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
    question = replace(deals.question(), sorts=(Sort(SortKey.SCORE, descending=True),), best_fifth=True)
    deals.columns.toggle("score")
    deals.show_question(question)
    stage.settle()
    yield "deals-best-fifth", stage.window
    deals.columns.toggle("score")
    deals.show_question(replace(question, sorts=(), best_fifth=False))
    deals.toolbar.field.setText("no such deal anywhere")
    stage.settle()
    yield "deals-nothing-found", stage.window
    deals.show_question(replace(question, status=DealStatus.LOST, sorts=(), best_fifth=False))
    stage.settle()
    yield "deals-lost", stage.window


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
    _tell_more_of_people(stage)
    edits = contacts.panel.edits
    edits.note("Asks for the brass sample again.")
    edits.add_point(PointKind.EMAIL, "office@example.org")
    stage.settle()
    yield "contacts-own-fields", stage.window
    contacts.table.selectAll()
    yield "contacts-menu", contacts.open_menu()
    stage.clear()
    yield "contacts-move", contacts.acts.ask_organisation(ids[:3], stage.middle())
    stage.clear()
    stage.page.screens.open_organisation(stage.number("select id from organisation order by name limit 1"))
    assert contacts.subject is Subject.ORGANISATIONS
    stage.settle()
    yield "organisations", stage.window


def _tell_more_of_people(stage: "Stage") -> None:
    """Fields of the owner's own, of every kind."""
    workspace = stage.workspace
    names = {
        FieldKind.TEXT: "How to win them over",
        FieldKind.NUMBER: "Desks",
        FieldKind.MONEY: "Budget a year",
        FieldKind.DATE: "Contract ends",
        FieldKind.YES_NO: "Gets the newsletter",
        FieldKind.LINK: "Their blog",
    }
    for kind, name in names.items():
        add_field(workspace, FieldSubject.PERSON, name, kind)
    chosen = add_field(workspace, FieldSubject.PERSON, "Likes", FieldKind.CHOICES)
    for name in ("Oak", "Walnut"):
        add_choice(workspace, chosen, name)


def _activities(stage: "Stage") -> Shots:
    from desktop_pipeline.ui.activities.activities_page import ActivitiesPage  # noqa: PLC0415 - made when first seen

    stage.enter()
    stage.page.go_to("activities")
    activities = stage.find(ActivitiesPage)
    stage.settle()
    yield "activities", stage.window
    for place, name in ((1, "week"), (3, "done"), (2, "all")):
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
    # Nobody signs in the past.
    activities.toolbar.span.choose(3)
    activities.toolbar.kinds.take(frozenset({5}))
    stage.settle()
    yield "activities-nothing-found", stage.window
    activities.toolbar.clear_filters()
    yield from _shoot_today(stage, activities)


def _shoot_today(stage: "Stage", activities: "ActivitiesPage") -> Shots:
    """What is done with all of today at once, an activity that comes again, and its reminder."""
    from desktop_pipeline.ui.settings.settings_page import SettingsPage  # noqa: PLC0415 - made when first seen

    activities.toolbar.span.choose(0)
    stage.settle()
    activities.make_calls()
    yield from stage.dialog("activity-call")
    activities.move_late()
    yield from stage.dialog("activity-move-late")
    again = stage.number("select activity_id from recurrence order by id desc limit 1")
    activities.show_activity(again)
    activities.acts.edit(again, activities.list.place_below())
    yield from stage.dialog("activity-comes-again")
    mine = (
        "select a.id from activity a join owner o on o.id = a.owner_id"
        " where a.done_at is null and a.due_on = ? and o.name = ?"
    )
    edit_activity(stage.workspace, stage.number(mine, "2026-06-09", "Amara Eze"), remind_before=24 * 60)
    stage.window.reminding.begin()
    stage.settle()
    yield "reminder", stage.window
    edit_activity(stage.workspace, again, remind_before=28 * 24 * 60)
    stage.settle()
    yield "reminders", stage.window
    stage.page.go_to("settings")
    stage.find(SettingsPage).go_to("reminders")
    stage.settle()
    yield "settings-reminders", stage.window


def _insights(stage: "Stage") -> Shots:
    from desktop_pipeline.metrics.telling.parts import Part, PartKind  # noqa: PLC0415 - numpy comes when figures are seen
    from desktop_pipeline.ui.insights.insights_page import InsightsPage  # noqa: PLC0415 - likewise

    stage.enter()
    stage.page.go_to("insights")
    stage.settle()
    yield "insights", stage.window
    insights = stage.find(InsightsPage)
    overview = insights.page
    bar = overview.area.verticalScrollBar()
    bar.setValue(bar.maximum())
    stage.settle()
    yield "insights-below", stage.window
    bar.setValue(0)
    panel = overview.panels[0]
    panel.explain()
    yield from stage.dialog("insights-how")
    panel.show_table()
    yield from stage.dialog("insights-table")
    panel.open_menu()
    yield from stage.dialog("insights-panel-menu")
    insights.tools.open_deals(Part(PartKind.LOST), "Lost deals", panel.how)
    yield from stage.dialog("insights-deals")
    insights.toolbar.period.open_dates()
    yield from stage.dialog("insights-dates")
    insights.toolbar.open_folded()
    yield from stage.dialog("insights-filters")
    insights.toolbar.switch.open_menu()
    yield from stage.dialog("insights-pages")
    insights.toolbar.as_of.choose(date(2026, 3, 31))
    insights.choose(SpanName.THIS_QUARTER)
    stage.settle()
    yield "insights-as-of", stage.window


def _insight_pages(stage: "Stage") -> Shots:
    from desktop_pipeline.ui.insights.insights_page import InsightsPage  # noqa: PLC0415 - numpy comes along

    stage.enter()
    stage.page.go_to("insights")
    stage.settle()
    insights = stage.find(InsightsPage)
    for key in ("conversion", "speed", "leads", "people", "movement", "customers", "ideal"):
        insights.go(key)
        stage.settle()
        yield f"insights-{key}", stage.window
        bar = insights.page.area.verticalScrollBar()
        if bar.maximum() > 0:
            bar.setValue(bar.maximum())
            stage.settle()
            yield f"insights-{key}-below", stage.window


def _forecast(stage: "Stage") -> Shots:
    from desktop_pipeline.ui.insights.forecast.forecast_page import ForecastPage  # noqa: PLC0415 - numpy comes along
    from desktop_pipeline.ui.insights.insights_page import InsightsPage  # noqa: PLC0415 - likewise

    stage.enter()
    stage.page.go_to("insights")
    stage.find(InsightsPage).go("forecast")
    page = stage.find(ForecastPage)
    stage.wait(lambda: page.past.past is not None)
    yield "forecast", stage.window
    page.takes.levers[0].slider.setValue(130)
    page.past.choice.choose(1)
    page.months.horizon.choose(2)
    stage.settle()
    stage.settle(0.05)
    yield "forecast-what-if", stage.window
    page.area.ensureWidgetVisible(page.due)
    stage.settle()
    yield "forecast-deals", stage.window
    page.open_targets()
    yield from stage.dialog("forecast-targets")
    page.keep()
    page.open_kept()
    yield from stage.dialog("forecast-kept")


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
    tell_company(stage.workspace)
    settings.go_to("company")
    stage.settle()
    stage.page.toast.hide()
    yield "settings-company-logo", stage.window


def _care(stage: "Stage") -> Shots:
    from desktop_pipeline.ui.care.backups_section import BackupsSection  # noqa: PLC0415 - made when first seen
    from desktop_pipeline.ui.care.restore_dialog import RestoreDialog, RestoreMeans  # noqa: PLC0415 - likewise
    from desktop_pipeline.ui.settings.settings_page import SettingsPage  # noqa: PLC0415 - likewise

    stage.enter()
    stage.page.go_to("bin")
    stage.settle()
    yield "bin", stage.window
    _change_a_few(stage)
    stage.window.show_history()
    stage.settle()
    yield "history", stage.newest_dialog()
    stage.clear()
    workspace, session, window = stage.workspace, stage.window.session, stage.window
    assert session is not None
    choices = read_choices(stage.folder, workspace.path)
    for hours, reason in ((50, Reason.BY_ITSELF), (26, Reason.BEFORE_IMPORT), (1, Reason.BY_HAND)):
        at = workspace.now() - timedelta(hours=hours)
        # A backup of what the newest holds already would not be made.
        add_note(workspace, stage.number(_SOME_DEAL), f"What was said {hours} hours ago.", at=at)
        back_up(workspace.path, choices, at=at, reason=reason, zone=workspace.zone)
    # What was done since the newest is what a restore would lose.
    delete_deals(workspace, [stage.number(_SOME_DEALS)], at=workspace.now())
    edit_deal(workspace, stage.number(_SOME_DEAL), at=workspace.now(), title="Loft bookcases, oak")
    stage.page.go_to("settings")
    settings = stage.find(SettingsPage)
    if settings.list.count() == len(SETTINGS):
        section = BackupsSection(session, window.tasks, stage.theme, window.formats, settings=stage.folder)
        settings.add_section("backups", section)
    settings.go_to("backups")
    stage.settle()
    stage.page.toast.hide()
    yield "settings-backups", window
    means = RestoreMeans(stage.folder, workspace.now, "Amara Eze")
    dialog = RestoreDialog(workspace.path, means, window.tasks, stage.theme, window.formats, window)
    dialog.open()
    yield from stage.dialog("restore-dialog")


def _change_a_few(stage: "Stage") -> None:
    """A day's work, for the window of history: moves, an edit, a note, and one change that was taken back."""
    workspace, session = stage.workspace, stage.window.session
    assert session is not None
    first, second, third, fourth = (row[0] for row in workspace.rows(f"{_SOME_DEALS} limit 4"))
    last = stage.number("select id from stage where is_open order by position desc limit 1")
    move_deals(workspace, [third], last, after=None, at=workspace.now(), why="Agreed on the phone")
    edit_deal(workspace, first, at=workspace.now(), value=Money(1_845_000, workspace.base_currency))
    add_note(workspace, second, "Wants the drawing by Friday.", at=workspace.now())
    edit_deal(workspace, second, at=workspace.now(), expected_close_on=workspace.today() + timedelta(days=30))
    move_deals(workspace, [third, fourth], last, after=None, at=workspace.now(), why="Agreed on the phone")
    session.undo()


def _palette(stage: "Stage") -> Shots:
    from desktop_pipeline.ui.palette.palette import Palette  # noqa: PLC0415 - made when first asked for

    stage.enter()
    stage.window.questions.show_keys()
    yield from stage.dialog("keys")
    stage.window.open_palette()
    palette = stage.find(Palette)
    for name, text in (("recent", ""), ("found", "talv"), ("commands", ">"), ("nothing-found", "no such thing")):
        palette.field.setText(text)
        stage.settle()
        yield f"palette-{name}", stage.window
    QTest.keyClick(palette.field, Qt.Key.Key_Escape)


def _transfer(stage: "Stage") -> Shots:
    """The import, step by step: as it goes well, then with all that makes it hard to show."""
    stage.enter()
    wizard = _import(stage, stage.folder / "deals.csv", _DEALS)
    yield "import-file", wizard
    wizard.look_at_columns()
    stage.settle()
    yield "import-columns", wizard
    columns = wizard.columns_page.columns
    columns.open_choices(1)
    assert columns.popup is not None
    yield "import-fields", columns.popup
    columns.popup.close()
    wizard.go_on()
    stage.settle()
    yield "import-check", wizard
    wizard.go_on()
    stage.settle(0.8)
    yield "import-result", wizard
    wizard.begin(())
    stage.settle()
    yield "import-drop", wizard
    stage.clear()
    yield from _transfer_asked(stage)
    yield from _transfer_hard(stage)


def _transfer_asked(stage: "Stage") -> Shots:
    wizard = _import(stage, stage.folder / "asked.csv", _ASKED)
    wizard.look_at_columns()
    stage.settle()
    page = wizard.columns_page
    page.fold.choose(1)
    stage.settle()
    yield "import-questions", wizard
    page.remarks.word_buttons["stage"].click()
    assert page.popup is not None
    yield "import-words", page.popup
    page.popup.close()
    (asked,) = [row for row in page.remarks.rows if row.button is not None]
    assert asked.button is not None
    asked.button.click()
    assert page.popup is not None
    yield "import-order", page.popup
    page.popup.close()
    page.fold.choose(2)
    stage.settle()
    yield "import-rows", wizard
    stage.clear()


def _transfer_hard(stage: "Stage") -> Shots:
    """A long file name, sixty columns, right to left, a book of sheets, an empty file."""
    wizard = _import(stage, stage.folder / f"{'A very long name of a file, ' * 6}.csv", _write_wide())
    yield "import-long-file", wizard
    wizard.look_at_columns()
    stage.settle()
    yield "import-long-columns", wizard
    wizard.columns_page.fold.choose(2)
    wizard.go_on()
    wizard.check_page.fold.choose(1)
    stage.settle()
    yield "import-long-check", wizard
    stage.clear()
    wizard = _import(stage, stage.folder / "\u05e2\u05e1\u05e7\u05d0\u05d5\u05ea.csv", _RIGHT_TO_LEFT)
    wizard.look_at_columns()
    stage.settle()
    yield "import-right-to-left", wizard
    stage.clear()
    wizard = _import(stage, stage.folder / "empty.csv", "")
    yield "import-empty", wizard
    stage.clear()


def _import(stage: "Stage", file: Path, text: str) -> "ImportWizard":
    from desktop_pipeline.ui.transfer.wizard import ImportWizard  # noqa: PLC0415 - when something comes in

    file.write_text(text, encoding="utf-8")
    stage.window.files.import_files([file])
    stage.settle(0.6)
    wizard = stage.newest_dialog()
    assert isinstance(wizard, ImportWizard)
    return wizard


def _write_wide() -> str:
    heads = ["Deal name", "Organisation", "Amount", "Stage", *(f"Own question number {n}" for n in range(5, 61))]
    rows = [
        [f"Deal {n}", f"Customer {n}", str(1000 + 37 * n), "Meeting", *(f"answer {n}-{k}" for k in range(5, 61))]
        for n in range(40)
    ]
    return "\n".join(",".join(row) for row in [heads, *rows]) + "\n"


def _empty(stage: "Stage") -> Shots:
    """Each screen with nothing to show."""
    from desktop_pipeline.ui.insights.insights_page import InsightsPage  # noqa: PLC0415 - numpy comes along

    path = stage.folder / "Empty.pipeline"
    stage.window.enter(make_workspace(path, template="five", owner="Amara Eze", clock=stage.clock))
    stage.settle()
    keys = ("board", "deals", "contacts", "activities", "insights", "review", "past reviews", "bin", "hygiene")
    for key in (*keys, "data quality"):
        stage.page.go_to(key)
        stage.settle()
        yield f"empty-{key.replace(' ', '-')}", stage.window
    stage.page.go_to("insights")
    insights = stage.find(InsightsPage)
    for key in ("forecast", "conversion", "leads", "people", "customers"):
        insights.go(key)
        stage.settle()
        yield f"empty-insights-{key}", stage.window


def _read_only(stage: "Stage") -> Shots:
    """The sample company as somebody sees it who has it open for reading only."""
    stage.enter()
    path = stage.workspace.path
    stage.window.close_file()
    with open_workspace(path, who="Kenji Morita", clock=stage.clock):
        stage.window.open_file(path)
        stage.settle()
        yield "held-elsewhere", stage.newest_dialog()
        stage.clear()
        # Said yes to, but at the gallery's own time of day.
        stage.window.enter(open_workspace(path, read_only=True, clock=stage.clock))
        stage.page.add_banner(LockedBanner(stage.theme, "Kenji Morita"))
        stage.settle()
    yield "read-only-board", stage.window
    stage.page.open_deal(stage.page.board.canvas.columns[2].list.cards.loaded_ids[0])
    stage.settle()
    yield "read-only-deal", stage.window
    for key in ("contacts", "settings", "hygiene"):
        stage.page.go_to(key)
        stage.settle()
        yield f"read-only-{key}", stage.window


CHAPTERS: dict[str, Callable[["Stage"], Shots]] = {
    "start": _start,
    "board": _board,
    "past board": _past_board,
    "acts": _acts,
    "deal": _deal,
    "deals": _deals,
    "contacts": _contacts,
    "activities": _activities,
    "hygiene": shoot_hygiene,
    "insights": _insights,
    "forecast": _forecast,
    "insight pages": _insight_pages,
    "offers": shoot_offers,
    "after sale": shoot_after_sale,
    "leads": shoot_leads,
    "cadences": shoot_cadences,
    "mail": shoot_mail,
    "review": shoot_review,
    "reports": shoot_reports,
    "settings": _settings,
    "care": _care,
    "palette": _palette,
    "popups": shoot_popups,
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
_ASKED = """Deal name,Organisation,Amount,Stage,Close date
Loft bookcases,Petrel House,"1,234",Anfrage,03/04/2026
Reception desk,Marlow Fern Hotel,"12,900",Angebot,05/06/2026
Stair rail,Petrel House,"3,100",Verhandlung,07/08/2026
Counter,Saffra Foods,"5,200",Quallified,03/03/2026
"""
_RIGHT_TO_LEFT = """Deal name,Organisation,Amount,Stage,Close date
\u05e9\u05d9\u05e4\u05d5\u05e5 \u05d4\u05e7\u05d1\u05dc\u05d4,\u05e9\u05d5\u05dc\u05d7\u05df,12500,Meeting,2026-09-03
\u05d3\u05dc\u05e4\u05e7 \u05de\u05d5\u05d6\u05d9\u05d0\u05d5\u05df,\u05d0\u05d9,9700,Lead In,2026-08-04
"""

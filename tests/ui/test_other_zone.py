from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop_pipeline.actions.activities import plan_activity
from desktop_pipeline.actions.workspace_settings import set_time_zone
from desktop_pipeline.app import make_window
from desktop_pipeline.queries.activities import read_activity
from desktop_pipeline.queries.plan_targets import PlanTarget
from desktop_pipeline.ui.preferences import PreferenceFile, Preferences
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.activity_planner import ActivityPlanner
from tests.workspaces import make_desk


def test_times_follow_the_time_zone_and_an_edit_leaves_them_where_they_are(
    qapp: QApplication, theme: Theme, tmp_path: Path
) -> None:
    desk = make_desk(tmp_path)
    desk.workspace.close()
    preferences = PreferenceFile(tmp_path / "home")
    preferences.keep(Preferences(theme="light", user_name="Ann"))
    window = make_window(qapp, preferences)
    window.open_file(tmp_path / "deals.pipeline")
    assert window.session is not None
    session = window.session
    due = (datetime.now(UTC) + timedelta(days=2)).replace(hour=10, minute=30, second=0, microsecond=0)
    step = plan_activity(session.workspace, kind="call", subject="Call", at=session.now(), due_at=due)
    set_time_zone(session.workspace, "Asia/Kolkata")
    assert window.formats.time(due) == "16:00"
    planner = ActivityPlanner(
        session, theme, window.formats, PlanTarget(), window, activity=read_activity(session.workspace, step)
    )
    assert planner.time.text() == "16:00"
    planner.note.setText("By phone")
    planner.submit()
    kept = read_activity(session.workspace, step)
    assert kept is not None
    assert (kept.note, kept.due_at) == ("By phone", due)
    session.undo()
    session.undo()
    assert window.formats.time(due) == "10:30"
    window.close()
    window.deleteLater()

"""Forecasts that are kept as they are on a day, to be held against what came (METRICS §13)."""

from datetime import date, datetime

from desktop_pipeline.domain.errors import NotFoundError
from desktop_pipeline.domain.forecasts import KeptForecast, clean_note, write_forecast
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import ForecastSnapshot
from desktop_pipeline.storage.workspace import Workspace


def keep_forecast(workspace: Workspace, forecast: KeptForecast, *, as_of: date, at: datetime, note: str = "") -> int:
    """Keeps the forecast of a day and returns its id; raises InvalidError for a note that is too long."""
    cleaned = clean_note(note)
    with workspace.journal.change(f"Keep the forecast of {as_of.isoformat()}") as draft:
        return draft.insert(
            ForecastSnapshot,
            at=at,
            who=workspace.journal.who,
            as_of=as_of,
            note=cleaned,
            document=write_forecast(forecast),
        )


def note_forecast(workspace: Workspace, forecast_id: int, note: str) -> Change | None:
    """Says something else about a kept forecast; what it holds stays as it was. Raises InvalidError."""
    cleaned = clean_note(note)
    with workspace.journal.change("Note on a forecast") as draft:
        draft.label = f"Note on the forecast of {_read_day(draft, forecast_id)}"
        draft.update(ForecastSnapshot, forecast_id, note=cleaned)
    return draft.result


def delete_forecast(workspace: Workspace, forecast_id: int) -> Change | None:
    """Forgets a kept forecast."""
    with workspace.journal.change("Delete a forecast") as draft:
        draft.label = f"Delete the forecast of {_read_day(draft, forecast_id)}"
        draft.delete(ForecastSnapshot, forecast_id)
    return draft.result


def _read_day(draft: Draft, forecast_id: int) -> str:
    found = draft.value("select as_of from forecast_snapshot where id = ?", (forecast_id,))
    if found is None:
        message = f"There is no kept forecast number {forecast_id}."
        raise NotFoundError(message)
    return str(found)

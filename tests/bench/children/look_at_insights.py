"""Goes to Insights for the first time, then from page to page, and watches how long the loop is kept from turning."""

import json
import sys
from pathlib import Path

from desktop_pipeline.ui.insights.insights_page import InsightsPage
from desktop_pipeline.ui.insights.pages import list_pages
from tests.bench.children.windows import WINDOW, Heartbeat, open_board, open_program, pass_time, wait_until_idle

_LOOK_SECONDS = 0.06  # for each act of the scale


def main(file: Path, acts: int) -> dict[str, list[float]]:
    """All gaps from one turn of the loop to the next, in milliseconds."""
    window = open_program()
    window.resize(WINDOW)
    open_board(window, file)
    wait_until_idle(window)
    assert window.page is not None
    heart = Heartbeat()
    window.page.go_to("insights")
    pass_time(acts * _LOOK_SECONDS)
    wait_until_idle(window)
    insights = window.page.screens.screen("insights").widget
    assert isinstance(insights, InsightsPage)
    for entry in list_pages():
        insights.go(entry.key)
        pass_time(acts * _LOOK_SECONDS)
        wait_until_idle(window)
    return {"gap": heart.stop()}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]))), flush=True)

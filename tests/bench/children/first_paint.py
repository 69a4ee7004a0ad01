"""Opens a workspace in the running program: how long until its board is painted, and what that takes in memory."""

import json
import sys
from pathlib import Path

from tests.bench.children.windows import open_board, open_program, resident_megabytes, wait_until_idle

window = open_program()
paint = open_board(window, Path(sys.argv[1]))
wait_until_idle(window)
print(json.dumps({"paint": [paint], "memory": [resident_megabytes()]}), flush=True)
window.close()

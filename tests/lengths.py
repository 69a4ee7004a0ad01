"""How long tests are: short on every submission, at full length for `dev.py reliability`."""

import os

IS_LONG = os.environ.get("DESKTOP_PIPELINE_LONG") == "1"
# Made-up companies or files that a property is shown on.
MANY = 1000 if IS_LONG else 100

"""The least that a drop on a painted board can take: plain lists, one row from one to the other, one page to the disk."""

import json
import os
import sys
from pathlib import Path
from time import perf_counter


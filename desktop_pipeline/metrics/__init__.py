"""METRICS.md as pure functions over numpy columns."""

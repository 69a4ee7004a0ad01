"""Stages in words and parts of reports: where deals stop, how long they take."""

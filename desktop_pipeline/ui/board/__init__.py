"""The board: one painted list for each open stage, drag and drop, keys, and quick add."""

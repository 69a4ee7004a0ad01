"""The deal panel beside the board: one deal with its fields, its way and its timeline."""

"""Spreadsheets in: the dialog that shows an import at work and what came of it."""

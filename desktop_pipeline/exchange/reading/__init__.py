"""Spreadsheet files become tables of typed cells."""

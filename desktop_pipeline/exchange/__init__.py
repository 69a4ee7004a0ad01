"""Spreadsheets in and out; the only importer of spreadsheet libraries."""

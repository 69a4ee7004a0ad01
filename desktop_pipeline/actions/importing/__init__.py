"""Taking spreadsheets in, as one change."""

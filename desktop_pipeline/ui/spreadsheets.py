"""Which files are offered and taken as spreadsheets."""

from PySide6.QtCore import QCoreApplication

SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")


def name_kinds() -> str:
    """The kinds of a file dialog: spreadsheets first, then everything."""
    spreadsheets = QCoreApplication.translate("Spreadsheets", "Spreadsheets")
    everything = QCoreApplication.translate("Spreadsheets", "All files")
    return f"{spreadsheets} ({' '.join(f'*{suffix}' for suffix in SUFFIXES)});;{everything} (*)"

"""Which files are offered and taken as spreadsheets."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QMimeData

SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".vcf")


def name_kinds() -> str:
    """The kinds of a file dialog: spreadsheets and contacts first, then everything."""
    spreadsheets = QCoreApplication.translate("Spreadsheets", "Spreadsheets and contacts")
    everything = QCoreApplication.translate("Spreadsheets", "All files")
    return f"{spreadsheets} ({' '.join(f'*{suffix}' for suffix in SUFFIXES)});;{everything} (*)"


def find_spreadsheets(mime: QMimeData) -> list[Path]:
    """The files in a drop that can be read as spreadsheets; empty when any of them cannot."""
    files = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    fit = [file for file in files if file.suffix.lower() in SUFFIXES]
    return fit if len(fit) == len(mime.urls()) else []

"""Files of e-mails among what is dragged from outside."""

from pathlib import Path

from PySide6.QtCore import QMimeData

_SUFFIX = ".eml"


def find_mails(mime: QMimeData) -> list[Path]:
    """The files of e-mails in it."""
    paths = (Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile())
    return [path for path in paths if path.suffix.casefold() == _SUFFIX]

"""A report as a PDF file, written whole or not at all."""

import os
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QPdfWriter

from desktop_pipeline.actions.outputs import check_may_replace
from desktop_pipeline.domain.errors import RefusedError
from desktop_pipeline.reports.content import ReportContent
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.reports.painter import paint_report
from desktop_pipeline.ui.reports.sheet import TWIP, Paper, page_layout

_POINTS_AN_INCH = 72


def write_pdf(
    path: Path, content: ReportContent, formats: Formats, *, paper: Paper = "A4", landscape: bool = False
) -> int:
    """Writes the file, replacing one of that name, and returns how many pages it has; needs a QApplication.

    Raises RefusedError where it cannot be written or would replace a workspace; then nothing is left behind and an
    older file stays.
    """
    check_may_replace(path)
    # Beside the target, so that taking its place is one step of the file system.
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        draft.touch()
        pages = _write(draft, content, formats, paper, landscape=landscape)
        if not pages or not draft.stat().st_size:
            raise _cannot_write(path, None)
        draft.replace(path)
    except OSError as error:
        raise _cannot_write(path, error) from error
    finally:
        with suppress(OSError):
            draft.unlink()
    return pages


def _write(draft: Path, content: ReportContent, formats: Formats, paper: Paper, *, landscape: bool) -> int:
    writer = QPdfWriter(str(draft))
    writer.setResolution(_POINTS_AN_INCH * TWIP)
    writer.setTitle(content.title)
    writer.setCreator("Desktop Pipeline")
    layout = page_layout(paper, landscape=landscape)
    writer.setPageLayout(layout)
    return paint_report(writer, content, layout, formats)


def _cannot_write(path: Path, error: OSError | None) -> RefusedError:
    reason = f" ({error.strerror})" if error is not None and error.strerror else ""
    sentence = QCoreApplication.translate(
        "Report", "“{file}” could not be written{reason}. Choose another folder or name; nothing was changed."
    )
    return RefusedError(sentence.format(file=path, reason=reason))

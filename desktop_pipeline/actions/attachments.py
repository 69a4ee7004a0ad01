"""Files on a deal, a person or an organisation: copied into the workspace, or linked where they are large."""

import os
import shutil
import stat
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

from desktop_pipeline.actions.deals import shorten
from desktop_pipeline.actions.outputs import check_may_replace
from desktop_pipeline.domain.custom_fields import FieldSubject
from desktop_pipeline.domain.errors import CannotOpenError, InvalidError, NotFoundError
from desktop_pipeline.domain.file_names import LARGEST_COPY, can_do_harm, clean_file_name, is_network_path
from desktop_pipeline.domain.messages import MailFile, check_mail_file
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.files import keep_content, read_beginning, read_content, read_plain_file
from desktop_pipeline.storage.tables import Attachment
from desktop_pipeline.storage.workspace import View, Workspace

MOST_AT_ONCE = 50
_NAMES = {FieldSubject.DEAL: "title", FieldSubject.PERSON: "name", FieldSubject.ORGANISATION: "name"}


@dataclass(frozen=True, slots=True)
class _Found:
    """A file as it was found: with its content, or too large for one."""

    path: Path
    name: str
    size: int | None
    content: bytes | None


def attach_files(
    workspace: Workspace, subject: FieldSubject, subject_id: int, files: list[Path], *, at: datetime
) -> Change | None:
    """Attaches files: copies up to 25 MB each, links larger ones and folders. Raises CannotOpenError, InvalidError.

    All or none: where one cannot be read nothing is attached. A file that is there with the same name and content is
    not attached again.
    """
    return _attach(workspace, subject, subject_id, _look_at_all(files), at)[0]


def attach_for_mail(workspace: Workspace, deal_id: int, files: list[Path], *, at: datetime) -> list[MailFile]:
    """Attaches copies to a deal, as `attach_files` does, and tells which files can go with an e-mail now.

    Raises InvalidError for one too large to be sent: then none is attached.
    """
    found = _look_at_all(files)
    for one in found:
        check_mail_file(one.name, one.content)
    digests = _attach(workspace, FieldSubject.DEAL, deal_id, found, at)[1]
    return [MailFile(one.name, one.size or 0, digest) for one, digest in zip(found, digests, strict=True)]


def _look_at_all(files: list[Path]) -> list[_Found]:
    if len(files) > MOST_AT_ONCE:
        message = f"Attach {MOST_AT_ONCE} files at most at once; these are {len(files)}."
        raise InvalidError(message)
    return [_look_at(path) for path in files]


def _attach(
    workspace: Workspace, subject: FieldSubject, subject_id: int, found: list[_Found], at: datetime
) -> tuple[Change | None, list[str | None]]:
    """The change, and what each file's content is kept by; None for one that is linked."""
    digests: list[str | None] = []
    with workspace.journal.change("Attach files") as draft:
        title = _find_subject(draft, subject, subject_id)
        what = f"“{shorten(found[0].name)}”" if len(found) == 1 else f"{len(found)} files"
        draft.label = f"Attach {what} to “{shorten(title)}”"
        for one in found:
            digest = None if one.content is None else keep_content(draft, one.content)
            digests.append(digest)
            link = str(one.path.absolute()) if digest is None else None
            sql = f"select 1 from attachment where {subject.value}_id = ? and name = ? and digest is ? and link is ?"  # noqa: S608 - our own
            if draft.value(sql, (subject_id, one.name, digest, link)) is None:
                draft.insert(
                    Attachment,
                    name=one.name,
                    size=one.size,
                    digest=digest,
                    link=link,
                    at=at,
                    who=workspace.journal.who,
                    **{subject.value: subject_id},
                )
    return draft.result, digests


def rename_attachment(workspace: Workspace, attachment_id: int, name: str) -> Change | None:
    """Gives an attached file another name; raises InvalidError for an empty one."""
    if not name.strip():
        message = "A file needs a name."
        raise InvalidError(message)
    with workspace.journal.change("Rename a file") as draft:
        before = _find_name(draft, attachment_id)
        draft.label = f"Rename “{shorten(before)}”"
        draft.update(Attachment, attachment_id, name=clean_file_name(name))
    return draft.result


def remove_attachment(workspace: Workspace, attachment_id: int) -> Change | None:
    """Takes a file off; a linked one stays on the disk, a copied one can be brought back by undo."""
    with workspace.journal.change("Remove a file") as draft:
        draft.label = f"Remove “{shorten(_find_name(draft, attachment_id))}”"
        draft.delete(Attachment, attachment_id)
    return draft.result


def is_harmful(view: View, attachment_id: int) -> bool:
    """Whether opening it could run something, by its name or by how its content begins."""
    name, digest, link = _find(view, attachment_id)
    beginning = read_beginning(view, digest) if digest else _read_linked(link)
    return can_do_harm(name, beginning) or bool(link and (can_do_harm(link) or _may_run(link)))


def find_outside(view: View, attachment_id: int) -> Path | None:
    """The place of a linked file that lies outside the folder of the workspace: a file from elsewhere chose it."""
    _name, digest, link = _find(view, attachment_id)
    if digest is not None or not link or is_network_path(link):
        return None
    return None if Path(link).resolve().is_relative_to(view.path.resolve().parent) else Path(link)


def open_copy(view: View, attachment_id: int, folder: Path) -> Path:
    """Where to open a file: a copy of its own that nothing can run, or what it is linked to. Raises CannotOpenError.

    What it is linked to must be a file or folder of this computer itself: neither one of another computer, which would
    be told who asks, nor a symbolic link.
    """
    name, digest, link = _find(view, attachment_id)
    if digest is None:
        return _find_linked(name, link)
    content = read_content(view, digest)
    place = folder / f"{attachment_id}-{digest[:12]}"
    target = place / clean_file_name(name)
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not target.exists():
            with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400), "wb") as stream:
                stream.write(content)
    except OSError as error:
        message = f"“{name}” cannot be opened: {error.strerror}."
        raise CannotOpenError(message) from error
    return target


def save_attachment(view: View, attachment_id: int, target: Path) -> None:
    """Writes a copy of a kept or linked file, whole or not at all; raises CannotOpenError.

    Raises RefusedError where a workspace would be written over.
    """
    name, digest, link = _find(view, attachment_id)
    check_may_replace(target)
    unfinished = target.with_name(f".{target.name}.unfinished")
    try:
        source = BytesIO(read_content(view, digest)) if digest else _find_linked(name, link).open("rb")
        try:
            with source, os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
                shutil.copyfileobj(source, stream)
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        message = f"“{name}” cannot be saved there: {error.strerror}."
        raise CannotOpenError(message) from error


def _find_linked(name: str, link: str | None) -> Path:
    """What a file is linked to; raises CannotOpenError."""
    if link and is_network_path(link):
        message = f"“{name}” is linked to another computer, which is not asked: {link}"
        raise CannotOpenError(message)
    linked = Path(link or "")
    if not link or not linked.is_absolute() or not linked.exists():
        message = f"“{name}” is linked, and not there any more: {link}"
        raise CannotOpenError(message)
    if linked.is_symlink():
        message = f"“{name}” is linked to what is itself a link to another file. Open that file yourself: {link}"
        raise CannotOpenError(message)
    return linked


def _read_linked(link: str | None) -> bytes:
    if link and is_network_path(link):
        return b""
    try:
        handle = os.open(link or "", os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as stream:
            return stream.read(16)
    except OSError:  # a folder, or not there any more: opening it will say so
        return b""


def _may_run(link: str) -> bool:
    """Whether the system would run the file itself; elsewhere than on POSIX its ending alone decides."""
    if os.name != "posix":
        return False
    try:
        about = Path(link).stat()
    except OSError:
        return False
    return stat.S_ISREG(about.st_mode) and bool(about.st_mode & 0o111)


def _look_at(path: Path) -> _Found:
    if path.is_dir() and not path.is_symlink():
        return _Found(path, clean_file_name(path.name), None, None)
    content = read_plain_file(path, LARGEST_COPY)
    size = path.stat().st_size if content is None else len(content)
    return _Found(path, clean_file_name(path.name), size, content)


def _find_subject(draft: Draft, subject: FieldSubject, subject_id: int) -> str:
    # Both names are our own.
    sql = f"select {_NAMES[subject]} from {subject.value} where id = ? and deleted_at is null"  # noqa: S608
    found = draft.value(sql, (subject_id,))
    if found is None:
        message = "What these files belong to is not there any more."
        raise NotFoundError(message)
    return str(found)


def _find_name(draft: Draft, attachment_id: int) -> str:
    return _find_row(draft.row("select name, digest, link from attachment where id = ?", (attachment_id,)))[0]


def _find(view: View, attachment_id: int) -> tuple[str, str | None, str | None]:
    return _find_row(view.row("select name, digest, link from attachment where id = ?", (attachment_id,)))


def _find_row(row: tuple[str, str | None, str | None] | None) -> tuple[str, str | None, str | None]:
    if row is None:
        message = "This file is not attached any more."
        raise NotFoundError(message)
    return row

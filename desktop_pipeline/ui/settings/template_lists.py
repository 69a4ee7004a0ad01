"""The lists of the settings of e-mails: the templates, and the files that go with one of them."""

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.actions.mail_templates import (
    copy_template,
    create_template,
    delete_template,
    edit_template,
    edit_template_file,
    order_templates,
    remove_template_file,
)
from desktop_pipeline.domain.prepared_mail import TemplateFile
from desktop_pipeline.queries.mail import TemplateRow, read_industries, read_template, read_templates
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.mail.mail_words import word_file
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.widgets.lines import Column, Line, ListSpec, RowAct

_ALL = "all"


def make_templates(session: Session) -> ListSpec:
    """The templates in their order; those not in use are archived."""
    workspace = session.workspace

    def acts(line: Line) -> list[RowAct]:
        kept = RowAct(_tr("Use it again"), lambda row_id: edit_template(workspace, row_id, is_active=True))
        if not line.is_archived:
            kept = RowAct(_tr("Archive"), lambda row_id: edit_template(workspace, row_id, is_active=False))
        return [
            RowAct(_tr("Copy"), lambda row_id: copy_template(workspace, row_id)),
            kept,
            RowAct(_tr("Delete"), lambda row_id: delete_template(workspace, row_id)),
        ]

    def show(row: TemplateRow) -> Line:
        return Line(row.template_id, (row.name, row.purpose), is_archived=not row.is_active)

    return ListSpec(
        title=_tr("E-mail templates"),
        advice=_tr("Written once, filled in for each person, and looked at before anything goes out."),
        columns=(
            Column(_tr("Name"), lambda row_id, text: edit_template(workspace, row_id, name=text), width=240),
            Column(_tr("What it is for"), lambda row_id, text: edit_template(workspace, row_id, purpose=text)),
        ),
        read=lambda: [show(row) for row in read_templates(workspace, with_unused=True)],
        tables=frozenset(("mail_template",)),
        adding=_tr("Add a template: its name, Enter"),
        add=lambda text: create_template(workspace, name=text),
        acts=acts,
        reorder=lambda row_ids: order_templates(workspace, row_ids),
    )


def make_template_files(session: Session, formats: Formats, template_id: int) -> ListSpec:
    """The files of a template, and to which industry each goes."""
    workspace = session.workspace
    everybody = _tr("Everybody")

    def read() -> list[Line]:
        row = read_template(workspace, template_id)
        return [] if row is None else [show(file) for file in row.files]

    def show(each: TemplateFile) -> Line:
        size = word_file(each.file, formats).rpartition(", ")[2]
        typed = (each.file.name, each.industry or _ALL, size)
        return Line(each.file_id, (each.file.name, each.industry or everybody, size), typed)

    def offer(_row_id: int) -> list[tuple[str, str]]:
        return [(_ALL, everybody), *((name, name) for name in read_industries(workspace))]

    def keep_industry(row_id: int, key: str) -> object:
        return edit_template_file(workspace, row_id, industry=None if key == _ALL else key)

    return ListSpec(
        title=_tr("Files that go with it"),
        advice="",
        columns=(
            Column(_tr("File"), lambda row_id, text: edit_template_file(workspace, row_id, name=text)),
            Column(_tr("Goes to"), keep_industry, choices=offer, width=180),
            Column(_tr("Size"), width=80, right=True),
        ),
        read=read,
        tables=frozenset(("template_attachment", "organisation")),
        acts=lambda _line: [RowAct(_tr("Take it away"), lambda row_id: remove_template_file(workspace, row_id))],
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Settings", text)

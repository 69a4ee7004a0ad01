"""People or organisations, whichever are asked for, read as they stand today."""

from collections.abc import Sequence

from desktop_pipeline.queries.contact import OrganisationView, PersonView, read_organisation, read_person
from desktop_pipeline.queries.contact_standing import Subject
from desktop_pipeline.queries.contacts import OrganisationLine, PersonLine, read_organisations, read_people
from desktop_pipeline.queries.plan_targets import PlanTarget, read_plan_target
from desktop_pipeline.ui.session import Session


def read_lines(session: Session, subject: Subject, ids: Sequence[int]) -> Sequence[PersonLine | OrganisationLine]:
    """The lines of a list."""
    read = read_people if subject is Subject.PEOPLE else read_organisations
    return read(session.workspace, ids, today=session.today(), now=session.now())


def read_contact(session: Session, subject: Subject, row_id: int) -> PersonView | OrganisationView | None:
    """What the panel shows; None where they are gone."""
    read = read_person if subject is Subject.PEOPLE else read_organisation
    return read(session.workspace, row_id, today=session.today(), now=session.now())


def read_target(session: Session, subject: Subject, row_id: int) -> PlanTarget:
    """Whom an activity is planned for, also without any deal."""
    if subject is Subject.PEOPLE:
        return read_plan_target(session.workspace, person_id=row_id)
    return read_plan_target(session.workspace, organisation_id=row_id)

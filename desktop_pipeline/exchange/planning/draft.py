"""A plan under construction: the registers that all tables of one import write to."""

from collections.abc import Iterable, Iterator

from desktop_pipeline.domain.contacts import email_domain, site_domain
from desktop_pipeline.domain.names import name_key
from desktop_pipeline.exchange.known import Known
from desktop_pipeline.exchange.options import ImportOptions
from desktop_pipeline.exchange.own_export import ORGANISATIONS, find_shape
from desktop_pipeline.exchange.planning.hanging import Hanging
from desktop_pipeline.exchange.planning.own_fields import OwnFields
from desktop_pipeline.exchange.planning.people import PersonRegister
from desktop_pipeline.exchange.planning.register import NameRegister, OrganisationRegister, Register
from desktop_pipeline.exchange.records import OwnerFields, PersonFields, ProductFields
from desktop_pipeline.exchange.tables import is_blank, show
from desktop_pipeline.exchange.understanding.columns import Recognised
from desktop_pipeline.exchange.understanding.currencies import CurrencyRule
from desktop_pipeline.exchange.understanding.kinds import Kind
from desktop_pipeline.exchange.understanding.notes import Notes
from desktop_pipeline.exchange.understanding.stage_words import StageWords


class PlanDraft:
    """What has been found so far. `owners_are_complete`: a name not among the owners is a mistake.

    `ids`: keys of what the files number themselves, by what it is (organisation, person, owner) and that number.
    """

    def __init__(self, options: ImportOptions, known: Known, *, has_owner_table: bool) -> None:
        self.options = options
        self.known = known
        self.notes = Notes()
        self.currency = CurrencyRule(options, known)
        self.owners_are_complete = has_owner_table or known.owners_are_complete
        self.organisations = OrganisationRegister(known.organisations)
        self.owners: Register[OwnerFields] = Register(known.owners)
        self.products: Register[ProductFields] = Register(known.products, renames=True)
        self.people = PersonRegister(known.people)
        self.sources = NameRegister(known.sources)
        self.labels = NameRegister(known.labels)
        self.reasons = NameRegister(known.reasons)
        self.pipelines = NameRegister(frozenset(map(name_key, known.pipelines)))
        self.stages = StageWords(options, known, self.notes)
        self.ids: dict[tuple[str, str], str] = {}
        self.hanging = Hanging(self)
        self.own_fields = OwnFields(self)
        self.lined: frozenset[tuple[str, str]] = frozenset()

    def expect(self, tables: Iterable[Recognised]) -> None:
        """Looks at all names of organisations before the first is taken, to know which are one written two ways."""
        for found in tables:
            # Our own table has a row for each, however alike two are written
            is_ours = find_shape(found.table.headers) is ORGANISATIONS
            self.organisations.expect(_list_organisations(found), are_apart=is_ours)

    def find_organisation(self, name: str | None, numbers: str | None) -> str | None:
        """The key of the organisation that a row names, or else tells by the files' own number of it (the first)."""
        if name is not None:
            return self.organisations.meet(name)
        return self.find_numbered("organisation", numbers)

    def find_numbered(self, what: str, numbers: str | None) -> str | None:
        """The key of what the files call by this number, or the first of several numbers that they know."""
        if not numbers:
            return None
        parts = [numbers, *(part.strip() for part in numbers.replace(",", ";").split(";"))]
        return next((self.ids[what, part] for part in parts if (what, part) in self.ids), None)

    def find_person(self, name: str | None, email: str | None, organisation: str | None) -> str | None:
        """Somebody who is named; made where the name is new and stands at an organisation or with an address.

        Raises SeveralPeopleError.
        """
        found = self.people.find(name, email, organisation)
        if found is None and (name or email) and (organisation or email):
            return self.people.meet(PersonFields(name or email or "", organisation, email))
        return found


def _list_organisations(found: Recognised) -> Iterator[tuple[str, str | None]]:
    name = found.columns.get("name" if found.kind is Kind.ORGANISATIONS else "organisation")
    if name is None:
        return
    site = found.columns.get("website" if found.kind is Kind.ORGANISATIONS else "organisation_domain")
    domain = found.columns.get("domain")
    mail = found.columns.get("email") if found.kind is Kind.ORGANISATIONS else None
    if domain is None and site is None and mail is None:
        yield from ((show(cell), None) for cell in dict.fromkeys(found.column(name)) if not is_blank(cell))
        return
    columns = [index for index in (name, domain, site, mail) if index is not None]
    cells = dict.fromkeys(zip(*(found.column(index) for index in columns), strict=True))
    for told in cells:
        if is_blank(told[0]):
            continue
        texts = dict(zip(columns, (show(cell) for cell in told), strict=True))
        sites = {site_domain(texts[index]): None for index in (domain, site) if index is not None}
        sites.pop(None, None)
        if not sites and mail is not None:
            sites[email_domain(texts[mail])] = None
        # One of them becomes the website, by which the next import knows the organisation
        yield from ((texts[name], address) for address in sites or (None,))

"""A plan under construction: the registers that all tables of one import write to."""

from desktop_pipeline.domain.names import name_key
from desktop_pipeline.exchange.options import ImportOptions
from desktop_pipeline.exchange.planning.register import NameRegister, PersonRegister, Register
from desktop_pipeline.exchange.records import Known, OrganisationFields, OwnerFields, ProductFields
from desktop_pipeline.exchange.understanding.currencies import CurrencyRule
from desktop_pipeline.exchange.understanding.stage_words import StageWords
from desktop_pipeline.exchange.understanding.values import Notes


class PlanDraft:
    """What has been found so far. `owners_are_complete`: a name not among the owners is a mistake."""

    def __init__(self, options: ImportOptions, known: Known, *, has_owner_table: bool) -> None:
        self.options = options
        self.known = known
        self.notes = Notes()
        self.currency = CurrencyRule(options, known)
        self.owners_are_complete = has_owner_table or known.owners_are_complete
        self.organisations: Register[OrganisationFields] = Register(known.organisations)
        self.owners: Register[OwnerFields] = Register(known.owners)
        self.products: Register[ProductFields] = Register(known.products, renames=True)
        self.people = PersonRegister(known.people)
        self.sources = NameRegister(known.sources)
        self.labels = NameRegister(known.labels)
        self.reasons = NameRegister(known.reasons)
        self.pipelines = NameRegister(frozenset(map(name_key, known.pipelines)))
        self.stages = StageWords(options, known, self.notes)

"""The company's card, what new offers begin with, and the taxes they can bear."""

from desktop_pipeline.storage.company_facts import TaxRateRow, read_company, read_offer_settings, read_tax_rates

__all__ = ["TaxRateRow", "read_company", "read_offer_settings", "read_tax_rates"]

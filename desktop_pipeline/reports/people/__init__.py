"""People in words and parts of reports: owners, leads, sources, customers."""

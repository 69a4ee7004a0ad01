"""Taking data out: the people's workbook and CSV, of any choice of deals."""

"""The start page: a new pipeline, a spreadsheet, the sample company, or a file that was open before."""

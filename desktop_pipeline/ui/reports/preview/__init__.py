"""The preview of reports."""

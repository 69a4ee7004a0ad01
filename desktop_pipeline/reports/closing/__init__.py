"""What was closed, in words and parts of reports: won, lost, by whom and how fast."""

"""What changes, in words and parts of reports: movement, mix, deals that need a decision."""

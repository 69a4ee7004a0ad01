"""Care of the file: its History, the bin, backups and restoring, and what is said while nothing can be changed."""

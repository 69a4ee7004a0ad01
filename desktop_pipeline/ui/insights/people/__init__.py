"""The page People: what each owner has, does and wins, and where they lose deals."""

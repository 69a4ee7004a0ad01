"""The page Movement: how the open value came from one day to another."""

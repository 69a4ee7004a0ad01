"""Desktop Pipeline: a sales pipeline in one file on your own computer."""

__version__ = "0.6.11"

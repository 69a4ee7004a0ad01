"""The reports that can be printed, one module each."""

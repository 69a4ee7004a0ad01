"""The settings: everything an owner keeps in order, saved as it is typed."""

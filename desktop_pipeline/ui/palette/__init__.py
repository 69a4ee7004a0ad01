"""The palette: everything can be found and done from one field (Ctrl+K)."""

"""Cadences: starting them, seeing how far they are, and editing their steps."""

"""Owners, leads, sources and customers."""

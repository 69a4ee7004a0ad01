"""Cleaning up: deals with something amiss, and facts that are missing or doubtful, each with its answers."""

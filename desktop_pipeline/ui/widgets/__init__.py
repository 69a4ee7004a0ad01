"""Painted pieces that several screens share."""

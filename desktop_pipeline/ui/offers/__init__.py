"""Offers in the window: made, edited, answered."""

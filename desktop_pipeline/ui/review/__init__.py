"""The weekly review: one deal at a time, decided from the keyboard."""

"""Reminders as messages of the system, also while the window rests in the tray."""

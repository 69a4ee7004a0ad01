"""The commands without a window (CLI.md): thin, by the same actions as the window."""

"""Reports on paper: one layout for preview, printer and PDF."""

"""What a person sees; no SQL and no arithmetic."""

"""Lists and sheets of deals, people, organisations and activities."""

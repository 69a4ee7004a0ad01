"""All figures at once, as a document, and the deals behind each."""

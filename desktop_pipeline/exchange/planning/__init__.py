"""Tables become a plan of everything an import would do."""

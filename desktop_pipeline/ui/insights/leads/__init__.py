"""The page Leads and sources: how many qualify, how soon they are answered, and where they come from."""

"""The Activities screen: what is late, what is due, the day, and deals without a next step."""

"""The table of deals: columns, groups, editing in place and of many at once."""

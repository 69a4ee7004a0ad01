"""People and organisations: lists, the panel beside them, merging, duplicates, leaving and erasing."""

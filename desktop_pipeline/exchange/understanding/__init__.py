"""What columns and cells mean."""

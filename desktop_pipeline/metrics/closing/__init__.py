"""What was won and lost in a period."""

"""What moved between two instants, and what needs attention."""

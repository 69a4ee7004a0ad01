"""What screens and reports read: frozen rows, counts and sums; no writes."""

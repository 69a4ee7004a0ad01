"""Report content as plain data, the same on screen, paper and PDF."""

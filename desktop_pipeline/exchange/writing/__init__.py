"""Files written for other programs and people."""

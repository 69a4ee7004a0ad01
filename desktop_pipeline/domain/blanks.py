"""How a pattern says that there are blanks before a mark."""

# From the first of them: who began at each of 32,000 would go through them for minutes.
SOME_BLANKS = r"(?<!\s)\s+"
BLANKS = rf"(?:{SOME_BLANKS})?"

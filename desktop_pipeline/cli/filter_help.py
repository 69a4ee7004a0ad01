"""What the help of a command tells of its filters."""

FILTERS = (
    "filters, repeated as often as needed (of one name any value fits, all names must):\n"
    "  status=open|won|lost|all   owner=NAME   stage=NAME   pipeline=NAME   source=NAME\n"
    "  product=NAME   label=NAME   text=WORDS (title or organisation)\n"
    "  owner=none, source=none, product=none, label=none: those that have none\n"
    "  closing=2026-06 | 2026-06-11 | 2026-06-01..2026-08-31 | ..2026-06-30 | 2026-07-01..\n"
    "deals in the bin never are among them."
)

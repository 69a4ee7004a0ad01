"""Tables of figures: on screen, on paper, in a workbook."""

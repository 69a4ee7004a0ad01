"""Charts for screen and paper alike, drawn by pyqtgraph."""

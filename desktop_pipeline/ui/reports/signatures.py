"""Lines on a printed letter to sign on."""

from dataclasses import dataclass, field

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from desktop_pipeline.reports.content import Signatures
from desktop_pipeline.ui.reports.blocks import SECTION_GAP, Heading, make_heading
from desktop_pipeline.ui.reports.lettering import draw_line, line_of
from desktop_pipeline.ui.reports.sheet import COLUMN_GAP, INK2, TWIP, Sheet, draw_rule

# Room for a hand.
_ROOM = 38 * TWIP
_GAP = 2 * TWIP


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """The title, and below it the lines side by side."""

    signatures: Signatures
    sheet: Sheet
    heading: Heading = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "heading", make_heading(self.signatures.title, "", self.sheet))

    @property
    def height(self) -> float:
        """Title, room to write, and what belongs there."""
        return self.heading.height + _ROOM + _GAP + line_of("caption")

    @property
    def below(self) -> float:
        """Down to the next section."""
        return SECTION_GAP

    def paint(self, painter: QPainter, left: float, top: float) -> None:
        """Draw with the top left corner there."""
        top = self.heading.paint(painter, left, top) + _ROOM
        labels = self.signatures.labels
        width = (self.sheet.text_width - (len(labels) - 1) * COLUMN_GAP) / max(1, len(labels))
        for place, label in enumerate(labels):
            begin = left + place * (width + COLUMN_GAP)
            draw_rule(painter, begin, begin + width, top, strong=True)
            draw_line(painter, "caption", label, QRectF(begin, top + _GAP, width, line_of("caption")), colour=INK2)

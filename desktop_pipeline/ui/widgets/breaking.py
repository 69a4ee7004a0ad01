"""Text broken into lines of a width, for what paints its text itself."""

from PySide6.QtGui import QTextLayout, QTextOption

from desktop_pipeline.ui.theme import FontStyle, Theme

_NARROWEST = 20.0
_MAY_BREAK = "\N{ZERO WIDTH SPACE}"


def break_lines(theme: Theme, style: FontStyle, text: str, width: float, most: int) -> list[str]:
    """The text on so many lines at most, all that is left over in the last.

    A word that is too long is broken, an address after its “@”.
    """
    if most == 1:
        return [text]
    layout = QTextLayout(text.replace("\n", " ").replace("@", f"@{_MAY_BREAK}"), theme.font(style))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    lines: list[str] = []
    layout.beginLayout()
    line = layout.createLine()
    while line.isValid():
        line.setLineWidth(max(_NARROWEST, width))
        start = line.textStart()
        if len(lines) == most - 1:
            lines.append(_clean(layout.text()[start:]))
            break
        lines.append(_clean(layout.text()[start : start + line.textLength()]))
        line = layout.createLine()
    layout.endLayout()
    return lines or [""]


def _clean(line: str) -> str:
    return line.replace(_MAY_BREAK, "").strip()

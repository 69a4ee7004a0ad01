"""How things slide in and out: one speed, and not at all where the user or the system wants no motion."""

from PySide6.QtCore import QByteArray, QEasingCurve, QPropertyAnimation
from PySide6.QtWidgets import QStyle, QWidget

from desktop_pipeline.ui.theme import Theme

SLIDE_MS = 160


def make_slide(widget: QWidget, subject: bytes) -> QPropertyAnimation:
    """The animation of a widget's place (`pos` or `geometry`), which the widget owns."""
    slide = QPropertyAnimation(widget, QByteArray(subject), widget)
    slide.setDuration(SLIDE_MS)
    slide.setEasingCurve(QEasingCurve.Type.OutCubic)
    return slide


def is_animated(theme: Theme, widget: QWidget) -> bool:
    """Whether things move: as the user has chosen, or else as the style has it from the system."""
    if theme.motion != "system":
        return theme.motion == "on"
    return bool(widget.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, widget))

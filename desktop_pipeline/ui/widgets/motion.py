"""How things slide in and out: one speed, and not at all where the system wants no motion."""

from PySide6.QtCore import QByteArray, QEasingCurve, QPropertyAnimation
from PySide6.QtWidgets import QStyle, QWidget

SLIDE_MS = 160


def make_slide(widget: QWidget, subject: bytes) -> QPropertyAnimation:
    """The animation of a widget's place (`pos` or `geometry`), which the widget owns."""
    slide = QPropertyAnimation(widget, QByteArray(subject), widget)
    slide.setDuration(SLIDE_MS)
    slide.setEasingCurve(QEasingCurve.Type.OutCubic)
    return slide


def is_animated(widget: QWidget) -> bool:
    """Whether the style lets things move."""
    return bool(widget.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, widget))

"""How far colours are apart for people who see fewer of them, and on a greyscale print (Machado 2009, CIE Lab)."""

from collections import Counter
from math import dist

from PySide6.QtGui import QColor, QImage

Triple = tuple[float, float, float]

_EYES: dict[str, tuple[Triple, Triple, Triple]] = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def main_colours(image: QImage, share: float = 0.002) -> set[str]:
    """Colours that fill at least that share of a picture, as `#rrggbb`."""
    counts = Counter(image.pixel(x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2))
    total = sum(counts.values())
    return {QColor(pixel).name() for pixel, count in counts.items() if count >= share * total}


def distance(one: str, other: str) -> float:
    """The least distance of two colours among all eyes, in Lab."""
    return min(dist(_to_lab(_seen(one, eye)), _to_lab(_seen(other, eye))) for eye in _EYES)


def lightness_apart(one: str, other: str) -> float:
    """How far they are apart on a greyscale print."""
    return abs(_to_lab(_seen(one, "usual"))[0] - _to_lab(_seen(other, "usual"))[0])


def _seen(colour: str, eye: str) -> Triple:
    seen = QColor(colour)
    channels = (seen.redF(), seen.greenF(), seen.blueF())
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    rows = [min(1.0, max(0.0, sum(a * b for a, b in zip(row, linear, strict=True)))) for row in _EYES[eye]]
    return rows[0], rows[1], rows[2]


def _to_lab(linear: Triple) -> Triple:
    r, g, b = linear
    x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883
    fx, fy, fz = (c ** (1 / 3) if c > 0.008856 else 7.787 * c + 16 / 116 for c in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)

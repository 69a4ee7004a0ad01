"""A picked picture becomes a logo: a PNG of at most 600 × 240 pixels, whatever size and kind it was."""

from collections import Counter, defaultdict
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QFile, QIODevice, QSize, Qt, QXmlStreamReader
from PySide6.QtGui import QImage, QImageReader, QImageWriter

from desktop_pipeline.domain.errors import InvalidError

LARGEST = QSize(600, 240)
MOST_BYTES = 512 * 1024
# A file so large is read into memory by some decoders before the first pixel.
_LARGEST_FILE = 64 << 20
_KINDS = (b"png", b"jpeg", b"svg")
_SHRINK = 0.8
# Read somewhat larger, and made smaller smoothly: decoders skip pixels where they scale by themselves.
_SPARE = 2
_MOST_SHAPES, _DEEPEST = 100_000, 40
_XLINK = "http://www.w3.org/1999/xlink"
_SCAN_OF_JPEG, _END_OF_JPEG = b"\xff\xda", b"\xff\xd9"


def read_logo(path: Path) -> bytes:
    """The picture of a file as a logo, safe on a worker; raises InvalidError with a sentence."""
    try:
        size = path.stat().st_size
    except OSError:
        raise InvalidError(_tr("“{name}” cannot be read.").format(name=path.name)) from None
    if size > _LARGEST_FILE:
        raise InvalidError(_tr("“{name}” is larger than 64 MB. Choose a smaller picture.").format(name=path.name))
    reader = QImageReader(str(path))
    # What a file holds counts, not what it is called.
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    kind = bytes(reader.format().data())
    if kind not in _KINDS:
        raise InvalidError(_tr("“{name}” is not a PNG, JPEG or SVG picture.").format(name=path.name))
    if kind == b"svg" and count_shapes(path) > _MOST_SHAPES:
        raise InvalidError(
            _tr("“{name}” has too many parts to be drawn. Save it as a PNG and choose that.").format(name=path.name)
        )
    whole = reader.size()
    if kind == b"png" and _is_beyond(whole):
        # The others are read no larger than they are asked for.
        words = _tr("“{name}” has {width} × {height} pixels, too many to be read. Save it smaller and choose it again.")
        raise InvalidError(words.format(name=path.name, width=whole.width(), height=whole.height()))
    if whole.isValid() and not whole.isEmpty():
        reader.setScaledSize(_scale(whole, is_drawing=kind == b"svg"))
    image = reader.read() if kind != b"jpeg" or _is_whole(path) else QImage()
    if image.isNull():
        words = _tr("“{name}” is broken and cannot be shown. Choose another picture.")
        raise InvalidError(words.format(name=path.name))
    return encode_logo(image)


def encode_logo(image: QImage) -> bytes:
    """A picture as a logo; raises InvalidError for an empty one."""
    if image.isNull():
        raise InvalidError(_tr("There is no picture to take."))
    fitted = _fit(image, LARGEST)
    encoded = _to_png(fitted)
    while len(encoded) > MOST_BYTES:
        # Photographs make large PNGs.
        fitted = _fit(image, fitted.size() * _SHRINK)
        encoded = _to_png(fitted)
    return encoded


def count_shapes(path: Path) -> int:
    """How many elements are painted for a drawing, where parts are used again and again within each other.

    A few lines can ask for millions, and Qt cannot be stopped while it paints them.
    """
    file = QFile(str(path))
    file.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QXmlStreamReader(file)
    sizes: Counter[str] = Counter()
    uses: defaultdict[str, list[str]] = defaultdict(list)
    parts = [""]
    while not reader.atEnd():
        token = reader.readNext()
        if token is QXmlStreamReader.TokenType.StartElement:
            told = reader.attributes()
            part = told.value("id") or parts[-1]
            if part != parts[-1]:
                uses[parts[-1]].append(part)
            used = told.value("href") or told.value(_XLINK, "href")
            if used.startswith("#"):
                uses[part].append(used[1:])
            sizes[part] += 1
            parts.append(part)
        elif token is QXmlStreamReader.TokenType.EndElement:
            parts.pop()
    # As often as parts can lie in each other; what goes round in circles is not painted.
    painted = dict(sizes)
    for _depth in range(_DEEPEST):
        before = painted
        painted = {
            part: min(_MOST_SHAPES + 1, size + sum(before.get(used, 0) for used in uses[part]))
            for part, size in sizes.items()
        }
        if painted == before:
            break
    return painted.get("", 0)


def _scale(whole: QSize, *, is_drawing: bool) -> QSize:
    """What a decoder is asked for; turned pictures have their sides the other way round."""
    room = max(LARGEST.width(), LARGEST.height()) * _SPARE
    wanted = whole.scaled(room, room, Qt.AspectRatioMode.KeepAspectRatio)
    smaller = wanted if is_drawing or wanted.width() < whole.width() else whole
    return smaller.expandedTo(QSize(1, 1))


def _fit(image: QImage, room: QSize) -> QImage:
    if image.width() <= room.width() and image.height() <= room.height():
        return image
    size = image.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
    return image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)


def _to_png(image: QImage) -> bytes:
    plain = image.convertToFormat(
        QImage.Format.Format_ARGB32 if image.hasAlphaChannel() else QImage.Format.Format_RGB32
    )
    # What a camera or a program wrote beside the picture stays behind.
    for key in plain.textKeys():
        plain.setText(key, "")
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(plain)
    return bytes(buffer.data().data())


def _is_beyond(whole: QSize) -> bool:
    """Whether Qt would refuse to make room for all its pixels."""
    return whole.isValid() and whole.width() * whole.height() * 4 > QImageReader.allocationLimit() << 20


def _is_whole(path: Path) -> bool:
    """Whether a JPEG has an end: the decoder fills up in grey what is missing of one that broke off."""
    held = path.read_bytes()
    return held.rfind(_END_OF_JPEG) > held.rfind(_SCAN_OF_JPEG)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Settings", text)

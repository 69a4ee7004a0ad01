"""Reads a report's PDF with the place of every text, without any code of its writer, and checks what holds for all."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, PdfObject, StreamObject

_MM = 72 / 25.4
SIDE, TOP, FOOT = 16 * _MM, 14 * _MM, 12 * _MM
HEAD, TAIL = 19, 19  # the bands of head and foot, in points
# How high letters stand over their line and hang below it, in parts of their size.
_RISE, _FALL = 0.73, 0.2
# Boxes of neighbours may touch: letters are kerned, and lines have a width.
_TOUCH = 0.8
_STROKE = 1.5
_OPERATOR = re.compile(r"[A-Za-z]+\*?")
Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True)
class Text:
    """A run of letters; points from the upper left corner of the paper."""

    words: str
    left: float
    right: float
    base: float
    size: float
    font: str

    @property
    def top(self) -> float:
        return self.base - _RISE * self.size

    @property
    def bottom(self) -> float:
        return self.base + _FALL * self.size


@dataclass(frozen=True)
class Page:
    """What stands on a page; `marks` are ends of strokes and corners of shapes, `drawing` is all of it as written."""

    width: float
    height: float
    texts: tuple[Text, ...]
    marks: tuple[tuple[float, float], ...]
    pictures: int
    drawing: bytes

    @property
    def text(self) -> str:
        """Everything, line by line and from left to right."""
        return "\n".join(" ".join(text.words for text in row) for row in self.rows())

    def rows(self) -> list[list[Text]]:
        """Texts that stand on one line, from the left; lines from the top."""
        rows: list[list[Text]] = []
        for text in sorted(self.texts, key=lambda text: text.base):
            if not rows or text.base - rows[-1][0].base > 1:
                rows.append([])
            rows[-1].append(text)
        return [sorted(row, key=lambda text: text.left) for row in rows]

    def find(self, pattern: str) -> list[Text]:
        """The texts in which it occurs, from the top."""
        found = [text for text in self.texts if re.search(pattern, text.words)]
        return sorted(found, key=lambda text: (text.base, text.left))

    def body(self) -> list[Text]:
        """The texts between head and foot."""
        return [text for text in self.texts if TOP + HEAD < text.base < self.height - FOOT - TAIL]


@dataclass(frozen=True)
class Paper:
    """A whole report as it was read."""

    pages: tuple[Page, ...]
    title: str
    author: str
    fonts: dict[str, bool] = field(default_factory=dict)  # by name: whether it is embedded

    @property
    def text(self) -> str:
        return "\n".join(page.text for page in self.pages)

    @property
    def words(self) -> str:
        """All of it, with one space wherever there is any distance."""
        return " ".join(self.text.split())

    def find(self, pattern: str) -> list[Text]:
        """On whichever page."""
        return [text for page in self.pages for text in page.find(pattern)]


def check_paper(path: Path, *, cut: bool = False, pictures: int = 0) -> Paper:
    """Reads a report and asserts what every one must keep to.

    No text overlaps another, leaves the margins or crosses into head or foot; none ends in “…” (unless `cut`); pages
    are numbered, fonts are embedded, and there is no bitmap (but so many at most on a page: the logo).
    """
    paper = read_paper(path)
    assert paper.pages
    for number, page in enumerate(paper.pages, 1):
        assert len(page.find(rf"^Page {number} of {len(paper.pages)}$")) == 1, page.text
        _check_places(page)
        _check_overlaps(page)
        assert page.pictures <= pictures
        if not cut:
            assert [text.words for text in page.texts if "…" in text.words] == []
    assert paper.fonts
    assert all(paper.fonts.values()), paper.fonts
    assert paper.title
    return paper


def _check_places(page: Page) -> None:
    """Each text is whole within head, body or foot; nothing is drawn outside the margins."""
    bands = (
        (TOP - 1, TOP + HEAD),
        (TOP + HEAD, page.height - FOOT - TAIL),
        (page.height - FOOT - TAIL, page.height - FOOT + 1),
    )
    for text in page.texts:
        assert any(top <= text.top and text.bottom <= bottom for top, bottom in bands), text
        assert text.left >= SIDE - 1, text
        assert text.right <= page.width - SIDE + 1, text
    for x, y in page.marks:
        assert SIDE - _STROKE <= x <= page.width - SIDE + _STROKE, (x, y)
        assert TOP - _STROKE <= y <= page.height - FOOT + _STROKE, (x, y)


def _check_overlaps(page: Page) -> None:
    texts = sorted(page.texts, key=lambda text: text.top)
    for place, first in enumerate(texts):
        for second in texts[place + 1 :]:
            if second.top >= first.bottom - _TOUCH:
                break
            beside = second.left >= first.right - _TOUCH or second.right <= first.left + _TOUCH
            assert beside, (first, second)


def rows_of(paper: Paper, pattern: str) -> list[str]:
    """The lines of all pages in which some text matches, in the order of reading."""
    return [
        " ".join(text.words for text in row)
        for page in paper.pages
        for row in page.rows()
        if any(re.search(pattern, text.words) for text in row)
    ]


def read_paper(path: Path) -> Paper:
    """All pages with their texts."""
    reader = PdfReader(path)
    fonts: dict[str, bool] = {}
    pages = tuple(_read_page(page, fonts) for page in reader.pages)
    about = reader.metadata
    return Paper(pages, (about and about.title) or "", (about and about.author) or "", fonts)


def _read_page(page: PageObject, fonts: dict[str, bool]) -> Page:
    width, height = float(page.mediabox.width), float(page.mediabox.height)
    contents = page.get_contents()
    assert contents is not None
    data = contents.get_data()
    faces = {name: _Face(font) for name, font in _fonts_of(page)}
    for face in faces.values():
        fonts[face.name] = face.is_embedded
    drawing = _Drawing(height, faces)
    operands: list[str] = []
    # Qt writes no text in brackets, so that words between spaces are all there is; quicker than a reader of everything.
    for word in data.decode("latin-1").split():
        if _OPERATOR.fullmatch(word):
            drawing.take(word, operands)
            operands = []
        else:
            operands.append(word)
    return Page(width, height, tuple(drawing.texts), tuple(drawing.marks), drawing.pictures, data)


def _fonts_of(page: PageObject) -> Iterator[tuple[str, DictionaryObject]]:
    resources = _dictionary(page["/Resources"])
    for name, font in _dictionary(resources["/Font"]).items():
        yield str(name), _dictionary(font)


class _Face:
    """A font of the file: its letters and their widths."""

    def __init__(self, font: DictionaryObject) -> None:
        descendants = font["/DescendantFonts"].get_object()
        assert isinstance(descendants, ArrayObject)
        inner = _dictionary(descendants[0])
        descriptor = _dictionary(inner["/FontDescriptor"])
        self.name = str(inner["/BaseFont"]).rpartition("+")[2].removeprefix("/")
        self.is_embedded = any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
        self.widths = _read_widths(inner.get("/W", ArrayObject()).get_object())
        self.usual_width = float(inner.get("/DW", 1000))
        mapping = font["/ToUnicode"].get_object()
        assert isinstance(mapping, StreamObject)
        self.letters = _read_letters(mapping.get_data().decode("ascii"))

    def read(self, codes: bytes) -> list[tuple[str, float]]:
        """Letters and their widths, in thousandths of the size."""
        found = []
        for first, second in zip(codes[::2], codes[1::2], strict=True):
            code = first * 256 + second
            # A sign that no font has is drawn as a box without a letter.
            found.append((self.letters.get(code, "\ufffd"), self.widths.get(code, self.usual_width)))
        return found


def _read_widths(array: PdfObject | None) -> dict[int, float]:
    assert isinstance(array, ArrayObject)
    widths: dict[int, float] = {}
    for first, values in zip(array[::2], array[1::2], strict=True):
        assert isinstance(values, ArrayObject)
        widths |= {int(first) + place: float(value) for place, value in enumerate(values)}
    return widths


def _read_letters(mapping: str) -> dict[int, str]:
    letters: dict[int, str] = {}
    for block in re.findall(r"beginbfrange(.*?)endbfrange", mapping, re.DOTALL):
        for low, high, rest in re.findall(r"<(\w+)>\s*<(\w+)>\s*(\[[^\]]*\]|<\w+>)", block):
            texts = re.findall(r"<(\w+)>", rest)
            for place, code in enumerate(range(int(low, 16), int(high, 16) + 1)):
                if rest.startswith("["):
                    letters[code] = _decode(texts[place])
                else:
                    letters[code] = chr(ord(_decode(texts[0])) + place)
    for block in re.findall(r"beginbfchar(.*?)endbfchar", mapping, re.DOTALL):
        letters |= {int(code, 16): _decode(text) for code, text in re.findall(r"<(\w+)>\s*<(\w+)>", block)}
    return letters


def _decode(text: str) -> str:
    return bytes.fromhex(text).decode("utf-16-be")


class _Drawing:
    """Follows the operators of a page."""

    def __init__(self, height: float, faces: dict[str, _Face]) -> None:
        self.texts: list[Text] = []
        self.marks: list[tuple[float, float]] = []
        self.pictures = 0
        self._height = height
        self._faces = faces
        self._matrix: Matrix = (1, 0, 0, 1, 0, 0)
        self._kept: list[Matrix] = []
        self._line: Matrix = (1, 0, 0, 1, 0, 0)
        self._font, self._size = "", 0.0
        self._run: list[tuple[str, float, float, float, float]] = []
        self._path: list[tuple[float, float]] = []

    def take(self, operator: str, operands: Sequence[str]) -> None:
        """One operator with what stands before it."""
        if operator == "q":
            self._kept.append(self._matrix)
        elif operator == "Q":
            self._matrix = self._kept.pop()
        elif operator == "cm":
            self._matrix = _multiply(_matrix(operands), self._matrix)
        elif operator == "Do":
            self.pictures += 1
        elif operator in {"BT", "Tf", "Tm", "Td", "Tj", "ET"}:
            self._letter(operator, operands)
        else:
            self._draw(operator, operands)

    def _letter(self, operator: str, operands: Sequence[str]) -> None:
        if operator == "Tf":
            self._font, self._size = operands[0], float(operands[1])
        elif operator == "Tm":
            self._line = _matrix(operands)
        elif operator == "Td":
            self._line = _multiply((1, 0, 0, 1, float(operands[0]), float(operands[1])), self._line)
        elif operator == "Tj":
            self._write(bytes.fromhex(operands[0].strip("<>")))
        elif operator == "ET":
            self._end_run()

    def _draw(self, operator: str, operands: Sequence[str]) -> None:
        if operator in {"m", "l", "c"}:
            self._path.append(self._at(float(operands[-2]), float(operands[-1])))
        elif operator == "re":
            x, y, width, height = map(float, operands)
            self._path += [self._at(x, y), self._at(x + width, y + height)]
        elif operator in {"S", "f", "f*", "B", "B*", "", "b*", "s"}:
            self.marks += self._path
            self._path = []
        elif operator == "n":
            self._path = []

    def _write(self, codes: bytes) -> None:
        place = _multiply(self._line, self._matrix)
        for letter, width in self._faces[self._font].read(codes):
            size = self._size * abs(place[0])
            self._run.append((letter, place[4], place[5], width / 1000 * size, size))

    def _end_run(self) -> None:
        """A drawn text; letters that stand on other lines are others."""
        if not self._run:
            return
        rows = [[self._run[0]]]
        for before, each in pairwise(self._run):
            if abs(each[2] - before[2]) > 1:
                rows.append([])
            rows[-1].append(each)
        for row in rows:
            words = "".join(letter for letter, *_place in sorted(row, key=lambda each: each[1]))
            seen = [each for each in row if each[0].strip()]
            if seen:
                left, right = min(each[1] for each in seen), max(each[1] + each[3] for each in seen)
                base = self._height - row[0][2]
                self.texts.append(Text(words, left, right, base, row[0][4], self._faces[self._font].name))
        self._run = []

    def _at(self, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = self._matrix
        return a * x + c * y + e, self._height - (b * x + d * y + f)


def _multiply(first: Matrix, second: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _matrix(operands: Sequence[str]) -> Matrix:
    a, b, c, d, e, f = map(float, operands)
    return a, b, c, d, e, f


def _dictionary(entry: object) -> DictionaryObject:
    found = entry.get_object() if isinstance(entry, PdfObject) else None
    assert isinstance(found, DictionaryObject)
    return found

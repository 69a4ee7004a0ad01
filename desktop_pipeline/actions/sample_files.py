"""Small files for the deals of the sample company, the same bytes each time: a drawing as PDF and a table as text."""

from collections.abc import Iterable

from desktop_pipeline.actions.sample_parts import SampleLine

_PAGE = (595, 842)  # A4 in points


def make_plan(title: str, name: str) -> bytes:
    """One page with a room and its door, and the names above."""
    words = b" ".join(f"({_plain(text)}) Tj 0 -20 Td".encode() for text in (title, name))
    drawing = (
        b"BT /F1 14 Tf 60 780 Td " + words + b" ET\n"
        b"1.5 w 60 400 m 200 400 l 240 400 m 520 400 l 520 700 l 60 700 l 60 400 l S\n"
        b"0.5 w 60 520 260 60 re 80 640 120 40 re 380 420 120 180 re S\n"
    )
    width, height = _PAGE
    bodies = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>" % (width, height),
        b"<< /Length %d >>\nstream\n%sendstream" % (len(drawing), drawing),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    return _bind(bodies)


def make_table(lines: Iterable[SampleLine]) -> bytes:
    """What is to be built, one piece a line."""
    rows = ["Piece,Count", *(f'"{line.product}",{line.quantity}' for line in lines)]
    return "".join(f"{row}\r\n" for row in rows).encode()


def _bind(bodies: Iterable[bytes]) -> bytes:
    document, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(document))
        document += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(places) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n" % count
    return (
        document
        + head
        + table
        + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (
            count,
            len(document),
        )
    )


def _plain(text: str) -> str:
    """Letters that the font of the page has, without what ends a text in a PDF."""
    return "".join(letter for letter in text if letter.isascii() and letter not in "()\\")

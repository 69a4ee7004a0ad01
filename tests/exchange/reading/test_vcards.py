import string
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_pipeline.domain.errors import CannotOpenError
from desktop_pipeline.exchange.known import Known
from desktop_pipeline.exchange.options import ImportOptions, ReadingChoices
from desktop_pipeline.exchange.planning.plan import plan_import
from desktop_pipeline.exchange.reading.card_headers import PEOPLE as HEADERS
from desktop_pipeline.exchange.reading.card_lines import part_cards, split_lines
from desktop_pipeline.exchange.reading.files import NothingToImportError, read_book
from desktop_pipeline.exchange.reading.vcards import CardReader, understand
from desktop_pipeline.exchange.records import ImportPlan
from desktop_pipeline.exchange.tables import Book
from desktop_pipeline.exchange.understanding.columns import Kind, recognise

ReadCards = Callable[..., Book]


@pytest.fixture
def read_cards(tmp_path: Path) -> ReadCards:
    """Writes a file of contacts and reads it."""

    def read(content: str | bytes, name: str = "contacts.vcf", choices: ReadingChoices | None = None) -> Book:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_book(path, choices or ReadingChoices())

    return read


class Cancelled(Exception):  # noqa: N818 - what a progress raises to end it
    """Somebody pressed Cancel."""


def card(*lines: str, version: str = "3.0") -> str:
    return "\r\n".join(("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""))


def people(book: Book) -> list[dict[str, object]]:
    """The people of a book by header, without what is not filled."""
    return [
        {header: cell for header, cell in zip(book.tables[0].headers, row.cells, strict=True) if cell is not None}
        for row in book.tables[0].rows
    ]


def person(content: str | bytes) -> dict[str, object]:
    """The one person of a file, read without a process of its own."""
    data = content if isinstance(content, bytes) else content.encode()
    (found,), spelling = part_cards(split_lines(data.splitlines(keepends=True)))
    understood = understand(found.read(spelling.encoding))
    assert understood is not None
    cells = CardReader(understood).describe_person()
    return {header: cell for header, cell in zip(HEADERS, cells, strict=True) if cell is not None}


def plan(book: Book) -> ImportPlan:
    return plan_import(book.tables, ImportOptions(), Known())


def test_cards_of_three_versions_in_one_file_become_rows_numbered_as_the_cards(read_cards: ReadCards) -> None:
    book = read_cards(
        card(
            "N:Müller;Anna;;Dr.;",
            "FN:Dr. Anna Müller",
            r"ORG:Acme\, Inc.;Sales;North",
            "TITLE:Head of sales",
            "item1.EMAIL;TYPE=WORK,INTERNET:anna@acme.example",
            "item1.X-ABLabel:_$!<Work>!$_",
            "EMAIL;TYPE=HOME:anna@home.example",
            "TEL;TYPE=CELL:+44 5550 1",
            r"NOTE:line one\nline",
            "  two",
            "PHOTO;ENCODING=b;TYPE=JPEG:AAAA",
            " BBBB",
        )
        + card(
            "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;Bert",
            "TEL;WORK;VOICE:123 456",
            "TEL;FAX;WORK:123 999",
            "EMAIL;INTERNET:b@x.example",
            "ADR;WORK:;;Street 1;Town;Shire;123;Country",
            version="2.1",
        )
        + card(
            "FN:Four",
            'TEL;VALUE=uri;TYPE="voice,home":tel:+1-555-0100',
            "TEL;VALUE=uri;PREF=1;TYPE=work:tel:+1-555-0199;ext=7",
            "EMAIL:mailto:four@x.example",
            "BDAY:19850412",
            "URL:https://four.example/a,b",
            "CATEGORIES:friends,buyers",
            version="4.0",
        )
    )
    assert (book.kind, book.encoding) == ("vcf", "utf-8")
    assert [row.number for row in book.tables[0].rows] == [1, 2, 3]
    assert people(book) == [
        {
            "Full name": "Dr. Anna Müller",
            "Company": "Acme, Inc.",
            "Department": "Sales, North",
            "Job title": "Head of sales",
            "Email": "anna@acme.example",
            "Other email": "anna@home.example",
            "Phone": "+44 5550 1",
            "Note": "line one\nline two",
        },
        {
            "Full name": "Bert Müller",
            "Email": "b@x.example",
            "Phone": "123 456",
            "Fax": "123 999",
            "Postal address": "Street 1, 123 Town, Shire, Country",
        },
        {
            "Full name": "Four",
            "Phone": "+1-555-0199 ext. 7",
            "Other phone": "+1-555-0100",
            "Email": "four@x.example",
            "Birthday": "1985-04-12",
            "Web page": "https://four.example/a,b",
            "Categories": "friends; buyers",
        },
    ]


def test_the_table_is_one_of_people_and_its_columns_are_known(read_cards: ReadCards) -> None:
    book = read_cards(card("FN:Anna Lee", "EMAIL:anna@x.example", "TEL:1", "TITLE:Buyer", "ORG:Acme"))
    found = recognise(book.tables[0], ImportOptions())
    assert found is not None
    assert found.kind is Kind.PEOPLE
    assert all(guess.field and guess.confidence == "sure" for guess in found.guesses if not guess.is_empty)
    (planned,) = plan(book).people
    assert (planned.fields.name, planned.fields.email, planned.fields.job_title) == (
        "Anna Lee",
        "anna@x.example",
        "Buyer",
    )


def test_a_card_with_a_name_alone_is_a_person_too(read_cards: ReadCards) -> None:
    assert [row.fields.name for row in plan(read_cards(card("FN:Anna Lee"))).people] == ["Anna Lee"]


def test_the_card_of_a_company_is_an_organisation(read_cards: ReadCards) -> None:
    book = read_cards(
        card("FN:Acme", "N:;;;;", "ORG:Acme", "TEL:123", "EMAIL:info@acme.example", "NOTE:closed on Mondays")
        + card("FN:Beta Ltd", "ORG:Beta Ltd", "X-ABShowAs:COMPANY", "N:Beta;;;;")
        + card("ORG:Gamma", "TEL:5")
        + card("KIND:org", "FN:Delta", version="4.0")
        + card("FN:Anna Lee", "ORG:Acme")
    )
    told = plan(book)
    assert {row.fields.name for row in told.organisations} == {"Acme", "Beta Ltd", "Gamma", "Delta"}
    assert [row.fields.name for row in told.people] == ["Anna Lee"]
    assert not told.problems


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("N:Lee;Anna;Maria,Rose;;",), "Anna Maria Rose Lee"),
        (("N:Lee",), "Lee"),
        (("FN:", "N:Lee;Anna"), "Anna Lee"),
        (("NICKNAME:Annie", "EMAIL:a@x.example"), "Annie"),
        (("FN:Smith, John",), "Smith, John"),
        ((r"FN:Back\\slash\, C:\temp" + "\\",), "Back\\slash, C:\\temp\\"),
        (("FN;X-ODD=a;WEIRD:Anna",), "Anna"),
        (("fn:Anna",), "Anna"),
        (("group-1.FN:Anna",), "Anna"),
        (("FN ; CHARSET=utf-8 :Anna",), "Anna"),
        (("FN;ENCODING=BASE64:QW5uYQ==",), "Anna"),
        (("FN;ENCODING=x-nobody-knows:Anna",), "Anna"),
        ((r"N:Lee\; Rose;An\\;Maria",), "An\\ Maria Lee; Rose"),
    ],
)
def test_a_name_is_found_however_it_is_written(lines: tuple[str, ...], expected: str) -> None:
    assert person(card(*lines))["Full name"] == expected


@pytest.mark.parametrize("kinds", ['TYPE="home,fax"', "TYPE=home,fax", "TYPE=HOME;TYPE=FAX", "HOME;FAX", 'TYPE="fax"'])
def test_the_kinds_of_a_number_are_found_however_they_are_written(kinds: str) -> None:
    assert person(card(f'TEL;X-ODD="a;b:c";{kinds}:1', "TEL:2")) == {"Phone": "2", "Fax": "1"}


def test_a_label_tells_the_kind_of_what_is_in_its_group() -> None:
    labelled = ("item1.EMAIL:home@x.example", "ITEM1.X-ABLabel:_$!<Home>!$_", "item2.EMAIL:work@x.example")
    found = person(card(*labelled, "EMAIL:any@x.example", "item2.X-ABLabel:Work"))
    assert (found["Email"], found["Other email"]) == ("work@x.example", "any@x.example; home@x.example")


def test_an_escaped_semicolon_parts_nothing_and_a_last_stroke_is_kept() -> None:
    found = person(card(r"ORG:Acme\; Sons\\;Sales, North;", "ADR:;;Street 1, 2nd floor;Town;;;C:" + "\\"))
    assert (found["Company"], found["Department"]) == ("Acme; Sons\\", "Sales, North")
    assert found["Postal address"] == "Street 1, 2nd floor, Town, C:\\"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b"FN;CHARSET=windows-1252:M\xfcller", "Müller"),
        (b"FN;CHARSET=windows-1251;ENCODING=QUOTED-PRINTABLE:=CC=E0=F8=E0", "Маша"),
        (b"FN;PREF;QUOTED-PRINTABLE;CHARSET=iso-8859-2:=A3ucja", "Łucja"),
        (b"FN;ENCODING=QUOTED-PRINTABLE:M=FCller", "Müller"),
        (b"FN;ENCODING=QUOTED-PRINTABLE:M=C3=BCller", "Müller"),
        (b"FN;QUOTED-PRINTABLE;CHARSET=no-such-thing:M=C3=BCller", "Müller"),
        (b"FN;ENCODING=QUOTED-PRINTABLE:Anna =\r\nLee", "Anna Lee"),
        ("FN:M\u00fc".encode()[:-1] + b"\r\n " + "\u00fc".encode()[1:] + b"ller", "Müller"),
    ],
)
def test_each_line_may_be_in_a_character_set_of_its_own(line: bytes, expected: str) -> None:
    old = b"BEGIN:VCARD\r\n" + line + b"\r\nEND:VCARD\r\n"
    assert person(old)["Full name"] == expected


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_of_a_file_is_found_out(read_cards: ReadCards, encoding: str) -> None:
    names = ["Anna Müller", "Jörg Weiß", "Chloé Lefèvre"]
    book = read_cards("".join(card(f"FN:{name}") for name in names).encode(encoding))
    assert [each["Full name"] for each in people(book)] == names


def test_an_encoding_can_be_said(read_cards: ReadCards) -> None:
    content = card("FN:Łucja Żak").encode("cp1250")
    book = read_cards(content, choices=ReadingChoices(encoding="cp1250"))
    assert people(book)[0]["Full name"] == "Łucja Żak"
    with pytest.raises(CannotOpenError, match="is not written in the encoding utf-8"):
        read_cards(content, choices=ReadingChoices(encoding="utf-8"))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system(read_cards: ReadCards, end: str) -> None:
    content = (card("FN:Anna Lee", "EMAIL:a@", " x.example") + card("FN:Bo Roe")).replace("\r\n", end)
    assert people(read_cards(content)) == [{"Full name": "Anna Lee", "Email": "a@x.example"}, {"Full name": "Bo Roe"}]


def test_version_2_folds_at_a_space_and_later_ones_within_a_word() -> None:
    lines = ("FN:x", "NOTE:one two", " three")
    assert person(card(*lines, version="2.1"))["Note"] == "one two three"
    assert person(card(*lines, version="3.0"))["Note"] == "one twothree"


def test_a_cut_file_gives_its_whole_cards_and_lists_the_cut_one(read_cards: ReadCards) -> None:
    whole = card("FN:Anna Lee", "EMAIL:anna@x.example")
    book = read_cards(whole + card("FN:Bo Roe", "EMAIL:bo@company.example")[:-30])
    assert [each["Full name"] for each in people(book)] == ["Anna Lee"]
    assert book.tables[0].passed == ((2, "damaged card", "Bo Roe"),)


def test_a_card_that_is_not_closed_is_listed_and_the_next_one_read(read_cards: ReadCards) -> None:
    book = read_cards("BEGIN:VCARD\nFN:Cut\n" + card("FN:Anna Lee") + "rubbish\n;;;:\n" + card("FN:Bo Roe"))
    assert [(row.number, row.cells[0]) for row in book.tables[0].rows] == [(2, "Anna Lee"), (3, "Bo Roe")]
    assert [(row.number, row.why) for row in book.tables[0].passed] == [(1, "damaged card")]


def test_a_card_that_was_cut_off_is_called_by_its_name_in_plain_text(read_cards: ReadCards) -> None:
    book = read_cards(card("FN:Anna Lee") + "BEGIN:VCARD\r\nfn:Smith\\, John\r\nTEL")
    assert book.tables[0].passed == ((2, "damaged card", "Smith, John"),)


def test_a_group_of_contacts_is_nobody(read_cards: ReadCards) -> None:
    book = read_cards(card("FN:Friends", "KIND:group", "MEMBER:urn:uuid:1", version="4.0") + card("FN:Anna Lee"))
    assert [each["Full name"] for each in people(book)] == ["Anna Lee"]
    assert [(row.why, row.text) for row in book.tables[0].passed] == [("group of contacts", "Friends")]


def test_the_card_of_a_secretary_within_a_card_is_left_out() -> None:
    inner = ("AGENT:", "BEGIN:VCARD", "FN:Secretary", "TEL:9", "END:VCARD")
    assert person(card("FN:Boss", *inner, "TEL:1", version="2.1")) == {"Full name": "Boss", "Phone": "1"}


def test_cards_without_a_name_or_way_to_reach_anybody_are_listed_with_their_number(read_cards: ReadCards) -> None:
    told = plan(read_cards(card("NOTE:who was this?") + card("FN:Anna Lee") + card("TEL:5")))
    assert [row.fields.name for row in told.people] == ["Anna Lee"]
    assert [(problem.row, problem.problem) for problem in told.problems] == [(1, "no name"), (3, "no name")]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "holds no contacts"),
        (b"rubbish\n" * 50, "holds no contacts"),
        (bytes(range(256)) * 20, "holds no contacts"),
        (b"BEGIN:VCARD\nFN:x", "is damaged and cannot be read"),
        (b"BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n", "holds no contacts"),
        (b"<html><table><tr><td>x</table></html>", "is a web page, not a spreadsheet"),
    ],
)
def test_what_is_no_list_of_contacts_is_refused_in_one_sentence(
    read_cards: ReadCards, content: bytes, sentence: str
) -> None:
    with pytest.raises(CannotOpenError, match=f"“contacts.vcf” {sentence}"):
        read_cards(content)


def test_groups_alone_are_nothing_to_import(read_cards: ReadCards) -> None:
    with pytest.raises(NothingToImportError):
        read_cards(card("FN:Friends", "KIND:group"))


def test_a_file_of_cards_is_known_by_what_it_holds_not_by_its_name(read_cards: ReadCards) -> None:
    assert read_cards(card("FN:Anna Lee"), name="contacts.txt").kind == "vcf"


@pytest.mark.parametrize(
    "line",
    [
        "TEL;A=" + "," * 4000 + '"',
        "TEL" + ";A" * 100_000,
        ";" * 100_000 + ":",
        'TEL;A="' + "x" * 500_000,
        "a." * 100_000 + "FN:x",
        "FN" + ":" * 300_000,
        "NOTE;ENCODING=QUOTED-PRINTABLE:" + "=" * 200_000 + "x",
        "ORG:" + ";" * 100_000,
        "ADR:" + "\\" * 100_001,
        "CATEGORIES:" + "," * 100_000,
    ],
)
def test_a_line_made_to_stall_readers_stalls_nothing(line: str) -> None:
    found = person(card("FN:Anna Lee", line, "EMAIL:a@x.example"))
    assert (found["Full name"], found["Email"]) == ("Anna Lee", "a@x.example")


def test_ten_thousand_cards_with_pictures_arrive(read_cards: ReadCards) -> None:
    photo = "PHOTO;ENCODING=b;TYPE=JPEG:" + "\r\n ".join(["A" * 72] * 12)
    book = read_cards("".join(card(f"FN:Person {n}", f"EMAIL:p{n}@x.example", photo) for n in range(10_000)))
    rows = book.tables[0].rows
    assert len(rows) == 10_000
    assert rows[-1].number == 10_000
    assert rows[-1].cells[0] == "Person 9999"


def test_the_reading_of_cards_can_be_stopped(read_cards: ReadCards, tmp_path: Path) -> None:
    path = tmp_path / "many.vcf"
    path.write_text(card("FN:Anna Lee") * 20_000, encoding="utf-8")

    def stop(_rows: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        read_book(path, progress=stop)


# What a person types, in one line or several: no control characters, nothing at the ends that is trimmed
_SIGNS = st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Co", "Cn"), exclude_characters="\ufeff")
_LINE = st.text(_SIGNS, min_size=1, max_size=60).map(str.strip).filter(bool)
_NOTE = st.lists(_LINE, min_size=1, max_size=4).map("\n".join)


def escape(text: str) -> str:
    return text.replace("\\", r"\\").replace("\n", r"\n").replace(",", r"\,").replace(";", r"\;")


def fold(line: str, width: int) -> str:
    """Broken after so many bytes, in the middle of a character even."""
    data = line.encode()
    return b"\r\n ".join(data[at : at + width] for at in range(0, len(data), width)).decode("latin-1")


def quote_printable(text: str) -> str:
    safe = set(string.ascii_letters.encode())
    return "".join(chr(byte) if byte in safe else f"={byte:02X}" for byte in text.encode())


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=_LINE, note=_NOTE, company=_LINE, width=st.integers(20, 75))
def test_names_and_notes_come_back_as_they_were_typed(name: str, note: str, company: str, width: int) -> None:
    lines = (f"FN:{escape(name)}", f"NOTE:{escape(note)}", f"ORG:{escape(company)};Sales", "N:x;y")
    found = person("\r\n".join(("BEGIN:VCARD", *(fold(line, width) for line in lines), "END:VCARD")).encode("latin-1"))
    assert found["Full name"] == name
    assert found["Note"] == note
    assert found["Company"] == company


@settings(deadline=None)
@given(name=_LINE.filter(lambda text: "\\" not in text), note=_NOTE.filter(lambda text: "\\" not in text))
def test_quoted_printable_text_comes_back_as_it_was_typed(name: str, note: str) -> None:
    head = "CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE"
    lines = (f"FN;{head}:{quote_printable(name)}", f"NOTE;{head}:{quote_printable(note)}")
    found = person(card(*lines, version="2.1"))
    assert found["Full name"] == name
    assert found["Note"] == note


@settings(deadline=None)
@given(content=st.binary(max_size=400))
def test_no_bytes_between_begin_and_end_break_the_reader(content: bytes) -> None:
    data = b"BEGIN:VCARD\r\n" + content + b"\r\nFN:Anna Lee\r\nEND:VCARD\r\n"
    cards, spelling = part_cards(split_lines(data.splitlines(keepends=True)))
    for found in cards:
        understood = understand(found.read(spelling.encoding))
        if understood is not None:
            CardReader(understood).describe_person()

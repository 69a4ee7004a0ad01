from pathlib import Path

import pytest

from desktop_pipeline.domain.errors import CannotOpenError
from desktop_pipeline.exchange.options import ReadingChoices
from desktop_pipeline.exchange.reading.encodings import find_encoding
from desktop_pipeline.exchange.reading.files import read_book

# Lists as owners keep them, by the code page of the system that wrote them
TEXTS = [
    ("cp1252", "Büro;Müller & Söhne;1.234,56\nKüche;Weiß GmbH;5"),
    ("cp1252", "Rénovation,Hôtel Béranger,5\nÉtude,Français & Cie – Évry,6"),
    ("cp1252", "Año nuevo,Peña y Muñoz S.A.\nSão Paulo,Conceição"),
    ("cp1252", "Køkken,Sørensen\nÅlborg,Bjørn Ærø"),
    ("cp1252", "“quoted” – £500,café"),
    ("cp1252", "€ 500,Zürich"),
    ("cp1250", "Kuchyně,Dvořák a synové\nKancelář,Nováček s.r.o.\nPrůmysl,Žďár"),
    ("cp1250", "Biuro;Michał Wałęsa\nŁódź;Świątek"),
    ("cp1250", "Konyha;Kovács Győző\nIroda;Szűcs és Társa"),
    ("cp1250", "Ured,Đorđe Čačić"),
    ("cp1251", "Сделка;Клиент\nКухня;Ромашка ООО\nОфис;Иванов и сыновья"),
    ("cp1251", "Name;Client\nООО РОМАШКА;5\nЗАО ВЕКТОР;6"),
    ("cp1251", "Угода;Клієнт\nКухня;Їжак"),
    ("cp1253", "Όνομα;Πελάτης\nΚουζίνα;Παπαδόπουλος\nΓραφείο;Αθήνα"),
    ("cp1254", "Fırsat;Müşteri\nMutfak;Işık Şirketi\nOfis;Çağdaş İnşaat"),
    ("cp1254", "Ülke;İlgili Kişi;Durum\nMısır;Işıl Şen;Sipariş alındı\nNorveç;Ole;Kaybedildi"),
    ("cp1257", "Sandoris;Klientas\nVirtuvė;Žalgirio įmonė\nBiuras;Šiaulių ąžuolas"),
    ("shift_jis", "案件名,顧客\n台所,山田商店\nオフィス,株式会社田中"),
    ("gbk", "商机名称,客户\n厨房,北京科技有限公司\n办公室,上海贸易公司"),
]


@pytest.mark.parametrize(("encoding", "text"), TEXTS, ids=[f"{page}: {text[:20]}" for page, text in TEXTS])
def test_the_code_page_is_the_one_that_makes_words(encoding: str, text: str) -> None:
    content = text.encode(encoding)
    assert content.decode(find_encoding(content).encoding) == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ["Сделка;Клиент\r\nКухня;Ромашка\r\n", "Deal,Büro\nA,5\n", "商机,客户\n厨房,北京\n"])
def test_utf_16_is_known_without_its_mark(encoding: str, text: str) -> None:
    assert find_encoding(text.encode(encoding)).encoding == encoding


def test_a_stray_byte_does_not_spoil_a_text_in_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_bytes(b"Deal name,Amount\n" + "Büro Müller,5\n".encode() * 20 + b"caf\xe9,6\n")
    book = read_book(path)
    assert book.encoding == "utf-8"
    assert [row.cells[0] for row in book.tables[0].rows[-2:]] == ["Büro Müller", "café"]


def test_plain_ascii_is_utf_8_and_offers_nothing_else() -> None:
    assert find_encoding(b"Deal name,Amount\nA,5\n") == ("utf-8", ())


def test_a_character_cut_in_two_at_the_end_does_no_harm() -> None:
    assert find_encoding("Büro,Küche,Tür\nMüller,ü".encode()[:-1]).encoding == "utf-8"


def test_an_encoding_and_a_separator_can_be_chosen(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_bytes("Deal;name,Amount\nKüche;x,5\n".encode("cp1252"))
    book = read_book(path, ReadingChoices(encoding="cp1253", separator=";"))
    assert (book.encoding, book.separator) == ("cp1253", ";")
    assert book.tables[0].headers == ("Deal", "name,Amount")
    assert book.tables[0].rows[0].cells == ("Kόche", "x,5")
    assert "cp1252" in book.other_encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "klingon"])
def test_an_encoding_that_cannot_be_is_refused_by_name(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "deals.csv"
    path.write_bytes("Deal name,Amount\nKüche,5\n".encode("cp1252"))
    with pytest.raises(CannotOpenError) as caught:
        read_book(path, ReadingChoices(encoding=encoding))
    assert str(caught.value) == f"“deals.csv” is not written in the encoding {encoding}."


def test_a_mark_is_no_part_of_the_first_header(tmp_path: Path) -> None:
    path = tmp_path / "deals.tsv"
    path.write_bytes("Deal name\tAmount\nA\t5\n".encode("utf-8-sig"))
    book = read_book(path)
    assert (book.kind, book.encoding, book.separator) == ("tsv", "utf-8-sig", "\t")
    assert book.tables[0].headers == ("Deal name", "Amount")

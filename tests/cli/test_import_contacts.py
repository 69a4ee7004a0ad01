from pathlib import Path

from tests.program import run_program


def test_a_file_of_cards_is_imported_and_what_is_no_contact_is_said(tmp_path: Path) -> None:
    cards = tmp_path / "contacts.vcf"
    cards.write_text(
        "BEGIN:VCARD\nVERSION:3.0\nFN:Anna Müller\nORG:Acme\nEMAIL:anna@acme.example\nBDAY:1985-04-12\nEND:VCARD\n"
        "BEGIN:VCARD\nFN:Acme\nORG:Acme\nTEL:123\nEND:VCARD\nBEGIN:VCARD\nFN:Cut off\n",
        encoding="utf-8",
    )
    run = run_program("import", tmp_path / "deals.pipeline", cards)
    assert (run.code, run.errors) == (0, "")
    assert "contacts.vcf: the column “Birthday” was not taken; --map says what a column holds." in run.output
    assert "contacts.vcf, row 3: a damaged card, left out (Cut off)" in run.output
    again = run_program("import", tmp_path / "deals.pipeline", cards)
    assert (again.code, again.errors) == (0, "")


def test_rubbish_named_like_cards_is_refused_in_one_sentence(tmp_path: Path) -> None:
    cards = tmp_path / "contacts.vcf"
    cards.write_bytes(bytes(range(256)))
    run = run_program("import", tmp_path / "deals.pipeline", cards)
    assert run.code != 0
    assert run.errors.strip() == "“contacts.vcf” holds no contacts."
    assert not (tmp_path / "deals.pipeline").exists()

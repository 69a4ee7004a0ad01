import pytest

from desktop_pipeline.actions.deals import delete_deals, lose_deals
from desktop_pipeline.actions.notes import add_note
from desktop_pipeline.actions.organisations import delete_organisations
from desktop_pipeline.actions.people import delete_people
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.queries.agenda import AgendaFilter, AgendaSpan, read_agenda
from desktop_pipeline.queries.search import read_recent_deals, search
from desktop_pipeline.queries.search_words import cut_snippet, find_ranges, measure_distance, split_words
from desktop_pipeline.storage.tables import Activity, ContactNote, Person
from tests.workspaces import Desk


def titles(desk: Desk, text: str, limit: int = 5) -> list[str]:
    return [deal.title for deal in search(desk.workspace, text, limit=limit).deals]


def marked(text: str, *words: str) -> list[str]:
    return [text[start:end] for start, end in find_ranges(text, words)]


def test_every_word_is_a_beginning_in_title_or_organisation(desk: Desk) -> None:
    desk.deal("Standing desks", organisation="Talvik Logistics")
    desk.deal("Bike store", organisation="Talvik Logistics")
    assert titles(desk, "talv sta") == ["Standing desks"]
    assert titles(desk, "LOGI tal") == ["Bike store", "Standing desks"]
    assert titles(desk, "andin") == []


def test_a_title_that_begins_so_comes_first_then_open_ones_then_the_newest(desk: Desk) -> None:
    lost = desk.deal("Oak bench")
    desk.deal("Chair", organisation="Oak & Ash")
    first = desk.deal("Oak table")
    second = desk.deal("Oak shelf")
    lose_deals(desk.workspace, [lost], reason_id=desk.reason(), at=desk.now)
    assert [deal.deal_id for deal in search(desk.workspace, "oak").deals] == [second, first, lost, 2]


def test_an_old_title_that_begins_so_is_found_among_thousands(desk: Desk) -> None:
    with desk.journal.change("Many") as draft:
        draft.execute("insert into organisation (id, name, name_key) values (50, 'Oakwood', 'oakwood')")
    oldest = desk.deal("Oak table", organisation="Oakwood")
    with desk.journal.change("Many") as draft:
        draft.execute(
            "with recursive n(i) as (select 1 union all select i + 1 from n where i < 1500)"
            " insert into deal (pipeline_id, stage_id, status, title, organisation_id, currency, rank)"
            " select 1, 1, 'open', 'Lot ' || i, 50, 'EUR', i from n"
        )
    assert search(desk.workspace, "oak").deals[0].deal_id == oldest


def test_what_is_in_the_bin_is_not_found(desk: Desk) -> None:
    deal = desk.deal("Oak table")
    add_note(desk.workspace, deal, "Oak or ash", at=desk.now)
    delete_deals(desk.workspace, [deal], at=desk.now)
    assert search(desk.workspace, "oak").is_empty
    assert read_recent_deals(desk.workspace) == ()


def test_activities_are_found_as_they_are_listed(desk: Desk) -> None:
    deal = desk.deal("Oak table", organisation="Talvik", person="Hugo Fair")
    person, organisation = desk.id_of("person", "Hugo Fair"), desk.id_of("organisation", "Talvik")
    for subject, fields in (
        ("of the deal", {"deal": deal, "person": person}),
        ("alone", {"organisation": organisation}),
    ):
        with desk.journal.change("Plan") as draft:
            draft.insert(Activity, kind="call", subject=f"Ring {subject}", due_on=desk.now.date(), **fields)
    delete_people(desk.workspace, [person], at=desk.now)
    delete_organisations(desk.workspace, [organisation], at=desk.now)
    everything = AgendaFilter(AgendaSpan.ALL)
    listed = read_agenda(desk.workspace, everything, today=desk.now.date(), now=desk.now).ids
    found = search(desk.workspace, "ring").activities
    assert [each.subject for each in found] == ["Ring of the deal"]
    assert [each.activity_id for each in found] == list(listed)


def test_people_organisations_notes_and_activities_come_with_what_they_belong_to(desk: Desk) -> None:
    deal = desk.deal("Standing desks", organisation="Talvik Logistics")
    add_note(desk.workspace, deal, "Talvik wants it\nin white", at=desk.now)
    with desk.journal.change("More") as draft:
        organisation = desk.id_of("organisation", "Talvik Logistics")
        person = draft.insert(Person, name="Hugo Fairweather", job_title="Purchasing", organisation=organisation)
        draft.insert(Activity, deal=deal, kind="call", subject="Ring Talvik", due_on=desk.now.date())
        draft.insert(ContactNote, organisation=organisation, text="Talvik moved", at=desk.later(), author="ann")
    result = search(desk.workspace, "talvik")
    assert [(found.name, found.open_deals) for found in result.organisations] == [("Talvik Logistics", 1)]
    assert [(found.person_id, found.organisation) for found in result.people] == [(person, "Talvik Logistics")]
    assert [(note.text, note.on, note.deal_id, note.organisation_id) for note in result.notes] == [
        ("Talvik moved", "Talvik Logistics", None, organisation),
        ("Talvik wants it in white", "Standing desks", deal, None),
    ]
    assert [(found.subject, found.on, found.is_done) for found in result.activities] == [
        ("Ring Talvik", "Standing desks", False)
    ]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tavlik", "Talvik"),  # exchanged
        ("atlvik", "Talvik"),  # exchanged at the beginning
        ("talvk", "Talvik"),  # missing
        ("tallvik", "Talvik"),  # too many
        ("tolvik", "Talvik"),  # wrong
        ("fiarwaether", "Fairweather"),  # two in a long word
    ],
)
def test_a_slip_finds_what_is_nearly_the_same_where_nothing_is(desk: Desk, typed: str, meant: str) -> None:
    desk.deal("Talvik desks")
    desk.deal("Fairweather desks")
    result = search(desk.workspace, f"{typed} desks")
    assert result.is_near
    assert [deal.title for deal in result.deals] == [f"{meant} desks"]
    assert marked(f"{meant} desks", *result.words) == [meant, "desks"]
    assert not search(desk.workspace, "talv").is_near
    assert search(desk.workspace, "zzzzzz").is_empty


@pytest.mark.parametrize(
    "text",
    [
        *(
            '"',
            "'",
            "*",
            "oak*",
            '"oak',
            "oak AND",
            "NEAR(oak",
            "title:oak",
            "^oak",
            "-oak",
            "oak OR",
            "(oak)",
            "{oak}",
        ),
        *("oak\0", "oak'; drop table deal; --", "%", "_", "<b>oak</b>", "😀 oak", "oak " * 5000, "{{ oak }}", "..."),
    ],
)
def test_signs_of_a_query_language_are_only_text(desk: Desk, text: str) -> None:
    desk.deal("Oak table")
    found = titles(desk, text)
    if "oak" in text and not any(word in text for word in ("AND", "OR", "NEAR", "title", "drop", "<b>")):
        assert found == ["Oak table"]
    assert desk.faults() == []


def test_other_scripts_are_found(desk: Desk) -> None:
    for title in ("مكتب خشبي", "שולחן עץ", "हिन्दी मेज़", "Стол дубовый", "東京の机"):
        desk.deal(title)
        assert titles(desk, title[:4]) == [title]


def test_recent_deals_are_those_opened_then_those_changed_last(desk: Desk) -> None:
    first, second, third = (desk.deal(title) for title in ("A", "B", "C"))
    desk.later()
    lose_deals(desk.workspace, [first], reason_id=desk.reason(), at=desk.now)
    assert [deal.deal_id for deal in read_recent_deals(desk.workspace, limit=2)] == [first, third]
    assert [deal.deal_id for deal in read_recent_deals(desk.workspace, [second])] == [second, first, third]


def test_marks_stand_on_the_letters_that_were_typed() -> None:
    assert marked("Müller & Müllerin", "mul") == ["Mül", "Mül"]
    assert marked("Cre\u0301me", "cre") == ["Cre\u0301"]
    assert marked("Talvik Logistics", "log", "logi") == ["Logi"]
    assert marked("ina@berg.example", "ina@be") == ["ina", "be"]
    assert marked("Oak", "table") == []


def test_a_snippet_is_one_line_around_the_first_word() -> None:
    text = "word " * 100 + "walnut\nshelf " + "word " * 100
    snippet = cut_snippet(text, ["waln"])
    assert "walnut shelf" in snippet
    assert snippet.startswith("…word")
    assert snippet.endswith("…")
    assert len(snippet) <= 92


def test_words_are_folded_once_each_and_not_without_end() -> None:
    assert split_words("Über über  - ÜBER x") == ("uber", "x")
    assert len(split_words(" ".join(map(str, range(100))))) == 8


@pytest.mark.parametrize(
    ("word", "term", "distance"),
    [
        ("oak", "oak", 0),
        ("oak", "oakwood", 0),
        ("oka", "oakwood", 1),
        ("ok", "oak", 1),
        ("oakk", "oak", 1),
        ("xyz", "oak", 2),
    ],
)
def test_the_distance_is_to_the_beginning_of_a_word(word: str, term: str, distance: int) -> None:
    assert measure_distance(word, term, 1) == distance


def test_a_title_without_letters_is_no_reason_to_fail(desk: Desk) -> None:
    with pytest.raises(InvalidError):
        desk.deal("")
    desk.deal("!!!")
    assert search(desk.workspace, "!!!").is_empty

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.names import name_key
from desktop_pipeline.exchange.known import Known, KnownRow
from desktop_pipeline.exchange.options import RowPlace, TablePlace
from desktop_pipeline.exchange.planning.matching import Matcher, are_near
from desktop_pipeline.exchange.records import DealFields, ImportPlan, OrganisationFields, PersonFields
from desktop_pipeline.exchange.understanding.company_names import CompanyNames, split_name

PlanText = Callable[..., ImportPlan]


def know(*names: str, sites: tuple[str, ...] = ()) -> dict[str, KnownRow[OrganisationFields]]:
    websites = [*sites, *([None] * len(names))]
    return {
        name_key(name): KnownRow(number, OrganisationFields(name, website=site))
        for number, (name, site) in enumerate(zip(names, websites, strict=False), start=1)
    }


def homes(plan: ImportPlan) -> list[str | None]:
    return [deal.fields.organisation for deal in plan.deals]


# --- organisations


@pytest.mark.parametrize(
    ("name", "bare", "form"),
    [
        ("Acme GmbH", "acme", "gmbh"),
        ("ACME, Inc.", "acme", "inc"),
        ("Acme Limited", "acme", "ltd"),
        ("Acme S.A.", "acme", "sa"),
        ("Müller & Sohn GmbH & Co. KG", "muller and sohn", "gmbh co kg"),
        ("Nord Holz AB", "nord holz", "ab"),
        ("Nord A/S", "nord", "as"),
        ("OÜ Kuusk", "kuusk", "ou"),
        ("Kuusk OÜ", "kuusk", "ou"),
        ("Drewno Sp. z o.o.", "drewno", "spzoo"),
        ("As Good As New", "as good as new", ""),
        ("AG", "ag", ""),
        ("SIA", "sia", ""),
        ("C++ Works", "c++ works", ""),
    ],
)
def test_a_name_is_parted_from_its_legal_form(name: str, bare: str, form: str) -> None:
    assert split_name(name) == (bare, form)


def test_an_organisation_written_with_and_without_its_legal_form_is_one_and_counted(plan_text: PlanText) -> None:
    plan = plan_text("Deal,Company\nA,Acme GmbH\nB,ACME\nC,acme gmbh.\nD,Bolt\n")
    assert homes(plan) == ["acme gmbh", "acme gmbh", "acme gmbh", "bolt"]
    assert (plan.joined, plan.created["organisations"]) == (2, 2)


def test_the_workspaces_own_spelling_stands(plan_text: PlanText) -> None:
    plan = plan_text("Deal,Company\nA,Acme Ltd\n", known=Known(organisations=know("ACME")))
    assert homes(plan) == ["acme"]
    assert plan.organisations == ()


def test_names_with_two_legal_forms_stay_apart_and_the_bare_one_is_asked_about(plan_text: PlanText) -> None:
    plan = plan_text("Deal,Company\nA,Acme GmbH\nB,Acme Ltd\nC,Acme\n")
    assert homes(plan) == ["acme gmbh", "acme ltd", "acme"]
    assert [(asked.question, asked.assumed) for asked in plan.questions] == [
        ("is “Acme” the same as Acme GmbH or Acme Ltd?", "one of its own")
    ]


def test_two_known_organisations_are_never_made_one(plan_text: PlanText) -> None:
    plan = plan_text("Deal,Company\nA,Acme\nB,Acme GmbH\n", known=Known(organisations=know("Acme", "Acme GmbH")))
    assert homes(plan) == ["acme", "acme gmbh"]
    assert plan.joined == 0


def test_names_that_begin_alike_with_one_web_domain_are_one_and_others_are_not(plan_text: PlanText) -> None:
    known = Known(organisations=know("Zaria Home Textiles", sites=("https://www.zaria.example/shop",)))
    accounts = "Company,Website,Industry\nZaria,zaria.example,retail\nYonder,zaria.example,retail\n"
    plan = plan_text(accounts, known=known)
    assert [(row.key, row.known_id) for row in plan.organisations] == [("zaria home textiles", 1), ("yonder", None)]


def test_a_site_that_many_share_joins_nobody(plan_text: PlanText) -> None:
    plan = plan_text("Company,Website,Industry\nAsh One,facebook.com/a,x\nAsh Two,facebook.com/b,y\n")
    assert plan.created["organisations"] == 2


def test_what_one_web_domain_joins_it_joins_the_next_time_too(
    plan_text: PlanText, carry_out: Callable[[ImportPlan], Known]
) -> None:
    # The group's companies share a site; one of them has two
    accounts = (
        "Company,Website,Company Domain Name,Industry\n"
        "Yonder,zaria.example,,retail\nZaria GmbH,zaria.example,,retail\nZaria Home,zaria.example,,retail\n"
        "Bolt,https://bolt.example,bolt-group.example,steel\nBolt Nord,,bolt-group.example,steel\n"
    )
    plan = plan_text(accounts)
    assert [row.key for row in plan.organisations] == ["yonder", "zaria gmbh", "bolt"]
    assert plan_text(accounts, known=carry_out(plan)).organisations == ()


NAMES = st.lists(
    st.builds(
        lambda word, form: f"{word} {form}".strip(),
        st.sampled_from(["Acme", "acme", "Bolt & Co", "Ash Tree", "Ü"]),
        st.sampled_from(["", "GmbH", "gmbh", "Ltd", "Limited", "S.A."]),
    ),
    max_size=8,
)


TOLD = st.lists(
    st.tuples(
        st.sampled_from(["Acme", "Acme GmbH", "Acme Ltd", "Acme Nord", "Acme Nord AG", "Bolt", "Bolt & Co"]),
        st.sampled_from([None, "acme.example", "acme-group.example", "bolt.example"]),
    ),
    max_size=9,
)


@given(TOLD, st.sets(st.sampled_from(["acme", "acme gmbh", "acme nord", "bolt"])))
def test_whatever_is_told_of_names_and_domains_they_mean_the_same_once_they_are_known(
    told: list[tuple[str, str | None]], there: set[str]
) -> None:
    known = {key: key for key in sorted(there)}
    first = CompanyNames(known, {})
    first.expect(told)
    meant = {name_key(name): first.resolve(name_key(name)) for name, _domain in told}
    made = {key: key for key in meant.values()}
    domains = {first.resolve(name_key(name)): domain for name, domain in reversed(told) if domain}
    second = CompanyNames(known | made, domains)
    second.expect(told)
    assert {key: second.resolve(key) for key in meant} == meant


@given(NAMES, NAMES)
def test_whatever_the_names_a_meaning_is_final_and_known_ones_mean_themselves(own: list[str], files: list[str]) -> None:
    known = {name_key(name): name for name in own}
    names = CompanyNames(known, {})
    names.expect((name, None) for name in files)
    for name in (*own, *files):
        meant = names.resolve(name_key(name))
        assert names.resolve(meant) == meant
        assert split_name(name).bare == split_name(known.get(meant, meant)).bare
    assert all(names.resolve(key) == key for key in known)


# --- people


def test_of_two_people_of_one_name_and_organisation_none_is_chosen(plan_text: PlanText) -> None:
    people = {
        mail: KnownRow(number, PersonFields("Zoe Ray", "acme", mail))
        for number, mail in enumerate(("zoe@acme.example", "z.ray@acme.example"), start=1)
    }
    known = Known(organisations=know("Acme"), people=people)
    plan = plan_text("Deal,Company,Contact\nA,Acme,Zoe Ray\n", known=known)
    assert plan.deals[0].fields.person is None
    assert [problem.problem for problem in plan.problems] == ["several people have this name"]
    sure = plan_text("Deal,Company,Contact,Email\nA,Acme,Zoe Ray,Z.RAY@acme.example\n", known=known)
    assert sure.deals[0].fields.person == "z.ray@acme.example"
    assert sure.people == ()


def test_several_addresses_and_numbers_of_a_person_are_all_taken(plan_text: PlanText) -> None:
    plan = plan_text(
        "Full name,Company,Email,Other email,Phone,Mobile\n"
        'Zoe Ray,Acme,"zoe@acme.example; z@home.example",third@x.example,555 1,0170 2\n'
    )
    (person,) = plan.people
    assert (person.fields.email, person.fields.phone) == ("zoe@acme.example", "555 1")
    assert person.fields.emails == ("z@home.example", "third@x.example")
    assert person.fields.phones == ("0170 2",)


def test_a_bare_name_that_one_organisation_has_taken_is_nobody_at_another(
    plan_text: PlanText, carry_out: Callable[[ImportPlan], Known]
) -> None:
    text = "Deal,Company,Contact,Stage\nA,,Zoe Ray,New\nB,Acme,Zoe Ray,New\nC,Bolt,Zoe Ray,New\n"
    plan = plan_text(text)
    assert [(row.fields.name, row.fields.organisation) for row in plan.people] == [
        ("Zoe Ray", "acme"),
        ("Zoe Ray", "bolt"),
    ]
    again = plan_text(text, known=carry_out(plan))
    assert again.people == ()
    assert not any(deal.changed for deal in again.deals)


def test_an_office_address_beside_their_own_makes_nobody_somebody_else(
    plan_text: PlanText, carry_out: Callable[[ImportPlan], Known]
) -> None:
    text = (
        "Full name,Email,Other email\nAnn Lee,ann@acme.example,info@acme.example\n"
        "Bob Orr,bob@acme.example,info@acme.example\nAnn Lee,ann.lee@acme.example,ann@acme.example\n"
    )
    plan = plan_text(text)
    assert [(row.fields.email, row.fields.emails) for row in plan.people] == [
        ("ann@acme.example", ("info@acme.example", "ann.lee@acme.example")),
        ("bob@acme.example", ("info@acme.example",)),
    ]
    assert plan_text(text, known=carry_out(plan)).people == ()


def test_who_was_one_of_several_is_asked_for_again_when_the_others_are_told(
    plan_text: PlanText, carry_out: Callable[[ImportPlan], Known]
) -> None:
    people = "Full name,Email\nZoe Ray,zoe@acme.example\nZoe Ray,ray@bolt.example\n"
    known = carry_out(plan_text(people))
    deals = "Deal,Company,Contact,Email,Stage\nA,Acme,Zoe Ray,,New\nB,Bolt,Zoe Ray,ray@bolt.example,New\n"
    plan = plan_text(deals, known=known)
    assert [deal.fields.person for deal in plan.deals] == ["zoe@acme.example", "ray@bolt.example"]
    assert [(row.key, row.fields.organisation) for row in plan.people] == [
        ("ray@bolt.example", "bolt"),
        ("zoe@acme.example", "acme"),
    ]


def test_an_address_that_an_activity_tells_of_somebody_is_theirs(
    plan_text: PlanText, carry_out: Callable[[ImportPlan], Known]
) -> None:
    deals = "Deal,Company,Contact,Stage\nA,Bolt,Jo Day,New\n"
    acts = (
        "Subject,Person,Organisation,Email,Done\nCall,Jo Day,Bolt,jo@bolt.example,No\nVisit,,Acme,jo@bolt.example,No\n"
    )
    plan = plan_text(deals, acts)
    assert [row.fields.email for row in plan.people] == ["jo@bolt.example"]
    assert {activity.target.person for activity in plan.activities} == {"jo day\x1fbolt"}
    assert plan_text(deals, acts, known=carry_out(plan)).people == ()


def test_an_address_that_a_later_table_tells_is_the_first_of_who_had_none(plan_text: PlanText) -> None:
    first = "Name,Phone,Job title\nZoe Ray,0171 2345678,Boss\n"
    second = "Name,Email,Company,Job title\nZoe Ray,zoe@x.example,,Boss\n"
    (person,) = plan_text(first, second).people
    assert (person.fields.email, person.fields.emails) == ("zoe@x.example", ())


def test_rows_of_one_person_may_name_two_companies_and_not_two_jobs(plan_text: PlanText) -> None:
    plan = plan_text(
        "Name,Email,Company,Job title\nZoe Ray,zoe@x.example,Acme,Boss\nZoe Ray,zoe@x.example,Bolt,Clerk\n"
    )
    assert [(problem.row, problem.column) for problem in plan.problems] == [(3, "Job title")]


def test_files_are_related_by_their_own_numbers(plan_text: PlanText) -> None:
    accounts = "Record ID,Company name,Company Domain Name\n501,Acme GmbH,acme.example\n502,Bolt,bolt.example\n"
    deals = "Record ID,Deal Name,Deal Stage,Amount,Associated Company IDs\n1,Oak,New,10,502;501\n2,Ash,New,20,\n"
    place = TablePlace("file1.csv", None, 1)
    plan = plan_text(accounts, deals, columns={place: {4: "organisation_id"}})
    assert homes(plan) == ["bolt", None]


# --- deals


OAK = DealFields("Oak", "acme", value=1000, currency="EUR", external_id="7")


@pytest.fixture
def one_deal() -> Known:
    return Known(organisations=know("Acme"), deals={1: OAK}, pipelines=("Sales",), base_currency="EUR")


PLACE = RowPlace("file0.csv", None, 2)


@pytest.mark.parametrize(("take", "outcome"), [("merge", (1, ("value",))), ("both", (None, ())), ("skip", None)])
def test_a_row_of_a_known_deal_becomes_what_is_said(
    plan_text: PlanText, one_deal: Known, take: str, outcome: tuple[int | None, tuple[str, ...]] | None
) -> None:
    plan = plan_text("Deal,Company,Amount\nOak,Acme,12\n", known=one_deal, takes={PLACE: take})
    assert [(deal.known_id, deal.changed) for deal in plan.deals] == ([] if outcome is None else [outcome])
    assert (plan.counts.rows, plan.counts.skipped, len(plan.problems)) == (1, int(outcome is None), 0)
    assert [(row.why, row.take) for row in plan.likenesses] == [("same title, Acme", take)]


def test_the_same_number_is_merged_and_says_why(plan_text: PlanText, one_deal: Known) -> None:
    plan = plan_text("Record ID,Deal,Company,Amount\n7,Oak,Acme,10.20\n", known=one_deal)
    assert [(row.why, row.difference, row.take) for row in plan.likenesses] == [
        ("imported before, same Record ID", "value within 5 %", "merge")
    ]
    assert plan.counts.updated == 1


def test_what_is_merely_alike_is_kept_beside_and_shown(plan_text: PlanText, one_deal: Known) -> None:
    known = replace(one_deal, deals={1: OAK._replace(title="Reading nook")})
    plan = plan_text("Deal,Company,Amount\nReading corner,Acme,10.20\nReading room,Acme,99\n", known=known)
    assert plan.counts.new == 2
    assert [(row.row, row.why, row.difference, row.take, row.deal_id) for row in plan.likenesses] == [
        (2, "“Reading nook”, Acme", "value within 5 %, other title", "both", 1)
    ]
    merged = plan_text("Deal,Company,Amount\nReading corner,Acme,10.20\n", known=known, takes={PLACE: "merge"})
    assert [(deal.known_id, deal.changed) for deal in merged.deals] == [(1, ("title", "value"))]


def test_a_deal_that_is_over_is_not_opened_again_by_a_title(plan_text: PlanText, one_deal: Known) -> None:
    lost = Known(
        organisations=one_deal.organisations,
        deals={1: OAK._replace(status=DealStatus.LOST, external_id=None)},
        pipelines=("Sales",),
        base_currency="EUR",
    )
    plan = plan_text("Deal,Company,Amount,Status\nOak,Acme,55,Open\n", known=lost)
    assert plan.counts.new == 1
    assert [(row.difference, row.take) for row in plan.likenesses] == [("lost, other value", "both")]


def test_rows_that_could_be_several_deals_are_left_out_until_somebody_says_so(plan_text: PlanText) -> None:
    twins = Known(
        organisations=know("Acme"),
        deals={1: OAK._replace(external_id=None), 2: OAK._replace(value=2000, external_id=None)},
        pipelines=("Sales",),
    )
    text = "Deal,Company,Amount\nOak,Acme,30\n"
    plan = plan_text(text, known=twins)
    assert (plan.counts.skipped, plan.likenesses[0].take) == (1, "skip")
    merged = plan_text(text, known=twins, takes={PLACE: "merge"})
    assert [(deal.known_id, deal.changed) for deal in merged.deals] == [(1, ("value",))]
    both = plan_text(text, known=twins, takes={PLACE: "both"})
    assert both.counts.new == 1


@pytest.mark.parametrize(
    ("first", "second", "is_so"),
    [
        ((10_000, "EUR"), (9_500, "EUR"), True),
        ((9_500, "EUR"), (10_000, "EUR"), True),
        ((10_000, "EUR"), (9_499, "EUR"), False),
        ((10_000, "EUR"), (10_000, "USD"), False),
        ((None, "EUR"), (10_000, "EUR"), False),
        ((10_000, "EUR"), (None, "EUR"), False),
    ],
)
def test_values_within_five_in_a_hundred_are_near(
    first: tuple[int | None, str], second: tuple[int | None, str], *, is_so: bool
) -> None:
    deals = (OAK._replace(value=value, currency=currency) for value, currency in (first, second))
    assert are_near(*deals) is is_so


def test_only_an_open_deal_is_like_one_that_is_open_by_a_long_word_or_nearly_all_letters() -> None:
    matcher = Matcher("auto", {1: OAK._replace(title="Oakleigh fit", external_id=None)})
    shed = OAK._replace(title="Oakleigh shed", external_id=None)

    def is_like(deal: DealFields) -> bool:
        return matcher.find_like(deal, told=frozenset(("title", "value"))) is not None

    assert is_like(shed)
    assert is_like(shed._replace(title="Oaklegh fit"))
    assert not is_like(shed._replace(title="Ashford fit"))
    assert not is_like(shed._replace(status=DealStatus.WON))
    assert not is_like(shed._replace(organisation=None))
    assert not is_like(shed._replace(organisation="bolt"))


# --- the proof by sums


def test_what_the_file_adds_up_to_is_taken_or_left(plan_text: PlanText) -> None:
    plan = plan_text(
        "Deal,Amount,Currency,Stage\nA,10,EUR,New\n,5,EUR,New\nC,7,USD,Junk\n", stage_words={"Junk": "ignore"}
    )
    assert (plan.told, plan.left) == ({"EUR": 1500, "USD": 700}, {"EUR": 500, "USD": 700})


def test_a_name_that_two_others_share_is_the_one_of_its_web_domain(plan_text: PlanText) -> None:
    plan = plan_text(
        "Company name,Website,Industry\nAcme Ltd,acme.example,Steel\nAcme GmbH,acme-de.example,Wood\n",
        "Deal name,Company,Website,Stage\nOak,Acme,acme.example,New\n",
    )
    assert [deal.fields.organisation for deal in plan.deals] == ["acme ltd"]
    assert not any("the same as" in question.question for question in plan.questions)

"""Partners: which of them are one body, which may be, and what a person's word does to it."""

import random
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample import span, text_of
from workspaces import fill

import crossplan
from graph.across import findings
from graph.compare import partners
from graph.compare.names import area_of, parsed
from graph.corpus import Choices, Corpus, Same
from graph.findings import Findings, Organisation, PossibleMatch, from_quads, to_nquads
from graph.model import Action, Edge, Partner, Plan, PlanGraph, Source, Tag
from graph.questions import On, ask
from graph.workspace import Workspace

ROOT = Path(__file__).parent
PLANS = sorted(p for p in (ROOT / "plans").iterdir() if p.suffix != ".json")
NORTH, SOUTH = "Northshire County Council", "Southmere City Council"


def plan(name: str, council: str | None, *named: str | Partner, text: str = "") -> PlanGraph:
    """A plan that names these partners, with one statement."""
    found = [n if isinstance(n, Partner) else Partner(id="", name=n, canonical=n,
             kind="organisation") for n in named]  # fmt: skip
    nodes = [Plan(id=name, title=name, kind="strategy", council=council)]
    said = Action(id=f"{name}/action/1", text=text or "We will do more together")
    at = [Partner(id=f"{name}/partner/{n}", name=p.name, canonical=p.canonical, kind=p.kind,
                  body=p.body) for n, p in enumerate(found)]  # fmt: skip
    return PlanGraph.of(name, Source(name, "ab" * 32), [*nodes, said, *at], [])


def find(*graphs: PlanGraph, choices: Choices | None = None) -> Findings:
    return partners.find(Corpus(graphs, choices or Choices()))


def organisations(found: Findings) -> list[Organisation]:
    return [n for n in found.nodes if isinstance(n, Organisation)]


def possible(found: Findings) -> list[PossibleMatch]:
    return [n for n in found.nodes if isinstance(n, PossibleMatch)]


def ends(found: Findings, key: str) -> list[list[str]]:
    """The partners of each finding, as lists of ids."""
    by: dict[str, list[str]] = {}
    for e in found.edges:
        if e.key == key:
            by.setdefault(e.source, []).append(e.target)
    return sorted(sorted(v) for v in by.values())


def verdict(first: str, second: str, councils: Sequence[str | None]) -> str:
    found = find(plan("north", councils[0], first), plan("south", councils[1], second))
    return "one" if organisations(found) else "possible" if possible(found) else "apart"


# --- what is one ------------------------------------------------------------------------------

ONE = [
    ("Skelbrooke High", "Skelbrooke HS"),
    ("Skelbrooke High", "Skelbrooke High School"),
    ("Skelbrooke HS", "Skelbrooke High School"),
    ("Ormsgill Primary", "Ormsgill Primary School"),
    ("Ormsgill Pri Sch", "Ormsgill Primary School"),
    ("Ormsgill Infants", "Ormsgill Infant School"),
    ("St Mary's CE Primary, Pelbury", "Saint Marys Church of England Primary School Pelbury"),
    ("Pelbury St. Mary's C of E Primary School", "Pelbury Saint Mary's CE Primary"),
    ("Thornaby RC Primary School", "Thornaby Roman Catholic Primary"),
    ("Thornaby Catholic Primary School", "Thornaby R.C. Primary"),
    ("Tarrant VA Primary School", "Tarrant Primary School"),
    ("Tarrant CE (VA) Primary School", "Tarrant C.E. Primary School"),
    ("Whitmoor Girls' School", "Whitmoor Girls School"),
    ("Whitmoor Girls\u2019 School", "WHITMOOR GIRLS' SCHOOL"),
    ("Ashbury Academy", "Ashbury Acad"),
    ("Kelmouth Learning Trust Ltd", "Kelmouth Learning Trust"),
    ("Kelmouth Learning Trust Limited", "The Kelmouth Learning Trust"),
    ("Wexcombe Voluntary Action CIO", "Wexcombe Voluntary Action"),
    ("Bramdean Charity (UK)", "Bramdean Charity"),
    ("Bramdean Community Interest Company Trust", "Bramdean CIC Trust"),
    ("Bramdean MAT", "Bramdean Multi-Academy Trust"),
    ("Bramdean Multi Academy Trust", "Bramdean Multi-Academy Trust"),
    ("Kelmouth LEP", "Kelmouth Local Enterprise Partnership"),
    ("Kelmouth TSA", "Kelmouth Teaching School Alliance"),
    ("University of Kelmouth", "Kelmouth University"),
    ("The University of Kelmouth", "University of Kelmouth"),
    ("Kelmouth Univ", "Kelmouth University"),
    ("Diocese of Kelmouth", "Kelmouth Diocese"),
    ("Skelmer 6th Form College", "Skelmer Sixth Form College"),
    ("Skelmer FE Coll", "Skelmer FE College"),
    ("Wessex & Kelmouth Care NHS Foundation Trust", "Wessex and Kelmouth Care NHSFT"),
    ("Wessex Care - NHS Foundation Trust", "Wessex Care NHS FT"),
    ("Norfolk & Suffolk ICB", "Norfolk and Suffolk Integrated Care Board"),
    ("Essex Constabulary", "Essex Police"),
    ("Surrey SCP", "Surrey Safeguarding Children Partnership"),
    ("Surrey Safeguarding Children's Partnership", "Surrey Safeguarding Children Partnership"),
    ("Devon Parent Carer Forum", "Devon Parent and Carer Forum"),
    ("Devon Parent/Carer Forum", "Devon PCF"),
    ("Dorset Education Partnership (DEP)", "Dorset Education Partnership"),
    ("Dudley MBC", "Dudley Metropolitan Borough Council"),
    ("Dorset Schools Improvement Partnership", "Dorset School Improvement Partnership"),
    ("Kent CAMHS", "Kent Child and Adolescent Mental Health Services"),
    ("Kent FC", "Kent Football Club"),
    ("Bracknell PRU", "Bracknell Pupil Referral Unit"),
    ("Sefton Youth Offending Team", "Sefton YOT"),
]


@pytest.mark.parametrize(("first", "second"), ONE)
def test_spellings_of_a_name_that_tells_are_one(first: str, second: str) -> None:
    assert verdict(first, second, (None, None)) == "one"
    assert verdict(second, first, (NORTH, NORTH)) == "one"


NOT_ONE = [
    ("Virtual School", "Virtual School"),
    ("School Improvement Team", "School Improvement Team"),
    ("Youth Offending Team", "Youth Offending Team"),
    ("Youth Justice Service", "Youth Justice Service"),
    ("Director of Children's Services", "Director of Children's Services"),
    ("Northshire Director of Education", "Northshire Director of Education"),
    ("Chief Executive, Kelmouth Trust", "Chief Executive, Kelmouth Trust"),
    ("Head of Inclusion", "Head of Inclusion"),
    ("Virtual School Head", "Virtual School"),
    ("Kent Virtual School Head", "Kent Virtual School"),
    ("Principal Educational Psychologist", "Principal Educational Psychologist"),
    ("Assistant Director, Safeguarding", "Assistant Director, Safeguarding"),
    ("Finance Business Partner", "Finance Business Partner"),
    ("Designated Nurse", "Designated Nurse"),
    ("SENDCo", "SENDCo"),
    ("Schools", "Schools"),
    ("Parents", "parents"),
    ("All schools", "all schools"),
    ("Kent schools", "Kent schools"),
    ("Hampshire headteachers", "Hampshire Headteachers"),
    ("Eastfold employers", "Eastfold employers"),
    ("St Mary's CE Primary School", "St Mary's CE Primary School"),
    ("St Mary's RC Primary", "St Mary's CE Primary"),
    ("Pelbury St Mary's RC Primary", "Pelbury St Mary's CE Primary"),
    ("Holy Trinity Primary School", "Holy Trinity Primary School"),
    ("Mill Lane Primary", "Mill Lane Primary School"),
    ("Park High School", "Park High School"),
    ("Skelbrooke High School", "Skelbrooke High School"),
    ("Skelbrooke High School", "Skelbrooke Primary School"),
    ("Skelbrooke Infant School", "Skelbrooke Junior School"),
    ("Skelbrooke High School", "Skelbrooke High School for Girls"),
    ("Whitmoor Girls' School", "Whitmoor Boys' School"),
    ("Barton Primary School", "Burton Primary School"),
    ("Norton High School", "Morton High School"),
    ("University of Kelmouth", "Kelmouth College"),
    ("University of Portsmouth", "University of Plymouth"),
    ("Manchester University", "Manchester Metropolitan University"),
    ("York University", "York St John University"),
    ("Nottingham City Council", "Nottinghamshire County Council"),
    ("Leicester City Council", "Leicestershire County Council"),
    ("Kent Police", "Essex Police"),
    ("NHS Kent", "NHS Essex"),
    ("Diocese of Kent", "Kent Council"),
    ("Ashbury College", "Ashbury Sixth Form College"),
    ("Kent Youth Justice Service", "Kent Youth Offending Team"),
    ("Kent School Improvement Service", "Kent School Improvement Board"),
    ("Kelmouth Teaching School Alliance", "Kelmouth Education Partnership"),
    ("Executive Board", "Executive Board"),
    ("Interim Executive Board", "Interim Executive Board"),
    ("Education Partnership", "Education Partnership"),
    ("Learning Partnership", "Learning Partnership"),
    ("Parent Carer Forum", "Parent Carer Forum"),
    ("Fair Access Panel", "Fair Access Panel"),
    ("Schools Forum", "Schools Forum"),
    ("Early Help", "Early Help"),
    ("MASH", "MASH"),
    ("CAMHS", "CAMHS"),
    ("PTA", "PTA"),
    ("SLT", "SLT"),
    ("Police", "Police"),
    ("Chamber of Commerce", "Chamber of Commerce"),
    ("Combined Authority", "Combined Authority"),
    ("Integrated Care Board", "Integrated Care Board"),
    ("Health and Wellbeing Board", "Health and Wellbeing Board"),
    ("Safeguarding Partnership", "Safeguarding Partnership"),
    ("Employment and Skills Board", "Employment and Skills Board"),
    ("Adult Learning Service", "Adult Learning Service"),
    ("Children's Trust", "Children's Trust"),
    ("Academy Trust", "Academy Trust"),
    ("Multi Academy Trust", "Multi-Academy Trust"),
    ("Teaching School Hub", "Teaching School Hub"),
    ("Maths Hub", "Maths Hub"),
    ("English Hub", "English Hub"),
    ("Music Hub", "Music Hub"),
    ("Wraparound Team", "Wraparound Team"),
    ("Transitions Network", "Transitions Network"),
    ("Community Learning Alliance", "Community Learning Alliance"),
    ("Northern Alliance", "Northern Alliance"),
    ("Little Oaks Trust", "Little Oaks Trust"),
    ("The Hub", "The Hub"),
]


@pytest.mark.parametrize(("first", "second"), NOT_ONE)
def test_bodies_of_two_councils_are_not_one_by_a_name_that_does_not_tell(
    first: str, second: str
) -> None:
    assert verdict(first, second, (NORTH, SOUTH)) != "one"


@pytest.mark.parametrize(
    "name",
    ["Windsor Primary School", "Cardinal Newman School", "St Ermintrude's Primary", "High Academy",
     "King Alfred School", "Nightingale Academy", "Sunrise Nursery", "Transitions Trust"],
)  # fmt: skip
def test_a_name_that_many_places_know_is_in_doubt_where_no_council_is_known(name: str) -> None:
    assert verdict(name, name, (None, None)) != "one"
    assert verdict(name, name, (NORTH, None)) != "one"


def test_a_national_body_is_one_and_a_post_of_two_councils_is_not() -> None:
    dfe = Partner(id="", name="DfE", canonical="Department for Education", kind="organisation",
                  body="department-for-education")  # fmt: skip
    head = Partner(id="", name="DCS", canonical="Director of Children's Services", kind="role")
    found = find(plan("north", NORTH, dfe, head), plan("south", SOUTH, head, dfe))
    assert ends(found, "NAMED_AS") == [["north/partner/0", "south/partner/1"]]
    (body,) = organisations(found)
    assert "it is one national body" in body.evidence
    assert possible(found) == []


def test_inside_one_council_a_common_name_and_a_unit_are_one() -> None:
    names = ("Mill Lane Primary", "Parent Carer Forum", "Westend Primary")
    others = ("Mill Lane Primary School", "Northshire Parent Carer Forum", "West End Primary")
    found = find(plan("first", NORTH, *names), plan("second", "NORTHSHIRE COUNCIL", *others))
    assert ends(found, "NAMED_AS") == [[f"{p}/partner/{n}" for p in ("first", "second")]
                                       for n in range(3)]  # fmt: skip
    elsewhere = plan("second", SOUTH, "Mill Lane Primary", "Parent Carer Forum", "West End Primary")
    assert not organisations(find(plan("first", NORTH, *names), elsewhere))


def test_a_word_that_plans_use_as_an_ordinary_one_makes_no_name() -> None:
    two = plan("north", NORTH, "Bramble Trust"), plan("south", SOUTH, "Bramble Trust")
    assert organisations(find(*two))
    said = plan("third", None, text="Cut the bramble back")
    assert not organisations(find(*two, said))


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ("Skelbrooke Primary", "Skelbroke Primary", "differ by a letter"),
        ("Skelbrooke Primary", "Sklebrooke Primary", "differ by a letter"),
        ("Education Partnership", "Northshire Education Partnership", "but for northshire"),
        ("Maths Hub", "Bramdean Maths Hub", "but for bramdean"),
        ("St Mary's Primary", "St Mary's CE Primary", "but for church of england"),
        ("Ashbury School", "Ashbury Academy School", "but for academy"),
        ("Kelmouth City College", "City of Kelmouth College", "in another order"),
        ("KVAN", "Kelmouth Voluntary Action Network", "are its initials"),
    ],
)
def test_what_may_be_one_is_proposed_and_not_merged(first: str, second: str, why: str) -> None:
    found = find(plan("first", NORTH, first), plan("second", NORTH, second))
    assert not organisations(found)
    (match,) = possible(found)
    assert match.status == "proposed"
    assert why in match.evidence[0]
    assert not possible(find(plan("first", NORTH, first), plan("second", SOUTH, second))) or (
        "order" in why
    )


def test_the_reason_says_how_each_spelling_comes_to_the_name() -> None:
    found = find(plan("north", None, "Skelbrooke HS", "Skelbrooke High School"))
    (body,) = organisations(found)
    assert (body.canonical, body.kind, body.status) == (
        "Skelbrooke High School", "school", "resolved"
    )  # fmt: skip
    assert any("Skelbrooke HS" in e and "HS for high school" in e for e in body.evidence)


@pytest.mark.parametrize(
    ("name", "words", "told"),
    [
        ("Ashdown & Burwell HS", "ashdown burwell high school", ("HS for high school",)),
        ("St. John's C.E. Primary", "saint johns church of england primary school",
         ("St for saint", "CE for church of england")),
        ("University of Ashdown", "ashdown university", ()),
        ("High St", "high st", ()),
        ("Ltd", "ltd", ()),
        ("", "", ()),
        ("\u2014", "", ()),
    ],
)  # fmt: skip
def test_a_name_is_written_out(name: str, words: str, told: tuple[str, ...]) -> None:
    assert (" ".join(parsed(name).words), parsed(name).told) == (words, told)


def test_a_council_is_known_by_the_words_that_only_it_has() -> None:
    assert area_of("LONDON BOROUGH OF ASHDOWN") == area_of("Ashdown Council") == "ashdown"
    assert area_of(None) == area_of("City Council") == ""


# --- read by people -----------------------------------------------------------------------------


def test_every_merge_in_the_plans_at_hand_was_read_by_a_person(five_plans: Any) -> None:
    every = [five_plans.graph(r.id) for r in five_plans.plans()]
    every += [crossplan.extract(p) for p in PLANS]
    found = find(*every)
    names = {p.id: p.name for g in every for p in g.of_type(Partner)}
    merged = {
        n.canonical: sorted({names[e.target] for e in found.edges if e.source == n.id})
        for n in organisations(found)
    }
    assert merged == {
        "Department for Education": ["DfE"],
        "DfE Regions Group": ["Regions Group"],
        "Department for Work and Pensions": ["DWP", "Department for Work and Pensions"],
        "Jobcentre Plus": ["Jobcentre Plus"],
        "Ofsted": ["Ofsted"],
        "Regional Schools Commissioner": ["RSC", "Regional Schools Commissioner"],
    }
    assert len(possible(found)) == 3


# --- what people decide -------------------------------------------------------------------------


def chosen(accepted: bool, first: Sequence[str], second: Sequence[str]) -> Same:
    return Same(frozenset(first), frozenset(second), accepted, "known here")


def test_a_person_makes_one_and_keeps_apart() -> None:
    graphs = (
        plan("first", NORTH, "Maths Hub", "Skelbrooke HS"),
        plan("second", NORTH, "Bramdean Maths Hub", "Skelbrooke High"),
    )
    yes = chosen(True, ["first/partner/0"], ["second/partner/0"])
    no = chosen(False, ["first/partner/1"], ["second/partner/1"])
    found = find(*graphs, choices=Choices(same=(yes, no)))
    assert ends(found, "NAMED_AS") == [["first/partner/0", "second/partner/0"]]
    (body,) = organisations(found)
    assert (body.status, body.basis) == ("accepted", "curated")
    assert any("known here" in e for e in body.evidence)
    refused = chosen(False, ["first/partner/0"], ["second/partner/0"])
    assert possible(find(*graphs, choices=Choices(same=(refused,)))) == []


NAMES = ["Skelbrooke HS", "Skelbrooke High", "Maths Hub", "Bramdean Maths Hub", "Virtual School",
         "University of Kelmouth", "Kelmouth University", "St Mary's Primary"]  # fmt: skip
named = st.lists(st.sampled_from(NAMES), unique=True, max_size=5)
COUNCILS = st.sampled_from([NORTH, SOUTH, None])


@st.composite
def corpora(draw: st.DrawFn) -> Corpus:
    graphs = [plan(f"p{n}", draw(COUNCILS), *draw(named)) for n in range(draw(st.integers(1, 4)))]
    ids = [p.id for g in graphs for p in g.of_type(Partner)]
    words: list[Same] = []
    if len(ids) > 2:
        pairs = st.lists(st.sampled_from(ids), min_size=2, max_size=2, unique=True)
        first = draw(pairs)
        words.append(chosen(True, first[:1], first[1:]))
        second = draw(pairs)
        if {*second} != {*first}:
            words.append(chosen(False, second[:1], second[1:]))
    return Corpus(tuple(graphs), Choices(same=tuple(words)))


@settings(max_examples=60)
@given(corpora(), st.randoms(use_true_random=False))
def test_order_changes_nothing_and_a_person_is_always_followed(
    corpus: Corpus, shuffle: random.Random
) -> None:
    found = partners.find(corpus)
    graphs = list(corpus.graphs)
    shuffle.shuffle(graphs)
    assert partners.find(Corpus(tuple(graphs), corpus.choices)) == found
    root = partners.resolved(corpus)
    for word in corpus.choices.same:
        together = root[min(word.first)] == root[min(word.second)]
        assert together == word.accepted
        pair = {*word.first, *word.second}
        assert word.accepted or not any(pair <= {*e} for e in ends(found, "CANDIDATE"))
    for group in ends(found, "NAMED_AS"):
        assert len({root[i] for i in group}) == 1
    assert all(len({root[i] for i in group}) > 1 for group in ends(found, "CANDIDATE"))


@given(st.lists(st.text(max_size=30), max_size=6))
def test_any_name_is_read_and_survives_the_store(names: list[str]) -> None:
    clean = [n for n in names if n.isprintable() and n.strip()]
    found = find(plan("a", NORTH, *clean), plan("b", NORTH, *clean))
    assert from_quads(ox.parse(to_nquads(found), format=ox.RdfFormat.N_QUADS)) == found


# --- growth -------------------------------------------------------------------------------------

PARTS = ["ba", "ke", "lo", "mi", "ran", "tor", "wes", "dun", "fel", "gar", "har", "kin", "lam"]


def big(plans: int) -> tuple[PlanGraph, ...]:
    """Plans of thirty partners: units that all have, bodies of each place and of neighbours."""

    def place(n: int) -> str:
        r = random.Random(n)  # noqa: S311
        return "".join(r.choice(PARTS) for _ in range(4)).title()

    kinds = ["College", "Trust", "HS", "High School", "CE Primary", "Learning Alliance", "Team"]
    usual = ["Virtual School", "Executive Board", "Head of Inclusion", "St Mary's Primary"]
    return tuple(
        plan(f"p{n:04d}", f"{place(n)} Council", *usual,
             *(f"{place(n + d)} {k}" for d in range(4) for k in kinds[: 7 - (d == 3)]))
        for n in range(plans)
    )  # fmt: skip


def steps(graphs: tuple[PlanGraph, ...]) -> int:
    """The calls of functions, built-in ones included, that finding takes."""
    count = 0

    def counted(_frame: object, event: str, _arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    parsed.cache_clear()
    sys.setprofile(counted)
    try:
        partners.find(Corpus(graphs))
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("on", ["oxigraph", "ladybug"])
def test_posts_of_one_name_are_one_role_and_no_one_body(tmp_path: Path, on: On) -> None:
    director, chair = "Director of Children's Services", "Trust Chair"
    ws = fill(tmp_path / "ws", [
        linked("a", NORTH, director, "Head of SEND", topic="neet"),
        linked("b", SOUTH, f"{SOUTH.split()[0]} {director}", chair, topic="attendance"),
        linked("c", SOUTH, chair, "Director", topic="exclusion"),
    ])  # fmt: skip
    found = ask(ws, "shared-roles", {}, on).rows
    assert [row[:4] for row in found] == [(director, 2, ["a", "b"], 2)], "SOUTH has one chair"
    assert ask(ws, "shared-roles", {"topic": "exclusion"}, on).rows == ()
    assert ask(ws, "shared-roles", {"plan": "c"}, on).rows == ()
    told = ask(ws, "partner-variants", {"status": "same role"}, on).rows
    assert [(row[1], row[3]) for row in told] == [(director, ["a", "b"])]
    bodies = findings(ws).nodes
    assert all(director not in n.canonical for n in bodies if isinstance(n, Organisation))


def test_the_work_grows_with_the_number_of_partners() -> None:
    small, large = steps(big(20)), steps(big(80))
    assert large < 4.6 * small
    assert large < 600 * 80 * 30


# --- the questions ------------------------------------------------------------------------------


def linked(name: str, council: str, *named: str, topic: str) -> PlanGraph:
    """A plan whose one action, on a topic, is led by these."""
    graph = plan(name, council, *named)
    words = span(name, "Attendance")
    action = Action(id=f"{name}/action/1", text="We act", spans=(words,),
                    tags=(Tag(f"topic/{topic}", words),))  # fmt: skip
    edges = [Edge(source=action.id, key="LED_BY", target=p.id) for p in graph.of_type(Partner)]
    nodes = [n for n in graph if n.id != action.id]
    source = Source(f"{name}.txt", sha256(text_of(name).encode()).hexdigest())
    return PlanGraph.of(name, source, [*nodes, action], edges)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    graphs = [
        linked("a", NORTH, "University of Kelmouth", "Kent Police", "Maths Hub", topic="neet"),
        linked("b", SOUTH, "Kelmouth University", "Kent Constabulary", topic="attendance"),
        linked("c", "Westmere Council", "Kelmouth Univ", "Maths Hub", topic="exclusion"),
    ]
    return fill(tmp_path_factory.mktemp("planted") / "ws", graphs)


@pytest.mark.parametrize("on", ["oxigraph", "ladybug"])
def test_who_bridges_the_most_plans_comes_first(planted: Workspace, on: On) -> None:
    def rows(**given: str) -> list[tuple[Any, ...]]:
        return [row[:5] for row in ask(planted, "shared-partners", given, on).rows]

    kelmouth = ("University of Kelmouth", "organisation")
    assert rows() == [
        (*kelmouth, 3, ["a", "b", "c"], 3),
        ("Kent Constabulary", "organisation", 2, ["a", "b"], 2),
    ]
    assert rows(plan="c") == [(*kelmouth, 3, ["a", "b", "c"], 3)]
    assert rows(topic="attendance-behaviour") == [(*kelmouth, 2, ["b", "c"], 2)]
    assert rows(topic="neet") == []


@pytest.mark.parametrize("on", ["oxigraph", "ladybug"])
def test_variants_are_told_with_their_reason(planted: Workspace, on: On) -> None:
    found = ask(planted, "partner-variants", {"status": "resolved", "plan": "c"}, on).rows
    ((status, body, names, plans, reasons),) = found
    assert (status, body, plans) == ("resolved", "University of Kelmouth", ["a", "b", "c"])
    assert names == ["Kelmouth Univ", "Kelmouth University", "University of Kelmouth"]
    assert any("Univ for university" in r for r in reasons)
    assert ask(planted, "partner-variants", {"status": "proposed"}, on).rows == ()

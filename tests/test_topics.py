"""Words are found to be about what a reader of council plans says, and say which words they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ontology
from graph.topics import Match, Matcher, code_list, fold, topics

LISTS = ("population", "phase", "indicator", "benchmark", "mechanism")


def about(text: str, matcher: Matcher | None = None) -> dict[str, str]:
    """The last part of each concept found -> the words that earned it."""
    found = (matcher or topics()).find(text)
    return {m.concept.rsplit("/", 1)[1]: text[m.start : m.end] for m in found}


def pole(text: str) -> set[tuple[str, str]]:
    return {(m.concept.removeprefix("topic/"), m.pole) for m in topics().find(text)}


@pytest.mark.parametrize(
    ("text", "topic", "words"),
    [
        ("Reduce persistent absence in Year 10", "persistent-absence", "persistent absence"),
        ("Review part-time timetables", "reduced-timetables", "part-time timetables"),
        ("PRUs and other providers", "alternative-provision", "PRUs"),
        ("Offer T Levels in construction", "t-levels", "T Levels"),
        ("For Gypsy, Roma & Traveller pupils", "gypsy-roma-traveller",
         "Gypsy, Roma & Traveller pupils"),
        ("A school in special measures", "inspection-outcomes", "special measures"),
        ("Make EHCPs clear", "ehcp", "EHCPs"),
        ("Poverty-proof the day and free school meals", "free-school-meals", "free school meals"),
        ("Agree the safety valve programme", "high-needs-funding", "safety valve"),
        ("Meet all eight Gatsby Benchmarks", "careers", "Gatsby Benchmarks"),
        ("Children’s voices are heard", "pupil-voice", "Children’s voices"),
        ("Extend the ordinarily available provision", "ordinarily-available-provision",
         "ordinarily available provision"),
        ("Identify young carers", "young-carers", "young carers"),
    ],
)  # fmt: skip
def test_the_words_of_the_field_are_found(text: str, topic: str, words: str) -> None:
    assert about(text)[topic] == words


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("A delay due to a staffing absence", "attendance"),
        ("Staff attendance at training", "attendance"),
        ("Write an ordinarily available provision guide", "alternative-provision"),
        ("Support young carers", "voice-and-families"),
        ("The PA system was renewed", "persistent-absence"),
        ("Lessons learned from the review", "curriculum-teaching"),
        ("Hospital admissions for asthma", "admissions"),
        ("Survey of school climate", "sustainability-education"),
        ("Financial resilience of trusts", "mental-health"),
        ("The hospitals trust opens a ward", "academies"),
        ("Use plain language", "literacy-language"),
        ("Make the ap easy to find", "alternative-provision"),
        ("A senior officer of the council", "send"),
    ],
)
def test_words_that_only_look_like_a_topic_are_not_found(text: str, topic: str) -> None:
    assert topic not in about(text)


def test_a_negative_label_stops_its_own_topic_and_no_other() -> None:
    assert "staff-wellbeing" in about("Reduce staff absence")
    assert "attendance" not in about("Reduce staff absence")


def test_an_abbreviation_that_the_plan_defines_otherwise_does_not_count() -> None:
    found = topics().find("HI leads on AP", {"AP": "Assistant Principal"})
    assert [m.concept for m in found] == []
    kept = topics().find("HI leads on AP", {"AP": "Alternative provision"})
    assert [m.concept for m in kept] == ["topic/alternative-provision"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Reduce NEET", "Increase EET"),
        ("Reduce absence", "Improve attendance"),
        ("Narrow digital exclusion", "Widen digital inclusion"),
    ],
)
def test_two_poles_of_one_topic_are_told_apart(one: str, other: str) -> None:
    ((topic, adverse),), ((same, favourable),) = pole(one), pole(other)
    assert topic == same
    assert (adverse, favourable) in {("adverse", "favourable"), ("adverse", "")}


def test_most_topics_name_no_pole() -> None:
    assert pole("School governance") == {("governance", "")}


@pytest.mark.parametrize(
    ("name", "text", "concept"),
    [
        ("phase", "Pupils in Years 7 and 8", "ks3"),
        ("phase", "Reception children", "early-years"),
        ("phase", "young people aged 0-25", "all"),
        ("population", "unaccompanied asylum seeking children", "refugees"),
        ("population", "Pupils with SEND", "sen"),
        ("indicator", "72% pass the phonics screening check", "phonics"),
        ("indicator", "60% of plans issued within 20 weeks", "ehcp-timeliness"),
        ("indicator", "Attendance rates rise", "overall-absence"),
        ("benchmark", "better than our statistical neighbours", "statistical-neighbours"),
        ("mechanism", "Train all SENCOs in de-escalation", "training"),
        ("mechanism", "We will commission a new service", "commissioning"),
        ("mechanism", "Write a SEND strategy", "strategy"),
        ("mechanism", "Share good practice between schools", "peer-support"),
        ("mechanism", "Publish guidance for settings", "guidance"),
        ("mechanism", "Recruit three youth workers", "recruitment"),
        ("mechanism", "Pilot a new approach", "pilot"),
    ],
)
def test_code_lists_are_found(name: str, text: str, concept: str) -> None:
    assert concept in about(text, code_list(name))


@pytest.mark.parametrize(
    ("name", "text", "concept"),
    [
        ("population", "young carers and foster carers", "parents-carers"),
        ("phase", "The primary aim of the reception of guests", "primary"),
        ("mechanism", "A Youth Challenge group", "challenge"),
        ("mechanism", "Young people in education, employment or training", "training"),
    ],
)
def test_code_lists_are_not_found_in_other_words(name: str, text: str, concept: str) -> None:
    assert concept not in about(text, code_list(name))


@given(st.lists(st.sampled_from(sorted(
    {label for c in ontology.concepts("topics").values() for label in (*c.labels, *c.negative)}
)), min_size=1, max_size=6), st.sampled_from([" ", ", ", " and ", ". ", "/"]))  # fmt: skip
def test_matches_lie_in_the_text_in_order_and_apart(labels: list[str], between: str) -> None:
    text = between.join(labels)
    found = topics().find(text)
    places = [place for m in found for place in (m.start, m.end)]
    assert places == sorted(places)
    assert all(0 <= m.start < m.end <= len(text) for m in found)
    assert found == topics().find(text)


@pytest.mark.parametrize("name", ["topics", *LISTS])
def test_each_label_finds_its_own_concept(name: str) -> None:
    matcher = topics() if name == "topics" else code_list(name)
    file = "topics" if name == "topics" else "vocab"
    for concept in ontology.concepts(file).values():
        if name != "topics" and not concept.id.startswith(f"vocab/{name}/"):
            continue
        for label in concept.labels:
            assert Match(0, len(label), concept.id) in [
                Match(m.start, m.end, m.concept) for m in matcher.find(label)
            ], label


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=12))
def test_folding_a_word_knows_no_case_and_never_makes_it_longer(word: str) -> None:
    assert len(fold(word)) <= max(len(word.casefold()), 5)


def test_plurals_are_the_words_of_their_singulars() -> None:
    pairs = ["policy policies", "class classes", "school schools", "EHCP EHCPs", "child children"]
    assert all(fold(one) == fold(many) for one, many in map(str.split, pairs))
    assert fold("access") == "access"
    assert fold("SENs") != fold("sense")

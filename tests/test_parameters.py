"""Values of questions: what people write becomes what queries take, or a sentence."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ontology
from graph.errors import UsageError
from graph.parameters import Known, Parameter, typed

STORE = Known(
    "here",
    {"north-plan": "Plan for the north", "south-plan": "Plan for the south", "east": "Eastern"},
    {"north-plan": "North Council", "south-plan": "South Council", "east": "South Council"},
)


def value(kind: str, words: str, store: Known = STORE) -> str | date:
    return typed(Parameter("x", kind, False, "", "what"), words, store)


@pytest.mark.parametrize(
    ("kind", "words", "meant"),
    [
        ("text", "anything", "anything"),
        ("date", "2026-08-31", date(2026, 8, 31)),
        ("plan", "north", "north-plan"),
        ("council", "South Council", "|east|south-plan|"),
        ("council", "north", "|north-plan|"),
        ("topic", "attendance", "attendance"),
        ("topic", "NEET", "neet"),
        ("topic", "School attendance", "attendance"),
        ("topic", "truancy", "attendance"),
        ("phase", "primary", "|ks1|ks2|primary|"),
        ("phase", "KS2", "|ks2|"),
        ("population", "young carers", "|young-carers|"),
        ("level", "Priority", "priority"),
        ("level", "statement", "statement"),
        ("plan", "", ""),
        ("council", "", ""),
        ("topic", "", ""),
    ],
)
def test_a_value_is_what_people_mean(kind: str, words: str, meant: object) -> None:
    assert value(kind, words) == meant


@pytest.mark.parametrize(
    ("kind", "words", "says"),
    [
        ("date", "soon", "'soon' is not a date; write it as 2026-08-31"),
        ("date", "2026-02-30", "is not a date"),
        ("plan", "plan", "'plan' could be any of these plans: north-plan, south-plan"),
        ("plan", "noth-plan", "no plan 'noth-plan' in here; there is north-plan"),
        ("council", "council", "could be any of these councils: North Council, South Council"),
        ("council", "nrth council", "no council 'nrth council'; there is North Council"),
        ("topic", "attendence", "no topic 'attendence'; there is attendance"),
        ("population", "gilrs", "no population 'gilrs'; there is "),
        ("phase", "primry", "no phase 'primry'; there is primary"),
        ("level", "priorty", "no level 'priorty'; there is priority"),
        ("level", "qqqqq", "no level 'qqqqq'; there is "),
    ],
)
def test_what_is_unknown_is_said_with_the_nearest(kind: str, words: str, says: str) -> None:
    with pytest.raises(UsageError) as told:
        value(kind, words)
    assert says in str(told.value)
    assert "\n" not in str(told.value)


def test_a_population_stands_for_all_that_is_narrower() -> None:
    narrower = {
        c.id.removeprefix("vocab/population/")
        for c in ontology.concepts("vocab").values()
        if "vocab/population/sen" in c.broader
    }
    assert narrower
    assert narrower | {"sen"} == set(str(value("population", "sen")).strip("|").split("|"))


def test_without_councils_a_council_cannot_be_named() -> None:
    with pytest.raises(UsageError, match="name a plan"):
        value("council", "north", Known("here", {"a": "A"}, {}))


@pytest.mark.parametrize("topic", list(ontology.concepts("topics")))
def test_every_topic_is_found_by_its_id_and_by_each_label(topic: str) -> None:
    concept = ontology.concepts("topics")[topic]
    for words in (topic.removeprefix("topic/"), *concept.labels):
        assert value("topic", words) == topic.removeprefix("topic/"), words


@given(st.sampled_from(["topic", "phase", "population", "level", "council", "plan"]), st.text())
def test_any_words_give_a_value_or_one_sentence(kind: str, words: str) -> None:
    with suppress(UsageError):
        assert isinstance(value(kind, words), str)

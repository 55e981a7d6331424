"""The ontology and the code name the same things, and the ontology is sound by itself."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from java import java
from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node
from sample import sample

import ontology
from graph import rdf
from graph.fields import FIELDS, data_fields
from graph.findings import FINDING_RELATIONS, FINDING_TYPES
from graph.model import NODE_TYPES, RELATIONS, Element
from graph.names import property_of, relationship_of
from graph.topics import POLES, Matcher, key

XP = Namespace(ontology.NS)
ROOT = Path(__file__).parent.parent
SCHEMES = ("topics", "vocab", "compare", "documents")
PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
EXTRA_CLASSES = {
    "PlanElement", "Aim", "AreaForImprovement", "SourceDocument", "TextSpan", "Partnership",
    "StakeholderGroup", "Indicator", "Period", "Tag", "Link", "Finding", "Resolution",
}  # fmt: skip
"""Classes that are no node type: abstract ones, second classes, and what carries provenance."""

EXTRA_PROPERTIES = {
    "hasPlan", "hasElement", "underTheme", "inSupportOf", "subactionOf", "milestoneOf", "measures",
    "targetOf", "involvesPartner", "respondsTo", "coversPeriod",
}  # fmt: skip
"""Inverses, a common super-property, and what no reader writes yet."""

LEXICON = {
    "makes", "numberedAs", "closes", "lists",
    "negativeLabel", "pole", "favourableLabel", "adverseLabel", "wording",
}  # fmt: skip


@cache
def turtle(name: str) -> Graph:
    return Graph().parse(data=ontology.text(name), format="turtle")


def local(iri: object) -> str:
    return str(iri).removeprefix(ontology.NS)


def own(graph: Graph, *kinds: URIRef) -> set[str]:
    found = {s for kind in kinds for s in graph.subjects(RDF.type, kind)}
    return {local(s) for s in found if str(s).startswith(ontology.NS)}


def written() -> set[str]:
    """The properties of our own that the code can write."""
    kinds = [*NODE_TYPES.values(), *FINDING_TYPES.values()]
    fields = {f.prop for kind in kinds for _, f in data_fields(kind)}
    tags = set(rdf.TAG_PROPERTY.values())
    links = {"xp:" + property_of(key) for key in [*RELATIONS, *FINDING_RELATIONS]}
    used = {q.predicate.value for q in rdf.to_rdf(sample())}
    names = {p.removeprefix("xp:") for p in fields | tags | links if p.startswith("xp:")}
    return names | {local(p) for p in used if p.startswith(ontology.NS)}


def classes_of(term: Node | None) -> set[str]:
    """The names of a class or of the parts of a union."""
    graph = turtle("crossplan")
    parts = graph.value(term, OWL.unionOf)
    return {local(c) for c in (Collection(graph, parts) if parts else [term])}


def node_types(term: Node | None) -> set[str]:
    """The node types that a class or union holds, its subclasses included."""
    graph, found = turtle("crossplan"), set()
    for name in classes_of(term):
        found |= {local(c) for c in graph.transitive_subjects(RDFS.subClassOf, XP[name])}
    return found & {*NODE_TYPES, *FINDING_TYPES}


# --- code and ontology -----------------------------------------------------------------------


def test_the_ontology_has_a_class_for_each_node_type_and_no_more() -> None:
    named = set(NODE_TYPES) | set(FINDING_TYPES)
    assert own(turtle("crossplan"), OWL.Class) == named | EXTRA_CLASSES


def test_the_ontology_has_the_properties_that_the_code_writes_and_no_more() -> None:
    assert own(turtle("crossplan"), *PROPERTIES) == written() | EXTRA_PROPERTIES | LEXICON


def test_a_written_class_is_declared() -> None:
    classes = {c.removeprefix("xp:") for c in rdf.PARTNER_CLASS.values() if c.startswith("xp:")}
    quads = rdf.to_rdf(sample())
    used = {str(q.object) for q in quads if q.predicate.value == str(RDF.type)}
    classes |= {local(c.strip("<>")) for c in used if c.startswith(f"<{ontology.NS}")}
    assert classes <= own(turtle("crossplan"), OWL.Class)


@pytest.mark.parametrize("key", [*RELATIONS, *FINDING_RELATIONS])
def test_a_relationship_joins_the_types_that_the_ontology_says(key: str) -> None:
    graph, (sources, targets) = turtle("crossplan"), {**RELATIONS, **FINDING_RELATIONS}[key]
    link = XP[property_of(key)]
    assert (link, RDF.type, OWL.ObjectProperty) in graph
    assert node_types(graph.value(link, RDFS.domain)) == set(sources)
    assert node_types(graph.value(link, RDFS.range)) == set(targets)
    assert relationship_of(property_of(key)) == key


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_is_a_property_of_the_right_kind_for_the_types_that_have_it(name: str) -> None:
    graph, field = turtle("crossplan"), FIELDS[name]
    if not field.prop.startswith("xp:"):
        assert field.prop in ("rdfs:label", "dct:title", "dct:identifier", "skos:prefLabel")
        return
    prop = XP[field.prop.removeprefix("xp:")]
    kind = OWL.ObjectProperty if field.scheme else OWL.DatatypeProperty
    assert (prop, RDF.type, kind) in graph
    literal = {"date": XSD.date, "decimal": XSD.decimal}.get(field.shape, XSD.string)
    assert graph.value(prop, RDFS.range) == (SKOS.Concept if field.scheme else literal)
    types = {**NODE_TYPES, **FINDING_TYPES}
    having = {t for t, c in types.items() if name in {n for n, _ in data_fields(c)}}
    domain = graph.value(prop, RDFS.domain)
    assert domain is None or having <= node_types(domain)


def test_statements_are_the_elements_of_the_model() -> None:
    assert node_types(XP.PlanElement) == {
        t for t, c in NODE_TYPES.items() if issubclass(c, Element)
    }


def test_a_code_list_of_a_field_or_tag_is_there() -> None:
    ids = [i for name in SCHEMES for i in ontology.concepts(name)]
    starts = {f.scheme for f in FIELDS.values() if f.scheme} | set(rdf.TAG_PROPERTY)
    assert all(any(i.startswith(start) for i in ids) for start in starts)


# --- each file ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ontology.names())
def test_a_file_is_read_alike_by_both_parsers(name: str) -> None:
    quads = list(ox.parse(ontology.text(name), format=ox.RdfFormat.TURTLE))
    assert len(turtle(name)) == len(set(quads)) > 0


@pytest.mark.parametrize("name", ontology.names())
def test_a_file_uses_only_declared_terms(name: str) -> None:
    terms = {t for triple in turtle(name) for t in triple if str(t).startswith(ontology.NS)}
    terms -= {XP[""]}
    declared = own(turtle("crossplan"), OWL.Class, *PROPERTIES)
    assert {local(t) for t in terms if isinstance(t, URIRef)} <= declared


@pytest.mark.parametrize(
    "term", sorted(own(turtle("crossplan"), OWL.Class, *PROPERTIES)), ids=lambda t: str(t)
)
def test_a_term_is_labelled_and_defined_once(term: str) -> None:
    graph = turtle("crossplan")
    assert len(list(graph.objects(XP[term], RDFS.label))) == 1
    (definition,) = graph.objects(XP[term], SKOS.definition)
    assert str(definition).endswith(".")


# --- the schemes ---------------------------------------------------------------------------------


def schemes() -> Iterator[tuple[str, str]]:
    for name in SCHEMES:
        for scheme in turtle(name).subjects(RDF.type, SKOS.ConceptScheme):
            yield name, str(scheme).removeprefix(ontology.BASE)


def members(name: str, scheme: str) -> list[ontology.Concept]:
    return [c for i, c in ontology.concepts(name).items() if i.startswith(scheme + "/")]


in_each_scheme = pytest.mark.parametrize(("name", "scheme"), sorted(schemes()))


def test_there_is_a_scheme_for_topics_and_one_for_each_code_list() -> None:
    assert {s for _, s in schemes()} == {"topic"} | {
        f"vocab/{n}" for n in ("basis", "benchmark", "direction", "population", "phase",
                               "indicator", "recurrence", "body", "mechanism", "reason",
                               "document")
    }  # fmt: skip


@in_each_scheme
def test_no_label_belongs_to_two_concepts(name: str, scheme: str) -> None:
    labels = Counter(
        words for c in members(name, scheme) for words in {key(label) for label in c.labels}
    )
    assert [words for words, n in labels.items() if n > 1] == []


@in_each_scheme
def test_a_negative_label_holds_a_label_of_its_own_concept_and_is_none_of_another(
    name: str, scheme: str
) -> None:
    concepts = members(name, scheme)
    every = {key(label) for c in concepts for label in c.labels}
    for concept in concepts:
        labels = Matcher({concept.id: replace(concept, negative=())})
        for phrase in concept.negative:
            assert labels.find(phrase), phrase
            assert key(phrase) not in every, phrase


@in_each_scheme
def test_a_pole_is_one_of_two_and_said_of_labels_of_the_concept(name: str, scheme: str) -> None:
    for concept in members(name, scheme):
        said = [set(concept.more.get(f"{pole}Label", ())) for pole in POLES]
        assert set.union(*said) <= set(concept.labels), concept.id
        assert not set.intersection(*said), concept.id
        assert set(concept.more.get("pole", ())) <= set(POLES), concept.id


@in_each_scheme
def test_a_concept_is_in_its_scheme_once_and_under_a_top_concept(name: str, scheme: str) -> None:
    graph, iri = turtle(name), URIRef(ontology.BASE + scheme)
    tops = set(graph.objects(iri, SKOS.hasTopConcept))
    assert tops == set(graph.subjects(SKOS.topConceptOf, iri))
    for concept in map(URIRef, (ontology.BASE + c.id for c in members(name, scheme))):
        assert list(graph.objects(concept, SKOS.inScheme)) == [iri]
        assert len(list(graph.objects(concept, SKOS.prefLabel))) == 1
        assert set(graph.transitive_objects(concept, SKOS.broader)) & tops
        assert (concept in tops) == (graph.value(concept, SKOS.broader) is None)


@pytest.mark.parametrize("name", SCHEMES)
def test_broader_and_narrower_mirror_each_other(name: str) -> None:
    graph = turtle(name)
    narrower = {(b, a) for a, b in graph.subject_objects(SKOS.narrower)}
    assert set(graph.subject_objects(SKOS.broader)) == narrower


def test_an_indicator_is_both_an_indicator_and_a_concept() -> None:
    graph = turtle("vocab")
    indicators = set(graph.subjects(RDF.type, XP.Indicator))
    ids = {URIRef(ontology.BASE + c.id) for c in members("vocab", "vocab/indicator")}
    assert indicators == ids <= set(graph.subjects(RDF.type, SKOS.Concept))


# --- OWL ----------------------------------------------------------------------------------------


def robot(*arguments: str | Path) -> str:
    """What ROBOT says, with its exit code."""
    done = java("robot", "org.obolibrary.robot.CommandLineInterface", *arguments)
    return f"exit {done.returncode}\n{done.stdout}{done.stderr}"


def crossplan_with(tmp_path: Path, more: str) -> Path:
    path = tmp_path / "changed.ttl"
    path.write_text(f"{ontology.text('crossplan')}\n{more}", encoding="utf-8")
    return path


def profile(tmp_path: Path, path: Path) -> str:
    report = tmp_path / "profile.txt"
    said = robot("validate-profile", "--profile", "DL", "--input", path, "--output", report)
    return report.read_text(encoding="utf-8") + said


def test_the_ontology_is_owl_2_dl(tmp_path: Path) -> None:
    said = profile(tmp_path, crossplan_with(tmp_path, ""))
    assert "[Ontology and imports closure in profile]" in said


def test_the_profile_check_sees_a_fault(tmp_path: Path) -> None:
    said = profile(tmp_path, crossplan_with(tmp_path, "xp:Theme a owl:ObjectProperty , owl:Class ."
                                            " xp:text a owl:ObjectProperty ."))  # fmt: skip
    assert "[Ontology and imports closure in profile]" not in said


def reason(tmp_path: Path, triples: bytes) -> str:
    data = tmp_path / "data.nt"
    data.write_bytes(triples)
    files = [tmp_path / f"{name}.ttl" for name in ("crossplan", *SCHEMES)]
    for path in files:
        path.write_text(ontology.text(path.stem), encoding="utf-8")
    inputs = [part for path in (*files, data) for part in ("--input", path)]
    return robot("merge", *inputs, "reason", "--reasoner", "hermit", "--output", tmp_path / "o.owl")


def triples_of(*more: ox.Triple) -> bytes:
    quads = [q.triple for q in rdf.to_rdf(sample())]
    return bytes(ox.serialize([*quads, *more], format=ox.RdfFormat.N_TRIPLES) or b"")


def test_ontology_schemes_and_a_plan_are_consistent_together(tmp_path: Path) -> None:
    assert reason(tmp_path, triples_of()).startswith("exit 0")


def test_the_reasoner_sees_an_action_that_is_a_measure(tmp_path: Path) -> None:
    action = rdf.node_iri("north-plan/action/1")
    said = reason(
        tmp_path, triples_of(ox.Triple(action, rdf.iri("rdf:type"), rdf.iri("xp:Measure")))
    )
    assert "inconsistent" in said

"""The SPARQL 1.1 Protocol over real HTTP: the W3C's query cases, and a client of others.

The requests are ours, on our own plans; each bears the name of the W3C's case. Updates are refused
by intent, so of the W3C's update cases those alone apply that ask for a refusal.
"""

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import httpx
import pytest
import rdflib
from lxml import etree
from served import Served
from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper

NORTH, SOUTH = (f"https://w3id.org/crossplan/graph/{p}-plan/stated" for p in ("north", "south"))
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}
ASK = "ASK { ?p a xp:Plan }"
BOTH = "ASK { ?a dct:title 'A plan' . ?b dct:title 'Another' }"
NORTHS = "ASK { ?a dct:title 'A plan' FILTER NOT EXISTS { ?b dct:title 'Another' } }"
NAMED = f"""ASK {{ GRAPH <{NORTH}> {{ ?a dct:title 'A plan' }} GRAPH <{SOUTH}> {{ ?b a xp:Plan }}
            FILTER NOT EXISTS {{ ?c a xp:Plan }} }}"""
FULL = f"""ASK {{ ?a dct:title 'A plan' . GRAPH ?g {{ ?b dct:title 'Another' }}
           FILTER (?g = <{SOUTH}>) FILTER NOT EXISTS {{ ?c dct:title 'Another' }}
           FILTER NOT EXISTS {{ GRAPH ?h {{ ?d dct:title 'A plan' }} }} }}"""
SELECT = "SELECT ?t { ?p a xp:Plan ; dct:title ?t } ORDER BY ?t"
CONSTRUCT = "CONSTRUCT { ?p dct:title ?t } WHERE { ?p a xp:Plan ; dct:title ?t }"
DESCRIBE = "DESCRIBE <https://w3id.org/crossplan/id/north-plan>"
INSERT = "INSERT DATA { <http://x/s> <http://x/p> 1 }"
ROWS = ("sparql-results+json", "sparql-results+xml", "csv", "tab-separated-values")
TRIPLES = ("rdf+xml", "turtle", "n-triples")


@dataclass(frozen=True)
class Case:
    """A request and what the answer must be: a status of this kind, and true or a media type."""

    method: str
    params: list[tuple[str, str]] = field(default_factory=list)
    body: str | bytes = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 2
    types: tuple[str, ...] = ()


def form(*fields: tuple[str, str]) -> str:
    return str(httpx.QueryParams(fields))


def graphs(kind: str, *names: str) -> list[tuple[str, str]]:
    return [(f"{kind}-graph-uri", name) for name in names]


FROM = NORTHS.replace("ASK {", f"ASK FROM <{SOUTH}> {{", 1)
W3C = {
    "query_get": Case("GET", [("query", ASK)]),
    "query_post_form": Case("POST", body=form(("query", ASK)), headers=FORM),
    "query_post_direct": Case("POST", body=ASK, headers=DIRECT),
    "query_dataset_default_graphs_get": Case(
        "GET", [("query", BOTH), *graphs("default", NORTH, SOUTH)]
    ),
    "query_dataset_default_graphs_post": Case(
        "POST", body=form(("query", BOTH), *graphs("default", NORTH, SOUTH)), headers=FORM
    ),
    "query_dataset_named_graphs_get": Case(
        "GET", [("query", NAMED), *graphs("named", NORTH, SOUTH)]
    ),
    "query_dataset_named_graphs_post": Case(
        "POST", graphs("named", NORTH, SOUTH), body=NAMED, headers=DIRECT
    ),
    "query_dataset_full": Case(
        "POST", [*graphs("default", NORTH), *graphs("named", SOUTH)], body=FULL, headers=DIRECT
    ),
    "query_multiple_dataset": Case("POST", graphs("default", NORTH), body=FROM, headers=DIRECT),
    "query_content_type_select": Case("GET", [("query", SELECT)], types=ROWS),
    "query_content_type_ask": Case("GET", [("query", ASK)], types=ROWS[:2]),
    "query_content_type_describe": Case("GET", [("query", DESCRIBE)], types=TRIPLES),
    "query_content_type_construct": Case("GET", [("query", CONSTRUCT)], types=TRIPLES),
    "bad_query_method": Case("PUT", [("query", ASK)], status=4),
    "bad_multiple_queries": Case("GET", [("query", ASK), ("query", SELECT)], status=4),
    "bad_query_wrong_media_type": Case(
        "POST", body=ASK, headers={"Content-Type": "text/plain"}, status=4
    ),
    "bad_query_missing_form_type": Case("POST", body=form(("query", ASK)), status=4),
    "bad_query_missing_direct_type": Case("POST", body=ASK, status=4),
    "bad_query_non_utf8": Case("POST", body=ASK.encode("utf-16"), headers=DIRECT, status=4),
    "bad_query_syntax": Case("GET", [("query", "ASK {")], status=4),
    "bad_update_get": Case("GET", [("update", INSERT)], status=4),
    "bad_multiple_updates": Case(
        "POST", body=form(("update", INSERT), ("update", INSERT)), headers=FORM, status=4
    ),
    "bad_update_wrong_media_type": Case(
        "POST", body=INSERT, headers={"Content-Type": "text/plain"}, status=4
    ),
    "bad_update_missing_form_type": Case("POST", body=form(("update", INSERT)), status=4),
    "bad_update_non_utf8": Case(
        "POST", body=INSERT.encode("utf-16"), status=4,
        headers={"Content-Type": "application/sparql-update"},
    ),
    "bad_update_syntax": Case("POST", body=form(("update", "INSERT {")), headers=FORM, status=4),
}  # fmt: skip


@pytest.mark.parametrize("name", W3C)
def test_the_w3c_case_holds(served: Served, name: str) -> None:
    case = W3C[name]
    got = served.client.request(
        case.method, "sparql", params=case.params, content=case.body, headers=dict(case.headers)
    )
    assert got.status_code // 100 == case.status, got.text
    if case.types:
        assert got.headers["content-type"].partition(";")[0].rpartition("/")[2] in case.types
    elif case.status == 2:
        assert got.json()["boolean"] is True


@pytest.mark.parametrize("headers", [FORM, {"Content-Type": "application/sparql-update"}, DIRECT])
def test_no_update_is_taken(served: Served, headers: dict[str, str]) -> None:
    body = form(("update", INSERT)) if headers is FORM else INSERT
    got = served.client.post("sparql", content=body, headers=headers)
    assert got.status_code in (400, 403)
    assert served.client.get("sparql", params={"query": "ASK { <http://x/s> ?p ?o }"}).json() == {
        "head": {}, "boolean": False,
    }  # fmt: skip


def titles_of_csv(text: str) -> list[str]:
    return [row["t"] for row in csv.DictReader(io.StringIO(text))]


def titles_of_json(text: str) -> list[str]:
    return [row["t"]["value"] for row in json.loads(text)["results"]["bindings"]]


def titles_of_xml(text: str) -> list[str]:
    name = "{http://www.w3.org/2005/sparql-results#}literal"
    return [e.text or "" for e in etree.fromstring(text.encode()).iter(name)]


def titles_of_tsv(text: str) -> list[str]:
    return [line.strip('"') for line in text.splitlines()[1:]]


@pytest.mark.parametrize(
    ("accept", "media", "titles"),
    [
        ("application/sparql-results+json", "application/sparql-results+json", titles_of_json),
        ("application/sparql-results+xml", "application/sparql-results+xml", titles_of_xml),
        ("text/csv", "text/csv; charset=utf-8", titles_of_csv),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8", titles_of_tsv),
        ("text/csv;q=0.3, application/sparql-results+xml;q=0.9", "application/sparql-results+xml",
         titles_of_xml),
        ("text/html, */*;q=0.1", "application/sparql-results+json", titles_of_json),
        ("", "application/sparql-results+json", titles_of_json),
    ],
)  # fmt: skip
def test_rows_come_in_the_form_that_is_asked_for(
    served: Served, accept: str, media: str, titles: Callable[[str], list[str]]
) -> None:
    got = served.client.get("sparql", params={"query": SELECT}, headers={"Accept": accept})
    assert got.headers["content-type"] == media
    assert titles(got.text) == ["A plan", "Another"]


@pytest.mark.parametrize("media", ["text/turtle", "application/n-triples", "application/rdf+xml"])
@pytest.mark.parametrize("query", [CONSTRUCT, DESCRIBE])
def test_triples_come_in_the_form_that_is_asked_for(served: Served, media: str, query: str) -> None:
    got = served.client.get("sparql", params={"query": query}, headers={"Accept": media})
    assert got.headers["content-type"].partition(";")[0] == media
    found = rdflib.Graph().parse(data=got.text, format=media)
    assert "A plan" in {str(o) for o in found.objects(None, rdflib.DCTERMS.title)}


@pytest.mark.parametrize(
    ("query", "accept"), [(SELECT, "text/turtle"), (CONSTRUCT, "text/csv"), (SELECT, "image/png")]
)
def test_who_takes_nothing_that_fits_is_told_what_there_is(
    served: Served, query: str, accept: str
) -> None:
    got = served.client.get("sparql", params={"query": query}, headers={"Accept": accept})
    assert got.status_code == 406
    assert "accept one of" in got.text


@pytest.mark.parametrize(
    ("params", "status", "says"),
    [
        ({}, 400, "send one query, not 0"),
        ({"query": "SELECT * {"}, 400, "syntax error at line 1"),
        ({"query": "SELECT * { SERVICE <http://127.0.0.1:1/> {} }"}, 400, "SERVICE at line 1"),
        ({"query": ASK, "default-graph-uri": "north plan"}, 400, "default-graph-uri is no IRI"),
        ({"query": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?l"}, 500,
         "stopped after|more memory"),
    ],
)  # fmt: skip
def test_a_query_that_cannot_be_answered_gets_one_sentence(
    served: Served, params: dict[str, str], status: int, says: str
) -> None:
    got = served.client.get("sparql", params=params)
    assert got.status_code == status
    assert got.text.count("\n") == 1
    assert any(part in got.text for part in says.split("|"))


def wrapper(served: Served, query: str, form: str) -> SPARQLWrapper:
    made = SPARQLWrapper(f"{served.url}sparql")
    made.setQuery(query)
    made.setReturnFormat(form)
    return made


def test_sparqlwrapper_asks_it(served: Served) -> None:
    found = wrapper(served, SELECT, JSON).query().convert()
    assert [row["t"]["value"] for row in found["results"]["bindings"]] == ["A plan", "Another"]
    assert "Another" in wrapper(served, SELECT, XML).query().convert().toxml()
    assert titles_of_csv(wrapper(served, SELECT, CSV).query().convert().decode())[0] == "A plan"
    posted = wrapper(served, SELECT, JSON)
    posted.setMethod(POST)
    assert posted.query().convert() == found
    turtle = wrapper(served, CONSTRUCT, TURTLE).query().convert()
    assert len(rdflib.Graph().parse(data=turtle, format="turtle")) == 2
    only = wrapper(served, SELECT, JSON)
    only.addDefaultGraph(NORTH)
    assert len(only.query().convert()["results"]["bindings"]) == 1

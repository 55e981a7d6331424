"""The guard: what people may ask passes, what reads or writes elsewhere does not."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import QueryError
from graph.guard import MAX_DEPTH, MAX_OPERATORS, check, tokens

KEYWORDS = st.sampled_from(
    ["SERVICE", "LOAD", "FROM", "INSERT", "DROP", "CREATE", "COPY", "CALL", "MERGE", "SET", "load"]
)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE { SERVICE <http://example.org/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o . SeRvIcE ?where { ?s ?p ?o } }",
        "SELECT * FROM <file:///etc/hostname> WHERE { ?s ?p ?o }",
        "SELECT * FROM NAMED <http://example.org/> WHERE { ?s ?p ?o }",
        "LOAD <http://example.org/>",
        "INSERT DATA { <a:b> <a:c> <a:d> }",
        "DELETE WHERE { ?s ?p ?o }",
        "DROP ALL",
        "SELECT * WHERE { \\u0053ERVICE <http://example.org/> {} }",
        # a store may read a keyword where the words of the standard would go on
        "SELECT * { ?s ?p trueSERVICE<http://example.org/>{?a ?b ?c} }",
        "SELECT * { ?s ?p 1SERVICE<http://example.org/>{?a ?b ?c} }",
        "PREFIX : <http://example.org/> SELECT * FROM:x { ?s ?p ?o }",
        "PREFIX : <http://example.org/> SELECT * { SERVICE:x { ?s ?p ?o } }",
        # or take for a comparison what the standard takes for an IRI
        "PREFIX h: <a:> SELECT * {?a ?b ?c FILTER(?a<h:b&&'>y')SERVICE<a:b>{?s ?p 'y'}}",
        "PREFIX h: <a:> SELECT * {?a ?b ?c FILTER(?a<h:b#>'''\n)SERVICE<a:b>{?s ?p '''y'''}}",
        "SELECT * { <http://x\u00a0#>SERVICE<http://example.org/>{?s ?p ?o} }",
        "SELECT * { <http://x'\\u0041>SERVICE <http://example.org/>{} #'\n }",
    ],
)
def test_sparql_that_is_refused(query: str) -> None:
    with pytest.raises(QueryError, match=r"not allowed|write %27|own"):
        check(query, "sparql")


@pytest.mark.parametrize(
    "query",
    [
        "CREATE (a:Action)",
        "MATCH (a) DETACH DELETE a",
        "MATCH (a) SET a.text = 'x'",
        "MATCH (a) REMOVE a.text RETURN a",
        "MERGE (a:Action {uri: 'x'})",
        "LOAD CSV FROM 'file:///etc/hostname' AS line RETURN line",
        "LOAD FROM '/etc/hostname' (file_format='csv') RETURN *",
        "COPY (MATCH (a) RETURN a) TO 'x.csv'",
        "CALL show_tables() RETURN *",
        "MATCH (a) CALL { RETURN 1 } RETURN a",
        "EXPORT DATABASE 'x'",
        "IMPORT DATABASE 'x'",
        "INSTALL httpfs",
        "ATTACH 'x' AS y",
        "CHECKPOINT",
        "MATCH (a) RETURN a; CALL timeout=0",
        "MATCH (a) RETURN a; MATCH (b) RETURN b",
        "MATCH (a) /* */ delete a",
        "EXPLAIN MATCH (a) RETURN a",
        "MATCH (a) RETURN \\u0061",
    ],
)
def test_cypher_that_is_refused(query: str) -> None:
    with pytest.raises(QueryError, match="not allowed"):
        check(query, "cypher")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s WHERE { ?s ?p ?o FILTER(?o < 3 && ?o > 1) }",
        "ASK { ?s <http://example.org/service#load> ?o }",
        "CONSTRUCT { ?s a ?c } WHERE { ?s a ?c }",
        "PREFIX xp: <https://w3id.org/crossplan/ns#>\nSELECT ?x { ?x xp:from 'LOAD' }",
        'SELECT * { ?s ?p """two\nlines""" }',
        "# SERVICE\nSELECT * { ?from ?load $service }",
    ],
)
def test_sparql_that_passes(query: str) -> None:
    check(query, "sparql")


@pytest.mark.parametrize(
    "query",
    [
        "MATCH (a:Action) WHERE a.text CONTAINS 'CREATE; DROP' RETURN a.set, a.`delete` // CALL",
        "OPTIONAL MATCH (a)-[:LED_BY]->(p) RETURN count(*);",
        "WITH 1 AS x RETURN x",
        "UNWIND [1, 2] AS x RETURN x /* ; MERGE */",
        "MATCH (s:Set) RETURN s, $load",
    ],
)
def test_cypher_that_passes(query: str) -> None:
    check(query, "cypher")


@given(KEYWORDS, st.text(alphabet="abc \t{}();.<>#/", max_size=12))
def test_words_in_strings_comments_iris_and_names_are_no_commands(word: str, around: str) -> None:
    plain = around.replace("\n", " ")
    check(
        f"SELECT ?{word} WHERE {{ ?{word} <http://a.b/{word}> '{plain}{word}' }} # {word}", "sparql"
    )
    check(f'SELECT * {{ ?s ?p """{plain}\n{word}""" }}', "sparql")
    check(
        f"MATCH (a) WHERE a.`{word}` = '{plain} {word}' RETURN ${word} // {plain} {word}", "cypher"
    )
    check(f"MATCH (a:{word}) /* {word}\n */ RETURN a.{word}", "cypher")


@given(st.text(max_size=200))
def test_any_text_passes_or_is_refused_in_words(text: str) -> None:
    for language in ("sparql", "cypher"):
        assert "".join(t.text for t in tokens(text, language)) == text
        with suppress(QueryError):
            check(text, language)


@pytest.mark.parametrize("language", ["sparql", "cypher"])
def test_too_much_to_parse_is_refused(language: str) -> None:
    head = "SELECT * { ?s ?p ?o FILTER(" if language == "sparql" else "MATCH (a) RETURN "
    for query, says in (
        (head + "(" * (MAX_DEPTH + 1), "nested"),
        (head + "1" + "+1" * (MAX_OPERATORS + 1), "operators"),
        (head + "'" + "x" * 100_001 + "'", "longer"),
        (" \n# only a comment" if language == "sparql" else "// only a comment", "empty"),
    ):
        with pytest.raises(QueryError, match=says):
            check(query, language)


@pytest.mark.parametrize("piece", ["/*", "'", "`", "<a", "'''", "(", "\\"])
def test_hostile_text_is_read_to_its_end(piece: str) -> None:
    text = piece * 20_000
    for language in ("sparql", "cypher"):
        assert "".join(t.text for t in tokens(text, language)) == text


def test_a_refusal_says_where() -> None:
    with pytest.raises(QueryError, match="line 2, column 3"):
        check("SELECT * {\n  SERVICE ?x {} }", "sparql")

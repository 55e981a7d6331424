"""The alignments of the ontology to other vocabularies (SSSOM) name terms that are there."""

import csv
import tomllib
from pathlib import Path

import pytest
from rdflib import RDFS, Graph, URIRef

import ontology

ROOT = Path(__file__).parent.parent
FILES = sorted((ROOT / "ontology").glob("*.sssom.tsv"))
COLUMNS = ["subject_id", "subject_label", "predicate_id", "object_id", "object_label",
           "mapping_justification", "comment"]  # fmt: skip
MATCHES = {f"skos:{m}Match" for m in ("exact", "close", "broad", "narrow", "related")}
SAID = tomllib.loads((ROOT / "tests" / "stratml" / "content.toml").read_text("utf-8"))
KNOWN = {
    "stratml": set(SAID["both"]) | set(SAID["part2"])
    | {m.rstrip("?*+2") for part in ("both", "part2") for k, v in SAID[part].items()
       if isinstance(v, list) for m in v},
    "cids": {"Outcome", "Organization", "ImpactRisk", "ImpactReport", "Indicator", "Activity",
             "Program", "Stakeholder", "Theme"},
}  # fmt: skip
"""Terms of the other vocabularies that were seen in their own files."""


def rows(file: Path) -> list[dict[str, str]]:
    lines = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t"))


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_every_mapping_is_between_known_terms(file: Path) -> None:
    graph = Graph().parse(data=ontology.text("crossplan"), format="turtle")
    found = rows(file)
    assert len(found) >= 10
    for row in found:
        assert list(row) == COLUMNS
        term = URIRef(ontology.NS + row["subject_id"].removeprefix("xp:"))
        assert row["subject_label"] in {str(label) for label in graph.objects(term, RDFS.label)}
        prefix, _, name = row["object_id"].partition(":")
        assert name == row["object_label"]
        assert name in KNOWN[prefix]
        assert row["predicate_id"] in MATCHES
        assert row["mapping_justification"] == "semapv:ManualMappingCuration"
    pairs = [(r["subject_id"], r["object_id"]) for r in found]
    assert len(set(pairs)) == len(pairs)


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_prefixes_are_declared(file: Path) -> None:
    head = [line[1:].strip() for line in file.read_text("utf-8").splitlines() if line[0] == "#"]
    declared = {line.partition(":")[0] for line in head[head.index("curie_map:") + 1 :]}
    used = {v.partition(":")[0] for r in rows(file) for k, v in r.items()
            if k.endswith("_id") or k == "mapping_justification"}  # fmt: skip
    assert used == declared

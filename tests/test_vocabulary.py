"""Vocabulary that people add, and the defaults of a folder, both from crossplan.toml."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PREFIXES = """@prefix topic: <https://w3id.org/crossplan/topic/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
TOPIC = "topic:canals a skos:Concept ; skos:prefLabel 'Canals' "


def call(folder: Path, *args: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "crossplan", *args],
        cwd=folder, capture_output=True, text=True, check=False,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"},
    )  # fmt: skip


def rows(folder: Path, *args: str) -> list[dict[str, object]]:
    done = call(folder, *args, "--format", "json")
    assert done.returncode == 0, done.stderr
    found: list[dict[str, object]] = json.loads(done.stdout)["rows"]
    return found


@pytest.fixture
def climate(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "examples" / "climate", tmp_path / "climate"))


def added(folder: Path, turtle: str) -> Path:
    (folder / "canals.ttl").write_text(PREFIXES + turtle, "utf-8")
    (folder / "crossplan.toml").write_text('vocabulary = ["canals.ttl"]\n', "utf-8")
    return folder


def test_a_plan_of_another_field_is_read_with_its_own_vocabulary(climate: Path) -> None:
    assert call(climate, "load", "climate-plan.md").returncode == 0
    (told,) = [r for r in rows(climate, "ask", "coverage") if r["topic"] == "Climate"]
    assert (told["led"], told["checked"]) == (5, 5)
    priorities = rows(climate, "sparql", "SELECT ?t { ?p a xp:Priority ; xp:text ?t }")
    assert {r["t"] for r in priorities} == {"Warm homes", "Getting about", "Room for nature"}
    query = "MATCH (:Action)-[:ABOUT]->(t:Topic) RETURN DISTINCT t.name AS name"
    assert {"Energy of buildings", "Travel", "Nature and adaptation"} <= {
        r["name"] for r in rows(climate, "cypher", query)
    }
    assert rows(climate, "validate") == []


def test_without_it_the_same_words_mean_what_education_means(climate: Path) -> None:
    (climate / "crossplan.toml").unlink()
    call(climate, "load", "climate-plan.md")
    assert "Climate" not in {r["topic"] for r in rows(climate, "ask", "coverage")}


def test_a_plan_is_read_anew_when_the_vocabulary_has_changed(climate: Path) -> None:
    call(climate, "load", "climate-plan.md")
    assert "1 unchanged" in call(climate, "load", "climate-plan.md").stderr
    (climate / "crossplan.toml").unlink()
    assert "1 replaced" in call(climate, "load", "climate-plan.md").stderr


def test_a_label_is_taken_from_the_concept_that_had_it(tmp_path: Path) -> None:
    folder = added(tmp_path, TOPIC + "; skos:altLabel 'truancy' .")
    (folder / "plan.md").write_text("# Plan\n\n## Priority 1: Truancy\n\n- Visit families\n")
    assert call(folder, "load", "plan.md").returncode == 0
    query = "MATCH (:Priority)-[:ABOUT]->(t:Topic) RETURN t.name AS name"
    assert [r["name"] for r in rows(folder, "cypher", query)] == ["Canals"]


@pytest.mark.parametrize(
    ("turtle", "said"),
    [
        (TOPIC, "canals.ttl is no Turtle"),
        ("", "canals.ttl: the vocabulary is empty"),
        ("topic:canals skos:prefLabel 'Canals' .", "canals.ttl: names no concept"),
        (TOPIC + "; skos:altLabel 'truancies' .", "'truancies' of topic/canals finds what"),
        (TOPIC + "; skos:broader topic:water .", "topic/water, said to be broader"),
        (TOPIC.replace("topic:", "<urn:x>", 1).replace("<urn:x>canals", "<urn:x:canals>") + ".",
         "urn:x:canals is in none of the lists"),
    ],
)  # fmt: skip
def test_what_contradicts_the_vocabulary_is_refused(turtle: str, said: str, tmp_path: Path) -> None:
    done = call(added(tmp_path, turtle), "plans")
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("workspaces = 'x'", "crossplan.toml: there is no 'workspaces'; there is workspace"),
        ("jobs = 'two'", "crossplan.toml: jobs cannot be 'two'"),
        ("jobs = true", "crossplan.toml: jobs cannot be True"),
        ("jobs", "crossplan.toml is no TOML"),
        ("vocabulary = [1]", "vocabulary lists the paths"),
        ("vocabulary = ['not-there.ttl']", "cannot read the vocabulary"),
        ("vocabulary = ['topics.ttl']", "another vocabulary is called topics"),
        ("uri = 'neo4j://example.org'", "there is no 'uri'"),
    ],
)
def test_a_wrong_configuration_is_one_sentence(toml: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "crossplan.toml").write_text(toml, "utf-8")
    (tmp_path / "topics.ttl").write_text(PREFIXES + TOPIC + ".", "utf-8")
    done = call(tmp_path, "plans")
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_folder_has_defaults_and_options_win(tmp_path: Path) -> None:
    shutil.copy(ROOT / "examples" / "plans" / "themes-southampton.txt", tmp_path / "plan.txt")
    (tmp_path / "crossplan.toml").write_text("workspace = 'here'\nlimit = 2\n", "utf-8")
    inside = tmp_path / "inside"
    inside.mkdir()
    assert call(inside, "--config", "../crossplan.toml", "load", "../plan.txt").returncode == 0
    assert (tmp_path / "here").is_dir()
    query = "SELECT ?t { ?a xp:text ?t }"
    assert len(rows(tmp_path, "sparql", query)) == 2
    assert len(rows(tmp_path, "sparql", query, "--limit", "3")) == 3


def test_another_file_must_be_there(tmp_path: Path) -> None:
    done = call(tmp_path, "--config", "other.toml", "plans")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "cannot read other.toml" in done.stderr

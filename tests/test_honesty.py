"""The code knows shapes and words of the field, not the example plans, and nothing of a machine."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
RUN = 7
CODE = sorted(
    p
    for folder in ("loaders", "graph", "ontology")
    for p in (ROOT / folder).rglob("*")
    if p.is_file() and "__pycache__" not in p.parts
)
PLANS = sorted((ROOT / "examples" / "plans").iterdir())
MACHINE = re.compile(
    r"(?<![\w.])/(?:home|root|work|Users|opt|mnt)/\w|\bC:\\\\"
    r"|(?:extra-)?index-url\s*=|--(?:extra-)?index-url[ =]http|/simple/|/maven2/"
)


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


def runs(found: list[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(found[i:] for i in range(RUN)), strict=False)


@pytest.fixture(scope="module")
def printed() -> dict[tuple[str, ...], str]:
    return {run: plan.name for plan in PLANS for run in runs(words(plan.read_text("utf-8")))}


def test_the_search_finds_what_is_there(printed: dict[tuple[str, ...], str]) -> None:
    sentence = " ".join(words(PLANS[0].read_text("utf-8"))[40:60])
    assert any(run in printed for run in runs(words(f'RULE = "{sentence}"')))


@pytest.mark.parametrize("file", CODE, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_words_of_an_example_plan_in_code(
    file: Path, printed: dict[tuple[str, ...], str]
) -> None:
    found = {" ".join(run) for run in runs(words(file.read_text("utf-8"))) if run in printed}
    assert found == set()


@pytest.mark.parametrize("plan", PLANS, ids=lambda p: p.name)
def test_no_plan_is_recognised_by_name_or_hash(plan: Path) -> None:
    from hashlib import sha256

    marks = (plan.name, plan.stem, sha256(plan.read_bytes()).hexdigest()[:12])
    code = {p: p.read_text("utf-8") for p in CODE if p.suffix == ".py"}
    assert [str(p) for p, text in code.items() if any(mark in text for mark in marks)] == []


def test_nothing_of_a_machine_is_tracked() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    files = [ROOT / name for name in listed.stdout.split("\0") if name] or CODE
    found = {}
    for file in files:
        if file == Path(__file__) or file in PLANS or not file.is_file():
            continue
        hits = MACHINE.findall(file.read_bytes().decode("utf-8", "replace"))
        if hits:
            found[str(file.relative_to(ROOT))] = hits[:3]
    assert found == {}

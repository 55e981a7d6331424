"""What the distribution promises: its names, its dependencies and a wheel that works alone."""

import ast
import pyexpat
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib import import_module
from importlib.metadata import distributions, packages_distributions, version
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
sys.path.append(str(ROOT / "tests" / "tools"))
sbom = import_module("sbom")
OURS = {"cli", "commands", "crossplan", "graph", "loaders", "ontology", "visualisations", "web"}
LAYERS = (
    "ontology", "graph", "loaders", "visualisations", "crossplan", "web", "commands", "cli",
)  # fmt: skip
"""Each imports only from those before it."""
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
DATA_ENDINGS = (
    ".typed", ".ttl", ".tsv", ".jsonld", ".rq", ".cypher", ".j2", ".js", ".css", ".html",
)  # fmt: skip
FLOORS = {
    "lxml": (6, 1, 0), "pdfminer.six": (20260107,), "jinja2": (3, 1, 6), "mammoth": (1, 11),
    "certifi": (2024, 7, 4), "urllib3": (2, 5), "requests": (2, 32, 4), "setuptools": (78, 1, 1),
    "fonttools": (4, 60, 2), "pillow": (11, 3),
}  # fmt: skip
"""Versions below these have known holes in what they read, fetch or fill in."""
LICENCES = {
    "MIT", "MIT-0", "0BSD", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "ISC", "PSF-2.0", "Zlib",
    "MPL-2.0", "W3C-20150513", "CC0-1.0", "Unlicense", "dependency licenses",
    "MPL-2.0 OR Apache-2.0", "CC-BY-4.0 AND MIT",
}  # fmt: skip
"""Licences that let an application use and pass on a package."""


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def sources(*folders: str) -> list[Path]:
    found = [p for f in folders for p in (ROOT / f).rglob("*.py")]
    return [*found, ROOT / "cli.py", ROOT / "crossplan.py"]


def imported(files: list[Path]) -> set[str]:
    """The top-level names of others that files import."""
    return top_level(files) - OURS - set(sys.stdlib_module_names)


def top_level(files: list[Path]) -> set[str]:
    """The top-level names that files import, wherever in the file."""
    names = set()
    for file in files:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {a.name.split(".")[0] for a in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("part", LAYERS)
def test_imports_run_one_way(part: str) -> None:
    """But that `python -m crossplan` is the command line."""
    file = ROOT / f"{part}.py"
    files = [file] if file.exists() else list((ROOT / part).rglob("*.py"))
    above = set(LAYERS[LAYERS.index(part) + 1 :]) - ({"cli"} if part == "crossplan" else set())
    assert above & top_level(files) == set()


def names(requirements: list[str]) -> set[str]:
    return {normal(re.split(r"[<>=!\[; ]", r)[0]) for r in requirements}


def declared() -> set[str]:
    return names(PROJECT["project"]["dependencies"])


OPTIONAL = {
    "dask": {"dask", "distributed"}, "neo4j": {"neo4j"}, "pandas": {"pandas"}, "polars": {"polars"},
    "serve": {"anyio", "starlette", "uvicorn"},
}  # fmt: skip
"""What an extra brings that is imported, where it is needed alone."""


def locked(file: str) -> dict[str, str]:
    text = (ROOT / file).read_text("utf-8")
    found = re.findall(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)", text, re.MULTILINE)
    return {normal(n): v for n, v in found}


@pytest.mark.parametrize("name", sorted(OURS))
def test_no_dependency_ships_a_top_level_name_of_ours(name: str) -> None:
    assert set(packages_distributions().get(name, ["crossplan"])) <= {"crossplan"}


def test_imported_packages_are_the_declared_ones() -> None:
    distributions = packages_distributions()
    used = {
        normal(d)
        for name in imported(sources(*sorted(OURS - {"cli", "crossplan"})))
        for d in distributions[name]
    }
    assert used == declared().union(*OPTIONAL.values())
    extras = PROJECT["project"]["optional-dependencies"]
    assert all(brought <= names(extras[extra]) for extra, brought in OPTIONAL.items())


@pytest.mark.parametrize("file", ["constraints.txt", "constraints-run.txt"])
def test_everything_installed_is_pinned_and_hashed(file: str) -> None:
    entries = re.split(r"^(?=\S)", (ROOT / file).read_text("utf-8"), flags=re.MULTILINE)
    packages = [e for e in entries if "==" in e]
    assert packages
    assert [e.split()[0] for e in packages if "--hash=sha256:" not in e] == []
    assert declared() <= set(locked(file))


def test_both_constraints_files_pin_the_same_versions() -> None:
    every, run = locked("constraints.txt"), locked("constraints-run.txt")
    assert run.items() <= every.items()


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_versions_with_known_holes_are_not_pinned(name: str) -> None:
    pinned = locked("constraints.txt").get(normal(name))
    if pinned is not None:
        assert tuple(int(n) for n in re.findall(r"\d+", pinned)) >= FLOORS[name]


def test_what_had_no_release_for_two_years_stays_for_a_reason() -> None:
    told = tomllib.loads((ROOT / "tests" / "tools" / "releases.toml").read_text("utf-8"))
    assert told.keys() == locked("constraints-run.txt").keys()
    year, month = max(t["last"] for t in told.values()).split("-")
    early = f"{int(year) - 2}-{month}"
    assert {n for n, t in told.items() if t["last"] < early} == {
        n for n, t in told.items() if t.get("why")
    }


def test_the_parser_of_xml_limits_entities() -> None:
    assert pyexpat.version_info >= (2, 4, 1)


def test_every_package_has_a_licence_and_a_hash_in_the_bill_of_materials() -> None:
    every = sbom.bill(*(file.read_text("utf-8") for file in sbom.READ))["components"]
    made = [c for c in every if c["purl"].startswith("pkg:pypi/")]
    assert {c["name"] for c in made} == set(locked("constraints-run.txt"))
    rest = {c["name"]: c["licenses"] for c in every if c not in made}
    assert rest.keys() >= {"sigma", "graphology", "@zazuko/yasgui"}
    assert {x["expression"] for licences in rest.values() for x in licences} <= LICENCES
    assert all(c["hashes"] and c["version"] for c in every)
    here = {normal(d.name) for d in distributions()}
    said = {c["name"]: sbom.licence(c["name"]) for c in made if c["name"] in here}
    parts = {n: set(re.split(r" AND | OR |, ", x)) for n, x in said.items()}
    assert {n: p for n, p in parts.items() if not p <= LICENCES} == {}


def test_installed_version_is_the_declared_one() -> None:
    assert version("crossplan") == PROJECT["project"]["version"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(out.glob("*.whl"))


def test_wheel_holds_every_module_and_data_file(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    folders = OURS - {"cli", "crossplan"}
    wanted = {
        str(p.relative_to(ROOT))
        for f in folders
        for p in (ROOT / f).rglob("*")
        if p.suffix in (".py", *DATA_ENDINGS)
    } | {"cli.py", "crossplan.py"}
    inside = {n for n in names if ".dist-info/" not in n and ".data/" not in n}
    assert wanted <= inside
    assert any(n.endswith(".data/data/share/man/man1/crossplan.1") for n in names)
    assert {n.split("/")[0].removesuffix(".py") for n in inside} == OURS


def test_wheel_works_alone_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    """The unpacked wheel with the installed dependencies, and nothing of the checkout."""
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    plan = tmp_path / "plan.txt"
    plan.write_text("# Plan\n\n## Priority 1: Attendance\n\n- Visit each school by July 2025\n")
    code = (
        "import sys; sys.path[:] = [p for p in sys.path if p != sys.argv[1]]; "
        "sys.path.insert(0, sys.argv[2]); import cli; assert cli.__file__.startswith(sys.argv[2]); "
        "sys.argv[:] = ['crossplan', 'extract', sys.argv[3], '--format', 'json']; cli.main()"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", code, str(ROOT), str(site), str(plan)],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert '"type": "Priority"' in done.stdout

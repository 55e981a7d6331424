"""Options of the test run."""

import pytest
from browser import chromium as chromium
from browser import playwright as playwright
from browser import visit as visit
from hypothesis import settings
from served import served as served
from servers import fuseki as fuseki
from servers import fuseki_home as fuseki_home
from servers import neo4j as neo4j
from servers import neo4j_home as neo4j_home
from workspaces import all_versions as all_versions
from workspaces import five_plans as five_plans
from workspaces import some_versions as some_versions
from workspaces import two_plans as two_plans

settings.register_profile("crossplan", deadline=None)
settings.load_profile("crossplan")


COUNTS = (
    ("kills", 3, "how often a load is killed, for each store"),
    ("loads", 100, "loads, replacements and removals of the soak"),
    ("documents", 300, "documents that are made up at random and read"),
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write expected output anew; read the difference before committing it",
    )
    for name, default, told in COUNTS:
        parser.addoption(f"--{name}", type=int, default=default, help=told)


@pytest.fixture
def kills(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--kills"))


@pytest.fixture
def loads(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--loads"))


@pytest.fixture
def documents(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--documents"))


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))

"""Options of the test run."""

import pytest
from browser import chromium as chromium
from browser import playwright as playwright
from browser import visit as visit
from hypothesis import settings
from servers import neo4j as neo4j
from servers import neo4j_home as neo4j_home
from workspaces import five_plans as five_plans
from workspaces import two_plans as two_plans

settings.register_profile("crossplan", deadline=None)
settings.load_profile("crossplan")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write expected output anew; read the difference before committing it",
    )


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))

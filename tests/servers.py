"""Servers of one's own on this machine: a Neo4j and a Fuseki, for tests and for people.

`python tests/servers.py` runs a Neo4j until it is interrupted and says how to reach it.
"""

import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from graph.neo4j_server import Server

ROOT = Path(__file__).parent.parent
JARS = ROOT / ".tools" / "neo4j_server"
FUSEKI = ROOT / ".tools" / "fuseki"
ENTRY = "org.neo4j.server.CommunityEntryPoint"
HEAP = "1g"
SETTINGS = {
    "server.default_listen_address": "127.0.0.1",
    "server.default_advertised_address": "127.0.0.1",
    "server.http.enabled": "false",
    "server.https.enabled": "false",
    "dbms.usage_report.enabled": "false",
    "dbms.security.allow_csv_import_from_file_urls": "false",
    "server.memory.heap.initial_size": HEAP,
    "server.memory.heap.max_size": HEAP,
    "server.memory.pagecache.size": "128m",
    "db.tx_log.preallocate": "false",
    "db.tx_log.rotation.retention_policy": "keep_none",
}


def lacking(jars: Path = JARS) -> str:
    """Why what is in these jars cannot run here, or nothing."""
    java = shutil.which("java")
    if not java:
        return "Java is not installed"
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', said)
    if not found or int(found[1]) < 17:
        return f"the tests need Java 17 or later, and this is {said.splitlines()[0]}"
    there = (jars / "complete").exists()
    return "" if there else f"{jars} is not there; tests/tools/jars.sh brings it"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Neo4j:
    """A server with its data in `home`, which outlives it."""

    home: Path
    port: int = field(default_factory=free_port)
    password: str = field(default_factory=lambda: secrets.token_hex(8), repr=False)
    process: subprocess.Popen[bytes] | None = None

    @property
    def server(self) -> Server:
        return Server(f"bolt://127.0.0.1:{self.port}", "neo4j", self.password)

    def start(self, **more: str) -> "Neo4j":
        """Starts the server, with settings whose dots are written as two underscores."""
        self._configure({k.replace("__", "."): v for k, v in more.items()})
        log = (self.home / "console.log").open("wb")
        command = ["java", f"-Xmx{HEAP}", "-cp", f"{JARS}/*", ENTRY, "--console-mode",
                   f"--home-dir={self.home}", f"--config-dir={self.home}/conf"]  # fmt: skip
        with log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log)
        self._wait()
        self._set_password()
        return self

    def _configure(self, more: dict[str, str]) -> None:
        conf = self.home / "conf"
        conf.mkdir(parents=True, exist_ok=True)
        all_settings = {**SETTINGS, "server.bolt.listen_address": f"127.0.0.1:{self.port}", **more}
        lines = [f"{k}={v}\n" for k, v in all_settings.items()]
        (conf / "neo4j.conf").write_text("".join(lines), encoding="utf-8")

    def _wait(self) -> None:
        assert self.process
        for _ in range(600):
            assert self.process.poll() is None, (self.home / "console.log").read_text()[-2000:]
            if b"Started." in (self.home / "console.log").read_bytes():
                return
            time.sleep(0.2)
        raise AssertionError("Neo4j did not start within two minutes")

    def _set_password(self) -> None:
        """A new server knows the password neo4j and wants another one."""
        from neo4j import GraphDatabase
        from neo4j.exceptions import AuthError

        change = "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $new"
        with GraphDatabase.driver(self.server.uri, auth=("neo4j", "neo4j")) as driver:
            try:
                driver.execute_query(change, new=self.password, database_="system")
            except AuthError:
                return

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self.process:
            self.process.send_signal(how)
            self.process.wait(60)
            self.process = None

    def empty(self) -> None:
        """Takes everything out, by whomever it was put there."""
        from neo4j import GraphDatabase

        with GraphDatabase.driver(self.server.uri, auth=("neo4j", self.password)) as driver:
            some = "MATCH (n) WITH n LIMIT 10000 DETACH DELETE n"
            while driver.execute_query(some).summary.counters.nodes_deleted:
                pass

    def read(self, query: str, **values: object) -> list[list[object]]:
        from neo4j import GraphDatabase

        with GraphDatabase.driver(self.server.uri, auth=("neo4j", self.password)) as driver:
            records = driver.execute_query(query, values)[0]  # type: ignore[arg-type]
            return [r.values() for r in records]


@dataclass
class Fuseki:
    """An Apache Jena Fuseki that holds one dataset in memory, empty at each start."""

    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def dataset(self) -> str:
        return f"http://127.0.0.1:{self.port}/plans"

    def start(self, *options: str) -> "Fuseki":
        (jar,) = FUSEKI.glob("*.jar")
        command = ["java", "-Xmx512m", "-jar", str(jar), "--localhost", f"--port={self.port}",
                   *(options or ("--mem",)), "/plans"]  # fmt: skip
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)  # fmt: skip
        for _ in range(600):
            assert self.process.poll() is None, f"Fuseki did not start: {command}"
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return self
            time.sleep(0.2)
        raise AssertionError("Fuseki did not start within two minutes")

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(60)
            self.process = None


@pytest.fixture(scope="session")
def fuseki_home() -> Iterator[Fuseki]:
    """One server for the whole run."""
    require(lacking(FUSEKI))
    running = Fuseki().start()
    yield running
    running.stop()


@pytest.fixture
def fuseki(fuseki_home: Fuseki) -> Fuseki:
    """The server, emptied."""
    update = urlencode({"update": "DROP ALL"}).encode()
    urlopen(fuseki_home.dataset + "/update", update, timeout=60).close()  # noqa: S310
    return fuseki_home


def require(why: str) -> None:
    """Skips a test for this reason, if there is one; in continuous integration it fails."""
    if why:
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why)


@pytest.fixture(scope="session")
def neo4j_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neo4j]:
    """One server for the whole run."""
    require(lacking())
    running = Neo4j(tmp_path_factory.mktemp("neo4j")).start()
    yield running
    running.stop()


@pytest.fixture
def neo4j(neo4j_home: Neo4j) -> Neo4j:
    """The server, emptied."""
    neo4j_home.empty()
    return neo4j_home


def main() -> None:
    if why := lacking():
        sys.exit(f"{why}; make tools brings what is missing")
    home = ROOT / ".tools" / "neo4j-home"
    port = int(os.environ.get("NEO4J_PORT", "7687"))
    running = Neo4j(home, port, os.environ.get("NEO4J_PASSWORD", "crossplan-local")).start()
    print(f"Neo4j answers; reach it with:\n\n  export NEO4J_URI={running.server.uri}"
          f" NEO4J_USERNAME=neo4j NEO4J_PASSWORD={running.password}\n\nCtrl-C stops it;"
          f" its data stay in {home.relative_to(ROOT)}", flush=True)  # fmt: skip
    try:
        signal.sigwait({signal.SIGINT, signal.SIGTERM})
    finally:
        running.stop()


if __name__ == "__main__":
    main()

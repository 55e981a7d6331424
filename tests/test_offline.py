"""Nothing but push, pull and Neo4j needs a network: the commands in a namespace that has none."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PLAN = ROOT / "examples" / "plans" / "themes-southampton.txt"
CALLS = (
    ("load", str(PLAN)), ("verify",), ("validate",), ("audit",), ("ask", "completeness"),
    ("sparql", "ASK { ?p a xp:Plan }"), ("cypher", "MATCH (p:Plan) RETURN p.title"),
    ("export", "-f", "ttl"), ("view", "network", "-o", "-"), ("remove", PLAN.stem),
)  # fmt: skip


def alone(*args: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["unshare", "-rn", *args], capture_output=True, text=True, check=False, cwd=ROOT
    )


def test_commands_work_without_a_network(tmp_path: Path) -> None:
    try:
        if alone("true").returncode:
            pytest.skip("this system gives a user no network namespace")
    except FileNotFoundError:
        pytest.skip("there is no unshare here")
    call = "import socket; socket.create_connection(('127.0.0.1', 1))"
    assert "unreachable" in alone(sys.executable, "-c", call).stderr
    for args in CALLS:
        done = alone(sys.executable, "-m", "crossplan", *args, "-w", str(tmp_path / "ws"))
        assert done.returncode == 0, (args, done.stderr)

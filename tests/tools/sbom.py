"""The bill of materials: each package that is installed or bundled, as CycloneDX 1.5 on stdout."""

import json
import re
import sys
from base64 import b64decode
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
READ = (
    ROOT / "constraints-run.txt",
    ROOT / "visualisations" / "sigma" / "package-lock.json",
    ROOT / "web" / "yasgui" / "package-lock.json",
)
_ENTRY = re.compile(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)(.*?)(?=^\S|\Z)", re.MULTILINE | re.DOTALL)
_SPDX = {
    "MIT License": "MIT", "MIT": "MIT", "BSD License": "BSD-3-Clause", "BSD": "BSD-3-Clause",
    "Apache Software License": "Apache-2.0", "Apache License 2.0": "Apache-2.0",
    "Python Software Foundation License": "PSF-2.0", "Apache 2.0": "Apache-2.0",
    "ISC License (ISCL)": "ISC", "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "3-Clause BSD License": "BSD-3-Clause",
}  # fmt: skip

_IN_A_FILE = {"jsuri": "MIT"}
"""Licences that a package of npm has in a file of its own alone."""


def licence(name: str) -> str:
    """What a package's metadata calls its licence, as SPDX names it where that is known."""
    try:
        said = metadata(name)
    except PackageNotFoundError:
        return ""
    if expression := said.get("License-Expression"):
        return str(expression)
    classed = [c.rsplit(" :: ", 1)[-1] for c in said.get_all("Classifier") or []
               if c.startswith("License :: OSI Approved ::")]  # fmt: skip
    short = str(said.get("License") or "").strip().splitlines()[:1]
    names = [n for n in (*classed, *short) if n]
    return next((_SPDX[n] for n in names if n in _SPDX), names[0] if names else "")


def _licences(said: str) -> list[dict[str, Any]]:
    """An expression of SPDX, or what the package says in its own words."""
    if re.fullmatch(r"[\w.+-]+( (AND|OR|WITH) [\w.+-]+)*", said):
        return [{"expression": said}]
    return [{"license": {"name": said}}] if said else []


def components(constraints: str) -> list[dict[str, Any]]:
    """Name, version, hashes and licence of each pinned package."""
    return [
        {
            "type": "library", "name": name, "version": version,
            "purl": f"pkg:pypi/{name.lower()}@{version}",
            "licenses": _licences(licence(name)),
            "hashes": [{"alg": "SHA-256", "content": h}
                       for h in sorted(re.findall(r"--hash=sha256:([0-9a-f]{64})", rest))],
        }
        for name, version, rest in _ENTRY.findall(constraints)
    ]  # fmt: skip


def bundled(lock: str) -> list[dict[str, Any]]:
    """The same of what npm's lock file names, but for what only builds the bundle."""
    found = {
        p.rpartition("node_modules/")[2]: said for p, said in json.loads(lock)["packages"].items()
    }
    return [
        {
            "type": "library", "name": name, "version": said["version"],
            "purl": f"pkg:npm/{name}@{said['version']}",
            "licenses": _licences(said.get("license", _IN_A_FILE.get(name, "")).strip("()")),
            "hashes": [{"alg": "SHA-512",
                        "content": b64decode(said["integrity"].removeprefix("sha512-")).hex()}],
        }
        for name, said in found.items()
        if name and not said.get("dev")
    ]  # fmt: skip


def bill(constraints: str, *locks: str) -> dict[str, Any]:
    return {
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
        "metadata": {"component": {"type": "application", "name": "crossplan"}},
        "components": [*components(constraints), *(c for lock in locks for c in bundled(lock))],
    }  # fmt: skip


if __name__ == "__main__":
    made = bill(*(file.read_text("utf-8") for file in READ))
    json.dump(made, sys.stdout, indent=1, sort_keys=True)
    print()

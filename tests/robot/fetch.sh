#!/bin/sh
# Fetches ROBOT and the jars it needs into .tools/robot, once.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
target=${1:-"$here/../../.tools/robot"}
if [ -f "$target/complete" ]; then exit 0; fi
if ! command -v mvn >/dev/null; then
  echo "fetch.sh: Maven (mvn) is not installed; install it to check the ontology with ROBOT." >&2
  exit 1
fi
mkdir -p "$target"
mvn -q -B -f "$here/pom.xml" dependency:copy-dependencies -DoutputDirectory="$(cd "$target" && pwd)"
touch "$target/complete"

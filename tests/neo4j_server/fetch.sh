#!/usr/bin/env bash
# usage: fetch.sh [FOLDER]
# Fetches Neo4j Community and the jars it needs into .tools/neo4j, once. The tests that need it
# say so where it is missing; with CI=true that is a failure.
set -euo pipefail
here=$(cd -- "$(dirname -- "$0")" && pwd)
target=${1:-$here/../../.tools/neo4j}
[ ! "$target/complete" -nt "$here/pom.xml" ] || exit 0

give_up() {
  echo "$1, so nothing can be tested on a Neo4j server" >&2
  [ "${CI:-}" != true ]
  exit
}

command -v mvn >/dev/null || give_up "Maven (mvn) is not installed"
rm -rf "$target"
mkdir -p "$target"
target=$(cd -- "$target" && pwd)
mvn --quiet --batch-mode --file "$here/pom.xml" dependency:copy-dependencies \
  -DincludeScope=runtime -DoutputDirectory="$target" || give_up "Maven could not fetch the jars"
touch "$target/complete"

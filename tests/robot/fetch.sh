#!/usr/bin/env bash
# usage: fetch.sh [FOLDER]
# Fetches ROBOT and the jars it needs into .tools/robot, once. The tests that need it say so
# where it is missing; with CI=true that is a failure.
set -euo pipefail
here=$(cd -- "$(dirname -- "$0")" && pwd)
target=${1:-$here/../../.tools/robot}
[ ! -e "$target/complete" ] || exit 0

give_up() {
  echo "$1, so the ontology cannot be checked by ROBOT" >&2
  [ "${CI:-}" != true ]
  exit
}

command -v mvn >/dev/null || give_up "Maven (mvn) is not installed"
mkdir -p "$target"
target=$(cd -- "$target" && pwd)
mvn --quiet --batch-mode --file "$here/pom.xml" dependency:copy-dependencies \
  -DoutputDirectory="$target" || give_up "Maven could not fetch the jars"
touch "$target/complete"

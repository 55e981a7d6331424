#!/usr/bin/env bash
# usage: fetch.sh [FOLDER]
# Fetches Apache Jena Fuseki into .tools/fuseki, once. The tests that need it say so where it is
# missing; with CI=true that is a failure.
set -euo pipefail
here=$(cd -- "$(dirname -- "$0")" && pwd)
version=5.2.0
target=${1:-$here/../../.tools/fuseki}
[ ! -e "$target/fuseki-$version.jar" ] || exit 0

give_up() {
  echo "$1, so nothing can be tested on a SPARQL server" >&2
  [ "${CI:-}" != true ]
  exit
}

command -v mvn >/dev/null || give_up "Maven (mvn) is not installed"
mkdir -p "$target"
target=$(cd -- "$target" && pwd)
mvn --quiet --batch-mode -Dstyle.color=never org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy \
  -Dartifact="org.apache.jena:jena-fuseki-server:$version" -DoutputDirectory="$target" \
  -Dmdep.stripVersion=true || give_up "Maven could not fetch the jar"
mv "$target/jena-fuseki-server.jar" "$target/fuseki-$version.jar"

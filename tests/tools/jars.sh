#!/usr/bin/env bash
# Fetches the jars that each tests/*/pom.xml names into .tools/ under the name of its folder, once.
# The tests that need them say so where they are missing; with CI=true that is a failure.
set -euo pipefail
cd -- "$(dirname -- "$0")/../.."

give_up() {
  echo "$1; the tests that need what it would bring are skipped" >&2
  [ "${CI:-}" != true ]
  exit
}

for pom in tests/*/pom.xml; do
  name=$(basename "$(dirname "$pom")")
  target=$PWD/.tools/$name
  [ ! "$target/complete" -nt "$pom" ] || continue
  command -v mvn >/dev/null || give_up "Maven (mvn) is not installed"
  rm -rf "$target"
  mkdir -p "$target"
  mvn --quiet --batch-mode -Dstyle.color=never --file "$pom" dependency:copy-dependencies \
    -DincludeScope=runtime -DoutputDirectory="$target" || give_up "Maven could not fetch $name"
  touch "$target/complete"
done

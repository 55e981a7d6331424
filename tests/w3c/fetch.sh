#!/usr/bin/env bash
# Brings the W3C's SPARQL 1.1 tests, as the source of rdflib has them, into .tools; only tests use it.
set -euo pipefail
cd "$(dirname "$0")/../.."
version=7.6.0
sha256=6c831288d5e4a5a7ece85d0ccde9877d512a3d0f02d7c06455d00d6d0ea379df
target=.tools/w3c
[ ! -e "$target/sparql11" ] || exit 0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if ! .venv/bin/python -m pip --disable-pip-version-check download --quiet --no-deps \
  --no-binary rdflib --dest "$work" "rdflib==$version"; then
  echo "the W3C tests of SPARQL could not be fetched; the tests of conformance need them" >&2
  [ "${CI:-}" != true ]
  exit
fi
echo "$sha256  $work/rdflib-$version.tar.gz" | sha256sum --check --quiet
mkdir -p "$target"
tar xzf "$work/rdflib-$version.tar.gz" -C "$work" \
  --wildcards 'rdflib-*/test/data/suites/w3c/sparql11/*'
mv "$work/rdflib-$version/test/data/suites/w3c/sparql11" "$target/"

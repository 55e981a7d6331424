#!/usr/bin/env bash
# Brings the W3C's tests of SPARQL 1.1 and of SHACL into .tools, out of the sources of rdflib and
# pySHACL, which hold them; only tests use them.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

bring() { # NAME VERSION SHA256 FOLDER TARGET
  [ ! -e ".tools/w3c/$5" ] || return 0
  if ! .venv/bin/python -m pip --disable-pip-version-check download --quiet --no-deps \
    --no-binary "$1" --dest "$work" "$1==$2"; then
    echo "the W3C's tests could not be fetched; the tests of conformance need them" >&2
    [ "${CI:-}" != true ]
    exit
  fi
  echo "$3  $work/$1-$2.tar.gz" | sha256sum --check --quiet
  mkdir -p .tools/w3c
  tar xzf "$work/$1-$2.tar.gz" -C "$work" "$1-$2/$4"
  mv "$work/$1-$2/$4" ".tools/w3c/$5"
}

bring rdflib 7.6.0 6c831288d5e4a5a7ece85d0ccde9877d512a3d0f02d7c06455d00d6d0ea379df \
  test/data/suites/w3c/sparql11 sparql11
bring pyshacl 0.40.1 011e3cf1a68b31747cb762ba3d755ae1bdcc464c8fad0dc212a9adc550719552 \
  test/resources/sht_tests shacl

#!/usr/bin/env bash
# Brings axe-core, which checks pages against WCAG, into .tools; only the tests use it.
set -euo pipefail
cd "$(dirname "$0")/../.."
version=4.14.1
sha256=29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c
target=.tools/axe/axe.min.js
if [ -e "$target" ] && echo "$sha256  $target" | sha256sum --check --quiet 2>/dev/null; then
  exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tests/tools/require.sh npm npm
if ! (cd "$work" && npm pack --silent "axe-core@$version" >/dev/null && tar xzf ./*.tgz); then
  echo "axe-core $version could not be fetched with npm; the accessibility tests need it" >&2
  [ "${CI:-}" != true ]
  exit
fi
echo "$sha256  $work/package/axe.min.js" | sha256sum --check --quiet
mkdir -p "$(dirname "$target")"
mv "$work/package/axe.min.js" "$target"

#!/usr/bin/env bash
# usage: require.sh COMMAND DEBIAN_PACKAGE
# Makes sure that a command is there: installed on Debian by root, asked for in one line elsewhere.
# With CI=true a missing tool is a failure; without it the tests that need the tool say so.
set -euo pipefail
command -v "$1" >/dev/null && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "installing $2 for the tests" >&2
  export DEBIAN_FRONTEND=noninteractive
  log=$(mktemp)
  { apt-get update && apt-get install --yes --no-install-recommends "$2"; } >"$log" 2>&1 || tail -n 3 "$log" >&2
  rm -f "$log"
  command -v "$1" >/dev/null && exit 0
fi
echo "the tests need '$1'; on Debian: apt-get install $2" >&2
[ "${CI:-}" != true ]

#!/bin/sh
# Makes bundle.js and LICENCES.txt anew from package-lock.json, or with --check says whether they
# are what npm gives. Needs node and the registry; those who use crossplan need neither.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/package.json" "$here/package-lock.json" "$here/entry.js" "$work"
cd "$work"
npm ci --silent --no-audit --no-fund
npx --no-install esbuild entry.js --bundle --minify --format=iife --global-name=bundled \
  --target=es2020 --legal-comments=none --charset=ascii --metafile=meta.json --outfile=bundle.js \
  --log-level=warning
node -e '
  const { readFileSync, readdirSync } = require("fs");
  const inputs = Object.keys(JSON.parse(readFileSync("meta.json")).inputs);
  const names = new Set(inputs.map((f) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(f)?.[1]).filter(Boolean));
  for (const name of [...names].sort()) {
    const folder = `node_modules/${name}`, { version, license } = JSON.parse(readFileSync(`${folder}/package.json`));
    const file = readdirSync(folder).find((f) => /^licen[cs]e/i.test(f));
    const text = file ? readFileSync(`${folder}/${file}`, "utf8").trim() : "";
    console.log(`${name} ${version} (${license})\n\n${text}\n\n${"-".repeat(72)}\n`);
  }' > LICENCES.txt
if [ "${1:-}" = --check ]; then
  cmp bundle.js "$here/bundle.js"
  cmp LICENCES.txt "$here/LICENCES.txt"
  echo "bundle.js is what npm gives"
else
  cp bundle.js LICENCES.txt "$here"
fi

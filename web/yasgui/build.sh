#!/bin/sh
# Brings YASGUI anew as package-lock.json pins it, with the licences of all that is in it, or with
# --check says whether what is here is what npm gives. Those who use crossplan need neither.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/package.json" "$here/package-lock.json" "$work"
cd "$work"
npm ci --silent --no-audit --no-fund --ignore-scripts
for file in yasgui.min.js yasgui.min.css; do
  grep -v '^//# sourceMappingURL=' "node_modules/@zazuko/yasgui/build/$file" > "$file"
done
node -e '
  const { readFileSync, readdirSync } = require("fs");
  const packages = JSON.parse(readFileSync("package-lock.json")).packages;
  for (const folder of Object.keys(packages).filter((f) => f && !packages[f].dev).sort()) {
    const name = folder.split("node_modules/").pop(), { version, license } = packages[folder];
    const file = readdirSync(folder).find((f) => /^licen[cs]e/i.test(f));
    const text = file ? readFileSync(`${folder}/${file}`, "utf8").trim() : "";
    console.log(`${name} ${version} (${license || "as below"})\n\n${text}\n\n${"-".repeat(72)}\n`);
  }' > LICENCES.txt
for file in yasgui.min.js yasgui.min.css LICENCES.txt; do
  if [ "${1:-}" = --check ]; then cmp "$file" "$here/$file"; else cp "$file" "$here"; fi
done
[ "${1:-}" != --check ] || echo "YASGUI is what npm gives"

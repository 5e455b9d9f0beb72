// What the first load costs: the compressed scripts that the page of a deliberation needs before it
// shows anything. Fails above the limit.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const LIMIT_KIB = 200;
/** What is loaded to show the overview of a deliberation in English. */
const FIRST = [
  "index.html",
  "src/pages/deliberation/index.tsx",
  "src/pages/overview/index.tsx",
  "src/i18n/messages/en/shell.ts",
  "src/i18n/messages/en/member.ts",
  "src/i18n/messages/en/ballot.ts",
];

const dist = join(dirname(fileURLToPath(import.meta.url)), "../dist");
const manifest = JSON.parse(readFileSync(join(dist, ".vite/manifest.json"), "utf8"));

const needed = new Set();
function need(key) {
  const chunk = manifest[key];
  if (chunk === undefined)
    throw new Error(`the page has no ${key}: mend FIRST in scripts/size.mjs`);
  if (needed.has(key)) return;
  needed.add(key);
  for (const other of chunk.imports ?? []) need(other);
}
for (const key of FIRST) need(key);

let total = 0;
for (const key of needed) {
  const bytes = gzipSync(readFileSync(join(dist, manifest[key].file)), { level: 9 }).length;
  total += bytes;
  process.stdout.write(`${(bytes / 1024).toFixed(1).padStart(7)} KiB  ${manifest[key].file}\n`);
}
const kib = total / 1024;
process.stdout.write(
  `${kib.toFixed(1).padStart(7)} KiB  first load of script, compressed (limit ${LIMIT_KIB})\n`,
);
if (kib >= LIMIT_KIB) process.exit(1);

// Each page is loaded with the words that it shows: what its files, and the files that they import,
// take from the catalogs is in the areas that it names (lazy_page.ts).
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { expect, test } from "vitest";
import { ballot } from "./messages/en/ballot";
import { member } from "./messages/en/member";
import { outcome } from "./messages/en/outcome";
import { people } from "./messages/en/people";
import { reading } from "./messages/en/reading";
import { setup } from "./messages/en/setup";
import { shell } from "./messages/en/shell";

const SRC = resolve(__dirname, "..");

const AREA_OF = new Map<string, string>(
  Object.entries({ shell, setup, reading, people, member, ballot, outcome }).flatMap(
    ([area, words]) => Object.keys(words).map((id): [string, string] => [id, area]),
  ),
);

function fileOf(from: string, specifier: string): string | null {
  const base = specifier.startsWith("@/")
    ? join(SRC, specifier.slice(2))
    : specifier.startsWith(".")
      ? join(dirname(from), specifier)
      : null;
  if (base === null) return null;
  const candidates = [base, `${base}.ts`, `${base}.tsx`, join(base, "index.tsx")];
  return candidates.find((path) => existsSync(path) && statSync(path).isFile()) ?? null;
}

interface Source {
  text: string;
  /** Files that are loaded with it; what it loads later has areas of its own. */
  imports: string[];
}

function read(path: string): Source {
  const text = readFileSync(path, "utf8").replace(/^\s*\/\/.*$/gm, ""); // without examples
  const specifiers = [...text.matchAll(/^(?:import|export)\b[^;]*?from\s+"([^"]+)"/gm)];
  const values = specifiers.filter(([statement]) => !/^(?:import|export) type/.test(statement));
  const files = values.map(([, specifier]) => fileOf(path, specifier ?? ""));
  return { text, imports: files.filter((file): file is string => file !== null) };
}

/** Ids of messages in a source: whole ones, and all that a template can make. */
function idsIn(text: string): string[] {
  const whole = [...text.matchAll(/["'`]([A-Za-z]+\.[\w.-]+)["'`]/g)].map(
    (match) => match[1] ?? "",
  );
  const templates = [...text.matchAll(/`([A-Za-z]+\.[\w.]*)\$\{[^}]*\}([\w.]*)`/g)];
  const made = templates.flatMap(([, start = "", end = ""]) =>
    [...AREA_OF.keys()].filter((id) => id.startsWith(start) && id.endsWith(end)),
  );
  return [...whole.filter((id) => AREA_OF.has(id)), ...made];
}

/** Areas whose words the files below `entry` take, each with one of these words. */
function areasBelow(entry: string): Map<string, string> {
  const areas = new Map<string, string>();
  const seen = new Set<string>();
  const left = [entry];
  for (let path = left.pop(); path !== undefined; path = left.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    if (!/\.tsx?$/.test(path) || path.includes("/messages/")) continue;
    const { text, imports } = read(path);
    for (const id of idsIn(text))
      areas.set(AREA_OF.get(id) ?? "", `${id} in ${path.slice(SRC.length)}`);
    left.push(...imports);
  }
  return areas;
}

const LAZY = /lazyPage\(\s*\[([^\]]*)\],\s*\(\)\s*=>\s*import\("([^"]+)"\)/g;

function lazyPagesOf(path: string): { entry: string; areas: string[] }[] {
  return [...read(path).text.matchAll(LAZY)].map(([, areas = "", specifier = ""]) => ({
    entry: fileOf(path, specifier) ?? specifier,
    areas: [...areas.matchAll(/"(\w+)"/g)].map((match) => match[1] ?? ""),
  }));
}

function missing(entry: string, areas: readonly string[]): string[] {
  return [...areasBelow(entry)]
    .filter(([area]) => area !== "shell" && !areas.includes(area))
    .map(([area, word]) => `${entry.slice(SRC.length)} lacks "${area}": ${word}`);
}

const SHELL = join(SRC, "pages/deliberation/index.tsx");
const BAR = join(SRC, "pages/deliberation/phase_bar.tsx");

test("pages name the areas that their words are of", () => {
  const pages = [SHELL, BAR].flatMap(lazyPagesOf);
  expect(pages.length).toBeGreaterThan(10);
  expect(pages.flatMap(({ entry, areas }) => missing(entry, areas))).toEqual([]);
});

test("what is loaded at once takes its words from the shell", () => {
  const at = [
    "app.tsx",
    "pages/create.tsx",
    "pages/join.tsx",
    "pages/start.tsx",
    "pages/sign_in.tsx",
  ];
  const entries = [...at.map((file) => join(SRC, file)), SHELL];
  expect(entries.flatMap((entry) => missing(entry, []))).toEqual([]);
});

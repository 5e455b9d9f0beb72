// The messages that are loaded: those of one language, of the areas that were shown so far.
//
// An area is a part of the page, and one file in messages/LANGUAGE. A page names the areas that it
// takes its words from (lazy_page.ts), and is shown when they are there.

export const LOCALES = ["en", "ko"] as const;
export type Locale = (typeof LOCALES)[number];

export type Area = "shell" | "setup" | "reading" | "people" | "member" | "ballot" | "outcome";
export type Words = Readonly<Record<string, string>>;

const LOADERS: Record<Locale, Record<Area, () => Promise<Words>>> = {
  en: {
    shell: () => import("./messages/en/shell").then((module) => module.shell),
    setup: () => import("./messages/en/setup").then((module) => module.setup),
    reading: () => import("./messages/en/reading").then((module) => module.reading),
    people: () => import("./messages/en/people").then((module) => module.people),
    member: () => import("./messages/en/member").then((module) => module.member),
    ballot: () => import("./messages/en/ballot").then((module) => module.ballot),
    outcome: () => import("./messages/en/outcome").then((module) => module.outcome),
  },
  ko: {
    shell: () => import("./messages/ko/shell").then((module) => module.shell),
    setup: () => import("./messages/ko/setup").then((module) => module.setup),
    reading: () => import("./messages/ko/reading").then((module) => module.reading),
    people: () => import("./messages/ko/people").then((module) => module.people),
    member: () => import("./messages/ko/member").then((module) => module.member),
    ballot: () => import("./messages/ko/ballot").then((module) => module.ballot),
    outcome: () => import("./messages/ko/outcome").then((module) => module.outcome),
  },
};

export interface Catalog {
  locale: Locale;
  words: Words;
}

let current: Catalog = { locale: "en", words: {} };
const areas = new Set<Area>();
const listeners = new Set<() => void>();

function replace(next: Catalog): void {
  current = next;
  for (const listener of listeners) listener();
}

async function load(locale: Locale, wanted: Iterable<Area>): Promise<Words> {
  const parts = await Promise.all(Array.from(wanted, (area) => LOADERS[locale][area]()));
  return Object.assign({}, ...parts) as Words;
}

export function getCatalog(): Catalog {
  return current;
}

export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Loads the words of `wanted`, in the language that is shown. */
export async function needAreas(wanted: Iterable<Area>): Promise<void> {
  const missing = [...wanted].filter((area) => !areas.has(area));
  if (missing.length === 0) return;
  const { locale } = current;
  const words = await load(locale, missing);
  for (const area of missing) areas.add(area);
  if (current.locale === locale) replace({ locale, words: { ...current.words, ...words } });
  else await changeLocale(current.locale);
}

/** Shows another language as soon as its words are there. */
export async function changeLocale(locale: Locale): Promise<void> {
  const words = await load(locale, areas);
  replace({ locale, words });
}

/** For tests: words that need no loading. */
export function setCatalog(catalog: Catalog): void {
  replace(catalog);
}

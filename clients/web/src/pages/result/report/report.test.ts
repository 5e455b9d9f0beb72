import { describe, expect, test } from "vitest";
import { makeText } from "@/i18n";
import { messages } from "@/i18n/messages/en";
import { viewOf } from "../model/view";
import { recordedVote } from "../testing/votes";
import { ballotsCsv, duelsCsv, rankingCsv } from "./csv";
import { type ReportDocument, toHtml, toMarkdown } from "./document";

const HOSTILE = `<img src=x onerror="alert(1)"> & [a](b) *c* | d`;

const report: ReportDocument = {
  language: "en",
  title: HOSTILE,
  subtitle: "",
  blocks: [
    { kind: "heading", text: "The decision" },
    { kind: "text", text: "1. not a list" },
    { kind: "item", text: HOSTILE, note: "a note" },
    { kind: "table", caption: "Duels", header: ["", "M1"], rows: [[HOSTILE, "12"]] },
    { kind: "bars", caption: "Firsts", bars: [{ label: HOSTILE, value: 2, shown: "2" }] },
    { kind: "quote", text: "two\nlines", note: "page 3" },
    { kind: "code", text: "plenum verify bundle vote.json" },
  ],
};

describe("a report as HTML", () => {
  const page = new DOMParser().parseFromString(toHtml(report), "text/html");

  test("takes no words for markup", () => {
    expect(page.querySelector("img")).toBeNull();
    expect(page.querySelector("h1")?.textContent).toBe(HOSTILE);
    expect(page.querySelector("td")?.textContent).toBe(HOSTILE);
    expect(page.querySelector("meter")?.getAttribute("aria-label")).toBe(HOSTILE);
  });

  test("stands alone: nothing is fetched and nothing runs", () => {
    expect(page.querySelector("script, link, iframe, [src], [href]")).toBeNull();
    expect(page.documentElement.lang).toBe("en");
  });
});

test("a report as Markdown takes no words for markup", () => {
  const markdown = toMarkdown(report);
  expect(markdown).toContain("\\<img src=x");
  expect(markdown).toContain("\n1\\. not a list\n");
  expect(markdown).toContain("\\*c\\* \\| d | 12 |");
  expect(markdown).toContain("\n> two lines\n");
  expect(markdown).toContain("\n    plenum verify bundle vote.json\n");
});

describe("tables for spreadsheets", () => {
  const vote = recordedVote();
  const [option] = vote.result.rules?.options ?? [];
  if (option) option.title = '=HYPERLINK("evil"), x';
  const view = viewOf(vote.result, makeText("en", messages));
  if (!view) throw new Error("the recorded vote has no outcome");

  test("the ranking has a line for each measure, and no cell that is a formula", () => {
    const csv = rankingCsv(view, () => "a reason");
    const lines = csv.trimEnd().split("\r\n");
    expect(lines).toHaveLength(1 + view.placed.length);
    expect(lines[0]).toBe("\uFEFFplace,number,measure,title,criteria_place,reason");
    expect(csv).toContain(`"'=HYPERLINK(""evil""), x"`);
  });

  test("the duels have a line for each ordered pair", () => {
    const lines = duelsCsv(view).trimEnd().split("\r\n");
    expect(lines).toHaveLength(1 + view.placed.length * (view.placed.length - 1));
  });

  test("ballots are written with ranks and ties, and with names only where they have some", () => {
    const csv = ballotsCsv(
      view,
      [
        { tiers: [1, 2, 2, 0, 0], weight: 1, voter: "" },
        { tiers: [0, 0, 0, 0, 0], weight: 3, voter: "deliberations/d/members/ana" },
      ],
      () => "Ana",
    );
    expect(csv).toContain("\r\n1,,M1 > M2 = M3\r\n");
    expect(csv).toContain("\r\n3,Ana,\r\n");
  });
});

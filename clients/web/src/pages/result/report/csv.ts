// Tables for spreadsheets: RFC 4180, in UTF-8 with a mark at the beginning, by which spreadsheets know it.
import type { ResultView } from "../model/view";
import { tierListOf } from "../record/ballots";
import type { CountedBallot } from "../record/count";

const BYTE_ORDER_MARK = "\uFEFF";

/**
 * A cell that a spreadsheet would take for a formula begins with an apostrophe, which it shows to nobody:
 * titles are anybody's words.
 */
function cell(value: string | number): string {
  if (typeof value === "number") return String(value);
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

function table(rows: (string | number)[][]): string {
  return BYTE_ORDER_MARK + rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/** One row for each measure: the same columns as `plenum report places.csv`. */
export function rankingCsv(view: ResultView, reasonOf: (option: number) => string): string {
  return table([
    ["place", "number", "measure", "title", "criteria_place", "reason"],
    ...view.placed.map(({ option, place }) => [
      place,
      view.names.label(option),
      view.measureOf(option),
      view.names.title(option),
      view.criteriaPlaceOf(option) || "",
      reasonOf(option),
    ]),
  ]);
}

/** One row for each ordered pair of measures. */
export function duelsCsv(view: ResultView): string {
  const rows: (string | number)[][] = [
    ["measure", "title", "against", "against_title", "votes_for", "votes_against"],
  ];
  for (const { option } of view.placed) {
    for (const { option: other } of view.placed) {
      if (option === other) continue;
      rows.push([
        view.names.label(option),
        view.names.title(option),
        view.names.label(other),
        view.names.title(other),
        view.duels.prefer(option, other),
        view.duels.prefer(other, option),
      ]);
    }
  }
  return table(rows);
}

/**
 * One row for each published ballot: how many votes it counts as, whose it is where ballots have names,
 * and its measures, best first, ">" between ranks and "=" between equals.
 */
export function ballotsCsv(
  view: ResultView,
  ballots: (CountedBallot & { voter: string })[],
  nameOf: (member: string) => string,
): string {
  return table([
    ["votes", "voter", "ranking"],
    ...ballots.map((ballot) => [
      ballot.weight,
      ballot.voter === "" ? "" : nameOf(ballot.voter),
      tierListOf(ballot)
        .map((tier) => tier.map((option) => view.names.label(option)).join(" = "))
        .join(" > "),
    ]),
  ]);
}

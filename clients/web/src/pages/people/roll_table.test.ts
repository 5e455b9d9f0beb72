import { Role } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { describe, expect, test } from "vitest";
import { nameSkeleton } from "./names";
import { parseRoll, toCsv } from "./roll_table";

const briefly = (text: string) =>
  parseRoll(text).rows.map(({ name, role, weight }) => [name, role, weight]);

describe("a list of people", () => {
  test("is one name a line", () => {
    expect(briefly("Ana\n\n  Ben  Lee \r\n지민\n")).toEqual([
      ["Ana", Role.MEMBER, 1],
      ["Ben Lee", Role.MEMBER, 1],
      ["지민", Role.MEMBER, 1],
    ]);
  });

  test.each([
    ["commas", "Ana,facilitator,2\nBen,,3"],
    ["semicolons", "Ana;Facilitator;2\nBen;;3"],
    ["tabs, as from a spreadsheet", "Ana\tfacilitator\t2\nBen\t\t3"],
  ])("is read with %s", (_what, text) => {
    expect(briefly(text)).toEqual([
      ["Ana", Role.FACILITATOR, 2],
      ["Ben", Role.MEMBER, 3],
    ]);
  });

  test("may name its columns in any order, others being passed over", () => {
    expect(briefly("Team,Weight,Name,Role\nNorth,5,Ana,observer")).toEqual([
      ["Ana", Role.OBSERVER, 5],
    ]);
    expect(briefly("\uFEFF이름,역할\n지민,감사인")).toEqual([["지민", Role.AUDITOR, 1]]);
  });

  test("keeps what stands in quotes together, line breaks too", () => {
    const { rows } = parseRoll('name,role\n"Park, ""Jo""",member\n"Ben\nLee",member\nIda,observer');
    expect(rows.map(({ line, name }) => [line, name])).toEqual([
      [2, 'Park, "Jo"'],
      [3, "Ben Lee"],
      [5, "Ida"],
    ]);
  });

  test("says in which line something is wrong", () => {
    const long = "x".repeat(101);
    expect(
      parseRoll(`Ana,queen\n,member\nBen,member,0\nCem,member,many\n${long}`).problems,
    ).toEqual([
      { kind: "role", line: 1, text: "queen" },
      { kind: "name", line: 2 },
      { kind: "weight", line: 3, text: "0" },
      { kind: "weight", line: 4, text: "many" },
      { kind: "long", line: 5 },
    ]);
    expect(parseRoll('Ana\n"Ben').problems).toEqual([{ kind: "quote", line: 2 }]);
  });
});

test("a table for spreadsheets quotes what must be, and computes nothing", () => {
  expect(
    toCsv([
      ["name", "link"],
      ['Park, "Jo"', "https://x/#a_b"],
      ['=HYPERLINK("x")', "-1"],
    ]),
  ).toBe('name,link\r\n"Park, ""Jo""",https://x/#a_b\r\n"\'=HYPERLINK(""x"")",\'-1\r\n');
});

test("names are alike that differ in case, spacing, width or look", () => {
  expect(nameSkeleton(" ANA  Lee ")).toBe(nameSkeleton("ana lee"));
  expect(nameSkeleton("Аna")).toBe(nameSkeleton("Ana")); // Cyrillic А
  expect(nameSkeleton("Ａna")).toBe(nameSkeleton("Ana"));
  expect(nameSkeleton("Ana")).not.toBe(nameSkeleton("Anna"));
});

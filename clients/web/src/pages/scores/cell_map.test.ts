import { describe, expect, it } from "vitest";
import { CellMap } from "./cell_map";

const cells = CellMap.of<number>([
  ["m1", "a", 1],
  ["m1", "b", 2],
  ["m2", "a", 3],
  ["m2", "a", 4],
]);

describe("a map of cells", () => {
  it("has one value for each cell, the last one", () => {
    expect(cells.size).toBe(3);
    expect(cells.get("m2", "a")).toBe(4);
    expect(cells.get("m2", "b")).toBeUndefined();
    expect(cells.has("m3", "a")).toBe(false);
    expect([...cells.values()]).toEqual([1, 2, 4]);
  });

  it("changes one row, and keeps the others as they are", () => {
    const next = cells.with("m1", "c", 9);
    expect(next.get("m1", "c")).toBe(9);
    expect(next.size).toBe(4);
    expect(cells.has("m1", "c")).toBe(false);
    expect(next.row("m2")).toBe(cells.row("m2"));
    expect(next.row("m1")).not.toBe(cells.row("m1"));
    expect(next.with("m1", "c", 8).size).toBe(4);
  });

  it("drops a cell, and a row with its last one", () => {
    const next = cells.without("m2", "a");
    expect(next.row("m2")).toBeUndefined();
    expect(next.size).toBe(2);
    expect(cells.without("m2", "b")).toBe(cells);
  });

  it("shares rows that did not change with the one before", () => {
    const again = CellMap.of<number>([
      ["m1", "a", 1],
      ["m1", "b", 2],
      ["m2", "a", 5],
    ]);
    const shared = again.sharing(cells, (a, b) => a === b);
    expect(shared.row("m1")).toBe(cells.row("m1"));
    expect(shared.get("m2", "a")).toBe(5);
    const fewer = CellMap.of<number>([["m1", "a", 1]]).sharing(cells, (a, b) => a === b);
    expect(fewer.row("m1")?.size).toBe(1);
    expect(fewer.size).toBe(1);
  });
});

import { describe, expect, it } from "vitest";
import { placeAfterKey } from "./grid_keys";

const at = { row: 3, column: 2 };
const whole = { atStart: true, atEnd: true };
const middle = { atStart: false, atEnd: false };
const press = (key: string, caret = whole, rtl = false, shiftKey = false) =>
  placeAfterKey({ key, shiftKey }, at, caret, rtl);

describe("keys in the table of scores", () => {
  it("lead to the cells around", () => {
    expect(press("ArrowUp")).toEqual({ row: 2, column: 2 });
    expect(press("ArrowDown")).toEqual({ row: 4, column: 2 });
    expect(press("ArrowLeft")).toEqual({ row: 3, column: 1 });
    expect(press("ArrowRight")).toEqual({ row: 3, column: 3 });
  });

  it("lead down by Enter, and up with Shift", () => {
    expect(press("Enter")).toEqual({ row: 4, column: 2 });
    expect(press("Enter", whole, false, true)).toEqual({ row: 2, column: 2 });
  });

  it("move the caret within a number", () => {
    expect(press("ArrowLeft", middle)).toBeNull();
    expect(press("ArrowRight", middle)).toBeNull();
    expect(press("ArrowDown", middle)).not.toBeNull();
  });

  it("are mirrored where lines run from right to left", () => {
    expect(press("ArrowLeft", whole, true)).toEqual({ row: 3, column: 3 });
  });

  it("are no others", () => {
    for (const key of ["5", "Tab", "Home", "a"]) expect(press(key)).toBeNull();
  });
});

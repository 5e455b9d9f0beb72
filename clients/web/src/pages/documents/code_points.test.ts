import { describe, expect, it } from "vitest";
import { CodePoints } from "./code_points";

/** By the language's own iteration over code points. */
function slowSlice(text: string, start: number, end: number): string {
  return [...text].slice(start, end).join("");
}

describe("CodePoints", () => {
  const texts = [
    "",
    "plain words",
    "동맹을 재조정한다",
    "🚀🚀 launch 🛰️ now 👩‍👩‍👧",
    "𠮷野家 and 한국 🇰🇷 end",
    "a\ud83d lone halves \ude00b",
  ];

  it("cuts as the iteration over code points does, at every pair of places", () => {
    for (const text of texts) {
      const points = new CodePoints(text);
      expect(points.length).toBe([...text].length);
      for (let start = 0; start <= points.length; start++) {
        for (let end = start; end <= points.length; end++) {
          expect(points.slice(start, end)).toBe(slowSlice(text, start, end));
        }
      }
    }
  });

  it("goes from code points to units and back", () => {
    for (const text of texts) {
      const points = new CodePoints(text);
      for (let place = 0; place <= points.length; place++) {
        expect(points.toCodePoint(points.toUnit(place))).toBe(place);
      }
    }
  });

  it("takes a unit within a character as the character", () => {
    const points = new CodePoints("x🚀y");
    expect(points.toCodePoint(2)).toBe(1);
    expect(points.toCodePoint(3)).toBe(2);
  });
});

import { afterEach, describe, expect, it } from "vitest";
import { occurrencesOf, selectedUnits, trimmed } from "./selection";

// As the reading view shows it: two paragraphs, the second with a quote that has a mark before it.
const TEXT = "First line.\n\nThen a 🚀 quote here.";
const PAGE =
  '<article><p data-at="0">First line.</p>' +
  '<p><span data-at="13">Then </span><button>▲1</button><mark data-at="18">a 🚀 quote</mark>' +
  '<span data-at="28"> here.</span></p></article><p id="outside">x</p>';

function node(selector: string): Node {
  const found = document.querySelector(selector);
  if (!found) throw new Error(selector);
  return found;
}

function words(select: (range: Range) => void): string | null {
  document.body.innerHTML = PAGE;
  const range = document.createRange();
  select(range);
  const units = selectedUnits(node("article") as HTMLElement, range, TEXT);
  return units && TEXT.slice(units.start, units.end);
}

function textOf(selector: string): Node {
  const child = node(selector).firstChild;
  if (!child) throw new Error(selector);
  return child;
}

afterEach(() => {
  document.body.innerHTML = "";
});

describe("selectedUnits", () => {
  it("takes the words between two points of the text, over marks and paragraphs", () => {
    expect(
      words((range) => {
        range.setStart(textOf("[data-at='0']"), 6);
        range.setEnd(textOf("mark"), 4);
      }),
    ).toBe("line.\n\nThen a 🚀");
  });

  it("takes a paragraph that was selected as a whole, without what is around it", () => {
    expect(
      words((range) => {
        range.setStart(textOf("[data-at='0']"), 0);
        range.setEnd(node("article p + p"), 0);
      }),
    ).toBe("First line.");
    expect(words((range) => range.selectNodeContents(node("article p + p")))).toBe(
      "Then a 🚀 quote here.",
    );
  });

  it("takes nothing for nothing, white space, or what is elsewhere", () => {
    expect(
      words((range) => {
        range.setStart(textOf("mark"), 2);
        range.collapse(true);
      }),
    ).toBeNull();
    expect(
      words((range) => {
        range.setStart(textOf("[data-at='28']"), 0);
        range.setEnd(textOf("[data-at='28']"), 1);
      }),
    ).toBeNull();
    expect(words((range) => range.selectNodeContents(node("#outside")))).toBeNull();
  });
});

describe("trimmed", () => {
  it("takes white space off both ends", () => {
    expect(trimmed("  ab \n", 0, 6)).toEqual({ start: 2, end: 4 });
    expect(trimmed("  ", 0, 2)).toBeNull();
  });
});

describe("occurrencesOf", () => {
  const found = (text: string, wanted: string) =>
    occurrencesOf(text, wanted).map(({ start, end }) => text.slice(start, end));

  it("finds words whatever their case and the white space between them", () => {
    expect(found("Add a\nhotline. add  A hotline.", "add a hotline")).toEqual([
      "Add a\nhotline",
      "add  A hotline",
    ]);
  });

  it("takes signs as they stand", () => {
    expect(found("cost (2026): 3.5", "(2026): 3.5")).toEqual(["(2026): 3.5"]);
    expect(found("aXb", "a.b")).toEqual([]);
    expect(found("anything", "  ")).toEqual([]);
  });
});

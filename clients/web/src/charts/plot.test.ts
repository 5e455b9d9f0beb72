import * as plot from "@observablehq/plot";
import { describe, expect, test } from "vitest";
import { bars, diverging, type Slope, slopes, stacks } from "./drawings";
import { type Draw, drawPlot } from "./plot";
import { charactersIn, shortened } from "./series";

const SPACE = { width: 640, rem: 16 };

/** What charts.css has for the class "plot". Another version of Plot may need more there. */
const RULES = `:where(.plot) {
  --plot-background: white;
  display: block;
  height: auto;
  height: intrinsic;
  max-width: 100%;
}
:where(.plot text),
:where(.plot tspan) {
  white-space: pre;
}`;

const drawings: Record<string, Draw> = {
  bars: bars([{ label: "Harden bases", value: 3, shown: "3" }]),
  stacks: stacks([{ label: "Harden bases", parts: [0.2, 0, 0.3], shown: "0.5" }], String),
  diverging: diverging([
    { label: "Cost", value: 0.2, shown: "+0.2" },
    { label: "Risk", value: -0.1, shown: "−0.1" },
  ]),
  slopes: slopes([{ label: "Harden bases", from: 1, to: 2 }], { from: "Vote", to: "Criteria" }),
};

describe.each(Object.entries(drawings))("a drawing of %s", (_, draw) => {
  test("has no style element, which the content security policy forbids", () => {
    const drawn = drawPlot(plot, draw, SPACE);
    expect(drawn.querySelector("style")).toBeNull();
    expect(drawn.classList.contains("plot")).toBe(true);
  });

  test("has numbers alone in its geometry", () => {
    expect(drawPlot(plot, draw, SPACE).outerHTML).not.toMatch(/NaN|undefined|Infinity/);
  });

  test("takes its colours from the page", () => {
    const colours = [...drawPlot(plot, draw, SPACE).querySelectorAll("[fill], [stroke]")].flatMap(
      (element) => [element.getAttribute("fill"), element.getAttribute("stroke")],
    );
    for (const colour of colours) {
      expect(colour ?? "none").toMatch(/^(none|currentColor|transparent|var\(--[a-z0-9-]+\))$/);
    }
  });
});

test("the rules that Plot would write are those that charts.css has", () => {
  const drawn = plot.plot({ className: "plot", marks: [] });
  expect(drawn.querySelector("style")?.textContent).toBe(RULES);
});

test("places that are open on one side have no line", () => {
  const rows: Slope[] = [
    { label: "A", from: 1, to: null },
    { label: "B", from: 2, to: 1 },
  ];
  const drawn = drawPlot(plot, slopes(rows, { from: "Vote", to: "Criteria" }), SPACE);
  expect(drawn.querySelectorAll('[aria-label="link"] path')).toHaveLength(1);
});

test("titles are cut by their width, Hangul being wider", () => {
  expect(shortened("Harden bases", 12)).toBe("Harden bases");
  expect(shortened("Harden bases", 9)).toBe("Harden b…");
  expect(shortened("위기 대응 핫라인", 10)).toBe("위기 대응…");
  expect(charactersIn(0, 16)).toBe(4);
});

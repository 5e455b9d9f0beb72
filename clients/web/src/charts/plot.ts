// Observable Plot, loaded when the first chart is shown.
//
// The content security policy allows no style elements, and Plot writes one into each chart. It is
// taken out before the chart is put on the page; charts.css has the same rules for the class "plot".
import type * as PlotModule from "@observablehq/plot";

export type Plot = typeof PlotModule;
export type PlotOptions = PlotModule.PlotOptions;

/** What a chart may take up, in pixels. */
export interface Space {
  width: number;
  /** The size of the page's text, which is larger on a wall screen. */
  rem: number;
}

export type Draw = (plot: Plot, space: Space) => PlotOptions;

let loading: Promise<Plot> | undefined;

export function loadPlot(): Promise<Plot> {
  loading ??= import("@observablehq/plot").catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

export function drawPlot(plot: Plot, draw: Draw, space: Space): Element {
  const options = draw(plot, space);
  const drawn = plot.plot({
    ...options,
    className: "plot",
    width: space.width,
    style: { fontSize: `${(0.8125 * space.rem).toFixed(2)}px`, overflow: "visible" },
  });
  for (const style of drawn.querySelectorAll("style")) style.remove();
  return drawn;
}

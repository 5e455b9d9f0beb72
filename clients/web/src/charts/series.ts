/** How many colours can be told apart; more series take them again. */
export const SERIES = 8;

/** The colour of a series, from charts.css, in both appearances. */
export function seriesColour(index: number): string {
  return `var(--series-${(index % SERIES) + 1})`;
}

/** So many characters of `rem` size that fit into `width` pixels, roughly. */
export function charactersIn(width: number, rem: number): number {
  return Math.max(4, Math.floor(width / (0.5 * rem)));
}

/** The beginning of a text that is longer than `most` characters, with an ellipsis. */
export function shortened(text: string, most: number): string {
  const characters = Array.from(text);
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join("")}…`;
}

/** How many colours can be told apart; more series take them again. */
export const SERIES = 8;

/** The colour of a series, from charts.css, in both appearances. */
export function seriesColour(index: number): string {
  return `var(--series-${(index % SERIES) + 1})`;
}

/** So many Latin letters of a chart's text fit into `width` pixels, roughly. */
export function charactersIn(width: number, rem: number): number {
  return Math.max(4, Math.floor(width / (0.46 * rem)));
}

/** Hangul, kana and ideographs are nearly twice as wide as Latin letters. */
function widthOf(character: string): number {
  return (character.codePointAt(0) ?? 0) >= 0x1100 ? 1.8 : 1;
}

/** The beginning of a text that is wider than `most` Latin letters, with an ellipsis. */
export function shortened(text: string, most: number): string {
  const characters = Array.from(text);
  const total = characters.reduce((sum, character) => sum + widthOf(character), 0);
  if (total <= most) return text;
  let kept = "";
  let width = 1;
  for (const character of characters) {
    width += widthOf(character);
    if (width > most) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}

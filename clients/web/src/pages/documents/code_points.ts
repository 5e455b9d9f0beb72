// Places in a text, by code points as the services count them, and by UTF-16 units as scripts do.
//
// They differ after every character outside of the Basic Multilingual Plane (most emoji, rare Hanja),
// which is two units and one code point.

export class CodePoints {
  /** Places of the characters of two units, in code points, ascending. */
  private readonly wide: number[] = [];
  /** Code points of the whole text. */
  readonly length: number;

  constructor(readonly text: string) {
    for (let unit = 0; unit < text.length; unit++) {
      const code = text.charCodeAt(unit);
      const isHigh = code >= 0xd800 && code < 0xdc00;
      if (isHigh && (text.charCodeAt(unit + 1) & 0xfc00) === 0xdc00) {
        this.wide.push(unit - this.wide.length);
        unit++;
      }
    }
    this.length = text.length - this.wide.length;
  }

  /** The unit at which a code point begins. */
  toUnit(codePoint: number): number {
    return codePoint + this.countWide((index) => this.wideAt(index) < codePoint);
  }

  /** The code point that a unit belongs to. */
  toCodePoint(unit: number): number {
    return unit - this.countWide((index) => this.wideAt(index) + index < unit);
  }

  /** text[start:end] in code points. */
  slice(start: number, end: number): string {
    return this.text.slice(this.toUnit(start), this.toUnit(end));
  }

  private wideAt(index: number): number {
    return this.wide[index] ?? Number.POSITIVE_INFINITY;
  }

  /** How many of the wide characters pass the test, which those at the beginning do. */
  private countWide(passes: (index: number) => boolean): number {
    let low = 0;
    let high = this.wide.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (passes(middle)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

// Which cell a key leads to.

/** Row and column from 0. */
export interface Place {
  row: number;
  column: number;
}

/** Where the caret stands in the text of a cell. */
export interface Caret {
  atStart: boolean;
  atEnd: boolean;
}

/** Null for keys that stay in the cell: those beside it are only gone to from the edge of the text. */
export function placeAfterKey(
  { key, shiftKey }: { key: string; shiftKey: boolean },
  { row, column }: Place,
  caret: Caret,
  rightToLeft: boolean,
): Place | null {
  const beside = rightToLeft ? -1 : 1;
  switch (key) {
    case "ArrowUp":
      return { row: row - 1, column };
    case "ArrowDown":
      return { row: row + 1, column };
    case "Enter":
      return { row: row + (shiftKey ? -1 : 1), column };
    case "ArrowLeft":
      return caret.atStart ? { row, column: column - beside } : null;
    case "ArrowRight":
      return caret.atEnd ? { row, column: column + beside } : null;
    default:
      return null;
  }
}

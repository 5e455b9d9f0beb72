// Quotes by their place.
interface Place {
  document: string;
  start: bigint;
  end: bigint;
}

export function quoteKey({ document, start, end }: Place): string {
  return `${document} ${start} ${end}`;
}

/** Undefined for an empty key. */
export function placeOfKey(key: string): Place | undefined {
  const [document = "", start = "0", end = "0"] = key.split(" ");
  return document === "" ? undefined : { document, start: BigInt(start), end: BigInt(end) };
}

const SHOWN_CHARS = 90;

/** The first words of a text, for lists to choose from. */
export function shortened(text: string): string {
  const chars = Array.from(text);
  return chars.length > SHOWN_CHARS ? `${chars.slice(0, SHOWN_CHARS).join("")}…` : text;
}

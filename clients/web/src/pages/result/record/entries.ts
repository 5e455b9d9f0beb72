// Entries of the log of votes, and packed ballots, read from their bytes (docs/record.md, "Bytes").

export interface Voter {
  id: string;
  weight: number;
}

/** The rules of a vote as they were registered. */
export interface Opened {
  kind: "opened";
  deliberation: string;
  decision: number;
  version: number;
  method: string;
  unranked: string;
  tieRule: string;
  tieSeed: string;
  secrecy: string;
  quorumBasis: string;
  quorumPercent: number;
  threshold: string;
  baseline: string;
  packageRule: string;
  budget: number;
  measures: { number: number; name: string; title: string; cost: number }[];
  voters: Voter[];
}

export interface Closed {
  kind: "closed";
  voters: number;
  ballots: number;
  abstentions: number;
  delegated: number;
  weight: number;
  decision: string;
  /** Options of each place, best first. */
  places: number[][];
  selected: number[];
}

export type Entry =
  | Opened
  | { kind: "joined"; voter: Voter }
  | { kind: "ballot"; commitment: Uint8Array }
  | Closed
  | { kind: "moved"; from: string; to: string }
  | { kind: "content" };

/** The bytes are no entry of a form that this page knows. */
export class Unreadable extends Error {
  override readonly name = "Unreadable";
}

const VERSION = 1;
const HASH_BYTES = 32;

class Fields {
  private at = 0;
  private readonly view: DataView;

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get atEnd(): boolean {
    return this.at === this.bytes.length;
  }

  raw(count: number): Uint8Array {
    if (this.at + count > this.bytes.length) throw new Unreadable("it ends too early");
    this.at += count;
    return this.bytes.slice(this.at - count, this.at);
  }

  byte(): number {
    return this.raw(1)[0] ?? 0;
  }

  private length(): number {
    if (this.at + 4 > this.bytes.length) throw new Unreadable("it ends too early");
    this.at += 4;
    return this.view.getUint32(this.at - 4);
  }

  number(): number {
    if (this.at + 8 > this.bytes.length) throw new Unreadable("it ends too early");
    this.at += 8;
    const value = this.view.getBigUint64(this.at - 8);
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new Unreadable("a number is too large");
    return Number(value);
  }

  text(): string {
    return new TextDecoder().decode(this.raw(this.length()));
  }

  hash(): Uint8Array {
    return this.raw(HASH_BYTES);
  }

  list<Item>(read: () => Item): Item[] {
    const items: Item[] = [];
    for (let left = this.length(); left > 0; left--) items.push(read());
    return items;
  }
}

export function decodeEntry(bytes: Uint8Array): Entry {
  const fields = new Fields(bytes);
  if (fields.byte() !== VERSION) throw new Unreadable("its version is not known");
  const read = READERS[fields.byte()];
  if (read === undefined) throw new Unreadable("its kind is not known");
  const entry = read(fields);
  if (!fields.atEnd) throw new Unreadable("it has bytes after its end");
  return entry;
}

const READERS: Record<number, (fields: Fields) => Entry> = {
  1: readOpened,
  2: (fields) => {
    const voter = readVoter(fields);
    fields.number();
    return { kind: "joined", voter };
  },
  3: (fields) => ({ kind: "ballot", commitment: fields.hash() }),
  4: readClosed,
  5: (fields) => {
    const from = fields.text();
    const to = fields.text();
    fields.number();
    return { kind: "moved", from, to };
  },
  6: readContent,
};

function readVoter(fields: Fields): Voter {
  const id = fields.text();
  return { id, weight: fields.number() };
}

function readOpened(fields: Fields): Opened {
  const opened: Opened = {
    kind: "opened",
    deliberation: fields.text(),
    decision: fields.number(),
    version: fields.number(),
    method: fields.text(),
    unranked: fields.text(),
    tieRule: fields.text(),
    tieSeed: fields.text(),
    secrecy: fields.text(),
    quorumBasis: fields.text(),
    quorumPercent: fields.number(),
    threshold: fields.text(),
    baseline: fields.text(),
    packageRule: fields.text(),
    budget: fields.number(),
    measures: [],
    voters: [],
  };
  fields.number(); // when it closes by itself
  opened.measures = fields.list(() => ({
    number: fields.number(),
    name: fields.text(),
    title: fields.text(),
    cost: fields.number(),
  }));
  opened.voters = fields.list(() => readVoter(fields));
  fields.number(); // when it was opened
  return opened;
}

function readClosed(fields: Fields): Closed {
  const closed: Closed = {
    kind: "closed",
    voters: fields.number(),
    ballots: fields.number(),
    abstentions: fields.number(),
    delegated: fields.number(),
    weight: fields.number(),
    decision: fields.text(),
    places: fields.list(() => fields.list(() => fields.number())),
    selected: fields.list(() => fields.number()),
  };
  fields.number(); // when
  return closed;
}

function readContent(fields: Fields): Entry {
  for (let list = 0; list < 3; list++) {
    fields.list(() => {
      fields.text();
      fields.hash();
    });
  }
  fields.number();
  fields.hash();
  fields.number();
  return { kind: "content" };
}

/** The tier of each option, from 1 for the best; 0 for one that the ballot leaves out. */
export type Tiers = number[];

export function unpackBallot(packed: Uint8Array, options: number): Tiers {
  if (packed[0] !== VERSION) throw new Unreadable("a ballot is of another version");
  const tiers: Tiers = [];
  let at = 1;
  for (let option = 0; option < options; option++) {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = packed[at++];
      if (byte === undefined || shift > 14) throw new Unreadable("a ballot ends too early");
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    tiers.push(value);
  }
  const used = [...new Set(tiers)].filter((tier) => tier > 0).sort((a, b) => a - b);
  if (at !== packed.length || used.some((tier, index) => tier !== index + 1)) {
    throw new Unreadable("a ballot is no ranking of the measures");
  }
  return tiers;
}

// Who shall be invited, as a pasted table or a file: a name a line, then role and weight if wanted,
// separated by commas, semicolons or tabs, with the quotes of RFC 4180. A first line may name the
// columns, in English or Korean.
import { Role } from "@gen/plenum/deliberation/v1/deliberation_pb";

export interface RollRow {
  /** From 1. */
  line: number;
  name: string;
  role: Role;
  weight: number;
}

export type RollProblem =
  | { kind: "name" | "long" | "quote"; line: number }
  | { kind: "role" | "weight"; line: number; text: string };

export interface Roll {
  rows: RollRow[];
  problems: RollProblem[];
}

const LONGEST_NAME = 100;
const MOST_WEIGHT = 1000;

const ROLES: Record<string, Role> = {
  "": Role.MEMBER,
  member: Role.MEMBER,
  observer: Role.OBSERVER,
  facilitator: Role.FACILITATOR,
  auditor: Role.AUDITOR,
  구성원: Role.MEMBER,
  참관인: Role.OBSERVER,
  진행자: Role.FACILITATOR,
  감사인: Role.AUDITOR,
};

type Column = "name" | "role" | "weight";

const COLUMNS: Record<string, Column> = {
  name: "name",
  role: "role",
  weight: "weight",
  이름: "name",
  역할: "role",
  가중치: "weight",
};

interface Line {
  line: number;
  cells: string[];
}

/** The separator of a table: the one that the first line which has any has most often. */
function separatorOf(text: string): string {
  const first = text.split(/\r?\n/).find((line) => /[\t;,]/.test(line)) ?? "";
  const counted = ["\t", ";", ","].map((separator) => ({
    separator,
    count: first.split(separator).length,
  }));
  return counted.reduce((best, one) => (one.count > best.count ? one : best)).separator;
}

function linesOf(text: string): { lines: Line[]; openQuote: number | null } {
  const separator = separatorOf(text);
  const lines: Line[] = [];
  let cells: string[] = [];
  let cell = "";
  let quoted = false;
  let begun = 1;
  let line = 1;
  let openedAt = 1;
  const endLine = () => {
    cells.push(cell);
    if (cells.some((one) => one.trim() !== "")) {
      lines.push({ line: begun, cells: cells.map((one) => one.trim()) });
    }
    cells = [];
    cell = "";
  };
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? "";
    if (char === "\n") line++;
    if (quoted) {
      if (char !== '"') cell += char;
      else if (text[i + 1] === '"') cell += text[++i];
      else quoted = false;
    } else if (char === '"' && cell.trim() === "") {
      cell = "";
      quoted = true;
      openedAt = line;
    } else if (char === separator) {
      cells.push(cell);
      cell = "";
    } else if (char === "\n") {
      endLine();
      begun = line;
    } else if (char !== "\r") {
      cell += char;
    }
  }
  endLine();
  return { lines, openQuote: quoted ? openedAt : null };
}

function headerOf(line: Line | undefined): Partial<Record<Column, number>> | null {
  const columns = (line?.cells ?? []).map((cell) => COLUMNS[cell.toLowerCase()]);
  if (!columns.includes("name")) return null;
  const places: Partial<Record<Column, number>> = {};
  columns.forEach((column, place) => {
    if (column !== undefined && places[column] === undefined) places[column] = place;
  });
  return places;
}

export function parseRoll(text: string): Roll {
  const { lines, openQuote } = linesOf(text.replace(/^\uFEFF/, "").replace(/^sep=.\r?\n/, ""));
  const header = headerOf(lines[0]);
  const places = header ?? { name: 0, role: 1, weight: 2 };
  const rows: RollRow[] = [];
  const problems: RollProblem[] = [];
  if (openQuote !== null) problems.push({ kind: "quote", line: openQuote });
  for (const { line, cells } of header ? lines.slice(1) : lines) {
    const at = (column: Column) => cells[places[column] ?? -1] ?? "";
    const name = at("name").replace(/\s+/g, " ");
    const role = ROLES[at("role").toLowerCase()];
    const weight = at("weight") === "" ? 1 : Number(at("weight"));
    if (name === "") problems.push({ kind: "name", line });
    if (Array.from(name).length > LONGEST_NAME) problems.push({ kind: "long", line });
    if (role === undefined) problems.push({ kind: "role", line, text: at("role") });
    if (!Number.isInteger(weight) || weight < 1 || weight > MOST_WEIGHT) {
      problems.push({ kind: "weight", line, text: at("weight") });
    }
    if (role !== undefined) rows.push({ line, name, role, weight });
  }
  return { rows, problems };
}

/** A table for spreadsheets (RFC 4180). Cells that a spreadsheet would compute are made text. */
export function toCsv(rows: readonly (readonly string[])[]): string {
  const cellOf = (text: string) => {
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return `${rows.map((row) => row.map(cellOf).join(",")).join("\r\n")}\r\n`;
}

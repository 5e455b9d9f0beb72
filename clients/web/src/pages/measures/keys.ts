// What the keys of curation do. They are off while somebody types, in dialogs, and where the reader
// switched them off (WCAG 2.2, 2.1.4).

export const COMMANDS = [
  "next",
  "previous",
  "first",
  "last",
  "accept",
  "edit",
  "reject",
  "mark",
  "merge",
  "split",
  "undo",
  "history",
  "add",
  "help",
] as const;
export type Command = (typeof COMMANDS)[number];

/** As they are shown to the reader. */
export const KEYS: Record<Command, readonly string[]> = {
  next: ["j", "↓"],
  previous: ["k", "↑"],
  first: ["Home"],
  last: ["End"],
  accept: ["a"],
  edit: ["e"],
  reject: ["r"],
  mark: ["m"],
  merge: ["Shift+M"],
  split: ["s"],
  undo: ["u"],
  history: ["h"],
  add: ["n"],
  help: ["?"],
};

const LETTERS: Record<string, Command> = {
  j: "next",
  k: "previous",
  a: "accept",
  e: "edit",
  r: "reject",
  m: "mark",
  M: "merge",
  s: "split",
  u: "undo",
  h: "history",
  n: "add",
  "?": "help",
};

/** Which move the page where no measure has the focus. */
const IN_LIST: Record<string, Command> = {
  ArrowDown: "next",
  ArrowUp: "previous",
  Home: "first",
  End: "last",
};

export interface Press {
  key: string;
  code: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  isComposing: boolean;
}

/** `inList`: the focus is on a measure. */
export function commandOf(press: Press, inList: boolean): Command | null {
  if (press.ctrlKey || press.altKey || press.metaKey) return null;
  const moved = IN_LIST[press.key];
  if (moved !== undefined) return inList && !press.shiftKey ? moved : null;
  return LETTERS[latinKey(press)] ?? null;
}

/** The key of a Latin keyboard at the same place, where the keyboard writes other letters (ㅁ for a). */
function latinKey({ key, code, shiftKey }: Press): string {
  const isLatin = key.length === 1 && key.charCodeAt(0) < 128;
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (isLatin || letter === undefined) return key;
  return shiftKey ? letter : letter.toLowerCase();
}

const TYPED_IN = "input, textarea, select, [contenteditable], dialog";

/** Whether a key pressed there belongs to what is there. */
export function isTypedIn(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(TYPED_IN) !== null;
}

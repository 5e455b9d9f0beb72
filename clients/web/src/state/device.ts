// What this device remembers: the deliberations that were opened on it, and drafts. No secrets.
import type { Role } from "@gen/plenum/deliberation/v1/deliberation_pb";

export interface KnownDeliberation {
  id: string;
  title: string;
  role: Role;
}

const LIST = "plenum.deliberations";

export function read<Value>(key: string, fallback: Value): Value {
  try {
    const text = localStorage.getItem(key);
    return text === null ? fallback : (JSON.parse(text) as Value);
  } catch {
    return fallback;
  }
}

/** False when the device has no room, or keeps nothing. */
export function write(key: string, value: unknown): boolean {
  try {
    localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

export function forget(key: string): void {
  localStorage.removeItem(key);
}

/** The last opened first. */
export function knownDeliberations(): KnownDeliberation[] {
  const list = read<KnownDeliberation[]>(LIST, []);
  return Array.isArray(list) ? list : [];
}

export function rememberDeliberation(deliberation: KnownDeliberation): void {
  const others = knownDeliberations().filter(({ id }) => id !== deliberation.id);
  write(LIST, [deliberation, ...others]);
}

export function forgetDeliberation(id: string): void {
  write(
    LIST,
    knownDeliberations().filter((known) => known.id !== id),
  );
}

/** Where a draft of something in a deliberation is kept. */
export function draftKey(deliberationId: string, what: string): string {
  return `plenum.draft.${deliberationId}.${what}`;
}

/** All that was written in a deliberation on this device and is not kept elsewhere. */
export function forgetDrafts(deliberationId: string): void {
  const prefix = draftKey(deliberationId, "");
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(prefix)) localStorage.removeItem(key);
  }
}

// What this device keeps, as state of components: the same in all tabs of the page, and after a
// reload. Where the device keeps nothing, it lives as long as the page does.
import { useCallback, useMemo, useSyncExternalStore } from "react";

const watchers = new Map<string, Set<() => void>>();
/** What the device did not take. */
const unkept = new Map<string, string>();

function tell(key: string): void {
  for (const watcher of watchers.get(key) ?? []) watcher();
}

function toldByOtherTab(event: StorageEvent): void {
  const changed = event.key === null ? watchers.keys() : [event.key];
  for (const key of changed) tell(key);
}

function watch(key: string, watcher: () => void): () => void {
  if (watchers.size === 0) window.addEventListener("storage", toldByOtherTab);
  const ofKey = watchers.get(key) ?? new Set();
  watchers.set(key, ofKey.add(watcher));
  return () => {
    ofKey.delete(watcher);
    if (ofKey.size === 0) watchers.delete(key);
    if (watchers.size === 0) window.removeEventListener("storage", toldByOtherTab);
  };
}

function textOf(key: string): string | null {
  const text = unkept.get(key);
  if (text !== undefined) return text;
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** The value of a key; undefined for none, and for what is no JSON. */
export function readStored(key: string): unknown {
  try {
    return JSON.parse(textOf(key) ?? "") as unknown;
  } catch {
    return undefined;
  }
}

/** `null` forgets. */
export function setStored(key: string, value: unknown): void {
  unkept.delete(key);
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch {
    unkept.set(key, JSON.stringify(value));
  }
  tell(key);
}

/** Whether a reload of the page would lose the value. */
export function isUnkept(key: string): boolean {
  return unkept.has(key);
}

/**
 * `read` makes a value of what is kept, which may be anything, or undefined; it must be the same
 * function each time.
 */
export function useStored<Value>(
  key: string,
  read: (kept: unknown) => Value,
): [Value, (value: Value | null) => void] {
  const text = useSyncExternalStore(
    useCallback((watcher) => watch(key, watcher), [key]),
    () => textOf(key),
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is what the value is read from
  const value = useMemo(() => read(readStored(key)), [key, text, read]);
  const set = useCallback((next: Value | null) => setStored(key, next), [key]);
  return [value, set];
}

// A form over something that others may change while it is filled in.
//
// Fields that were not touched follow what is there now. A touched field whose value was changed by
// somebody else since is in conflict until its writer chose: nothing is overwritten unseen.
import { useCallback, useMemo, useState } from "react";

export interface Draft<Values extends object> {
  /** What was written. */
  touched: Partial<Values>;
  /** What was there when each of them was first touched, or looked at last in a conflict. */
  seen: Partial<Values>;
}

export function emptyDraft<Values extends object>(): Draft<Values> {
  return { touched: {}, seen: {} };
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** What the form shows. */
export function valuesOf<Values extends object>(draft: Draft<Values>, now: Values): Values {
  return { ...now, ...draft.touched };
}

export function withField<Values extends object>(
  draft: Draft<Values>,
  now: Values,
  change: Partial<Values>,
): Draft<Values> {
  const seen = { ...draft.seen };
  for (const field of Object.keys(change) as (keyof Values)[]) {
    if (!(field in draft.touched)) seen[field] = now[field];
  }
  return { touched: { ...draft.touched, ...change }, seen };
}

/** Fields whose written value differs from what is there. */
export function changedFields<Values extends object>(
  draft: Draft<Values>,
  now: Values,
): (keyof Values)[] {
  const touched = Object.keys(draft.touched) as (keyof Values)[];
  return touched.filter((field) => !same(draft.touched[field], now[field]));
}

/** Changed fields that somebody else changed as well. */
export function conflictsOf<Values extends object>(
  draft: Draft<Values>,
  now: Values,
): (keyof Values)[] {
  return changedFields(draft, now).filter((field) => !same(draft.seen[field], now[field]));
}

/** The writer saw what is there now, and keeps the own value. */
export function keepMine<Values extends object>(
  draft: Draft<Values>,
  now: Values,
  field: keyof Values,
): Draft<Values> {
  return { ...draft, seen: { ...draft.seen, [field]: now[field] } };
}

/** The field follows what is there again. */
export function takeTheirs<Values extends object>(
  draft: Draft<Values>,
  field: keyof Values,
): Draft<Values> {
  const touched = { ...draft.touched };
  const seen = { ...draft.seen };
  delete touched[field];
  delete seen[field];
  return { touched, seen };
}

export function useDraft<Values extends object>(now: Values) {
  const [draft, setDraft] = useState<Draft<Values>>(emptyDraft);
  const set = useCallback(
    (change: Partial<Values>) => setDraft((one) => withField(one, now, change)),
    [now],
  );
  const clear = useCallback(() => setDraft(emptyDraft()), []);
  return useMemo(
    () => ({
      draft,
      values: valuesOf(draft, now),
      changed: changedFields(draft, now).length > 0,
      conflicts: conflictsOf(draft, now),
      set,
      clear,
      keepMine: (field: keyof Values) => setDraft((one) => keepMine(one, now, field)),
      takeTheirs: (field: keyof Values) => setDraft((one) => takeTheirs(one, field)),
    }),
    [draft, now, set, clear],
  );
}

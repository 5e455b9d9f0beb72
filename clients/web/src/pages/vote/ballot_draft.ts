// A ballot that is not cast yet. It is kept on this device with every change, so that nothing of it
// is lost by a reload, an ended sign-in or a lost connection; other tabs show the same.
import type { Ballot, Option } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { useCallback, useMemo, useRef, useState } from "react";
import { idOf } from "@/api/names";
import { newRequestId } from "@/api/request_id";
import { useDeliberation } from "@/state/deliberation";
import { draftKey } from "@/state/device";
import { isUnkept, useStored } from "@/state/stored";
import { makeBallot, type RankedBallot } from "./ballot_model";

export type Step = "edit" | "review";

export interface BallotDraft {
  /** Names of measures, so that it outlives another order of the options. */
  tiers: string[][];
  /** Name of the argument that moved the voter; empty for none. */
  argument: string;
  /** When it was changed last, in milliseconds. */
  changed: number;
  /** Version of the ballot that was cast when it was begun; empty for none. */
  base: string;
  step: Step;
  /** Makes the cast repeatable: of the last try, with what was tried. */
  request: { id: string; of: string };
}

const isText = (value: unknown): value is string => typeof value === "string";
const isTiers = (value: unknown): value is string[][] =>
  Array.isArray(value) && value.every((tier) => Array.isArray(tier) && tier.every(isText));

export function readDraft(kept: unknown): BallotDraft | null {
  if (typeof kept !== "object" || kept === null) return null;
  const draft: { [Field in keyof BallotDraft]?: unknown } & {
    request?: { id?: unknown; of?: unknown };
  } = kept;
  if (!isTiers(draft.tiers)) return null;
  const { id, of } = draft.request ?? {};
  return {
    tiers: draft.tiers,
    argument: isText(draft.argument) ? draft.argument : "",
    changed: typeof draft.changed === "number" ? draft.changed : 0,
    base: isText(draft.base) ? draft.base : "",
    step: draft.step === "review" ? "review" : "edit",
    request: isText(id) && isText(of) ? { id, of } : { id: "", of: "" },
  };
}

export function tiersByName(ballot: RankedBallot, options: readonly Option[]): string[][] {
  return ballot.tiers.map((tier) =>
    tier.map((option) => options[option]?.measure ?? "").filter((name) => name !== ""),
  );
}

/** Measures that are not voted on are left out. */
export function ballotByName(
  tiers: readonly (readonly string[])[],
  options: readonly Option[],
): RankedBallot {
  const indexes = new Map(options.map(({ measure }, index) => [measure, index]));
  return makeBallot(
    options.length,
    tiers.map((tier) => tier.flatMap((name) => indexes.get(name) ?? [])),
  );
}

export function tiersOf(ballot: Ballot | null): string[][] {
  return (ballot?.tiers ?? []).map(({ measures }) => [...measures]);
}

/** The id to cast `draft` with: the same as long as what is cast is the same. */
export function requestOf(draft: BallotDraft): BallotDraft["request"] {
  const of = JSON.stringify([draft.tiers, draft.argument]);
  return draft.request.of === of ? draft.request : { id: newRequestId(), of };
}

const UNDO_STEPS = 100;

export interface BallotPaper {
  ballot: RankedBallot;
  argument: string;
  step: Step;
  /** Null while nothing was changed. */
  draft: BallotDraft | null;
  /** It was there when the page was opened. */
  restored: boolean;
  /** A reload of the page would lose it. */
  unkept: boolean;
  change: (step: (ballot: RankedBallot) => RankedBallot) => void;
  setArgument: (argument: string) => void;
  setStep: (step: Step) => void;
  /** Notes the try to cast; gives what to cast. */
  begin: () => BallotDraft;
  undo: () => void;
  canUndo: boolean;
  /** Goes back to the ballot as it is cast, or to an empty one. */
  discard: () => void;
}

/** `cast`: the ballot as the server has it. */
export function useBallotPaper(options: readonly Option[], cast: Ballot | null): BallotPaper {
  const { id, deliberation, me } = useDeliberation();
  const key = draftKey(id, `ballot.${deliberation.decisionCount}.${idOf(me.member)}`);
  const [draft, store] = useStored(key, readDraft);
  const [wasThere] = useState(draft !== null);
  const [past, setPast] = useState<RankedBallot[]>([]);

  const now = useMemo(
    (): BallotDraft =>
      draft ?? {
        tiers: tiersOf(cast),
        argument: cast?.argument ?? "",
        changed: 0,
        base: cast?.etag ?? "",
        step: "edit",
        request: { id: "", of: "" },
      },
    [draft, cast],
  );
  const ballot = useMemo(() => ballotByName(now.tiers, options), [now.tiers, options]);

  // What callbacks change: the last that was stored, also before it is rendered.
  const latest = useRef({ now, ballot });
  latest.current = { now, ballot };
  const write = useCallback(
    (change: Partial<BallotDraft>) => {
      const next = { ...latest.current.now, ...change, changed: Date.now() };
      latest.current = { now: next, ballot: ballotByName(next.tiers, options) };
      store(next);
      return next;
    },
    [store, options],
  );
  const change = useCallback(
    (step: (ballot: RankedBallot) => RankedBallot) => {
      const before = latest.current.ballot;
      const after = step(before);
      if (after === before) return;
      setPast((all) => [...all.slice(-UNDO_STEPS), before]);
      write({ tiers: tiersByName(after, options) });
    },
    [write, options],
  );
  const undo = useCallback(() => {
    const before = past.at(-1);
    if (before === undefined) return;
    setPast(past.slice(0, -1));
    write({ tiers: tiersByName(before, options) });
  }, [past, write, options]);
  const discard = useCallback(() => {
    setPast([]);
    store(null);
  }, [store]);

  return {
    ballot,
    argument: now.argument,
    step: now.step,
    draft,
    restored: wasThere && draft !== null && past.length === 0,
    unkept: isUnkept(key),
    change,
    setArgument: useCallback((argument) => void write({ argument }), [write]),
    setStep: useCallback((step) => void write({ step }), [write]),
    begin: useCallback(() => write({ request: requestOf(latest.current.now) }), [write]),
    undo,
    canUndo: past.length > 0,
    discard,
  };
}

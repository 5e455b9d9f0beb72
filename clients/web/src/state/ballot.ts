// The reader's own ballot, the receipt that this device keeps, and its check on every visit.
import { Code } from "@connectrpc/connect";
import {
  type Ballot,
  Phase,
  type Receipt,
  ReceiptState,
} from "@gen/plenum/deliberation/v1/deliberation_pb";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { idOf, nameOf } from "@/api/names";
import { toProblem } from "@/api/problem";
import {
  fromBase64,
  HASH_BYTES,
  type KeptReceipt,
  type ReceiptCheck,
  toBase64,
  verifyReceipt,
  wordsOf,
} from "@/api/record";
import { useDeliberation } from "./deliberation";
import { keyOf } from "./queries";
import { useStored } from "./stored";

export function isOver(phase: Phase): boolean {
  return phase === Phase.CLOSED || phase === Phase.PUBLISHED;
}

/** "sealed": the vote is closed and had no names, so that nobody can say which ballot is whose. */
export type OwnBallot = { state: "cast"; ballot: Ballot } | { state: "none" } | { state: "sealed" };

async function orNoBallot<Value>(call: Promise<Value>): Promise<Value | "none" | "sealed"> {
  try {
    return await call;
  } catch (error) {
    const problem = toProblem(error);
    if (problem.code === Code.NotFound) return "none";
    if (problem.reason === "WRONG_PHASE") return "sealed";
    throw error;
  }
}

/** There is a vote that can have a ballot of the reader's. */
function useHasVote(): boolean {
  const { votes, deliberation } = useDeliberation();
  const { phase, decisionCount } = deliberation;
  return votes && decisionCount > 0 && (phase === Phase.VOTING || isOver(phase));
}

function useOwnName(): string {
  const { name, me } = useDeliberation();
  return nameOf(name, "ballots", idOf(me.member));
}

export function useOwnBallot() {
  const { id, clients } = useDeliberation();
  const name = useOwnName();
  return useQuery({
    queryKey: keyOf(id, "ballot", "own"),
    queryFn: async (): Promise<OwnBallot> => {
      const answer = await orNoBallot(clients.deliberation.getBallot({ name }));
      if (answer === "none" || answer === "sealed") return { state: answer };
      return answer.ballot ? { state: "cast", ballot: answer.ballot } : { state: "none" };
    },
    enabled: useHasVote(),
  });
}

/** What this device keeps of the ballot that was cast on it. */
export interface ReceiptHere {
  commitment: Uint8Array;
  words: string;
}

const readText = (kept: unknown) => (typeof kept === "string" ? kept : "");

function readReceipt(kept: string): ReceiptHere | null {
  const commitment = fromBase64(kept);
  if (commitment?.length !== HASH_BYTES) return null;
  return { commitment, words: wordsOf(commitment) };
}

/** Of the vote that is open or was opened last. */
export function useReceiptHere() {
  const { id, deliberation, me } = useDeliberation();
  const key = `plenum.receipt.${id}.${deliberation.decisionCount}.${idOf(me.member)}`;
  const [text, set] = useStored(key, readText);
  return {
    here: useMemo(() => readReceipt(text), [text]),
    keep: (commitment: Uint8Array) => set(toBase64(commitment)),
    forget: () => set(null),
  };
}

export function keptOf(deliberation: string, receipt: Receipt): KeptReceipt {
  const { checkpoint } = receipt;
  const recorded = receipt.state === ReceiptState.RECORDED && checkpoint !== undefined;
  return {
    deliberation,
    commitment: receipt.commitment,
    inclusion: recorded
      ? {
          index: Number(receipt.index),
          proof: receipt.proof,
          publicKey: checkpoint.publicKey,
          checkpoint: checkpoint.text,
        }
      : null,
  };
}

export type ReceiptVerdict =
  /** Nobody voted from here, and the server knows of no ballot. */
  | { state: "none" }
  /** The vote is closed without names, and this device has no receipt: nobody can say. */
  | { state: "sealed" }
  | { state: "waiting"; words: string; kept: boolean }
  | {
      state: "recorded";
      words: string;
      kept: boolean;
      index: number;
      size: number;
      signature: "signed" | "unsupported";
    }
  /** This browser cannot compute the proof. */
  | { state: "unchecked"; words: string; kept: boolean }
  /** Of the ballot that was cast here the server knows nothing. */
  | { state: "lost"; words: string }
  /** The server has another ballot than the one that was cast here. */
  | { state: "other"; words: string; here: string }
  /** It waits although the vote is closed. */
  | { state: "leftOut"; words: string }
  | { state: "broken"; words: string; why: "checkpoint" | "proof" };

/** Verdicts that everybody should hear of. */
export function isAlarm({ state }: ReceiptVerdict): boolean {
  return state === "lost" || state === "other" || state === "leftOut" || state === "broken";
}

/** What comes out of what this device keeps, what the server says, and what its proof is worth. */
export function judge(
  here: ReceiptHere | null,
  server: { commitment: Uint8Array; check: ReceiptCheck } | "none" | "sealed",
  over: boolean,
): ReceiptVerdict {
  if (server === "none") return here ? { state: "lost", words: here.words } : { state: "none" };
  if (server === "sealed") return here ? { state: "lost", words: here.words } : { state: "sealed" };
  const { check, commitment } = server;
  const words = wordsOf(commitment);
  if (here && toBase64(here.commitment) !== toBase64(commitment)) {
    return { state: "other", words, here: here.words };
  }
  const kept = here !== null;
  switch (check.held) {
    case "waiting":
      return over ? { state: "leftOut", words } : { state: "waiting", words, kept };
    case "yes": {
      const { index, size, signature } = check;
      return { state: "recorded", words, kept, index, size, signature };
    }
    case "unchecked":
      return { state: "unchecked", words, kept };
    case "no":
      return { state: "broken", words, why: check.why };
  }
}

/** Asks and checks anew on every visit. `receipt` is the one to download. */
export function useReceiptCheck() {
  const { id, name: deliberationName, clients, deliberation } = useDeliberation();
  const name = useOwnName();
  const { here } = useReceiptHere();
  const commitment = here?.commitment ?? new Uint8Array();
  const over = isOver(deliberation.phase);
  return useQuery({
    queryKey: keyOf(id, "ballot", "receipt", toBase64(commitment), String(over)),
    queryFn: async (): Promise<{ verdict: ReceiptVerdict; receipt: KeptReceipt | null }> => {
      const answer = await orNoBallot(clients.deliberation.getReceipt({ name, commitment }));
      if (answer === "none" || answer === "sealed") {
        return { verdict: judge(here, answer, over), receipt: null };
      }
      if (!answer.receipt) return { verdict: judge(here, "none", over), receipt: null };
      const receipt = keptOf(deliberationName, answer.receipt);
      const check = await verifyReceipt(receipt);
      return {
        verdict: judge(here, { commitment: receipt.commitment, check }, over),
        receipt,
      };
    },
    enabled: useHasVote(),
    refetchOnMount: "always",
  });
}

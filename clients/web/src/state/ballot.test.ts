import { create } from "@bufbuild/protobuf";
import { ReceiptSchema, ReceiptState } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { describe, expect, it } from "vitest";
import { wordsOf } from "@/api/record";
import { isAlarm, judge, keptOf } from "./ballot";

const mine = new Uint8Array(32).fill(1);
const another = new Uint8Array(32).fill(2);
const here = { commitment: mine, words: wordsOf(mine) };
const waiting = { commitment: mine, check: { held: "waiting" } as const };

describe("the check of a receipt", () => {
  it("has nothing to say where nobody voted", () => {
    expect(judge(null, "none", false)).toEqual({ state: "none" });
    expect(judge(null, "sealed", true)).toEqual({ state: "sealed" });
  });

  it("alarms when the server has no ballot, or another one, than was cast here", () => {
    const lost = judge(here, "none", false);
    expect(lost).toEqual({ state: "lost", words: here.words });
    const other = judge(here, { ...waiting, commitment: another }, false);
    expect(other).toEqual({ state: "other", words: wordsOf(another), here: here.words });
    expect([lost, other].every(isAlarm)).toBe(true);
  });

  it("waits while the vote is open, and alarms when the ballot still waits after it", () => {
    const open = judge(here, waiting, false);
    expect(open).toEqual({ state: "waiting", words: here.words, kept: true });
    expect(isAlarm(open)).toBe(false);
    const closed = judge(here, waiting, true);
    expect(closed).toEqual({ state: "leftOut", words: here.words });
    expect(isAlarm(closed)).toBe(true);
  });

  it("holds when the proof holds, and says how sure that is", () => {
    const check = { held: "yes", index: 3, size: 9, signature: "unsupported" } as const;
    expect(judge(here, { commitment: mine, check }, true)).toEqual({
      state: "recorded",
      words: here.words,
      kept: true,
      index: 3,
      size: 9,
      signature: "unsupported",
    });
    const unchecked = judge(null, { commitment: mine, check: { held: "unchecked" } }, true);
    expect(unchecked).toEqual({ state: "unchecked", words: here.words, kept: false });
  });

  it("alarms when the proof does not hold", () => {
    const check = { held: "no", why: "proof" } as const;
    const broken = judge(here, { commitment: mine, check }, true);
    expect(broken).toEqual({ state: "broken", words: here.words, why: "proof" });
    expect(isAlarm(broken)).toBe(true);
  });
});

describe("what is kept of a receipt", () => {
  it("has a proof only when the log has the ballot", () => {
    const receipt = create(ReceiptSchema, {
      commitment: mine,
      state: ReceiptState.RECORDED,
      index: 4n,
      proof: [another],
      checkpoint: { text: "text", publicKey: another },
    });
    expect(keptOf("deliberations/d", receipt)).toEqual({
      deliberation: "deliberations/d",
      commitment: mine,
      inclusion: { index: 4, proof: [another], publicKey: another, checkpoint: "text" },
    });
    receipt.state = ReceiptState.WAITING;
    expect(keptOf("deliberations/d", receipt).inclusion).toBeNull();
  });
});

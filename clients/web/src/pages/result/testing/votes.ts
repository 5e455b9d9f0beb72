// Votes for tests: outcomes as the server would count them, and a real one with its log.

import type { MessageInitShape } from "@bufbuild/protobuf";
import { create, fromJson, type JsonValue } from "@bufbuild/protobuf";
import {
  CheckpointSchema,
  LogEntrySchema,
  ResultSchema,
} from "@gen/plenum/deliberation/v1/deliberation_pb";
import { Method, type Outcome, OutcomeSchema } from "@gen/plenum/tally/v1/tally_pb";
import { strengthsOf, tiersOf } from "../model/schulze";
import { type CountedBallot, DuelCounter } from "../record/count";
import json from "./vote.json";

/** "5 A>B=C" as ballots of options that are named by letters. */
export function ballotsFrom(lines: string[], options: number): CountedBallot[] {
  return lines.map((line) => {
    const [count = "1", ranking = ""] = line.split(" ");
    const tiers = new Array<number>(options).fill(0);
    for (const [tier, names] of ranking.split(">").entries()) {
      for (const name of names.split("=")) {
        if (name !== "") tiers[name.charCodeAt(0) - 65] = tier + 1;
      }
    }
    return { tiers, weight: Number(count) };
  });
}

/** Counted by the Schulze method, ties kept. */
export function schulzeOutcome(
  lines: string[],
  options: number,
  more: MessageInitShape<typeof OutcomeSchema> = {},
): Outcome {
  const ballots = ballotsFrom(lines, options);
  const counter = new DuelCounter(options, true);
  for (const ballot of ballots) counter.add(ballot);
  const { duels } = counter;
  const all = Array.from({ length: options }, (_, option) => option);
  const method = more.method ?? Method.SCHULZE_WINNING_VOTES;
  const tiers = tiersOf(strengthsOf(duels, method === Method.SCHULZE_MARGINS), all);
  let position = 1;
  return create(OutcomeSchema, {
    method,
    options: all.map((option) => String.fromCharCode(65 + option)),
    ballotCount: BigInt(ballots.reduce((sum, { weight }) => sum + weight, 0)),
    pairwise: all.map((a) => ({
      values: all.map((b) => BigInt(a === b ? 0 : duels.prefer(a, b))),
    })),
    ranking: tiers.map((tier) => {
      const place = { position, options: tier };
      position += tier.length;
      return place;
    }),
    ...more,
  });
}

/** A vote that a server counted, with the log that it published. */
export function recordedVote() {
  return {
    result: fromJson(ResultSchema, json.result as JsonValue),
    checkpoint: fromJson(CheckpointSchema, json.checkpoint as JsonValue),
    entries: json.entries.map((entry) => fromJson(LogEntrySchema, entry as JsonValue)),
  };
}

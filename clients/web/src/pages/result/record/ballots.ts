// The published ballots of one vote, out of the log.

import { create } from "@bufbuild/protobuf";
import type { LogEntry } from "@gen/plenum/deliberation/v1/deliberation_pb";
import type { BallotGroup } from "@gen/plenum/tally/v1/tally_pb";
import { BallotGroupSchema } from "@gen/plenum/tally/v1/tally_pb";
import type { CountedBallot } from "./count";
import { decodeEntry, unpackBallot } from "./entries";

const OPENED = 1;
const BALLOT = 3;

/** Of the vote with this number, in the order of the log, which has nothing to do with who cast them. */
export function ballotsOf(
  entries: LogEntry[],
  decision: number,
  options: number,
): (CountedBallot & { voter: string })[] {
  const ballots: (CountedBallot & { voter: string })[] = [];
  let current = 0;
  for (const { entry, packed, weight, voter } of entries) {
    const kind = entry[1];
    if (kind === OPENED) {
      const opened = decodeEntry(entry);
      if (opened.kind === "opened") current = opened.decision;
    } else if (kind === BALLOT && current === decision && packed.length > 0) {
      ballots.push({ tiers: unpackBallot(packed, options), weight, voter });
    }
  }
  return ballots;
}

/** Tiers of options, best first, without those that are left out. */
export function tierListOf({ tiers }: CountedBallot): number[][] {
  const list: number[][] = [];
  for (const [option, tier] of tiers.entries()) {
    if (tier === 0) continue;
    list[tier - 1] = [...(list[tier - 1] ?? []), option];
  }
  return list;
}

/** Equal ballots together, as the counting service takes them. */
export function groupsOf(ballots: CountedBallot[]): BallotGroup[] {
  const groups = new Map<string, { ballot: CountedBallot; count: number }>();
  for (const ballot of ballots) {
    const key = ballot.tiers.join(" ");
    const group = groups.get(key);
    if (group) group.count += ballot.weight;
    else groups.set(key, { ballot, count: ballot.weight });
  }
  return [...groups.values()].map(({ ballot, count }) =>
    create(BallotGroupSchema, {
      tiers: tierListOf(ballot).map((options) => ({ options })),
      count: BigInt(count),
    }),
  );
}

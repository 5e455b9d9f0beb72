// @vitest-environment node
import { create } from "@bufbuild/protobuf";
import type { LogEntry } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { LogEntrySchema } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { describe, expect, test } from "vitest";
import { hashOfEntry, rootOf, toHex } from "@/api/record";
import { ballotsFrom, recordedVote } from "../testing/votes";
import { ballotsOf, groupsOf, tierListOf } from "./ballots";
import { countPlaces, DuelCounter, decide, drawLots, totalsOf } from "./count";
import { decodeEntry, type Opened, Unreadable, unpackBallot } from "./entries";
import { Story } from "./story";
import { type Check, type Material, Verifier } from "./verify";

type Change = (material: Material & ReturnType<typeof recordedVote>) => void;

async function verify(change: Change = () => undefined): Promise<Check[]> {
  const material = {
    ...recordedVote(),
    deliberation: recordedVote().result.name.split("/").slice(0, 2).join("/"),
    seenBefore: null,
    recount: async () => null,
  };
  change(material);
  return new Verifier(material, () => undefined).run();
}

const failed = (checks: Check[]) => checks.find(({ held }) => held === false);

function ballotIn(entries: LogEntry[]): LogEntry {
  const found = entries.find(({ packed }) => packed.length > 0);
  if (!found) throw new Error("the recorded vote has no ballots");
  return found;
}

function flip(bytes: Uint8Array, at = bytes.length - 1): Uint8Array {
  return bytes.map((byte, index) => (index === at ? byte ^ 1 : byte));
}

describe("a vote is checked in the browser", () => {
  test("what a server published holds in every check", async () => {
    const checks = await verify();
    expect(checks.map(({ kind, held }) => [kind, held])).toEqual([
      ["signature", true],
      ["entries", true],
      ["order", true],
      ["ballots", true],
      ["numbers", true],
      ["count", true],
      ["shown", true],
    ]);
    expect(checks.find(({ kind }) => kind === "count")).toMatchObject({ by: "browser" });
  });

  test.each<[string, Change, Partial<Check>]>([
    [
      "a checkpoint of another key",
      ({ checkpoint }) => {
        checkpoint.publicKey = flip(checkpoint.publicKey);
      },
      { kind: "signature", held: false, why: "unsigned" },
    ],
    [
      "a checkpoint whose text was changed",
      ({ checkpoint }) => {
        checkpoint.text = checkpoint.text.replace(/\n\d+\n/, "\n3\n");
      },
      { kind: "signature", held: false, why: "forged" },
    ],
    [
      "a size beside the text that is another one",
      ({ checkpoint }) => {
        checkpoint.size += 1n;
      },
      { kind: "signature", held: false, why: "malformed" },
    ],
    [
      "an entry that is left out",
      ({ entries }) => {
        entries.pop();
      },
      { kind: "entries", held: false, why: "size" },
    ],
    [
      "an entry that was changed",
      ({ entries }) => {
        const [first] = entries;
        if (first) first.entry = flip(first.entry);
      },
      { kind: "entries", held: false, why: "root" },
    ],
    [
      "two entries that changed places",
      ({ entries }) => {
        const [a, b] = entries.splice(3, 2);
        if (a && b) entries.splice(3, 0, b, a);
      },
      { kind: "entries", held: false, why: "root" },
    ],
    [
      "a ballot that was changed",
      ({ entries }) => {
        const ballot = ballotIn(entries);
        ballot.packed = flip(ballot.packed);
      },
      { kind: "ballots", held: false, wrong: 1 },
    ],
    [
      "a ballot that counts more than it was committed to",
      ({ entries }) => {
        ballotIn(entries).weight = 2;
      },
      { kind: "ballots", held: false, wrong: 1 },
    ],
    [
      "a duel that is shown otherwise",
      ({ result }) => {
        const row = result.outcome?.pairwise[0]?.values;
        if (row) row[1] = (row[1] ?? 0n) + 1n;
      },
      { kind: "count", held: false, why: "duels" },
    ],
    [
      "places that are shown otherwise",
      ({ result }) => {
        result.outcome?.ranking.reverse();
      },
      { kind: "shown", held: false },
    ],
    [
      "a turnout that is shown otherwise",
      ({ result }) => {
        result.rollCount += 1;
      },
      { kind: "shown", held: false },
    ],
    [
      "a result of a vote that is not in the log",
      ({ result }) => {
        if (result.rules) result.rules.decision = 7;
      },
      { kind: "order", held: false, why: "missing" },
    ],
    [
      "a log that has forgotten what this device saw",
      (material) => {
        const publicKey = toHex(material.checkpoint.publicKey);
        material.seenBefore = { size: 3, root: "00", publicKey };
      },
      { kind: "seenBefore", held: false, why: "changed" },
    ],
    [
      "a log that is shorter than the one this device saw",
      (material) => {
        const publicKey = toHex(material.checkpoint.publicKey);
        material.seenBefore = { size: 3000, root: "00", publicKey };
      },
      { kind: "seenBefore", held: false, why: "shorter" },
    ],
  ])("%s is noticed", async (_, change, expected) => {
    expect(failed(await verify(change))).toMatchObject(expected);
  });

  test("a log that only grew goes on from what this device saw", async () => {
    const { entries, checkpoint } = recordedVote();
    const leaves = await Promise.all(entries.slice(0, 5).map(({ entry }) => hashOfEntry(entry)));
    const root = toHex(await rootOf(leaves));
    const checks = await verify((material) => {
      material.seenBefore = { size: 5, root, publicKey: toHex(checkpoint.publicKey) };
    });
    expect(checks.find(({ kind }) => kind === "seenBefore")).toEqual({
      kind: "seenBefore",
      held: true,
      size: 5,
    });
    expect(failed(checks)).toBeUndefined();
  });
});

describe("entries", () => {
  test("the rules of a vote are read with options and roll", () => {
    const opened = recordedVote()
      .entries.map(({ entry }) => decodeEntry(entry))
      .find(({ kind }) => kind === "opened");
    expect(opened).toMatchObject({
      decision: 1,
      version: 1,
      method: "schulze-winning",
      tieRule: "drawn",
      secrecy: "detached",
      quorumBasis: "roll",
      quorumPercent: 50,
      threshold: "majority",
    });
    expect((opened as Opened).measures).toHaveLength(5);
    expect((opened as Opened).voters).toHaveLength(9);
  });

  test("what is no entry is refused", () => {
    const [first] = recordedVote().entries;
    const bytes = first?.entry ?? new Uint8Array();
    for (const bad of [
      new Uint8Array(),
      Uint8Array.of(2, 3),
      Uint8Array.of(1, 9),
      bytes.slice(0, -1),
      Uint8Array.from([...bytes, 0]),
      // A list that claims more items than there are bytes.
      Uint8Array.of(1, 6, 255, 255, 255, 255),
    ]) {
      expect(() => decodeEntry(bad)).toThrow(Unreadable);
    }
  });

  test("ballots are unpacked to tiers, and what is no ranking is refused", () => {
    expect(unpackBallot(Uint8Array.of(1, 2, 1, 0, 2), 4)).toEqual([2, 1, 0, 2]);
    for (const bad of [[], [2, 1], [1, 1], [1, 1, 3], [1, 1, 2, 3], [1, 0x80, 0x80, 0x80, 1]]) {
      expect(() => unpackBallot(Uint8Array.from(bad), 2)).toThrow(Unreadable);
    }
  });

  test("ballots of another vote of the same log are left aside", () => {
    const { entries } = recordedVote();
    expect(ballotsOf(entries, 1, 5)).toHaveLength(8);
    expect(ballotsOf(entries, 2, 5)).toEqual([]);
    // As long as a vote is open nothing opens its commitments.
    const sealed = entries.map((entry) =>
      create(LogEntrySchema, { index: entry.index, entry: entry.entry }),
    );
    expect(ballotsOf(sealed, 1, 5)).toEqual([]);
  });

  test("equal ballots are sent together, with their weights", () => {
    const groups = groupsOf(ballotsFrom(["2 A>B=C", "3 A>B=C", "1 B"], 3));
    expect(groups.map(({ count }) => count)).toEqual([5n, 1n]);
    expect(groups[0]?.tiers.map(({ options }) => options)).toEqual([[0], [1, 2]]);
    expect(tierListOf({ tiers: [0, 0], weight: 1 })).toEqual([]);
  });
});

describe("the story of a log", () => {
  const opened = (decision: number, version = 1): Opened =>
    ({
      kind: "opened",
      deliberation: "deliberations/d",
      decision,
      version,
      measures: [],
      voters: [{ id: "ana", weight: 1 }],
    }) as unknown as Opened;
  const ballot = (first: number) => ({
    kind: "ballot" as const,
    commitment: Uint8Array.of(first),
  });
  const closed = { kind: "closed" } as never;

  test("votes follow each other, and one that was taken back is opened in its next version", () => {
    const story = new Story();
    const entries = [
      opened(1),
      { kind: "moved" as const, from: "voting", to: "scoring" },
      opened(1, 2),
      ballot(1),
      ballot(2),
      closed,
      opened(2),
    ];
    expect(entries.map((entry, index) => story.add(entry, index))).toEqual(entries.map(() => null));
    expect(story.votes.map(({ withdrawn }) => withdrawn)).toEqual([true, false, false]);
    expect(story.votes[1]?.indexes).toEqual([3, 4]);
    expect(story.end()).toBeNull();
  });

  test("what stands where it may not is named", () => {
    const lastOf = (...entries: Parameters<Story["add"]>[0][]) => {
      const story = new Story();
      return entries.map((entry, index) => story.add(entry, index)).at(-1);
    };
    expect(lastOf(ballot(1))).toBe("order");
    expect(lastOf(opened(1), opened(2))).toBe("order");
    expect(lastOf(opened(2))).toBe("order");
    expect(lastOf(opened(1), ballot(2), ballot(1))).toBe("ballotOrder");
    expect(lastOf(opened(1), ballot(2), ballot(2))).toBe("ballotOrder");
    expect(lastOf(opened(1), ballot(1), { kind: "content" })).toBe("order");
    expect(lastOf(opened(1), { kind: "joined", voter: { id: "ana", weight: 1 } })).toBe("twice");
    const story = new Story();
    story.add(opened(1), 0);
    story.add(ballot(1), 1);
    expect(story.end()).toBe("ending");
  });
});

describe("counting again", () => {
  const rules = (more: Partial<Opened> = {}): Opened => ({
    kind: "opened",
    deliberation: "deliberations/d",
    decision: 1,
    version: 1,
    method: "schulze-winning",
    unranked: "tied-last",
    tieRule: "shared",
    tieSeed: "",
    secrecy: "detached",
    quorumBasis: "none",
    quorumPercent: 0,
    threshold: "none",
    baseline: "",
    packageRule: "",
    budget: 0,
    measures: ["a", "b", "c"].map((name, i) => ({ number: i + 1, name, title: name, cost: 0 })),
    voters: [],
    ...more,
  });
  const duelsOf = (lines: string[], tiedLast = true) => {
    const counter = new DuelCounter(3, tiedLast);
    for (const one of ballotsFrom(lines, 3)) counter.add(one);
    return counter.duels;
  };

  test("what a ballot leaves out is below the rest, or compared with nothing", () => {
    expect(duelsOf(["2 A"]).prefer(0, 2)).toBe(2);
    expect(duelsOf(["2 A"], false).prefer(0, 2)).toBe(0);
    expect(duelsOf(["2 A>B"], false).prefer(0, 1)).toBe(2);
  });

  test("ties stay, or go by the list or by lot", async () => {
    const duels = duelsOf(["1 A=B>C"]);
    expect(await countPlaces(rules(), duels)).toEqual([[0, 1], [2]]);
    expect(await countPlaces(rules({ tieRule: "listed" }), duels)).toEqual([[0], [1], [2]]);
    const drawn = await countPlaces(rules({ tieRule: "drawn", tieSeed: "plenum" }), duels);
    const lots = await drawLots("plenum", [0, 1]);
    expect(drawn).toEqual([...lots.map(({ option }) => [option]), [2]]);
    expect(lots.map(({ hash }) => hash)).toEqual(lots.map(({ hash }) => hash).sort());
  });

  test("the lot is SHA-256 of the seed and the number of the option", async () => {
    const [lot] = await drawLots("plenum", [0]);
    const { createHash } = await import("node:crypto");
    expect(lot?.hash).toBe(createHash("sha256").update("plenum:0").digest("hex"));
  });

  test("methods that the browser does not count are left to the server", async () => {
    expect(await countPlaces(rules({ method: "borda" }), duelsOf(["1 A>B>C"]))).toBeNull();
  });

  test("quorum and threshold decide as the record says", () => {
    const lines = ["3 A>B>C", "2 B>C>A"];
    const duels = duelsOf(lines);
    const totals = totalsOf(ballotsFrom(lines, 3));
    const roll = Array.from({ length: 4 }, (_, i) => ({ id: String(i), weight: 3 }));
    const verdict = (more: Partial<Opened>) =>
      decide(rules(more), roll, duels, [[0], [1], [2]], totals);
    expect(verdict({})).toBe("adopted");
    expect(verdict({ quorumBasis: "roll", quorumPercent: 50 })).toBe("adopted");
    expect(verdict({ quorumBasis: "roll", quorumPercent: 51 })).toBe("no-quorum");
    expect(verdict({ quorumBasis: "weights", quorumPercent: 41 })).toBe("adopted");
    expect(verdict({ quorumBasis: "weights", quorumPercent: 42 })).toBe("no-quorum");
    expect(verdict({ threshold: "majority" })).toBe("adopted");
    expect(verdict({ threshold: "two-thirds" })).toBe("below-threshold");
    expect(verdict({ threshold: "two-thirds", baseline: "c" })).toBe("adopted");
    expect(verdict({ threshold: "majority", baseline: "gone" })).toBe("below-threshold");
  });
});

// Checks a vote as `plenum verify bundle` does, in the browser: signature, log, order, ballots,
// numbers, count. Each check tells what came out as data; the page makes sentences of it.
import type { Checkpoint, LogEntry, Result } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { Decision } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { idOf } from "@/api/names";
import {
  commitmentOf,
  hashOfEntry,
  openCheckpoint,
  originOf,
  rootOf,
  sameBytes,
  toHex,
} from "@/api/record";
import { Duels } from "../model/outcome";
import {
  type CountedBallot,
  countPlaces,
  DuelCounter,
  decide,
  isSchulzeId,
  type Totals,
  totalsOf,
} from "./count";
import { decodeEntry, Unreadable, unpackBallot } from "./entries";
import { type Misplaced, Story, type VoteStory } from "./story";

/** What the checks are made of. */
export interface Material {
  /** "deliberations/d". */
  deliberation: string;
  checkpoint: Checkpoint;
  entries: LogEntry[];
  /** As it is shown. */
  result: Result;
  /** What this device saw of the log before; null at the first visit. */
  seenBefore: SeenLog | null;
  /** Counts by methods that the browser does not count itself. Null: could not be asked. */
  recount: (rules: VoteStory["opened"], ballots: CountedBallot[]) => Promise<Recount | null>;
}

export interface SeenLog {
  size: number;
  /** In hexadecimal. */
  root: string;
  publicKey: string;
}

/** What the counting service makes of ballots. */
export interface Recount {
  places: number[][];
  /** The package; null where the rules choose none. */
  selected: number[] | null;
}

export type Check =
  | { kind: "signature"; held: true | "unknown"; key: string }
  | { kind: "signature"; held: false; why: string }
  | { kind: "seenBefore"; held: true; size: number }
  | { kind: "seenBefore"; held: false; why: "key" | "shorter" | "changed" }
  | { kind: "entries"; held: boolean; entries: number; signed: number; why: "size" | "root" | "" }
  | { kind: "order"; held: true; votes: number }
  | { kind: "order"; held: false; entry: number; why: Misplaced | "unreadable" | "missing" }
  | { kind: "ballots"; held: boolean; ballots: number; wrong: number }
  | { kind: "numbers"; held: boolean; ballots: number; voters: number; why: NumbersWrong | "" }
  | { kind: "count"; held: boolean; by: "browser" | "server"; why: CountWrong | "" }
  | { kind: "count"; held: "unknown"; by: "server"; why: "notCounted" }
  | { kind: "package"; held: boolean | "unknown" }
  | { kind: "shown"; held: boolean };

export type NumbersWrong = "counts" | "more" | "names" | "weights";
export type CountWrong = "duels" | "places" | "verdict" | "totals" | "unreadable";

export interface Progress {
  /** Of the work, 0 to 1. */
  share: number;
  checks: Check[];
}

/** So many ballots are looked at before the page gets a turn. */
const AT_ONCE = 400;

function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/** Goes through all checks; stops after the first that does not hold. */
export class Verifier {
  private readonly checks: Check[] = [];
  private readonly story = new Story();

  constructor(
    private readonly material: Material,
    private readonly tell: (progress: Progress) => void,
  ) {}

  async run(): Promise<Check[]> {
    const steps = [
      () => this.checkSignature(),
      () => this.checkEntries(),
      () => this.checkOrder(),
      () => this.checkVote(),
    ];
    for (const [index, step] of steps.entries()) {
      this.progress(index / steps.length);
      await turn();
      if (!(await step())) break;
    }
    this.progress(1);
    return this.checks;
  }

  private progress(share: number): void {
    this.tell({ share, checks: [...this.checks] });
  }

  private say(check: Check): boolean {
    this.checks.push(check);
    return check.held !== false;
  }

  private async checkSignature(): Promise<boolean> {
    const { checkpoint, deliberation } = this.material;
    const opened = await openCheckpoint(
      checkpoint.text,
      originOf(deliberation),
      checkpoint.publicKey,
    );
    if (!("checkpoint" in opened)) {
      return this.say({ kind: "signature", held: false, why: opened.state });
    }
    const held = opened.state === "signed" ? true : "unknown";
    const signed = opened.checkpoint;
    // The message repeats what the text says; the text counts.
    if (signed.size !== Number(checkpoint.size) || !sameBytes(signed.root, checkpoint.root)) {
      return this.say({ kind: "signature", held: false, why: "malformed" });
    }
    return this.say({ kind: "signature", held, key: checkpoint.verifierKey });
  }

  private async checkEntries(): Promise<boolean> {
    const { checkpoint, entries, seenBefore } = this.material;
    const leaves: Uint8Array[] = [];
    for (const [index, { entry }] of entries.entries()) {
      leaves.push(await hashOfEntry(entry));
      if (index % AT_ONCE === 0) this.progress(0.25 + (0.2 * index) / entries.length);
    }
    const counts = { entries: entries.length, signed: Number(checkpoint.size) };
    if (entries.length !== counts.signed) {
      return this.say({ kind: "entries", held: false, ...counts, why: "size" });
    }
    if (!sameBytes(await rootOf(leaves), checkpoint.root)) {
      return this.say({ kind: "entries", held: false, ...counts, why: "root" });
    }
    this.say({ kind: "entries", held: true, ...counts, why: "" });
    return seenBefore === null || this.checkSeenBefore(seenBefore, leaves);
  }

  private async checkSeenBefore(seen: SeenLog, leaves: Uint8Array[]): Promise<boolean> {
    const wrong = (why: "key" | "shorter" | "changed") =>
      this.say({ kind: "seenBefore", held: false, why });
    if (seen.publicKey !== toHex(this.material.checkpoint.publicKey)) return wrong("key");
    if (seen.size > leaves.length) return wrong("shorter");
    const root = toHex(await rootOf(leaves.slice(0, seen.size)));
    if (root !== seen.root) return wrong("changed");
    return this.say({ kind: "seenBefore", held: true, size: seen.size });
  }

  private async checkOrder(): Promise<boolean> {
    for (const [index, { entry }] of this.material.entries.entries()) {
      let misplaced: Misplaced | "unreadable" | null;
      try {
        misplaced = this.story.add(decodeEntry(entry), index);
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error;
        misplaced = "unreadable";
      }
      if (misplaced) return this.say({ kind: "order", held: false, entry: index, why: misplaced });
    }
    const entries = this.material.entries.length;
    const ending = this.story.end();
    if (ending) return this.say({ kind: "order", held: false, entry: entries, why: ending });
    const foreign = this.story.votes.some(
      ({ opened }) => opened.deliberation !== this.material.deliberation,
    );
    if (foreign || this.vote() === null) {
      return this.say({ kind: "order", held: false, entry: entries, why: "missing" });
    }
    return this.say({ kind: "order", held: true, votes: this.story.votes.length });
  }

  /** The vote that the shown result is of. */
  private vote(): VoteStory | null {
    const decision = this.material.result.rules?.decision ?? 0;
    const found = this.story.votes.findLast(({ opened }) => opened.decision === decision);
    return found?.closed ? found : null;
  }

  private async checkVote(): Promise<boolean> {
    const vote = this.vote();
    if (vote === null) return false;
    const entries = vote.indexes.flatMap((index) => this.material.entries[index] ?? []);
    return (
      (await this.checkBallots(vote, entries)) &&
      this.checkNumbers(vote, entries) &&
      (await this.checkCount(vote, entries)) &&
      this.checkShown(vote)
    );
  }

  private async checkBallots(vote: VoteStory, entries: LogEntry[]): Promise<boolean> {
    const { deliberation, decision } = vote.opened;
    for (const [at, { salt, packed, weight, voter }] of entries.entries()) {
      const commitment = await commitmentOf({
        deliberation,
        decision,
        voter: voter === "" ? "" : idOf(voter),
        weight,
        salt,
        packed,
      });
      const held = salt.length === 16 && sameBytes(commitment, vote.commitments[at] ?? salt);
      if (!held) {
        return this.say({ kind: "ballots", held, ballots: entries.length, wrong: at + 1 });
      }
      if (at % AT_ONCE === 0) this.progress(0.75 + (0.15 * at) / entries.length);
    }
    return this.say({ kind: "ballots", held: true, ballots: entries.length, wrong: 0 });
  }

  private checkNumbers(vote: VoteStory, entries: LogEntry[]): boolean {
    const why = numbersWrong(vote, entries);
    return this.say({
      kind: "numbers",
      held: why === "",
      ballots: entries.length,
      voters: vote.voters.length,
      why,
    });
  }

  private async checkCount(vote: VoteStory, entries: LogEntry[]): Promise<boolean> {
    const rules = vote.opened;
    const wrong = (why: CountWrong) => this.say({ kind: "count", held: false, by: "browser", why });
    let ballots: CountedBallot[];
    try {
      ballots = entries.map(({ packed, weight }) => ({
        tiers: unpackBallot(packed, rules.measures.length),
        weight,
      }));
    } catch (error) {
      if (error instanceof Unreadable) return wrong("unreadable");
      throw error;
    }
    const counter = new DuelCounter(rules.measures.length, rules.unranked === "tied-last");
    for (const [at, ballot] of ballots.entries()) {
      counter.add(ballot);
      if (at % AT_ONCE === 0) {
        this.progress(0.9 + (0.08 * at) / ballots.length);
        await turn();
      }
    }
    const totals = totalsOf(ballots);
    const { closed } = vote;
    if (closed === null) return wrong("totals");
    if (totals.abstentions !== closed.abstentions || totals.weight !== closed.weight) {
      return wrong("totals");
    }
    if (!sameDuels(counter.duels, this.material.result)) return wrong("duels");
    return this.comparePlaces(vote, ballots, counter.duels, totals);
  }

  private async comparePlaces(
    { opened: rules, closed, voters }: VoteStory,
    ballots: CountedBallot[],
    duels: Duels,
    totals: Totals,
  ): Promise<boolean> {
    const own = await countPlaces(rules, duels);
    const withPackage = rules.packageRule !== "";
    const asked = own && !withPackage ? null : await this.material.recount(rules, ballots);
    const by = isSchulzeId(rules.method) ? "browser" : "server";
    const places = own ?? asked?.places ?? null;
    if (places === null) {
      return this.say({ kind: "count", held: "unknown", by: "server", why: "notCounted" });
    }
    if (!samePlaces(places, closed?.places ?? [])) {
      return this.say({ kind: "count", held: false, by, why: "places" });
    }
    if (decide(rules, voters, duels, places, totals) !== closed?.decision) {
      return this.say({ kind: "count", held: false, by, why: "verdict" });
    }
    const counted = this.say({ kind: "count", held: true, by, why: "" });
    if (!counted || !withPackage) return counted;
    const selected = asked?.selected ?? null;
    const held = selected === null ? "unknown" : selected.join() === closed.selected.join();
    return this.say({ kind: "package", held });
  }

  /** The log's result is the one that this page shows. */
  private checkShown({ closed }: VoteStory): boolean {
    const { result } = this.material;
    const places = (result.outcome?.ranking ?? []).map(({ options }) => options);
    const selected = result.package?.selected ?? [];
    const held =
      closed !== null &&
      samePlaces(places, closed.places) &&
      selected.join() === closed.selected.join() &&
      result.ballotCount === closed.ballots &&
      result.rollCount === closed.voters &&
      result.abstentionCount === closed.abstentions &&
      result.delegatedCount === closed.delegated &&
      Number(result.ballotWeight) === closed.weight &&
      (result.verdict?.decision ?? Decision.UNSPECIFIED) === decisionOf(closed.decision);
    return this.say({ kind: "shown", held });
  }
}

const DECISIONS: Record<string, Decision> = {
  adopted: Decision.ADOPTED,
  "no-quorum": Decision.NO_QUORUM,
  "below-threshold": Decision.BELOW_THRESHOLD,
};

function decisionOf(word: string): Decision {
  return DECISIONS[word] ?? Decision.UNSPECIFIED;
}

/** The options of a place stand in ascending order in the log; a message may have them otherwise. */
function samePlaces(a: number[][], b: number[][]): boolean {
  const text = (places: number[][]) =>
    places.map((place) => [...place].sort((x, y) => x - y).join(",")).join("/");
  return text(a) === text(b);
}

function sameDuels(duels: Duels, result: Result): boolean {
  if (!result.outcome) return false;
  const shown = Duels.of(result.outcome);
  for (let a = 0; a < duels.size; a++) {
    for (let b = 0; b < duels.size; b++) {
      if (a !== b && duels.prefer(a, b) !== shown.prefer(a, b)) return false;
    }
  }
  return shown.size === duels.size;
}

function numbersWrong(vote: VoteStory, entries: LogEntry[]): NumbersWrong | "" {
  const { closed, voters, opened } = vote;
  if (!closed || closed.ballots !== entries.length || closed.voters !== voters.length) {
    return "counts";
  }
  if (entries.length > voters.length || closed.delegated > entries.length) return "more";
  if (opened.secrecy === "open") {
    const left = new Map(voters.map(({ id, weight }) => [id, weight]));
    for (const { voter, weight } of entries) {
      const id = idOf(voter);
      if (left.get(id) !== weight) return "names";
      left.delete(id);
    }
    return "";
  }
  const left = new Map<number, number>();
  for (const { weight } of voters) left.set(weight, (left.get(weight) ?? 0) + 1);
  for (const { voter, weight } of entries) {
    const some = left.get(weight) ?? 0;
    if (voter !== "" || some === 0) return "weights";
    left.set(weight, some - 1);
  }
  return "";
}

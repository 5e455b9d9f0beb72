// How votes go from round to round, as blocks and the ribbons between them.
import type { Working } from "@gen/plenum/tally/v1/tally_pb";
import { fractionOf } from "./outcome";

/** The pile of ballots that name nobody who is still in the count. */
export const EXHAUSTED = -1;

export interface Block {
  /** From 0. */
  round: number;
  option: number;
  from: number;
  to: number;
  /** It leaves the count after this round. */
  leaves: boolean;
  elected: boolean;
}

export interface Ribbon {
  /** From this round to the next. */
  round: number;
  /** The option that the votes go on with. */
  option: number;
  /** They come from those who left the count. */
  moved: boolean;
  start: [number, number];
  end: [number, number];
}

export interface Flow {
  rounds: number;
  blocks: Block[];
  ribbons: Ribbon[];
  /** What each round does. */
  steps: FlowStep[];
}

export interface FlowStep {
  votes: { option: number; votes: number }[];
  exhausted: number;
  eliminated: number[];
  elected: number[];
  /** Votes that went on from those who left, after this round. */
  gained: { option: number; votes: number }[];
}

/** Smaller than what could be a vote: from fractions as decimals. */
const NOTHING = 1e-9;

export function flowOf({ rounds }: Pick<Working, "rounds">): Flow {
  const steps: FlowStep[] = rounds.map((round) => ({
    votes: round.votes.map(({ option, votes }) => ({ option, votes: fractionOf(votes) })),
    exhausted: fractionOf(round.exhausted || "0"),
    eliminated: round.eliminated,
    elected: round.elected,
    gained: [],
  }));
  for (const [index, step] of steps.entries()) {
    const next = steps[index + 1];
    if (next) step.gained = gainsBetween(step, next);
  }
  const blocks = steps.flatMap((step, round) => blocksOf(step, round));
  const ribbons = steps.slice(1).flatMap((_, round) => ribbonsOf(steps, blocks, round));
  return { rounds: steps.length, blocks, ribbons, steps };
}

function votesFor(step: FlowStep, option: number): number {
  if (option === EXHAUSTED) return step.exhausted;
  return step.votes.find((one) => one.option === option)?.votes ?? 0;
}

function gainsBetween(step: FlowStep, next: FlowStep): { option: number; votes: number }[] {
  const stay = next.votes.map(({ option }) => option);
  return [...stay, EXHAUSTED]
    .map((option) => ({ option, votes: votesFor(next, option) - votesFor(step, option) }))
    .filter(({ votes }) => votes > NOTHING);
}

/** The most votes on top; those who leave, and the exhausted ballots, at the bottom. */
function blocksOf(step: FlowStep, round: number): Block[] {
  const leaves = (option: number) => step.eliminated.includes(option);
  const order = [...step.votes].sort(
    (a, b) => Number(leaves(a.option)) - Number(leaves(b.option)) || b.votes - a.votes,
  );
  let from = 0;
  const blocks = [...order, { option: EXHAUSTED, votes: step.exhausted }].map((one) => {
    const block = {
      round,
      option: one.option,
      from,
      to: from + one.votes,
      leaves: leaves(one.option),
      elected: step.elected.includes(one.option),
    };
    from = block.to;
    return block;
  });
  return blocks.filter((block) => block.to - block.from > NOTHING || block.option !== EXHAUSTED);
}

function ribbonsOf(steps: FlowStep[], blocks: Block[], round: number): Ribbon[] {
  const step = steps[round];
  if (step === undefined) return [];
  const blockAt = (at: number, option: number) =>
    blocks.find((block) => block.round === at && block.option === option);
  const leaving = blocks.filter((block) => block.round === round && block.leaves);
  // Those who leave stand next to each other: their votes go out of one block.
  let out = leaving[0]?.from ?? 0;
  const ribbons: Ribbon[] = [];
  for (const target of blocks.filter((block) => block.round === round + 1)) {
    const gained = step.gained.find(({ option }) => option === target.option)?.votes ?? 0;
    const kept = target.to - target.from - gained;
    const source = blockAt(round, target.option);
    if (source && kept > NOTHING) {
      ribbons.push({
        round,
        option: target.option,
        moved: false,
        start: [source.from, source.from + kept],
        end: [target.from, target.from + kept],
      });
    }
    if (gained > NOTHING && leaving.length > 0) {
      ribbons.push({
        round,
        option: target.option,
        moved: true,
        start: [out, out + gained],
        end: [target.to - gained, target.to],
      });
      out += gained;
    }
  }
  return ribbons;
}

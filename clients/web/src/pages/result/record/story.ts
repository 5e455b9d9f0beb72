// The votes that a log tells, one after the other, each entry where it may stand.
import type { Closed, Entry, Opened, Voter } from "./entries";

export interface VoteStory {
  opened: Opened;
  /** As the rules name them, and who joined until the close. */
  voters: Voter[];
  commitments: Uint8Array[];
  /** Places in the log, of the ballots. */
  indexes: number[];
  closed: Closed | null;
  withdrawn: boolean;
}

/** What stands at a place where it may not. */
export type Misplaced = "order" | "twice" | "ballotOrder" | "ending";

export class Story {
  readonly votes: VoteStory[] = [];

  /** Null, or what is wrong with the entry. */
  add(entry: Entry, index: number): Misplaced | null {
    const last = this.votes.at(-1);
    const open = last !== undefined && isOpen(last) ? last : null;
    const amongBallots = open !== null && open.commitments.length > 0;
    switch (entry.kind) {
      case "opened":
        return open ? "order" : this.open(entry, last);
      case "joined":
        if (!open || amongBallots) return "order";
        if (open.voters.some(({ id }) => id === entry.voter.id)) return "twice";
        open.voters.push(entry.voter);
        return null;
      case "ballot": {
        if (!open) return "order";
        const before = open.commitments.at(-1);
        if (before && compareBytes(before, entry.commitment) >= 0) return "ballotOrder";
        open.commitments.push(entry.commitment);
        open.indexes.push(index);
        return null;
      }
      case "closed":
        if (!open) return "order";
        open.closed = entry;
        return null;
      case "moved":
        if (amongBallots) return "order";
        if (open && entry.to !== "closed") open.withdrawn = true;
        return null;
      case "content":
        return amongBallots ? "order" : null;
    }
  }

  end(): Misplaced | null {
    const last = this.votes.at(-1);
    return last && isOpen(last) && last.commitments.length > 0 ? "ending" : null;
  }

  private open(opened: Opened, last: VoteStory | undefined): Misplaced | null {
    const again = last?.withdrawn === true;
    const decision = last === undefined ? 1 : last.opened.decision + (again ? 0 : 1);
    const version = last !== undefined && again ? last.opened.version + 1 : 1;
    if (opened.decision !== decision || opened.version !== version) return "order";
    if (last && last.opened.deliberation !== opened.deliberation) return "order";
    if (new Set(opened.voters.map(({ id }) => id)).size !== opened.voters.length) return "twice";
    this.votes.push({
      opened,
      voters: [...opened.voters],
      commitments: [],
      indexes: [],
      closed: null,
      withdrawn: false,
    });
    return null;
  }
}

function isOpen({ closed, withdrawn }: VoteStory): boolean {
  return closed === null && !withdrawn;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
